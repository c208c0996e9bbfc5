"""The legal clock against tables worked out by hand, and against a slow calendar of its own for twenty years."""

from datetime import date, timedelta

import pytest

from arrears.rules import legal_clock
from arrears.rules.legal_clock import recovery

DAY = timedelta(days=1)


# --- R8: when the period begins ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("served", "notified"), [(None, None), (date(2026, 12, 3), None), (None, date(2026, 12, 3))])
def test_r8_period_has_not_begun_while_one_of_the_two_is_missing(served, notified):
    assert recovery(served, notified) is None


@pytest.mark.parametrize(
    ("served", "notified", "starts"),
    [
        (date(2026, 12, 3), date(2026, 12, 3), date(2026, 12, 3)),
        (date(2026, 12, 3), date(2026, 12, 7), date(2026, 12, 7)),
        (date(2026, 12, 7), date(2026, 12, 3), date(2026, 12, 7)),
    ],
)
def test_r8_period_begins_on_the_later_of_the_two_days(served, notified, starts):
    assert recovery(served, notified).starts_on == starts


# --- R9: when it ends, and the earliest decision (decision 12) --------------------------------------------------------

ENDS = [
    # 3 December is a Thursday; three weeks on is Thursday 24 December, julafton. 25 and 26 are holidays, 27 a Sunday:
    # Monday 28. Vardagar after it: Tuesday 29, Wednesday 30. Earliest decision: Thursday 31 (decision 12).
    (date(2026, 12, 3), date(2026, 12, 28), date(2026, 12, 31)),
    # Monday 7 December + 21 = Monday 28
    (date(2026, 12, 7), date(2026, 12, 28), date(2026, 12, 31)),
    # Friday 13 November + 21 = Friday 4 December. Vardagar: Saturday 5, Monday 7. Tuesday 8 (decision 12)
    (date(2026, 11, 13), date(2026, 12, 4), date(2026, 12, 8)),
    # Thursday 28 May + 21 = Thursday 18 June. Friday 19 is midsommarafton, no holiday: a vardag; Saturday 20 is
    # midsommardagen; Sunday 21; Monday 22 the second vardag. Tuesday 23 (decision 12)
    (date(2026, 5, 28), date(2026, 6, 18), date(2026, 6, 23)),
    # Friday 29 May + 21 = Friday 19 June, midsommarafton → Monday 22. Vardagar 23, 24 → Thursday 25
    (date(2026, 5, 29), date(2026, 6, 22), date(2026, 6, 25)),
    # Friday 13 March + 21 = Friday 3 April, långfredagen 2026 → Saturday 4, påskdagen 5, annandag 6 → Tuesday 7.
    # Vardagar: 8, 9 → Friday 10
    (date(2026, 3, 13), date(2026, 4, 7), date(2026, 4, 10)),
    # Friday 10 April + 21 = Friday 1 May → Saturday 2 → Monday 4. Vardagar 5, 6 → Thursday 7
    (date(2026, 4, 10), date(2026, 5, 4), date(2026, 5, 7)),
    # Saturday 14 November + 21 = Saturday 5 December → Monday 7. Vardagar 8, 9 → Thursday 10
    (date(2026, 11, 14), date(2026, 12, 7), date(2026, 12, 10)),
    # Wednesday 16 December + 21 = Wednesday 6 January, trettondagen → Thursday 7. Vardagar: Friday 8, Saturday 9 →
    # Sunday 10: a day after, whatever day it is
    (date(2026, 12, 16), date(2027, 1, 7), date(2027, 1, 10)),
    # leap year: Monday 8 February 2016 + 21 = Monday 29 February. Vardagar 1, 2 March → 3 March
    (date(2016, 2, 8), date(2016, 2, 29), date(2016, 3, 3)),
    # Thursday 10 December 2026 + 21 = nyårsafton → 1 January a holiday, 2 a Saturday, 3 a Sunday → Monday 4.
    # Vardagar: Tuesday 5 (no holiday), then 6 is trettondagen, Thursday 7 → Friday 8
    (date(2026, 12, 10), date(2027, 1, 4), date(2027, 1, 8)),
]


