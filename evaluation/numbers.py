"""What the follow-up page counts, as one query: a UNION of small counts, each with its oldest day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, CharField, Count, DateField, Exists, F, Min, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast, Concat

from arrears.models import Charge, LateRent, Payment
from arrears.rules.late import cutoff
from bolots import calendar
from bolots.models import JobRun
from outreach.models import ContactAttempt, EvictionRiskCase
from tenancies.models import Child, Tenancy

UNMATCHED_BANK_DAYS = 2  # money that has waited longer is something to act on
EVICTED = "evicted:"


@dataclass(frozen=True, slots=True)
class Number:
    """How many, and the oldest day among them (for evictions: the last day in the home)."""

    n: int = 0
    day: date | None = None


def numbers(on: date, held) -> tuple[dict[str, Number], list[tuple[str, date]]]:
    """The counts by name, and the evictions since the year before: ground and last day. `held`: the guidelines."""
    first, *others = _counts(on, held)
    rows = first.union(*others, _evictions(on), all=True)
    counts, evictions = {}, []
    for name, n, day in rows:
        if name.startswith(EVICTED):
            evictions += [(name.removeprefix(EVICTED), day)] * n
        else:
            counts[name] = Number(n or 0, day)
    return counts, sorted(evictions, key=lambda row: row[1])


def _counts(on, held):
    late = Charge.objects.filter(
        kind__in=Charge.DEBT_KINDS,
        open_ore__gte=max(1, held.case_threshold_ore),
        safe_due_on__lte=cutoff(on, held.grace_bank_days),
    )
    long_ago = calendar.add_bank_days(on, -UNMATCHED_BANK_DAYS)
    yield _counted("cases", EvictionRiskCase.objects.open(), "opened_on")
    yield _counted("silent", without_attempt(on, held), "opened_on")
    yield _counted("flagged", LateRent.objects.filter(flagged_on__gte=on.replace(day=1)), "flagged_on")
    yield _counted("late", late, "safe_due_on")
    yield _counted("unmatched", Payment.objects.unmatched(), "effective_on")
    yield _counted("forgotten", Payment.objects.unmatched().filter(effective_on__lt=long_ago), "effective_on")
    yield _counted("reversals", Payment.objects.undecided_reversals(), "effective_on")
    yield _counted("jobs", JobRun.objects.waiting_for_a_person(), "business_on")
    former = Charge.objects.unpaid().in_debt_on(on).filter(tenancy__ends_on__lte=on)
    yield _shaped("former_ore", former, Sum("open_ore"), Min("printed_due_on"))


def without_attempt(on: date, held):
    """Open cases that nobody has knocked for within the guideline's bank days; sooner where children live."""
    attempts = ContactAttempt.objects.filter(task__case=OuterRef("pk"))
    children = Child.objects.filter(tenant=OuterRef("tenancy__holder")).living_here_on(on)
    due = calendar.add_bank_days(on, -held.first_visit_bank_days)
    due_children = calendar.add_bank_days(on, -held.first_visit_bank_days_children)
    overdue = Q(opened_on__lt=due) | Q(Exists(children), opened_on__lt=due_children)
    return EvictionRiskCase.objects.open().filter(overdue).exclude(Exists(attempts))


def _evictions(on):
    """One row per ground and last day, since two years ago and since the year before began."""
    since = date(on.year - 2, 1, 1)
    evicted = Tenancy.objects.evicted_between(since, on)
    name, day = Concat(Value(EVICTED), "ground"), Cast(F("ends_on") - timedelta(days=1), DateField())
    rows = evicted.order_by().annotate(name=name, last_on=day).values("name", "last_on")
    return rows.annotate(n=Cast(Count("pk"), BigIntegerField())).values_list("name", "n", "last_on")


def _counted(name, rows, day):
    return _shaped(name, rows, Count("pk"), Min(day))


def _shaped(name, rows, number, day):
    named = rows.order_by().annotate(name=Value(name, CharField())).values("name")
    return named.annotate(n=Cast(number, BigIntegerField()), day=day).values_list("name", "n", "day")
