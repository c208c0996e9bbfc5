"""Holds (anstånd): set with what they stop, called off, and remembered on their last day."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing
from tenancies import actions as register
from tenancies.models import Reminder, Tenancy

from ..models import Hold
from .allocating import WithoutReason
from .repeating import refuse_repeat

SOURCE = "hold"  # of the reminders
_DAY = timedelta(days=1)


class StopsNothing(Refused):
    sentence = _("Choose at least one thing that the respite stops.")


class HoldTooShort(Refused):
    sentence = _("A respite has at least one day: its last day is not before its first.")


class HoldInThePast(Refused):
    sentence = _("A respite begins today or later: it never reaches back.")


class HoldOver(Refused):
    sentence = _("The respite has already ended.")


class SetAlready(Refused):
    sentence = _("You have set exactly that respite already today. It is there: there is no need to set it again.")


SOUND = {"hold_stops_something": StopsNothing, "hold_ends_after_it_begins": HoldTooShort}


@action
def set_hold(
    tenancy,
    *,
    from_on: date,
    until_on: date,
    why: str,
    stops_cases: bool,
    stops_demands: bool,
    stops_interest: bool,
    by,
    on: date,
) -> Hold:
    """Respite for a home from a day; `until_on` is the first day without it.

    Raises WithoutReason, HoldInThePast, HoldTooShort, StopsNothing, SetAlready.
    """
    if not why.strip():
        raise WithoutReason
    if from_on < on:
        raise HoldInThePast
    if until_on <= from_on:
        raise HoldTooShort
    facts = {"from_on": from_on, "until_on": until_on, "why": why.strip(), "set_on": on, "by": by}
    facts |= {"stops_cases": stops_cases, "stops_demands": stops_demands, "stops_interest": stops_interest}
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    refuse_repeat(Hold.objects, SetAlready, tenancy=home, **facts)
    with refusing(SOUND):
        return Hold.objects.create(tenancy=tenancy, **facts)


@action
def call_off_hold(hold, *, why: str, by, on: date) -> Hold:
    """End a hold today; one that has not begun never does. The reason stands in the audit trail.

    Raises WithoutReason, HoldOver.
    """
    if not why.strip():
        raise WithoutReason
    if not Hold.objects.filter(pk=hold.pk, until_on__gt=on).update(until_on=max(hold.from_on, on)):
        raise HoldOver
    hold.refresh_from_db()
    register.withdraw_reminders(source=SOURCE, ids=[hold.pk], kinds=[Reminder.Kind.HOLD_ENDS], on=on)
    return hold


@action
def remind_of_holds(*, on: date) -> None:
    """On the last day of a hold its home's case worker is reminded; again: nothing new."""
    told = Reminder.objects.filter(source=SOURCE, source_id=OuterRef("pk"), kind=Reminder.Kind.HOLD_ENDS)
    ending = Hold.objects.filter(~Exists(told.filter(deadline_on=on)), until_on=on + _DAY, from_on__lte=on)
    rows = [(home, Reminder.Kind.HOLD_ENDS, pk, on) for home, pk in ending.values_list("tenancy", "pk")]
    register.remind_case_workers(rows, source=SOURCE, on=on)
