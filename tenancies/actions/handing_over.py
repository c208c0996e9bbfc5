"""Homes change hands: all of a case worker's in one step, or one."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bolots import staffing
from bolots.access import Permission
from bolots.audit import action
from bolots.editing import change
from bolots.refusals import Refused

from ..models import Involvement, Reminder, Tenancy
from .stays import NotACaseWorker

SAME = ("source", "source_id", "kind", "deadline_on", "due_on")  # two reminders alike but for their owner


class SameCaseWorker(Refused):
    sentence = _("Choose two different people.")


@action
def hand_over(giver, taker, *, why, by, on) -> None:
    """All that a case worker is responsible for to another: homes, reminders, open cases. Again: nothing is left to do.

    The giver knows of the homes until the end of the day. Raises NotACaseWorker, SameCaseWorker.
    """
    if giver == taker:
        raise SameCaseWorker
    _must_work_cases(taker)
    staffing.hand_over(giver, taker, on=on)


@action
def change_case_worker(tenancy, *, seen, case_worker, why, by, on) -> None:
    """One home to another case worker, with its reminders and open case. Raises NotACaseWorker, ChangedMeanwhile."""
    _must_work_cases(case_worker)
    change(tenancy, seen=seen)
    if tenancy.case_worker != case_worker:
        staffing.hand_over(tenancy.case_worker, case_worker, homes=[tenancy.pk], on=on)
        tenancy.refresh_from_db()


def _must_work_cases(user):
    if not user.role_allows(Permission.WORK_CASES):
        raise NotACaseWorker


def take_over_homes(giver, taker, homes: list[int], on) -> None:
    """Within another action, in a few statements however many the homes: who is responsible, knows, is reminded."""
    Tenancy.objects.filter(pk__in=homes, case_worker=giver).update(case_worker=taker)
    _pass_on_knowledge(giver, taker, homes, on)
    mine, twins = reminders_about(giver, homes), Reminder.objects.filter(owner=taker)
    alike = twins.filter(**{name: OuterRef(name) for name in SAME})
    mine.filter(Exists(alike)).update(withdrawn_on=on)  # the taker has been reminded of the same
    mine.update(owner=taker)


def _pass_on_knowledge(giver, taker, homes, on):
    """The taker knows of each home as long as the giver would have; the giver until the end of the day."""
    why, tomorrow = Involvement.Why.CASE_WORKER, on + timedelta(days=1)
    known = Involvement.objects.filter(user=giver, why=why, tenancy__in=homes)
    known = known.filter(Q(until_on=None) | Q(until_on__gt=tomorrow))
    rows = [
        Involvement(tenancy_id=home, user=taker, why=why, from_on=on, until_on=until)
        for home, until in known.values_list("tenancy", "until_on")
    ]
    Involvement.objects.bulk_create(rows, ignore_conflicts=True)
    known.update(until_on=tomorrow)


def reminders_about(user, homes):
    """The user's open reminders about these homes. The alarm about a protected identity is the manager's own."""
    is_about = Q(tenancy__in=homes) | Exists(Tenancy.objects.filter(pk__in=homes, apartment=OuterRef("apartment")))
    return Reminder.objects.open().filter(is_about, owner=user).exclude(kind=Reminder.Kind.PROTECTED_OPENED)
