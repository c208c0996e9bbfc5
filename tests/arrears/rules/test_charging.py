"""What a month costs, to the öre."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears.rules.charging import Term, month_lines
from bolots import periods

LONG_AGO = date(2010, 1, 1)


def cost(month, starts_on=LONG_AGO, ends_on=None, terms=((LONG_AGO, 684_000),)):
    lines = month_lines(month, starts_on=starts_on, ends_on=ends_on, terms=[Term(*term) for term in terms])
    return sum(line.ore for line in lines)


@pytest.mark.parametrize(
    ("month", "starts_on", "ends_on", "ore"),
    [
        ("2026-03-01", "2025-01-01", None, 684_000),
        ("2026-03-01", "2026-03-01", None, 684_000),
        ("2026-03-01", "2026-03-31", None, 22_065),  # 1/31 = 220,645…
        ("2026-03-01", "2025-01-01", "2026-03-02", 22_065),
        ("2026-02-01", "2026-02-15", None, 342_000),  # 14/28
        ("2024-02-01", "2024-02-15", None, 353_793),  # 15/29 in a leap year: 3 537,93…
        ("2026-04-01", "2026-04-11", None, 456_000),  # 20/30
        ("2026-03-01", "2026-03-10", "2026-03-20", 220_645),  # 10/31 inside: 19/31 less 9/31
        ("2026-03-01", "2026-04-01", None, 0),
        ("2026-03-01", "2025-01-01", "2026-03-01", 0),
    ],
)
def test_part_of_a_month_costs_its_days(month, starts_on, ends_on, ore):
    end = date.fromisoformat(ends_on) if ends_on else None
    assert cost(date.fromisoformat(month), date.fromisoformat(starts_on), end) == ore


def test_half_an_ore_is_rounded_up():
    assert cost(date(2026, 4, 1), ends_on=date(2026, 4, 16), terms=[(LONG_AGO, 684_001)]) == 342_001


def test_changed_rent_is_two_lines_that_name_their_term():
    terms = [Term(LONG_AGO, 600_000), Term(date(2026, 4, 16), 660_000, 5)]
    first, second = month_lines(date(2026, 4, 1), starts_on=LONG_AGO, ends_on=None, terms=terms)
    assert (first.ore, first.from_on, first.until_on) == (300_000, date(2026, 4, 1), date(2026, 4, 16))
    assert (second.ore, second.term.due_rule, second.until_on) == (330_000, 5, date(2026, 5, 1))


def test_rent_that_changes_on_the_first_is_one_line():
    terms = [Term(LONG_AGO, 600_000), Term(date(2026, 4, 1), 660_000)]
    lines = month_lines(date(2026, 4, 1), starts_on=LONG_AGO, ends_on=None, terms=terms)
    assert [line.ore for line in lines] == [660_000]


def test_days_without_an_agreed_rent_are_free():
    assert cost(date(2026, 4, 1), terms=[]) == 0
    assert cost(date(2026, 4, 1), terms=[(date(2026, 4, 16), 600_000)]) == 300_000


@given(
    rent=st.integers(0, 10**9),
    month=st.sampled_from(periods.months(date(2016, 1, 1), date(2040, 12, 1))),
    cuts=st.lists(st.integers(1, 28), max_size=5, unique=True),
)
def test_parts_of_a_split_month_sum_to_the_whole(rent, month, cuts):
    """Whoever lives there, and however often it changes: nobody pays an öre too much."""
    edges = [month, *sorted(month.replace(day=cut) for cut in cuts if cut > 1), periods.next_month(month)]
    parts = [cost(month, start, stop, [(LONG_AGO, rent)]) for start, stop in pairwise(edges)]
    assert sum(parts) == rent
    assert all(part >= 0 for part in parts)


@given(rent=st.integers(1, 10**9), days=st.integers(1, 31))
def test_each_part_is_within_an_ore_of_its_days(rent, days):
    part = cost(date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1).replace(day=days), [(LONG_AGO, rent)])
    assert abs(part * 31 - rent * (days - 1)) <= 31
