"""The mailbox note (lapp): neutral, easy Swedish, and a second language if chosen.

It names neither the social services nor debt nor eviction: it lies in a staircase where others may read it.
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from .models import Slot
from .rules.slots import HOURS


@dataclass(frozen=True)
class MailboxNotePaper:
    """What the note says. `called` is empty for a protected identity: no name lies in the mailbox then."""

    template = "mailbox_note"

    called: str
    visitor: str
    phone: str
    back_on: str
    back_from: int
    back_to: int
    second: str
    back_on_second: str

    @classmethod
    def from_task(cls, task, *, by, language: str, back_on: date, back_slot: str) -> "MailboxNotePaper":
        """`language` sv means Swedish alone."""
        holder = task.tenancy.holder
        opens, closes = HOURS[Slot(back_slot).value]
        return cls(
            called="" if holder.is_protected else holder.called,
            visitor=by.first_name,
            phone=by.phone,
            back_on=_day(back_on, "sv"),
            back_from=opens,
            back_to=closes,
            second=language,
            back_on_second=_day(back_on, language),
        )


def _day(day: date, language: str) -> str:
    """`torsdag 12 mars`, in the note's language."""
    return format_date(day, "EEEE d. MMMM" if language == "fi" else "EEEE d MMMM", locale=language)
