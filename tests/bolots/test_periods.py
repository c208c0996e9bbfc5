"""Months and periods: the start belongs to it, the end does not, no end is still running."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolots import periods

days = st.dates(date(2000, 1, 1), date(2099, 11, 30))


@given(days)
def test_months_follow_each_other_without_a_gap(day):
    month = periods.first_of(day)
    after = periods.next_month(month)
    assert after.day == 1
    assert (after - month).days == periods.days_in(day)
    assert periods.previous_month(after) == month
    assert periods.next_month(day) == after


@pytest.mark.parametrize(
    ("day", "number"), [("2024-02-10", 29), ("2025-02-10", 28), ("2100-02-01", 28), ("2026-12-31", 31)]
)
def test_month_lengths(day, number):
    assert periods.days_in(date.fromisoformat(day)) == number


def test_months_from_and_to_are_both_included():
    assert periods.months(date(2025, 11, 17), date(2026, 2, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert periods.months(date(2026, 3, 2), date(2026, 3, 1)) == [date(2026, 3, 1)]
    assert periods.months(date(2026, 4, 2), date(2026, 3, 30)) == []


@given(days, st.one_of(st.none(), days), days, st.integers(0, 60))
def test_overlap_counts_the_days_that_lie_in_both(start, end, first, length):
    last_exclusive = first + timedelta(days=length)
    both = [first + timedelta(days=n) for n in range(length) if periods.holds(start, end, first + timedelta(days=n))]
    assert periods.overlap_days(start, end, first, last_exclusive) == len(both)
