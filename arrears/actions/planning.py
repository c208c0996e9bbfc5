"""Payment plans: agreed on paper, made softer once, called off. What the days do to them is in `checking`."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bolots import formats, letters
from bolots.audit import action
from bolots.calendar import roll
from bolots.periods import add_months
from bolots.refusals import Refused, refusing
from tenancies import actions as register
from tenancies.models import Reminder

from ..claims import too_late
from ..models import Charge, Instalment, PaymentPlan, PlanCharge, Termination
from ..plan_letter import PlanPaper
from ..rules.plans import MOST_MONTHS, Part
from .allocating import WithoutReason
from .checking import SOURCE
from .handing import ask_to_hand_over
from .posting import lock_ledger

Status, Kind = PaymentPlan.Status, Reminder.Kind


class PlanRuns(Refused):
    sentence = _("A payment plan already runs for the home. Make it softer, or call it off first.")


class RentInAPlan(Refused):
    sentence = _("One of the rents is already in a payment plan that runs.")


class RentChanged(Refused):
    sentence = _(
        "Something was paid or changed meanwhile. Look at the rents and let the instalments be proposed again."
    )


class TooOldForAPlan(Refused):
    sentence = _("Too old to be claimed, or of a home that was left too long ago: %(months)s. Leave it out.")


class NothingChosen(Refused):
    sentence = _("Choose at least one unpaid rent.")


class SumDiffers(Refused):
    sentence = _("The instalments come to %(sum)s and the rents to %(owed)s. They must be the same.")


class NotInOrder(Refused):
    sentence = _("Each instalment has a day of its own, after today, in the order of the days.")


class HomeTerminated(Refused):
    sentence = _(
        "The home has been terminated for unpaid rent, and only the whole rent in time saves it: with a plan the "
        "tenant would wait and lose the home. Withdraw the termination first, then agree."
    )


class TooLong(Refused):
    sentence = _("The last instalment is due by %(day)s at the latest: a plan is over within three years.")


class ToleratesAll(Refused):
    sentence = _("The tolerance is smaller than the smallest instalment, %(smallest)s: else that need never be paid.")


class PlanOver(Refused):
    sentence = _("The plan has already ended.")


class SoftenedBefore(Refused):
    sentence = _("The plan has been made softer once. A second time it is called off, and the next step is the case's.")


ONE_RUNS = {"one_running_plan_per_tenancy": PlanRuns}


@action
def make_plan(
    tenancy,
    *,
    charges: Sequence[Charge],
    parts: Sequence[Part],
    income_day: int,
    left_ore: int,
    tolerance_ore: int,
    by,
    on: date,
    at: datetime,
) -> PaymentPlan:
    """An agreement about unpaid rents of the tenant, with its letter. `charges` are as they were seen.

    Raises NothingChosen, RentChanged, TooOldForAPlan, RentInAPlan, HomeTerminated, NotInOrder, TooLong, SumDiffers,
    ToleratesAll, PlanRuns.
    """
    lock_ledger()
    facts = {"income_day": income_day, "left_ore": left_ore, "tolerance_ore": tolerance_ore}
    return _make(tenancy, charges, parts, by=by, on=on, at=at, **facts)


@action
def soften_plan(
    plan,
    *,
    charges: Sequence[Charge],
    parts: Sequence[Part],
    income_day: int,
    left_ore: int,
    tolerance_ore: int,
    by,
    on: date,
    at: datetime,
) -> PaymentPlan:
    """A softer plan for what is left of a running one, once. Raises SoftenedBefore, PlanOver, and as `make_plan`."""
    lock_ledger()
    if plan.softens_id:
        raise SoftenedBefore
    _end(plan, Status.REPLACED, on)
    facts = {"income_day": income_day, "left_ore": left_ore, "tolerance_ore": tolerance_ore, "softens": plan}
    return _make(plan.tenancy, charges, parts, by=by, on=on, at=at, **facts)


@action
def call_off_plan(plan, *, why: str, by, on: date) -> PaymentPlan:
    """The plan holds no longer, with the reason. Raises WithoutReason, PlanOver."""
    if not why.strip():
        raise WithoutReason
    _end(plan, Status.CALLED_OFF, on, why.strip())
    return plan


def _make(tenancy, charges, parts, *, by, on, at, **facts) -> PaymentPlan:
    rents = _as_seen(tenancy, charges)
    _refuse_terminated({tenancy.pk, *(rent.tenancy_id for rent in rents)})
    if "softens" not in facts:  # what a running plan is about, the tenant acknowledged in time when it was signed
        _refuse_old(rents, on)
    owed_ore = sum(rent.open_ore for rent in rents)
    _refuse_parts(parts, owed_ore, on)
    _refuse_tolerance(facts["tolerance_ore"], parts)
    with refusing(ONE_RUNS):
        plan = PaymentPlan.objects.create(tenancy=tenancy, agreed_on=on, by=by, owed_ore=owed_ore, **facts)
    PlanCharge.objects.bulk_create(PlanCharge(plan=plan, charge=rent, open_ore=rent.open_ore) for rent in rents)
    Instalment.objects.bulk_create(Instalment(plan=plan, due_on=part.due_on, amount_ore=part.ore) for part in parts)
    paper = PlanPaper.from_plan(plan, rents, parts, by=by, on=on)
    plan.letter = letters.issue(paper, by=by, on=on, at=at)
    letters.record_event(plan.letter, kind="printed", by=by, at=at)
    plan.save(update_fields=["letter"])
    if paper.to.by_hand:
        ask_to_hand_over(tenancy, source=SOURCE, source_id=plan.pk, by_day=parts[0].due_on, on=on)
    return plan


def _as_seen(tenancy, charges) -> list[Charge]:
    """The rents, oldest first, open by as much as was seen; all of this tenant's."""
    seen = {charge.pk: charge.open_ore for charge in charges}
    if not seen:
        raise NothingChosen
    rents = Charge.objects.filter(pk__in=seen, kind__in=Charge.DEBT_KINDS, tenancy__holder=tenancy.holder_id)
    rents = list(rents.unpaid().order_by("safe_due_on", "pk"))
    if {rent.pk: rent.open_ore for rent in rents} != seen:
        raise RentChanged
    if PlanCharge.objects.filter(charge__in=rents, plan__status__in=PaymentPlan.RUNNING).exists():
        raise RentInAPlan if not PaymentPlan.objects.running().filter(tenancy=tenancy).exists() else PlanRuns
    return rents


