"""Reading payment plans and holds: how one stands day by day, what runs for a home, and how many plans last."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, Count, DateField, F, Func, OuterRef, Q, Subquery, Sum, Value

from bolots.periods import add_months

from .models import Allocation, Charge, Hold, Instalment, PaymentPlan
from .rules.late import last_day_in_time
from .rules.plans import Part, Standing, covered, standings
from .versions import any_version, root_of

SURVIVAL_MONTHS = (3, 6)
FEW = 20  # no percentages of fewer plans: one more or less would swing them


@dataclass(frozen=True, slots=True)
class Book:
    """A plan with its money: its rents (and newer versions of them), its instalments, and the days."""

    rents: list[Charge]
    parts: list[Part]
    days: list[Standing]  # the last one is the day that was asked for
    rows: list[dict]
    open_ore: int

    @property
    def today(self) -> Standing:
        return self.days[-1]


def book(plan, on: date, grace_bank_days: int) -> Book:
    """How the plan stands on each day up to `on`, or up to its end. Three queries."""
    rents, parts = rents_of(plan), parts_of(plan)
    until = min(on, plan.ended_on or on)
    days = standings(
        parts,
        _came(plan, rents),
        tolerance_ore=plan.tolerance_ore,
        grace_bank_days=grace_bank_days,
        on=until,
    )
    return Book(
        rents,
        parts,
        days,
        _rows(parts, days[-1], grace_bank_days, until),
        sum(rent.open_ore for rent in rents),
    )


def rents_of(plan) -> list[Charge]:
    """The rents of a plan, oldest first, and what was charged in their place since."""
    own = {pk: first or pk for pk, first in plan.charges.values_list("charge", "charge__first")}
    found = Charge.objects.filter(any_version(set(own.values()))).order_by("safe_due_on", "pk")
    eldest = {root: min(pk for pk, of in own.items() if of == root) for root in own.values()}
    return [rent for rent in found if rent.pk >= eldest[root_of(rent)]]


def parts_of(plan) -> list[Part]:
    return [Part(*row) for row in plan.instalments.order_by("due_on").values_list("due_on", "amount_ore")]


def _came(plan, rents) -> list[tuple[date, int]]:
    """What came in by the day on which it was known, öre; the day of the agreement carries what is left to explain."""
    moved = Allocation.objects.filter(charge__in=rents, recorded_on__gt=plan.agreed_on)
    came = list(moved.values_list("recorded_on").annotate(ore=Sum("ore")))
    came += [(rent.recorded_on, -rent.amount_ore) for rent in rents if rent.recorded_on > plan.agreed_on]
    actual = plan.owed_ore - sum(rent.open_ore for rent in rents)
    return [(plan.agreed_on, actual - sum(ore for _day, ore in came)), *came]


def _rows(parts, now: Standing, grace_bank_days: int, on: date) -> list[dict]:
    """Each instalment with what has come of it, as a kind: paid, missing, waited for."""
    rows = []
    for part, ore in zip(parts, covered(parts, now.actual_ore), strict=True):
        last_on = last_day_in_time(part.due_on, grace_bank_days)
        kind = "done" if ore == part.ore else "late" if last_on < on else "waiting"
        rows.append({"part": part, "came_ore": ore, "last_on": last_on, "kind": kind})
    return rows


@dataclass(frozen=True, slots=True)
class Runs:
    """What runs for a home on a day: a plan with its next instalment, a hold with its last day; each may be None."""

    plan: int | None = None
    status: str = ""
    next_on: date | None = None
    hold: int | None = None
    last_on: date | None = None

    @property
    def kind(self) -> str:
        return PaymentPlan.KINDS[self.status] if self.plan else ""

    @property
    def word(self) -> str:
        return str(PaymentPlan.Status(self.status).label) if self.plan else ""


def running(tenancy_id: int, on: date) -> Runs:
    """The running plan and the hold that lasts longest. One query."""
    later = Instalment.objects.filter(plan=OuterRef("pk"), due_on__gte=on).order_by("due_on")
    plans = PaymentPlan.objects.running().filter(tenancy=tenancy_id)
    plans = plans.annotate(what=Value("plan", CharField()), day=Subquery(later.values("due_on")[:1]))
    holds = Hold.objects.running_on(on).filter(tenancy=tenancy_id)
    holds = holds.annotate(what=Value("hold", CharField()), state=Value("", CharField()), day=F("until_on"))
    columns = ("what", "pk", "state", "day")
    rows = plans.annotate(state=F("status")).values_list(*columns).union(holds.values_list(*columns), all=True)
    found: dict = {}
    for what, pk, state, day in sorted(rows, key=lambda row: (row[0], row[3] or date.min)):
        if what == "plan":
            found |= {"plan": pk, "status": state, "next_on": day}
        else:
            found |= {"hold": pk, "last_on": day - timedelta(days=1)}
    return Runs(**found)


@dataclass(frozen=True, slots=True)
class Survival:
    """Of the plans that were agreed so many months ago or more, how many were not broken within those months."""

    months: int
    lasted: int
    of: int

    @property
    def percent(self) -> int | None:
        """Half up; None of few."""
        return (200 * self.lasted + self.of) // (2 * self.of) if self.of >= FEW else None


def _months_after(column: str, months: int):
    """The day so many months after the column's."""
    later = f"(%(expressions)s + make_interval(months => {months}))::date"
    return Func(F(column), template=later, output_field=DateField())


def survival(plans, on: date) -> list[Survival]:
    """How long plans last. A plan that was made softer has not been broken; the softer one counts by itself."""
    counts = {}
    for months in SURVIVAL_MONTHS:
        old = Q(agreed_on__lte=add_months(on, -months))
        broke = Q(status=PaymentPlan.Status.BROKEN, ended_on__lte=_months_after("agreed_on", months))
        counts |= {f"of_{months}": Count("pk", filter=old), f"broke_{months}": Count("pk", filter=old & broke)}
    found = plans.aggregate(**counts)
    return [
        Survival(months, found[f"of_{months}"] - found[f"broke_{months}"], found[f"of_{months}"])
        for months in SURVIVAL_MONTHS
    ]
