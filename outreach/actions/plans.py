"""Payment plans as the cases see them: with a plan a case waits for its instalments, and when it ends it goes on."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from arrears.models import Hold, Instalment, PaymentPlan, PlanCharge
from bolots import guidelines
from bolots.audit import action
from bolots.calendar import add_bank_days
from tenancies.models import Tenancy

from ..lateness import is_late, late_charges
from ..models import EvictionRiskCase
from .opening import open_many
from .triage import lock_homes, one_night_at_a_time

Status, NextStep = EvictionRiskCase.Status, EvictionRiskCase.NextStep
Plan = PaymentPlan.Status
WAITS = (NextStep.INSTALMENT, NextStep.PLAN_MISSED)  # what the night itself keeps up to date
ENDED = {Plan.BROKEN: NextStep.PLAN_BROKEN, Plan.CALLED_OFF: NextStep.PLAN_CALLED_OFF}  # unkept
AFTER = ENDED | {Plan.KEPT: NextStep.PLAN_KEPT}
_DAY = timedelta(days=1)


@action
def follow_plans(*, on: date, run_on: date | None = None) -> int:
    """Open cases as their homes' plans stand on the day; how many changed. Again: nothing new.

    All late rent in a running plan: the case waits for the next instalment, or asks about the missing one. A late rent
    beside the plan, or a plan that has ended: it goes back to contact. What a person has written for the next step
    stays while the plan runs, unless that was made since.
    """
    one_night_at_a_time()
    run_on = run_on or on
    tomorrow = add_bank_days(run_on, 1)
    steps = [*_running(on, run_on, tomorrow), *_ended(on, tomorrow)]
    return sum(_step(*step) for step in steps)


def _step(case, status: str, next_step: str, next_on: date) -> int:
    """Compare and set: what somebody has changed meanwhile stays."""
    wanted = {"status": status, "next_step": next_step, "next_on": next_on}
    seen = {name: getattr(case, name) for name in wanted}
    if seen == wanted:
        return 0
    return EvictionRiskCase.objects.filter(pk=case.pk, **seen).update(**wanted)


def _running(on: date, run_on: date, tomorrow: date) -> Iterable[tuple]:
    """What the cases of homes with a running plan should say."""
    plans = PaymentPlan.objects.running().filter(tenancy=OuterRef("tenancy"))
    facts = {f"plan_{name}": Subquery(plans.values(name)[:1]) for name in ("id", "status", "agreed_on")}
    coming = Instalment.objects.filter(plan=OuterRef("plan_id"), due_on__gte=run_on).order_by("due_on")
    cases = EvictionRiskCase.objects.open().exclude(status=Status.REVIEW).annotate(**facts)
    cases = cases.filter(plan_id__isnull=False).annotate(instalment_on=Subquery(coming.values("due_on")[:1]))
    for case in cases.annotate(is_beside=_is_late_beside(on)).order_by("pk"):
        if case.is_beside and case.next_step in WAITS:
            yield case, Status.CONTACT, NextStep.NEW_LATE_RENT, tomorrow
        elif not case.is_beside and _may_wait(case, on):
            yield _waiting(case, tomorrow)


def _may_wait(case, on: date) -> bool:
    """The night said the next step, or the plan is newer than what a person wrote."""
    if case.status == Status.PLAN:
        return case.next_step in WAITS
    return case.next_step in NextStep.values or case.plan_agreed_on >= on - _DAY


def _waiting(case, tomorrow: date) -> tuple:
    if case.plan_status == Plan.ACTIVE:
        return case, Status.PLAN, NextStep.INSTALMENT, case.instalment_on or tomorrow
    is_said = case.next_step == NextStep.PLAN_MISSED
    return case, Status.PLAN, NextStep.PLAN_MISSED, case.next_on if is_said else tomorrow


def _is_late_beside(on: date):
    """Whether a rent of the outer row's home is late that its running plan is not about."""
    planned = PlanCharge.objects.filter(charge=OuterRef("pk"), plan__status__in=PaymentPlan.RUNNING)
    rents = late_charges(guidelines.on(on).case_threshold_ore).filter(tenancy=OuterRef("tenancy"))
    return Exists(rents.filter(~Exists(planned)))


def _ended(on: date, tomorrow: date) -> Iterable[tuple]:
    """Cases that wait for a plan which has ended: broken tonight, called off since last night, or kept."""
    latest = _latest(OuterRef("tenancy"))
    facts = {f"plan_{name}": Subquery(latest.values(name)[:1]) for name in ("status", "ended_on")}
    news = Q(plan_status=Plan.BROKEN, plan_ended_on=on)
    news |= Q(plan_status=Plan.CALLED_OFF, plan_ended_on__range=(on - _DAY, on))
    cases = EvictionRiskCase.objects.open().filter(status=Status.PLAN).annotate(**facts)
    for case in cases.filter(news | Q(next_step__in=WAITS), plan_status__in=AFTER).order_by("pk"):
        yield case, Status.CONTACT, AFTER[case.plan_status], tomorrow


def _latest(home):
    return PaymentPlan.objects.filter(tenancy=home).order_by("-agreed_on", "-pk")


@action
def open_for_ended_plans(*, on: date, run_on: date | None = None) -> int:
    """A case for each home whose plan ended unkept and whose rent is late still; how many. Again: nothing new.

    Not where a case was open then or since, where the tenant has moved out, or while a respite stops cases: afterwards.
    """
    one_night_at_a_time()
    held = guidelines.on(on)
    if on < held.outreach_from:
        return 0
    latest = _latest(OuterRef("pk"))
    homes = Tenancy.objects.not_over_on(on).annotate(
        plan_status=Subquery(latest.values("status")[:1]), plan_ended_on=Subquery(latest.values("ended_on")[:1])
    )
    homes = homes.filter(pk__in=PaymentPlan.objects.filter(status__in=ENDED, ended_on__lte=on).values("tenancy"))
    homes = homes.filter(is_late(held.case_threshold_ore, "pk"), ~_on_hold(on), plan_status__in=ENDED)
    since = Q(closed_on=None) | Q(closed_on__gte=OuterRef("plan_ended_on"))
    known = EvictionRiskCase.objects.filter(since, tenancy=OuterRef("pk"))
    wanted = lock_homes(set(homes.filter(~Exists(known)).values_list("pk", flat=True)))
    opened = set(EvictionRiskCase.objects.open().filter(tenancy__in=wanted).values_list("tenancy", flat=True))
    homes_to_open = [home for pk, home in wanted.items() if pk not in opened]
    why = {"why": EvictionRiskCase.PLAN_ENDED}
    return len(open_many(homes_to_open, on=on, run_on=run_on or on, guidelines=held, **why))


def _on_hold(on: date):
    return Exists(Hold.objects.running_on(on).filter(stops_cases=True, tenancy=OuterRef("pk")))
