"""How long a debt can be claimed (preskription): two clocks, each with its last day.

After the home, rent must be sued for within two years from the day on which the tenant left (JB 12:61); reminders do
not help. Every rent lapses three years after it fell due (lag 1981:130 2 §) unless that was interrupted (5 §): by
payment, acknowledgement, a written demand that reached the tenant, or a suit. Whether a municipality lets homes as a
trader is untested; if not, it is ten years. We rely on three, and count from the earliest day: a mistake may only warn
too early.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bolots.periods import add_months

SUE_MONTHS = 24
LIMITATION_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Lapse:
    """The last day on which a rent can be claimed, and the interruption that it counts from (None: the due day)."""

    lapses_on: date
    broken_on: date | None

    def has_lapsed(self, on: date) -> bool:
        return self.lapses_on < on


def sue_by(last_on: date, suits: Sequence[date] = ()) -> date | None:
    """The last day to sue after a stay whose last day was `last_on`; None when a suit was filed by then (JB 12:61)."""
    end = add_months(last_on, SUE_MONTHS)
    return None if any(day <= end for day in suits) else end


def lapse(due_on: date, interruptions: Iterable[date] = ()) -> Lapse:
    """Until when a rent due on `due_on` can be claimed. Each interruption starts three new years from its own day.

    One before the due day is nothing, and one after the debt has lapsed comes too late.
    """
    broken_on, end = None, add_months(due_on, LIMITATION_MONTHS)
    for day in sorted(interruptions):
        if due_on <= day <= end:
            broken_on, end = day, add_months(day, LIMITATION_MONTHS)
    return Lapse(end, broken_on)
