"""The days on which a home is won or lost, 2016–2035, against a slow calculation that shares nothing with the system.

Easter by Meeus's computus, the holidays as lag (1989:253) lists them, the eves of lag (1930:173) 2 §, and days found by
looking through a list of all days instead of by steps. Beside it the nasty ones, worked out by hand with a calendar.
"""

from datetime import date, timedelta

import pytest

from arrears.rules.due_dates import due_dates

D = date
DAY = timedelta(days=1)
MONTHS = [date(year, month, 1) for year in range(2016, 2036) for month in range(1, 13)]
SATURDAY, SUNDAY = 5, 6


def easter(year):
    """Easter Sunday (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


def first(weekday, start):
    """The first such weekday on or after a day."""
    return next(day for day in (start + n * DAY for n in range(7)) if day.weekday() == weekday)


def holidays(year):
    """Public holidays (lag 1989:253 1 §), without the Sundays."""
    sunday = easter(year)
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)]
    moving = [-2, 0, 1, 39, 49]  # långfredag, påskdag, annandag påsk, Kristi himmelsfärdsdag, pingstdag
    return {
        *(date(year, month, day) for month, day in fixed),
        *(sunday + days * DAY for days in moving),
        first(SATURDAY, date(year, 6, 20)),  # midsommardagen
        first(SATURDAY, date(year, 10, 31)),  # alla helgons dag
    }


def eves(year):
    """Midsommarafton, julafton, nyårsafton."""
    return {first(SATURDAY, date(year, 6, 20)) - DAY, date(year, 12, 24), date(year, 12, 31)}


ALL_DAYS = [date(2015, 1, 1) + n * DAY for n in range(8_036)]  # to the end of 2036
CLOSED = set().union(*(holidays(year) for year in range(2015, 2037)))
EVES = set().union(*(eves(year) for year in range(2015, 2037)))
WEEKDAYS = [day for day in ALL_DAYS if day.weekday() != SUNDAY and day not in CLOSED]
BANK_DAYS = [day for day in WEEKDAYS if day.weekday() != SATURDAY and day not in EVES]


def slow(month):
    """(printed, statutory, safe, forfeiture from) of a month's rent."""
    printed = max(day for day in BANK_DAYS if day < month)
    statutory = max(day for day in WEEKDAYS if day < month)
    safe = min(day for day in BANK_DAYS if day >= statutory)
    week_ends = min(day for day in BANK_DAYS if day >= safe + 7 * DAY)
    return printed, statutory, safe, week_ends + DAY


def days_of(due):
    return due.printed_due_on, due.statutory_due_on, due.safe_due_on, due.forfeiture_from


@pytest.mark.parametrize("year", range(2016, 2036))
def test_every_month_of_a_year_falls_due_as_the_slow_calculation_says(year):
    months = [month for month in MONTHS if month.year == year]
    assert [days_of(due_dates(month)) for month in months] == [slow(month) for month in months]


@pytest.mark.parametrize("rule", [1, 7, 12, 17, 24, 28])
def test_agreed_days_fall_due_as_the_slow_calculation_says(rule):
    for month in MONTHS:
        statutory = month.replace(day=rule)
        printed = max(day for day in BANK_DAYS if day <= statutory)
        safe = min(day for day in BANK_DAYS if day >= statutory)
        week_ends = min(day for day in BANK_DAYS if day >= safe + 7 * DAY)
        assert days_of(due_dates(month, due_rule=rule)) == (printed, statutory, safe, week_ends + DAY)


def test_charge_issued_late_falls_due_as_the_slow_calculation_says():
    """Issued on each day of a year with an Easter in March, a leap year and one in late April."""
    for year in (2016, 2024, 2030):
        for issued_on in (day for day in ALL_DAYS if day.year == year):
            earliest = issued_on + 14 * DAY
            safe = min(day for day in BANK_DAYS if day >= earliest)
            week_ends = min(day for day in BANK_DAYS if day >= safe + 7 * DAY)
            due = due_dates(issued_on.replace(day=1), issued_on=issued_on)
            assert days_of(due) == (safe, earliest, safe, week_ends + DAY)


