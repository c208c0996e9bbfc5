"""From late rent to the first knock: the eviction-risk cases that late rent opened, and how long each waited."""

from statistics import median_low

from django.db.models import DateField, Min, OuterRef, Subquery

from outreach.models import ContactAttempt, EvictionRiskCase, Triage


def cases(since, on):
    """Cases opened in since…on with `flagged_on`, `attempted_on` (first attempt known on the day) and `met_on`."""
    flags = Triage.objects.filter(case=OuterRef("pk")).order_by().values("case")
    attempts = (
        ContactAttempt.objects.filter(task__case=OuterRef("pk"), recorded_on__lte=on).order_by().values("task__case")
    )
    met = attempts.filter(outcome=ContactAttempt.Outcome.MET)
    return EvictionRiskCase.objects.filter(opened_on__range=(since, on), opened_by=None).annotate(
        flagged_on=_first(flags, "late_rent__flagged_on"),
        attempted_on=_first(attempts, "recorded_on"),
        met_on=_first(met, "recorded_on"),
    )


def _first(rows, field):
    return Subquery(rows.annotate(first=Min(field)).values("first"), output_field=DateField())


def days(rows) -> list[int]:
    """Days from the flag to the first attempt, of the cases that have had one."""
    return [(row.attempted_on - row.flagged_on).days for row in rows if row.attempted_on]


def median(numbers: list[int]) -> int | None:
    """The middle number, the lower of two: a number of days that has happened. None of nothing."""
    return median_low(numbers) if numbers else None
