"""Each day of a home is one of three things, and they sum to the days of the period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenancies.rules.occupancy import Occupancy, cost_of_days, days_of, gaps, held

FIRST, NEXT_YEAR = date(2026, 1, 1), date(2027, 1, 1)
DAY = timedelta(days=1)


def on(month, day=1, year=2026):
    return date(year, month, day)


@pytest.mark.parametrize(
    ("stays", "out_of_use", "expected"),
    [
        ([], [], Occupancy(0, 0, 365)),
        ([(on(1, 1, 2020), None)], [], Occupancy(365, 0, 0)),
        ([(on(1, 1, 2020), on(1))], [], Occupancy(0, 0, 365)),
        ([(on(1, 1, 2020), on(1, 2))], [], Occupancy(1, 0, 364)),
        ([(on(12, 31), None)], [], Occupancy(1, 0, 364)),
        ([(on(1, 1, 2027), None)], [], Occupancy(0, 0, 365)),
        ([], [(on(2), on(3))], Occupancy(0, 28, 337)),
        ([], [(on(12), None)], Occupancy(0, 31, 334)),
        ([(on(1), on(3))], [(on(2), on(4))], Occupancy(59, 31, 275)),  # who lives there goes first
        ([(on(3), on(4))], [(on(1), None)], Occupancy(31, 334, 0)),
        ([(on(1), on(2)), (on(2), on(3))], [], Occupancy(59, 0, 306)),
    ],
)
def test_days_are_counted_once(stays, out_of_use, expected):
    found = days_of(FIRST, NEXT_YEAR, stays, out_of_use)
    assert found == expected
    assert found.days == 365


def test_leap_year_has_its_day():
    assert days_of(date(2024, 1, 1), date(2025, 1, 1), [], []).days == 366


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        (None, None, 365),
        (on(7), None, 184),
        (None, on(7), 181),
        (on(3), on(4), 31),
        (on(1, 1, 2027), None, 0),
        (None, on(1, 1, 2020), 0),
    ],
)
def test_leased_home_counts_while_its_head_lease_runs(starts_on, ends_on, days):
    assert days_of(*held(FIRST, NEXT_YEAR, starts_on, ends_on), [], []).days == days


def test_gaps_are_what_is_between():
    assert gaps(FIRST, NEXT_YEAR, []) == [(FIRST, NEXT_YEAR)]
    busy = [(on(6), None), (on(2), on(3)), (on(2, 10), on(2, 20)), (on(3), on(4))]
    assert gaps(FIRST, NEXT_YEAR, busy) == [(FIRST, on(2)), (on(4), on(6))]
    assert gaps(NEXT_YEAR, FIRST, busy) == []


days = st.dates(date(2025, 11, 1), date(2027, 3, 1))
periods = st.lists(st.tuples(days, st.none() | st.integers(1, 90)).map(lambda p: (p[0], p[1] and p[0] + p[1] * DAY)))


@given(days, st.integers(0, 400), periods, periods)
def test_any_stays_and_periods_agree_with_a_look_at_each_day(first, length, stays, out_of_use):
    def runs(rows, day):
        return any(starts_on <= day and (ends_on is None or day < ends_on) for starts_on, ends_on in rows)

    each = [first + n * DAY for n in range(length)]
    lived = sum(runs(stays, day) for day in each)
    out = sum(runs(out_of_use, day) and not runs(stays, day) for day in each)
    assert days_of(first, first + length * DAY, stays, out_of_use) == Occupancy(lived, out, length - lived - out)


@pytest.mark.parametrize(
    ("ore", "days", "cost"),
    [
        (600_000, 0, 0),
        (600_000, 1, 19_726),  # 72 000 kr a year / 365 = 197,26 kr
        (600_000, 365, 7_200_000),
        (600_000, 366, 7_219_726),
        (1, 15, 0),
        (1, 16, 1),  # 192 / 365 öre: half up
    ],
)
def test_a_day_costs_a_365th_of_twelve_months(ore, days, cost):
    assert cost_of_days(ore, days) == cost