# Easter Sundays as the almanac prints them.
EASTERS = [
    *(D(2016, 3, 27), D(2017, 4, 16), D(2018, 4, 1), D(2019, 4, 21), D(2020, 4, 12), D(2021, 4, 4), D(2022, 4, 17)),
    *(D(2023, 4, 9), D(2024, 3, 31), D(2025, 4, 20), D(2026, 4, 5), D(2027, 3, 28), D(2028, 4, 16), D(2029, 4, 1)),
    *(D(2030, 4, 21), D(2031, 4, 13), D(2032, 3, 28), D(2033, 4, 17), D(2034, 4, 9), D(2035, 3, 25)),
]


def test_slow_calculation_knows_easter():
    assert [easter(year) for year in range(2016, 2036)] == EASTERS
    assert len(CLOSED & {day for day in ALL_DAYS if day.year == 2026}) == 13


# what, month, how it is due, printed, statutory, safe, forfeiture from; and how, by hand
BY_HAND = [
    # Charged late, on 16 Dec: due Wed 30 Dec. The week ends Wed 6 Jan, trettondedagen; Thu 7; from Fri 8.
    ("trettondedag jul", D(2026, 12, 1), {"issued_on": D(2026, 12, 16)}, "2026-12-30 2026-12-30 2026-12-30 2027-01-08"),
    # Fri 31 Mar; the week ends Fri 7 Apr, långfredagen; Sat, påskdagen, annandagen; Tue 11; from Wed 12.
    ("långfredag", D(2023, 4, 1), {}, "2023-03-31 2023-03-31 2023-03-31 2023-04-12"),
    # The same by an agreed day: Fri 27 Mar, Fri 3 Apr långfredagen, Tue 7; from Wed 8.
    ("långfredag, agreed day", D(2026, 3, 1), {"due_rule": 27}, "2026-03-27 2026-03-27 2026-03-27 2026-04-08"),
    # 31 Mar 2024 is påskdagen. Påskafton, Sat 30, is a weekday to the law; Fri 29 långfredagen: printed Thu 28.
    # Safe: Sun 31 påskdagen, Mon 1 annandagen, Tue 2. The week ends Tue 9; from Wed 10.
    ("påskdagen", D(2024, 4, 1), {}, "2024-03-28 2024-03-30 2024-04-02 2024-04-10"),
    # 1 Apr 2018 is påskdagen: Sat 31 Mar by law; printed Thu 29; safe Tue 3 Apr. From Wed 11.
    ("påskafton is a weekday", D(2018, 4, 1), {}, "2018-03-29 2018-03-31 2018-04-03 2018-04-11"),
    # Agreed 28 Mar is a Saturday: printed Fri 27, safe Mon 30; a week: Mon 6 Apr, annandag påsk; Tue 7; from Wed 8.
    ("annandag påsk", D(2026, 3, 1), {"due_rule": 28}, "2026-03-27 2026-03-28 2026-03-30 2026-04-08"),
    # Easter in March: 2016, annandagen Mon 28 Mar. Thu 31 Mar, the week ends Thu 7 Apr; from Fri 8.
    ("early Easter", D(2016, 4, 1), {}, "2016-03-31 2016-03-31 2016-03-31 2016-04-08"),
    # Agreed Fri 24 Apr: the week ends Fri 1 May; Sat, Sun, Mon 4; from Tue 5.
    ("första maj", D(2026, 4, 1), {"due_rule": 24}, "2026-04-24 2026-04-24 2026-04-24 2026-05-05"),
    # Rent for June 2022: Tue 31 May, the week ends Tue 7 June, the day after the national day; from Wed 8.
    ("the day after the national day", D(2022, 6, 1), {}, "2022-05-31 2022-05-31 2022-05-31 2022-06-08"),
    # Agreed Thu 7 May: the week ends Thu 14 May, Kristi himmelsfärdsdag; Fri 15; from Sat 16.
    ("Kristi himmelsfärd", D(2026, 5, 1), {"due_rule": 7}, "2026-05-07 2026-05-07 2026-05-07 2026-05-16"),
    # Agreed 28 May 2022 is a Saturday: printed Fri 27, safe Mon 30. The week ends Mon 6 June; Tue 7; from Wed 8.
    ("nationaldagen", D(2022, 5, 1), {"due_rule": 28}, "2022-05-27 2022-05-28 2022-05-30 2022-06-08"),
    # 6 June 2027 is a Sunday. Mon 31 May, the week ends Mon 7 June; from Tue 8.
    ("nationaldagen on a Sunday", D(2027, 6, 1), {}, "2027-05-31 2027-05-31 2027-05-31 2027-06-08"),
    # Agreed Fri 12 June: the week ends Fri 19 June, midsommarafton; Sat, Sun, Mon 22; from Tue 23.
    ("midsommarafton", D(2026, 6, 1), {"due_rule": 12}, "2026-06-12 2026-06-12 2026-06-12 2026-06-23"),
    # 31 Oct 2026 is a Saturday and alla helgons dag: by law Fri 30. The week ends Fri 6 Nov; from Sat 7.
    ("alla helgons dag", D(2026, 11, 1), {}, "2026-10-30 2026-10-30 2026-10-30 2026-11-07"),
    # The year before it is on 1 November: Fri 31 Oct. The week ends Fri 7 Nov; from Sat 8.
    ("alla helgons dag in November", D(2025, 11, 1), {}, "2025-10-31 2025-10-31 2025-10-31 2025-11-08"),
    # Agreed Thu 17 Dec: the week ends Thu 24, julafton; juldagen, annandagen, Sun, Mon 28; from Tue 29.
    ("julafton", D(2026, 12, 1), {"due_rule": 17}, "2026-12-17 2026-12-17 2026-12-17 2026-12-29"),
    # Agreed Fri 18 Dec: the week ends Fri 25, juldagen; Sat 26, Sun 27, Mon 28; from Tue 29.
    ("juldagen", D(2026, 12, 1), {"due_rule": 18}, "2026-12-18 2026-12-18 2026-12-18 2026-12-29"),
    # Thu 31 Dec 2026, nyårsafton, is a weekday and no bank day: printed Wed 30. Safe: Fri 1, Sat, Sun, Mon 4 Jan.
    # The week ends Mon 11; from Tue 12.
    ("nyårsafton", D(2027, 1, 1), {}, "2026-12-30 2026-12-31 2027-01-04 2027-01-12"),
    # 31 Dec 2023 is a Sunday: by law Sat 30, printed Fri 29. Safe: Sun, Mon 1, Tue 2 Jan. From Wed 10.
    ("nyårsafton on a Sunday", D(2024, 1, 1), {}, "2023-12-29 2023-12-30 2024-01-02 2024-01-10"),
    # 31 Dec 2022 is a Saturday: by law that day, printed Fri 30. Safe: Sun 1, Mon 2 Jan. From Tue 10.
    ("nyårsafton on a Saturday", D(2023, 1, 1), {}, "2022-12-30 2022-12-31 2023-01-02 2023-01-10"),
    # Leap days: a Saturday, a Thursday, a Tuesday, a Sunday.
    ("29 February 2020", D(2020, 3, 1), {}, "2020-02-28 2020-02-29 2020-03-02 2020-03-10"),
    ("29 February 2024", D(2024, 3, 1), {}, "2024-02-29 2024-02-29 2024-02-29 2024-03-08"),
    ("29 February 2028", D(2028, 3, 1), {}, "2028-02-29 2028-02-29 2028-02-29 2028-03-08"),
    ("29 February 2032", D(2032, 3, 1), {}, "2032-02-27 2032-02-28 2032-03-01 2032-03-09"),
]


@pytest.mark.parametrize(("month", "how", "days"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND])
def test_nasty_month_falls_due_as_worked_out_by_hand(month, how, days):
    assert days_of(due_dates(month, **how)) == tuple(map(date.fromisoformat, days.split()))


def test_week_never_ends_on_a_day_whose_twin_a_week_before_is_no_bank_day():
    """Why nyårsafton, påskdagen and alla helgons dag have no row as a week's end: julafton is a week before nyårsafton,
    and the safe day is no Saturday or Sunday."""
    ends = {due_dates(month, due_rule=rule).safe_due_on + 7 * DAY for month in MONTHS for rule in range(29)}
    assert not {day for day in ends if (day.month, day.day) == (12, 31) or day.weekday() in (SATURDAY, SUNDAY)}
    assert {day for day in ends if (day.month, day.day) == (12, 24)}


def test_forfeiture_is_never_possible_before_more_than_a_whole_week_has_passed():
    for month in MONTHS:
        printed, statutory, safe, forfeiture = days_of(due_dates(month))
        assert printed <= statutory <= safe < month + 7 * DAY
        assert (forfeiture - safe).days >= 8
        assert (forfeiture - DAY) in BANK_DAYS
