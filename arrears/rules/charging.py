"""What a month costs: the rent terms that held, day by day, in öre."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bolots.money import share
from bolots.periods import days_in, next_month


@dataclass(frozen=True, slots=True)
class Term:
    """A rent from a day on: öre a month, and the agreed due day (0: the last weekday before the month)."""

    valid_from: date
    rent_ore: int
    due_rule: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Part of a month at one rent; `until_on` is exclusive, `ore` what it costs."""

    from_on: date
    until_on: date
    term: Term
    ore: int


def month_lines(month: date, *, starts_on: date, ends_on: date | None, terms: Sequence[Term]) -> tuple[Line, ...]:
    """What a tenancy pays for a month: `rent × days / days of month`, half up, a line for each rent that held.

    The boundaries are rounded, not the lines: the lines of a split month sum to the whole rent, also when they are two
    tenancies' in the same apartment. Empty when the tenancy does not run in the month; days before the first term are
    free, because no rent was agreed for them (JB 12:19).
    """
    end, agreed_from = next_month(month), min((term.valid_from for term in terms), default=date.max)
    first, last = max(month, starts_on, agreed_from), min(end, ends_on or end)
    edges = [first, *sorted(term.valid_from for term in terms if first < term.valid_from < last), last]
    return tuple(_line(start, stop, _term_on(start, terms)) for start, stop in pairwise(edges) if start < stop)


def _term_on(day: date, terms: Sequence[Term]) -> Term:
    return max((term for term in terms if term.valid_from <= day), key=lambda term: term.valid_from)


def _line(start: date, stop: date, term: Term) -> Line:
    days, before = days_in(start), start.day - 1
    ore = share(term.rent_ore, before + (stop - start).days, days) - share(term.rent_ore, before, days)
    return Line(start, stop, term, ore)
