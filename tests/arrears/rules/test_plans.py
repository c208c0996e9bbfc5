"""By hand with the almanac: in 2026 Easter is on 5 April, Ascension on 14 May, midsummer on 20 June."""

from datetime import date
from itertools import pairwise

import pytest

from arrears.rules.plans import (
    Part,
    Share,
    Standing,
    covered,
    due_days,
    expected_ore,
    income_on,
    left_ore,
    propose,
    shares,
    standings,
)
from bolots.calendar import is_bank_day

KR = 100


def days(*texts):
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("income", "rent", "other", "left"),
    [(14_000, 6_840, 5_000, 2_160), (14_000, 6_840, 7_160, 0), (9_000, 6_840, 5_000, 0), (6_840, 6_840, 0, 0)],
)
def test_what_is_left_is_income_less_rent_and_costs_and_never_below_zero(income, rent, other, left):
    assert left_ore(income * KR, rent * KR, other * KR) == left * KR


@pytest.mark.parametrize(
    ("month", "income_day", "day"),
    [
        ("2026-02-01", 31, "2026-02-28"),
        ("2028-02-01", 31, "2028-02-29"),
        ("2026-04-01", 31, "2026-04-30"),
        ("2026-03-01", 31, "2026-03-31"),
        ("2026-02-01", 1, "2026-02-01"),
    ],
)
def test_income_comes_on_the_last_day_where_the_month_is_shorter(month, income_day, day):
    assert income_on(date.fromisoformat(month), income_day) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("after", "income_day", "expected"),
    [
        # the 26th: Thursday 26 March, Sunday 26 April → Monday, Tuesday 26 May
        ("2026-03-10", 25, ["2026-03-26", "2026-04-27", "2026-05-26"]),
        # the 4th: 4 March is over, Saturday 4 April → Tuesday 7 after Easter, Monday 4 May
        ("2026-03-10", 3, ["2026-04-07", "2026-05-04"]),
        # Thursday 30 April + 1 is 1 May → Monday 4 May; 31 May + 1 is Monday 1 June
        ("2026-04-10", 31, ["2026-05-04", "2026-06-01"]),
        # Sunday 31 January + 1 is Monday; 28 February + 1 is Sunday 1 March → Monday; 31 March + 1
        ("2026-01-30", 31, ["2026-02-02", "2026-03-02", "2026-04-01"]),
        # what came on the last of February is paid from on Monday 2 March, also when that is tomorrow
        ("2026-03-01", 31, ["2026-03-02", "2026-04-01"]),
        # midsommarafton is Friday 19 June 2026 → Monday 22; 19 July is a Sunday → Monday 20
        ("2026-06-01", 18, ["2026-06-22", "2026-07-20"]),
        # julafton → Monday 28 December
        ("2026-12-01", 23, ["2026-12-28", "2027-01-25"]),
        # on the very day itself it is too late: an instalment is due after today
        ("2026-03-26", 25, ["2026-04-27"]),
    ],
)
def test_instalment_falls_due_on_the_first_bank_day_after_the_income(after, income_day, expected):
    assert due_days(date.fromisoformat(after), income_day, len(expected)) == days(*expected)


@pytest.mark.parametrize("income_day", range(1, 32))
def test_there_is_one_due_day_a_month_whatever_the_income_day(income_day):
    found = due_days(date(2026, 1, 15), income_day, 36)
    assert found == sorted(set(found))
    assert all(is_bank_day(day) for day in found)
    assert all(25 <= (later - day).days <= 38 for day, later in pairwise(found))


def test_proposal_takes_what_is_left_each_month_and_the_last_is_the_rest():
    proposal = propose(1_300 * KR, left_ore=500 * KR, income_day=25, after=date(2026, 3, 10))
    assert [(str(part.due_on), part.ore) for part in proposal.parts] == [
        ("2026-03-26", 50_000),
        ("2026-04-27", 50_000),
        ("2026-05-26", 30_000),
    ]
    assert (proposal.months, proposal.is_enough, proposal.is_long) == (3, True, False)


