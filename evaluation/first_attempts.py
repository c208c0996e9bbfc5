"""From late rent to the first knock: the cases that late rent opened, and how many bank days each waited."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median_low

from django.db import connection
from django.db.models import Case, DateField, Exists, Min, OuterRef, Subquery, When

from bolots.calendar import bank_days_between
from outreach.models import ContactAttempt, EvictionRiskCase, Triage

# The cases of `cases`, whole quarters of them in one pass: how many waited from the same day to the same days.
WAITS = """
SELECT flagged_on, attempted_on, met_on, count(*) FROM (
    SELECT min(CASE WHEN h.id IS NULL THEN l.flagged_on ELSE t.decided_on END) flagged_on,
        min(a.recorded_on) attempted_on,
        min(a.recorded_on) FILTER (WHERE a.outcome = 'met') met_on
    FROM outreach_evictionriskcase k
    JOIN outreach_triage t ON t.case_id = k.id
    JOIN arrears_laterent l ON l.id = t.late_rent_id
    LEFT JOIN outreach_triage h ON h.late_rent_id = l.id AND h.verdict = 'on_hold'
    LEFT JOIN outreach_outreachtask o ON o.case_id = k.id
    LEFT JOIN outreach_contactattempt a ON a.task_id = o.id AND a.recorded_on <= %(on)s
    WHERE k.opened_on BETWEEN %(since)s AND %(on)s AND k.opened_by_id IS NULL AND k.why_opened = '' GROUP BY k.id
) waited GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Wait:
    """From the flag to the first attempt and the first meeting of one case; None for what has not come.

    A rent on hold counts from the night that judged it after the respite: before, nobody was to knock.
    """

    flagged_on: date
    attempted_on: date | None
    met_on: date | None


def waits(since: date, on: date) -> list[Wait]:
    """One for each case that late rent opened in since…on, as known on the day."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS, {"since": since, "on": on})
        return [wait for *days, n in cursor.fetchall() for wait in [Wait(*days)] * n]


def cases(since, on):
    """Cases that late rent opened in since…on, with `flagged_on`, `attempted_on` and `met_on` (or None) on the day."""
    flags = Triage.objects.filter(case=OuterRef("pk")).order_by().values("case")
    attempts = ContactAttempt.objects.filter(task__case=OuterRef("pk"), recorded_on__lte=on)
    attempts = attempts.order_by().values("task__case")
    opened = EvictionRiskCase.objects.opened_by_late_rent().filter(opened_on__range=(since, on))
    return opened.annotate(
        flagged_on=_first(flags, _FLAGGED),
        attempted_on=_first(attempts, "recorded_on"),
        met_on=_first(attempts.filter(outcome=ContactAttempt.Outcome.MET), "recorded_on"),
    )


_HELD = Exists(Triage.objects.filter(late_rent=OuterRef("late_rent"), verdict=Triage.Verdict.ON_HOLD))
_FLAGGED = Case(When(_HELD, then="decided_on"), default="late_rent__flagged_on")


def _first(rows, field):
    return Subquery(rows.annotate(first=Min(field)).values("first"), output_field=DateField())


def days(rows, field="attempted_on") -> list[int]:
    """Bank days from the flag to that day, as the guideline counts, of the cases that have come so far."""
    between = cache(bank_days_between)  # many cases wait from the same day to the same day
    return [between(row.flagged_on, getattr(row, field)) for row in rows if getattr(row, field)]


def median(numbers: list[int]) -> int | None:
    """The middle number, the lower of two: a number of days that has happened. None of nothing."""
    return median_low(numbers) if numbers else None
