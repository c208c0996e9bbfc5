"""The manager's page: is it getting better, and what needs her first? All of it in eight queries, at any size."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arrears import alarms
from arrears.freshness import paid_through
from arrears.ledger import Debt, debt_by_month
from bolots import formats, guidelines, health
from tenancies.models import Tenancy

from . import charts, first_attempts, todo
from .numbers import Number, numbers

ELSEWHERE = ("reversals",)  # alarms that "first things first" tells
MOST_DIAMONDS = 12  # more evictions than that are a number only


@dataclass(frozen=True, slots=True)
class Year:
    """The evictions of a year, as a row of diamonds."""

    label: str
    evictions: int
    grounds: str

    @property
    def diamonds(self) -> range:
        return range(self.evictions if self.evictions <= MOST_DIAMONDS else 0)


def page(now) -> dict:
    """Everything that the template shows, as of now."""
    on = now.date()
    held = guidelines.on(on)
    counts, evictions = numbers(on, held)
    days = charts.month_days(on)
    year_ago = _year_ago(on)
    debts = {debt.on: debt for debt in debt_by_month({*days, year_ago})}
    waits = first_attempts.waits(charts.quarters(on)[0], on)
    attempts = first_attempts.days(waits)
    return {
        "strip": _strip(now, counts),
        "jobs_url": reverse("job-list"),
        "alarms": [alarm for alarm in alarms.current(on, held=held) if alarm.code not in ELSEWHERE],
        "items": (items := todo.items(counts, on, held)),
        "lede": _lede([debts[day] for day in days], held.outreach_from, items),
        "figures": _figures(counts, debts[on].ore, debts[on].ore - debts[year_ago].ore, evictions, attempts, on),
        "debt_chart": charts.debt_chart([debts[day] for day in days], evictions, held.outreach_from),
        "years": _years(evictions, on),
        "attempts_chart": charts.attempts_chart(waits, on, held.first_visit_bank_days),
    }


def _year_ago(on: date) -> date:
    return on.replace(year=on.year - 1, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year - 1)


def _strip(now, counts: dict[str, Number]) -> tuple[str, str]:
    """The colour and the words under the header: last night's jobs, how far the payments reach, what waits."""
    on = now.date()
    color, said = health.summary(health.of_jobs(now))
    through, waiting = paid_through(on), counts["unmatched"].n
    words = [said]
    if through:
        words.append(_("Payments up to and including %(day)s.") % {"day": formats.dag(through, on)})
    words.append(ngettext("%(n)s unmatched.", "%(n)s unmatched.", waiting) % {"n": waiting})
    return color, " ".join(words)


def _lede(debts: list[Debt], outreach_from: date, items) -> str:
    """How the debt has moved since outreach began, and how much there is to do."""
    before = [debt for debt in debts if debt.on < outreach_from]
    words = []
    if before and len(before) < len(debts):
        change = debts[-1].ore - before[-1].ore
        said = _("The debt is %(kr)s lower than when outreach began.")
        if change > 0:
            said = _("The debt is %(kr)s higher than when outreach began.")
        words.append(said % {"kr": formats.kr(abs(change) // 100_000 * 100_000)})
    needs = ngettext("%(n)s thing needs you today.", "%(n)s things need you today.", len(items)) % {"n": len(items)}
    words.append(needs if items else _("Nothing needs you today."))
    return " ".join(words)


def _figures(counts, debt_ore: int, change_ore: int, evictions, attempts: list[int], on: date) -> list[dict]:
    """What stands in the row of figures: each a link to the rows behind it, with what it means below."""
    change = f"{'+' if change_ore > 0 else ''}{formats.kr(change_ore)}"
    former, median = formats.kr(counts["former_ore"].n), first_attempts.median(attempts)
    by_year = Counter(day.year for _ground, day in evictions)
    oldest = counts["cases"].day
    return [
        _figure(
            _("Rent debt"),
            formats.kr(debt_ore),
            "evaluation:debt",
            _("%(change)s in a year; %(former)s of it owed by those who have left")
            % {"change": change, "former": former},
        ),
        _figure(
            _("Became late in %(month)s") % {"month": formats.manad(on)},
            formats.tal(counts["flagged"].n),
            "evaluation:flagged",
            _("%(n)s rents are late today") % {"n": formats.tal(counts["late"].n)},
        ),
        _figure(
            _("Open cases"),
            formats.tal(counts["cases"].n),
            "outreach:case-list",
            _("the oldest opened %(day)s") % {"day": formats.dag(oldest, on)} if oldest else "",
        ),
        _figure(
            _("Evictions this year"),
            formats.tal(by_year[on.year]),
            "evaluation:evictions",
            _("%(n)s last year") % {"n": by_year[on.year - 1]},
        ),
        _figure(
            _("Bank days to first attempt"),
            "–" if median is None else formats.tal(median),
            "evaluation:first-attempts",
            ngettext("median, %(n)s case since %(month)s", "median, %(n)s cases since %(month)s", len(attempts))
            % {"n": len(attempts), "month": formats.manad(charts.quarters(on)[0])},
        ),
    ]


def _figure(label, value, url_name, note) -> dict:
    return {"label": label, "value": value, "url": reverse(url_name), "note": note}


def _years(evictions, on: date) -> list[Year]:
    labels = {on.year - 1: str(on.year - 1), on.year: _("%(year)s, up to today") % {"year": on.year}}
    return [_year(label, [ground for ground, day in evictions if day.year == year]) for year, label in labels.items()]


def _year(label, grounds) -> Year:
    words = dict(Tenancy.Ground.choices)
    said = ", ".join(f"{words[ground]} {n}" for ground, n in sorted(Counter(grounds).items()))
    return Year(label, len(grounds), said)