@pytest.mark.parametrize(("starts", "ends", "decision"), ENDS)
def test_r9_three_weeks_rolled_to_a_day_on_which_one_can_pay_then_two_further_vardagar(starts, ends, decision):
    clock = recovery(starts, starts)
    assert (clock.ends_on, clock.earliest_decision_on) == (ends, decision)


def test_somebody_is_reminded_ten_five_two_and_no_days_before_the_last():
    clock = recovery(date(2026, 12, 3), date(2026, 12, 3))
    assert clock.reminder_days == (date(2026, 12, 18), date(2026, 12, 23), date(2026, 12, 26), date(2026, 12, 28))
    assert [clock.days_left(day) for day in (date(2026, 12, 18), date(2026, 12, 28), date(2026, 12, 29))] == [10, 0, -1]


# --- what comes after -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("disputed", "last"),
    [
        (date(2026, 3, 10), date(2026, 4, 7)),  # 28 days on is Tuesday 7 April
        (date(2026, 3, 6), date(2026, 4, 7)),  # Friday 3 April is långfredagen → Tuesday 7
        (date(2026, 11, 26), date(2026, 12, 28)),  # Thursday 24 December → Monday 28
    ],
)
def test_court_is_asked_for_within_four_weeks(disputed, last):
    assert legal_clock.ask_court_by(disputed) == last


@pytest.mark.parametrize(
    ("ordered", "last"),
    [
        (date(2026, 1, 30), date(2026, 3, 2)),  # 28 February is a Saturday → Monday 2 March
        (date(2026, 5, 20), date(2026, 6, 22)),  # 20 June is midsommardagen → Monday 22
        (date(2026, 3, 10), date(2026, 4, 10)),
    ],
)
def test_order_can_be_reopened_within_a_month(ordered, last):
    assert legal_clock.reopen_by(ordered) == last


def test_goods_are_kept_for_three_months():
    assert legal_clock.goods_kept_until(date(2026, 11, 30)) == date(2027, 2, 28)


# --- against a slow calendar, written from the laws and from nothing of ours ------------------------------------------


def easter(year):
    """Meeus' and Jones' rule for the Gregorian Easter."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h + 22 * ((32 + 2 * e + 2 * i - h - k) % 7)) // 451
    rest = h + (32 + 2 * e + 2 * i - h - k) % 7 - 7 * m + 114
    return date(year, rest // 31, rest % 31 + 1)


def saturday_in(first):
    return next(first + n * DAY for n in range(7) if (first + n * DAY).weekday() == 5)


def holidays_of(year):
    """Lag 1989:253: the days that are public holidays besides Sundays."""
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)]
    sunday = easter(year)
    moving = [sunday - 2 * DAY, sunday + DAY, sunday + 39 * DAY]
    return {date(year, *day) for day in fixed} | {
        *moving,
        saturday_in(date(year, 6, 20)),
        saturday_in(date(year, 10, 31)),
    }


HOLIDAYS = set().union(*(holidays_of(year) for year in range(2015, 2038)))
EVES = {saturday_in(date(year, 6, 20)) - DAY for year in range(2015, 2038)}
EVES |= {date(year, 12, day) for year in range(2015, 2038) for day in (24, 31)}


def slow(start):
    """Day by day, by counting: 21 days on, then on to a day when payment can be asked for, then two vardagar more."""
    end, weeks = start, 0
    while weeks < 21:
        end, weeks = end + DAY, weeks + 1
    while end.weekday() >= 5 or end in HOLIDAYS or end in EVES:
        end += DAY
    day, vardagar = end, 0
    while vardagar < 2:
        day += DAY
        vardagar += day.weekday() != 6 and day not in HOLIDAYS
    return end, day + DAY


def test_every_day_of_twenty_years_ends_where_the_slow_calendar_says():
    start, wrong = date(2016, 1, 1), []
    while start.year <= 2035:
        clock = recovery(start, start)
        if (clock.ends_on, clock.earliest_decision_on) != slow(start):
            wrong.append(start)
        start += DAY
    assert wrong == []
