"""The charts of the follow-up page, from rows to `bolots.charts`."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from bolots import formats, periods
from bolots.charts import Chart, Event, Goal, Series

from .first_attempts import days, median

MONTHS = 24
QUARTERS = 5
TKR = 100_000  # öre


def month_days(on: date) -> list[date]:
    """The last day of each of the months before this one, and the day itself: 24 days, oldest first."""
    ends, month = [on], periods.first_of(on)
    for _nth in range(MONTHS - 1):
        ends.append(month - timedelta(days=1))
        month = periods.previous_month(month)
    return ends[::-1]


def debt_chart(debts, evictions, outreach_from: date) -> Chart:
    """Debt by age at the end of each month, the evictions of the month, and the day on which outreach began."""
    ends = [debt.on for debt in debts]
    months = [periods.first_of(day) for day in ends]
    evicted = [sum(periods.first_of(day) == month for _ground, day in evictions) for month in months]
    first, last = debts[0], debts[-1]
    summary = _("The debt went from %(first)s in %(from)s to %(last)s in %(to)s. Evictions: %(evictions)s.") % {
        "first": formats.kr(first.ore),
        "from": formats.manad(months[0]),
        "last": formats.kr(last.ore),
        "to": formats.manad(months[-1]),
        "evictions": sum(evicted),
    }
    return Chart(
        key="debt",
        title=_("Rent debt by month and age"),
        summary=summary,
        head=_("Month"),
        labels=[formats.manad_kort(month) for month in months],
        rows=[formats.manad(month).capitalize() for month in months],
        series=[
            Series(_("older than 90 days"), [debt.older for debt in debts]),
            Series(_("31–90 days"), [debt.to_90 for debt in debts]),
            Series(_("0–30 days"), [debt.to_30 for debt in debts]),
        ],
        sum_name=_("Sum"),
        links=[f"{reverse('evaluation:debt')}?day={day}" for day in ends],
        marks=Series(_("eviction"), evicted),
        event=_beginning(months, outreach_from),
        cell=formats.kr,
        axis=formats.tkr,
        least=TKR,
        unit=_("tkr"),
    )


def _beginning(months, outreach_from):
    month = periods.first_of(outreach_from)
    return Event(_("Outreach begins"), months.index(month)) if month in months else None


def quarter_of(day: date) -> date:
    """The first day of the day's quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def quarters(on: date) -> list[date]:
    """The first days of this quarter and the four before it, oldest first."""
    found = [quarter_of(on)]
    while len(found) < QUARTERS:
        found.append(quarter_of(found[-1] - timedelta(days=1)))
    return found[::-1]


def attempts_chart(waits, on: date, goal_days: int) -> Chart:
    """Median bank days from the flag to the first attempt and to the first meeting, by the quarter of the flag."""
    columns = quarters(on)
    by_quarter = {quarter: [] for quarter in columns}
    for wait in waits:
        if (quarter := quarter_of(wait.flagged_on)) in by_quarter:
            by_quarter[quarter].append(wait)
    attempts = [median(days(rows, "attempted_on")) for rows in by_quarter.values()]
    meetings = [median(days(rows, "met_on")) for rows in by_quarter.values()]
    labels = [_quarter(quarter) for quarter in columns]
    said = [f"{label}: {n}" for label, n in zip(labels, attempts, strict=True) if n is not None]
    return Chart(
        key="attempts",
        title=_("Bank days from late rent to first attempt and first meeting, median by quarter"),
        summary=_("First attempt, bank days: %(said)s.") % {"said": ", ".join(said) or "–"},
        head=_("Quarter"),
        labels=labels,
        series=[Series(_("first attempt"), attempts), Series(_("first meeting"), meetings)],
        also=[Series(_("cases"), [len(rows) for rows in by_quarter.values()])],
        goal=Goal(_("guideline for the attempt, %(n)s") % {"n": goal_days}, goal_days),
        height=230,
    )


def _quarter(day):
    return _("Q%(n)s ’%(year)02d") % {"n": (day.month + 2) // 3, "year": day.year % 100}
