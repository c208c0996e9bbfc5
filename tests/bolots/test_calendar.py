"""Days as the law and the banks count them (lag 1989:253, 1930:173), against a calendar computed by other means."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolots import calendar

DAYS = [date(2016, 1, 1) + timedelta(days=n) for n in range((date(2041, 1, 1) - date(2016, 1, 1)).days)]
days = st.dates(date(2016, 1, 1), date(2040, 12, 1))


def easter_sunday(year):
    """Gauss, as corrected by Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def first_saturday_from(day):
    return day + timedelta(days=(5 - day.weekday()) % 7)


def holidays(year):
    easter = easter_sunday(year)
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)]
    moving = [easter + timedelta(days=n) for n in (-2, 0, 1, 39, 49)]
    saturdays = [first_saturday_from(date(year, 6, 20)), first_saturday_from(date(year, 10, 31))]
    return {*(date(year, *day) for day in fixed), *moving, *saturdays}


def eves(year):
    return {first_saturday_from(date(year, 6, 20)) - timedelta(days=1), date(year, 12, 24), date(year, 12, 31)}


def test_weekdays_are_those_of_the_law_from_2016_to_2040():
    wrong = [day for day in DAYS if calendar.is_vardag(day) != (day.weekday() != 6 and day not in holidays(day.year))]
    assert wrong == []


def test_bank_days_are_those_of_the_law_from_2016_to_2040():
    def is_bank_day(day):
        return day.weekday() < 5 and day not in holidays(day.year) | eves(day.year)

    assert [day for day in DAYS if calendar.is_bank_day(day) != is_bank_day(day)] == []


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        ("2026-01-31", "2026-02-02"),  # Saturday: a weekday, but no day to demand an act on
        ("2026-12-31", "2027-01-04"),  # nyårsafton, nyårsdagen, a weekend
        ("2026-12-24", "2026-12-28"),  # julafton to annandagen, then Sunday
        ("2026-06-19", "2026-06-22"),  # midsommarafton
        ("2026-04-03", "2026-04-07"),  # långfredag to annandag påsk
        ("2026-06-06", "2026-06-08"),  # nationaldagen on a Saturday
        ("2024-02-29", "2024-02-29"),
        ("2026-03-10", "2026-03-10"),
    ],
)
def test_last_day_for_an_act_rolls_to_the_next_day_it_can_be_done(day, rolled):
    assert calendar.roll(date.fromisoformat(day)) == date.fromisoformat(rolled)


def test_nearest_earlier_days():
    assert calendar.previous_vardag(date(2026, 2, 1)) == date(2026, 1, 31)
    assert calendar.previous_bank_day(date(2026, 2, 1)) == date(2026, 1, 30)
    assert calendar.previous_bank_day(date(2026, 3, 10)) == date(2026, 3, 10)


@given(days, st.integers(1, 40))
def test_bank_days_forward_and_back_meet_again(day, number):
    there = calendar.add_bank_days(day, number)
    assert calendar.is_bank_day(there)
    assert calendar.bank_days_between(day, there) == number
    assert calendar.add_bank_days(there, -number) == calendar.previous_bank_day(day)


@given(days)
def test_zero_bank_days_is_the_day_itself(day):
    assert calendar.add_bank_days(day, 0) == day
    assert calendar.bank_days_between(day, day - timedelta(days=9)) == 0


@given(days)
def test_rolling_never_goes_back_and_ends_on_a_bank_day(day):
    rolled = calendar.roll(day)
    assert rolled >= day
    assert calendar.is_bank_day(rolled)
    assert calendar.roll(rolled) == rolled
    assert calendar.previous_bank_day(day) <= calendar.previous_vardag(day) <= day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 9, 22, 59, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 3, 9, 23, 1, tzinfo=UTC), date(2026, 3, 10)),  # 00:01 in Stockholm
        (datetime(2026, 7, 9, 21, 59, tzinfo=UTC), date(2026, 7, 9)),
        (datetime(2026, 7, 9, 22, 1, tzinfo=UTC), date(2026, 7, 10)),  # summer time
    ],
)
def test_business_day_changes_at_midnight_in_stockholm(monkeypatch, instant, day):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return instant.astimezone(tz)

    monkeypatch.delenv("BOLOTS_TODAY")
    monkeypatch.setattr(calendar, "datetime", Clock)
    assert calendar.today() == day
    assert calendar.now() == instant


def test_demo_and_tests_live_on_the_day_they_set(set_today):
    set_today(date(2017, 3, 1))
    assert calendar.today() == calendar.now().date() == date(2017, 3, 1)
    assert calendar.now().utcoffset() == timedelta(hours=1)
