"""Eviction-risk cases: opened by hand, worked on, closed by a person or by the night."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.access import Permission
from bolots.audit import action
from bolots.refusals import Refused
from tenancies import actions as register
from tenancies.models import Involvement, Tenancy

from ..grounds import incident_stands, on_incident
from ..lateness import is_late, late_charges, reversal_waits
from ..models import CaseNote, EvictionRiskCase, IllegalTransition, OutreachTask
from .opening import open_many
from .triage import one_night_at_a_time

Status, Outcome = EvictionRiskCase.Status, EvictionRiskCase.Outcome


class CaseAlreadyOpen(Refused):
    sentence = _("The home already has an open case.")


class TenancyOver(Refused):
    sentence = _("The tenancy has ended: there is no home left to save.")


class NotACaseWorker(Refused):
    sentence = _("The owner of a case must be somebody who works with cases.")


class CaseClosed(Refused):
    sentence = _("The case is closed.")


class RentStillUnpaid(Refused):
    sentence = _("The case cannot be closed as paid while rent is unpaid.")


@action
def open_case(tenancy, *, why, by, on, owner=None) -> EvictionRiskCase:
    """Open a case by hand, with a reason, and plan the first visit.

    Raises CaseAlreadyOpen, TenancyOver, NotACaseWorker.
    """
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    if home.ends_on is not None and home.ends_on <= on:
        raise TenancyOver
    if EvictionRiskCase.objects.open().filter(tenancy=home).exists():
        raise CaseAlreadyOpen
    owner = owner or home.case_worker
    _must_work_cases(owner)
    values = guidelines.on(on)
    return open_many([home], on=on, run_on=on, guidelines=values, owner=owner, by=by, why=why)[home.pk]


def _must_work_cases(owner):
    if not owner.role_allows(Permission.WORK_CASES):
        raise NotACaseWorker


@action
def add_note(case, *, text, by, at) -> CaseNote:
    """Write on the case. A closed case takes notes too: what is learnt later belongs there."""
    return CaseNote.objects.create(case=case, text=text, by=by, at=at)


@action
def change_owner(case, *, owner, by, on) -> None:
    """Somebody else owns the next step. The old owner no longer knows of the home because of the case."""
    _must_work_cases(owner)
    old = case.owner
    if old == owner:
        return
    _change(case, {"owner": old}, owner=owner)
    register.involve(case.tenancy, owner, why=Involvement.Why.CASE, on=on)
    register.uninvolve(case.tenancy, old, why=Involvement.Why.CASE, on=on + timedelta(days=1))


@action
def change_next(case, *, next_on, next_step, by, on) -> None:
    """Another next step or date. An open case always has one."""
    _change(case, {"next_on": case.next_on, "next_step": case.next_step}, next_on=next_on, next_step=next_step)


def _change(case, expected, **fields):
    """Compare and set: nothing is overwritten that the caller has not seen. Raises CaseClosed, IllegalTransition."""
    if not EvictionRiskCase.objects.open().filter(pk=case.pk, **expected).update(**fields):
        case.refresh_from_db()
        raise IllegalTransition if case.is_open else CaseClosed
    case.refresh_from_db()


@action
def move_case(case, *, status, by, on) -> None:
    """Another status; closing has its own action. The status that it has already changes nothing."""
    if status == Status.CLOSED:
        raise IllegalTransition
    if case.status != status:
        case.move_to(status)


@action
def close_case(case, *, outcome, why, by, on) -> None:
    """Close with outcome and reason. Raises RentStillUnpaid for outcome paid, IllegalTransition when closed already."""
    threshold = guidelines.on(on).case_threshold_ore
    if outcome == Outcome.PAID and late_charges(threshold).filter(tenancy=case.tenancy_id).exists():
        raise RentStillUnpaid
    closed = {"outcome": outcome, "why_closed": why, "closed_on": on, "closed_by": by}
    case.move_to(Status.CLOSED, next_on=None, next_step="", **closed)
    _after_closing([case.pk], [case.tenancy_id], on, OutreachTask.WhyEnded.CASE_CLOSED)


@action
def close_paid(*, on) -> int:
    """Close the cases whose grounds are gone: no rent is late, no incident that opened or joined them stands.

    A reversal that waits for a decision keeps a case open.
    """
    one_night_at_a_time()
    threshold = guidelines.on(on).case_threshold_ore
    ripe = EvictionRiskCase.objects.open().with_known_grounds().filter(~is_late(threshold), opened_on__lte=on)
    ripe = ripe.filter(~reversal_waits(), ~incident_stands())
    held = ripe.select_for_update(of=("self",)).order_by("pk").annotate(on_incident=on_incident())
    rows = list(held.values_list("pk", "tenancy", "on_incident"))
    paid = [(case, home) for case, home, on_incident in rows if not on_incident]
    put_right = [(case, home) for case, home, on_incident in rows if on_incident]
    _close_many(paid, on, Outcome.PAID, EvictionRiskCase.PAID, OutreachTask.WhyEnded.PAID)
    _close_many(put_right, on, Outcome.PUT_RIGHT, EvictionRiskCase.PUT_RIGHT, OutreachTask.WhyEnded.CASE_CLOSED)
    return len(rows)


def _close_many(rows, on, outcome, why, why_ended):
    cases, homes = [case for case, _home in rows], [home for _case, home in rows]
    closed = {"outcome": outcome, "why_closed": why, "closed_on": on, "next_on": None, "next_step": ""}
    EvictionRiskCase.objects.filter(pk__in=cases).update(status=Status.CLOSED, **closed)
    _after_closing(cases, homes, on, why_ended)


def _after_closing(cases, homes, on, why):
    OutreachTask.objects.open().filter(case__in=cases).update(
        status=OutreachTask.Status.WITHDRAWN, ended_on=on, why_ended=why
    )
    leave_homes(homes, on)


def leave_homes(homes, on) -> None:
    """Where no case is open, those without an open visit know of the home until the end of the day."""
    open_cases = EvictionRiskCase.objects.open().filter(tenancy__in=homes).values("tenancy")
    visits = set(OutreachTask.objects.open().filter(tenancy__in=homes).values_list("tenancy", "assignee"))
    outreach = (Involvement.Why.CASE, Involvement.Why.OUTREACH)
    rows = Involvement.objects.filter(tenancy__in=homes, why__in=outreach, until_on=None)
    for row in rows.exclude(tenancy__in=open_cases).select_related("tenancy", "user"):
        if (row.tenancy_id, row.user_id) not in visits:
            register.uninvolve(row.tenancy, row.user, why=row.why, on=on + timedelta(days=1))