def _refuse_terminated(homes: set[int]) -> None:
    """From the service on the three weeks count, and the tenant must not stop looking at them."""
    served = Termination.objects.open().filter(tenancy__in=homes, served_on__isnull=False)
    if served.exclude(ground=Termination.Ground.MISCONDUCT).exists():
        raise HomeTerminated


def _refuse_old(rents: Sequence[Charge], on: date) -> None:
    """A signature acknowledges the debt: nobody is led to revive what the law no longer asks of them."""
    old = too_late(rents, on)
    if old:
        raise TooOldForAPlan(months=", ".join(formats.manad(rent.month) for rent in rents if rent.pk in old))


def _refuse_parts(parts: Sequence[Part], owed_ore: int, on: date) -> None:
    days = [part.due_on for part in parts]
    if days != sorted(set(days)) or any(day <= on for day in days):
        raise NotInOrder
    last_on = roll(add_months(on, MOST_MONTHS))
    if any(day > last_on for day in days):
        raise TooLong(day=formats.dag(last_on, on))
    total = sum(part.ore for part in parts)
    if total != owed_ore:
        raise SumDiffers(sum=formats.kr(total), owed=formats.kr(owed_ore))


def _refuse_tolerance(tolerance_ore: int, parts: Sequence[Part]) -> None:
    smallest = min(part.ore for part in parts)
    if tolerance_ore >= smallest:
        raise ToleratesAll(smallest=formats.kr(smallest))


def _end(plan, status: str, on: date, why: str = "") -> None:
    """Compare and set: a plan that still runs ends. Its reminders are no longer needed."""
    changed = PaymentPlan.objects.running().filter(pk=plan.pk).update(status=status, ended_on=on, why_ended=why)
    if not changed:
        raise PlanOver
    plan.refresh_from_db()
    register.withdraw_reminders(source=SOURCE, ids=[plan.pk], kinds=[Kind.PLAN_MISSED, Kind.HAND_OVER], on=on)
