"""From late rent to the first knock: the cases that late rent opened, and how many bank days each waited."""

from statistics import median_low

from django.db.models import DateField, Min, OuterRef, Subquery

from bolots.calendar import bank_days_between
from outreach.models import ContactAttempt, EvictionRiskCase, Triage


def cases(since, on):
    """Cases that late rent opened in since…on, with `flagged_on`, `attempted_on` and `met_on` (or None) on the day."""
    flags = Triage.objects.filter(case=OuterRef("pk")).order_by().values("case")
    attempts = ContactAttempt.objects.filter(task__case=OuterRef("pk"), recorded_on__lte=on)
    attempts = attempts.order_by().values("task__case")
    return EvictionRiskCase.objects.filter(opened_on__range=(since, on), opened_by=None).annotate(
        flagged_on=_first(flags, "late_rent__flagged_on"),
        attempted_on=_first(attempts, "recorded_on"),
        met_on=_first(attempts.filter(outcome=ContactAttempt.Outcome.MET), "recorded_on"),
    )


def _first(rows, field):
    return Subquery(rows.annotate(first=Min(field)).values("first"), output_field=DateField())


def days(rows, field="attempted_on") -> list[int]:
    """Bank days from the flag to that day, as the guideline counts, of the cases that have come so far."""
    return [bank_days_between(row.flagged_on, getattr(row, field)) for row in rows if getattr(row, field)]


def median(numbers: list[int]) -> int | None:
    """The middle number, the lower of two: a number of days that has happened. None of nothing."""
    return median_low(numbers) if numbers else None
