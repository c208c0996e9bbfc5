"""Papers without name and address: the case worker of the home is asked to hand them over, and says when it is done."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from bolots import letters
from bolots.audit import action
from bolots.models import LetterEvent
from bolots.refusals import Refused
from tenancies import actions as register
from tenancies.models import Reminder, Tenancy

from ..models import RentNotice

HANDED = "sent_hand"
NOTICE, DEMAND = "rent_notice", "demand"  # what the reminder is about; a notice goes by its charge
SOON = timedelta(days=7)  # where the paper itself names no day
KIND = Reminder.Kind.HAND_OVER


class NotByHand(Refused):
    sentence = _("That goes another way. Nobody has to hand it over.")


class HandedOverAlready(Refused):
    sentence = _("It has been handed over already.")


def ask_to_hand_over(tenancy, *, source: str, source_id: int, by_day: date | None, on: date) -> None:
    """Remind the case worker from today on: it has to be in the tenant's hand by the day that it asks for payment."""
    about = {"kind": KIND, "source": source, "source_id": source_id}
    days = {"deadline_on": by_day or on + SOON, "due_on": on}
    register.remind(tenancy=tenancy, **about, **days, owner=tenancy.case_worker, on=on)


def no_need_to_hand_over(source: str, source_id: int, *, on: date) -> None:
    """Another paper takes its place."""
    register.withdraw_reminders(source=source, ids=[source_id], kinds=[KIND], on=on)


def is_handed_over(source: str, source_id: int, *, by, on: date) -> None:
    """The paper is where it belongs: whoever was asked has it off the list."""
    register.finish_reminders(source=source, ids=[source_id], kinds=[KIND], by=by, on=on)


@action
def hand_over_notice(notice, *, by, on: date, at: datetime) -> LetterEvent:
    """Note that a notice without name and address was given to the tenant. Raises NotByHand, HandedOverAlready."""
    notice = RentNotice.objects.select_related("letter", "charge").get(pk=notice.pk)
    Tenancy.objects.select_for_update(no_key=True).get(pk=notice.charge.tenancy_id)  # a notice is never changed itself
    if not notice.by_hand:
        raise NotByHand
    if notice.letter.events.filter(kind=HANDED).exists():
        raise HandedOverAlready
    is_handed_over(NOTICE, notice.charge_id, by=by, on=on)
    return letters.record_event(notice.letter, kind=HANDED, by=by, at=at)