@pytest.mark.parametrize(
    ("owed", "left", "months", "number", "is_long"),
    [
        (6_840, 6_840, 1, 1, False),
        (6_840, 10_000, 1, 1, False),
        (6_840, 570, 12, 12, False),  # 12 × 570 is exactly that
        (6_841, 570, 13, 13, True),
        (3_600, 100, 36, 36, True),
        (3_601, 100, 37, 0, True),  # more than three years: nothing is proposed
        (6_840, 0, None, 0, False),
    ],
)
def test_proposal_warns_of_many_months_and_offers_nothing_that_cannot_be_kept(owed, left, months, number, is_long):
    proposal = propose(owed * KR, left_ore=left * KR, income_day=25, after=date(2026, 3, 10))
    assert (proposal.months, len(proposal.parts), proposal.is_long) == (months, number, is_long)
    assert proposal.is_enough == bool(number)
    assert sum(part.ore for part in proposal.parts) == (owed * KR if number else 0)


def test_instalments_pay_the_oldest_rent_first():
    parts = [Part(date(2026, 3, 26), 500), Part(date(2026, 4, 27), 500), Part(date(2026, 5, 26), 300)]
    assert shares(parts, [600, 700]) == [[Share(0, 500)], [Share(0, 100), Share(1, 400)], [Share(1, 300)]]
    assert shares(parts[:1], [200, 200, 100]) == [[Share(0, 200), Share(1, 200), Share(2, 100)]]


PARTS = [Part(date(2026, 3, 26), 50_000), Part(date(2026, 4, 27), 50_000)]


@pytest.mark.parametrize(
    ("day", "ore"),
    [
        ("2026-03-26", 0),
        ("2026-03-30", 0),  # Thursday 26 + two bank days: Monday 30 is still in time
        ("2026-03-31", 50_000),
        ("2026-04-29", 50_000),
        ("2026-04-30", 100_000),
    ],
)
def test_instalment_is_expected_when_its_bank_days_of_grace_are_over(day, ore):
    assert expected_ore(PARTS, date.fromisoformat(day), 2) == ore


def test_grace_over_easter_leaves_two_bank_days():
    """Due on Thursday 2 April: Tuesday 7 and Wednesday 8 are the bank days after it."""
    part = [Part(date(2026, 4, 2), 1)]
    assert expected_ore(part, date(2026, 4, 8), 2) == 0
    assert expected_ore(part, date(2026, 4, 9), 2) == 1


def test_plan_is_told_on_the_days_on_which_something_changed():
    came = [(date(2026, 3, 10), 0), (date(2026, 4, 2), 49_000)]
    found = standings(PARTS, came, tolerance_ore=1_000, grace_bank_days=2, on=date(2026, 4, 10))
    assert [(str(s.on), s.expected_ore, s.actual_ore, s.is_missing) for s in found] == [
        ("2026-03-10", 0, 0, False),
        ("2026-03-31", 50_000, 0, True),
        ("2026-04-02", 50_000, 49_000, False),
        ("2026-04-10", 50_000, 49_000, False),
    ]


@pytest.mark.parametrize(("actual", "is_missing"), [(49_000, False), (48_999, True), (50_000, False), (-1, True)])
def test_so_little_too_little_as_the_tolerance_is_no_miss(actual, is_missing):
    assert Standing(date(2026, 3, 31), 50_000, actual, 1_000).is_missing == is_missing


@pytest.mark.parametrize(
    ("actual", "parts"),
    [(0, [0, 0]), (-500, [0, 0]), (20_000, [20_000, 0]), (60_000, [50_000, 10_000]), (200_000, [50_000, 50_000])],
)
def test_what_came_covers_the_first_instalment_first(actual, parts):
    assert covered(PARTS, actual) == parts
