"""Eviction-risk cases: opened by hand, worked on, closed by a person or by the night."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from arrears.actions import record_clearance
from arrears.models import Clearance, PaymentPlan, Termination, TerminationCharge
from bolots import guidelines
from bolots.access import Permission
from bolots.audit import action
from bolots.refusals import Refused
from tenancies import actions as register
from tenancies.models import Child, Involvement, Tenancy

from ..grounds import incident_stands, on_incident
from ..lateness import is_late, late_charges, reversal_waits
from ..models import CaseNote, EvictionRiskCase, IllegalTransition, OutreachTask
from .opening import open_many
from .triage import one_night_at_a_time

NO_CHILDREN = "no_children"  # the child check of a home without children
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


class NobodyHasKnocked(Refused):
    sentence = _("Nobody has tried to meet the tenant in person since the case opened. Order a visit first.")


class NoChildCheck(Refused):
    sentence = _("Check first whether children live in the home, and note on the case that it is done.")


class ChildrenLiveThere(Refused):
    sentence = _("Children are registered in the home. Do the child check, or correct the register.")


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
    """Another status; closing has its own action. The status that it has already changes nothing.

    A termination is considered only when somebody has tried to meet the tenant, and has checked whether there are
    children. Raises NobodyHasKnocked, NoChildCheck, IllegalTransition.
    """
    if status == Status.CLOSED:
        raise IllegalTransition
    if case.status == status:
        return
    if status == Status.REVIEW:
        done = cleared(case)
        if Clearance.Kind.CONTACT not in done:
            raise NobodyHasKnocked
        if Clearance.Kind.CHILDREN not in done:
            raise NoChildCheck
    case.move_to(status)


def cleared(case) -> dict[str, date]:
    """What must come before a termination and has been done since the case opened: kind → the last day."""
    done = Clearance.objects.since(case.opened_on).filter(tenancy=case.tenancy_id).order_by("done_on")
    return dict(done.values_list("kind", "done_on"))


@action
def record_check(case, *, what, by, on) -> Clearance:
    """That the child check is done, that no children live there, or that somebody was present at the eviction: when and
    by whom, nothing more. Raises CaseClosed, ChildrenLiveThere.
    """
    if not case.is_open:
        raise CaseClosed
    if what == NO_CHILDREN and Child.objects.filter(tenant=case.tenancy.holder_id).minors_on(on).exists():
        raise ChildrenLiveThere
    kind = Clearance.Kind.CHILDREN if what == NO_CHILDREN else Clearance.Kind(what)
    return record_clearance(case.tenancy, kind=kind, by=by, on=on)


@action
def close_case(case, *, outcome, why, by, on) -> None:
    """Close with outcome and reason. Raises RentStillUnpaid for outcome paid, IllegalTransition when closed already."""
    threshold = guidelines.on(on).case_threshold_ore
    if outcome == Outcome.PAID and late_charges(threshold).filter(_is_still_owed(case)).exists():
        raise RentStillUnpaid
    closed = {"outcome": outcome, "why_closed": why, "closed_on": on, "closed_by": by}
    case.move_to(Status.CLOSED, next_on=None, next_step="", **closed)
    _after_closing([case.pk], [case.tenancy_id], on, OutreachTask.WhyEnded.CASE_CLOSED)


def _is_still_owed(case):
    """Late rents of the home, without those of a recovered termination: deposited or promised, the home is saved."""
    saved = TerminationCharge.objects.filter(termination__status=Termination.Status.RECOVERED)
    return Q(tenancy=case.tenancy_id) & ~Q(pk__in=saved.values("charge"))


@action
def close_paid(*, on) -> int:
    """Close the cases whose grounds are gone: no rent is late, no incident that opened or joined them stands.

    A reversal that waits for a decision keeps a case open.
    """
    one_night_at_a_time()
    threshold = guidelines.on(on).case_threshold_ore
    ripe = EvictionRiskCase.objects.open().with_known_grounds().filter(~is_late(threshold), opened_on__lte=on)
    ripe = ripe.filter(~reversal_waits(), ~incident_stands())
    held = ripe.select_for_update(of=("self",)).order_by("pk").annotate(on_incident=on_incident(), kept=_plan_kept())
    rows = list(held.values_list("pk", "tenancy", "on_incident", "kept"))
    put_right = [row[:2] for row in rows if row[2]]
    kept = [row[:2] for row in rows if row[3] and not row[2]]
    paid = [row[:2] for row in rows if not row[3] and not row[2]]
    _close_many(paid, on, Outcome.PAID, EvictionRiskCase.PAID, OutreachTask.WhyEnded.PAID)
    _close_many(kept, on, Outcome.PLAN_KEPT, EvictionRiskCase.PLAN_KEPT, OutreachTask.WhyEnded.PAID)
    _close_many(put_right, on, Outcome.PUT_RIGHT, EvictionRiskCase.PUT_RIGHT, OutreachTask.WhyEnded.CASE_CLOSED)
    return len(rows)


def _plan_kept():
    """Whether a plan of the outer row's home was kept while the case was open."""
    kept = PaymentPlan.objects.filter(status=PaymentPlan.Status.KEPT, ended_on__gte=OuterRef("opened_on"))
    return Exists(kept.filter(tenancy=OuterRef("tenancy")))


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
