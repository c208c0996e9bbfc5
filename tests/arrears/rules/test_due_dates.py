"""The three due dates: domain tables, and what must hold in every month 2016–2040."""

from datetime import date, timedelta

import pytest

from arrears.rules.due_dates import due_dates, forfeiture_after_respite
from bolots import calendar, periods

MONTHS = periods.months(date(2016, 1, 1), date(2040, 12, 1))


@pytest.mark.parametrize(
    ("month", "printed", "statutory", "safe", "forfeiture"),
    [
        ("2026-01", "2025-12-30", "2025-12-31", "2026-01-02", "2026-01-10"),  # New Year's Eve is a vardag, no bank day
        ("2026-02", "2026-01-30", "2026-01-31", "2026-02-02", "2026-02-10"),  # a Saturday
        ("2026-04", "2026-03-31", "2026-03-31", "2026-03-31", "2026-04-08"),  # the week ends after Easter
        ("2026-05", "2026-04-30", "2026-04-30", "2026-04-30", "2026-05-08"),
        ("2026-06", "2026-05-29", "2026-05-30", "2026-06-01", "2026-06-09"),
        ("2026-11", "2026-10-30", "2026-10-30", "2026-10-30", "2026-11-07"),  # 31 October is All Saints' Day
        ("2026-12", "2026-11-30", "2026-11-30", "2026-11-30", "2026-12-08"),
        ("2027-01", "2026-12-30", "2026-12-31", "2027-01-04", "2027-01-12"),
        ("2024-03", "2024-02-29", "2024-02-29", "2024-02-29", "2024-03-08"),  # leap day
        ("2018-04", "2018-03-29", "2018-03-31", "2018-04-03", "2018-04-11"),  # Easter Saturday
        ("2024-04", "2024-03-28", "2024-03-30", "2024-04-02", "2024-04-10"),
        ("2025-06", "2025-05-30", "2025-05-31", "2025-06-02", "2025-06-10"),
        ("2023-05", "2023-04-28", "2023-04-29", "2023-05-02", "2023-05-10"),  # 30 April a Sunday, 1 May a holiday
        ("2020-07", "2020-06-30", "2020-06-30", "2020-06-30", "2020-07-08"),
        ("2017-01", "2016-12-30", "2016-12-31", "2017-01-02", "2017-01-10"),
    ],
)
def test_months_of_the_table_fall_due_as_it_says(month, printed, statutory, safe, forfeiture):
    dates = due_dates(date.fromisoformat(f"{month}-01"))
    found = (dates.printed_due_on, dates.statutory_due_on, dates.safe_due_on, dates.forfeiture_from)
    assert found == tuple(map(date.fromisoformat, (printed, statutory, safe, forfeiture)))


@pytest.mark.parametrize("due_rule", [0, 1, 5, 15, 24, 28])
def test_every_month_to_2040_keeps_the_order_of_the_three_dates(due_rule):
    for month in MONTHS:
        dates = due_dates(month, due_rule=due_rule)
        assert dates.printed_due_on <= dates.statutory_due_on <= dates.safe_due_on < dates.forfeiture_from
        assert calendar.is_bank_day(dates.printed_due_on)
        assert calendar.is_bank_day(dates.safe_due_on)
        assert dates.forfeiture_from - dates.safe_due_on >= timedelta(days=8)
        assert calendar.is_bank_day(dates.forfeiture_from - timedelta(days=1))


def test_default_statutory_day_is_the_last_vardag_before_every_month():
    for month in MONTHS:
        dates, days = due_dates(month), [month - timedelta(days=n) for n in range(1, 9)]
        assert dates.statutory_due_on == max(filter(calendar.is_vardag, days))
        assert dates.printed_due_on == max(filter(calendar.is_bank_day, days))


@pytest.mark.parametrize(
    ("until", "first"),
    [
        ("2026-03-10", "2026-03-18"),  # Tuesday; a week on is Tuesday 17
        ("2026-03-13", "2026-03-21"),  # Friday; Friday 20
        ("2026-03-14", "2026-03-24"),  # Saturday; Saturday 21 rolls to Monday 23
        ("2026-12-17", "2026-12-29"),  # Thursday; julafton rolls over the holidays and the weekend to Monday 28
    ],
)
def test_week_runs_from_the_end_of_a_respite_rolled_on(until, first):
    assert forfeiture_after_respite(date.fromisoformat(until)) == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("due_rule", "printed", "statutory", "safe"),
    [
        (5, "2026-03-05", "2026-03-05", "2026-03-05"),
        (7, "2026-03-06", "2026-03-07", "2026-03-09"),  # a Saturday
        (1, "2026-02-27", "2026-03-01", "2026-03-02"),  # a Sunday
    ],
)
def test_a_later_agreed_day_holds(due_rule, printed, statutory, safe):
    dates = due_dates(date(2026, 3, 1), due_rule=due_rule)
    found = (dates.printed_due_on, dates.statutory_due_on, dates.safe_due_on)
    assert found == tuple(map(date.fromisoformat, (printed, statutory, safe)))


@pytest.mark.parametrize(
    ("starts_on", "due_rule", "printed", "statutory", "safe"),
    [
        ("2026-03-16", 0, "2026-03-16", "2026-03-16", "2026-03-16"),
        ("2026-03-14", 0, "2026-03-16", "2026-03-14", "2026-03-16"),  # a Saturday
        ("2026-03-01", 0, "2026-03-02", "2026-03-01", "2026-03-02"),
        ("2026-03-10", 25, "2026-03-25", "2026-03-25", "2026-03-25"),
        ("2026-03-28", 28, "2026-03-30", "2026-03-28", "2026-03-30"),  # starts on the agreed Saturday
        ("2026-03-16", 5, "2026-03-16", "2026-03-16", "2026-03-16"),
        ("2026-02-27", 0, "2026-02-27", "2026-02-28", "2026-03-02"),  # started before: no first month
    ],
)
def test_first_month_is_not_due_before_the_tenancy_starts(starts_on, due_rule, printed, statutory, safe):
    dates = due_dates(date(2026, 3, 1), due_rule=due_rule, starts_on=date.fromisoformat(starts_on))
    found = (dates.printed_due_on, dates.statutory_due_on, dates.safe_due_on)
    assert found == tuple(map(date.fromisoformat, (printed, statutory, safe)))


def test_a_charge_issued_late_gives_two_weeks():
    in_time = due_dates(date(2026, 3, 1), issued_on=date(2026, 2, 10))
    late = due_dates(date(2026, 3, 1), issued_on=date(2026, 2, 20))
    assert in_time == due_dates(date(2026, 3, 1))
    assert late.printed_due_on == late.statutory_due_on == late.safe_due_on == date(2026, 3, 6)


def test_two_weeks_that_end_on_a_saturday_are_printed_as_the_monday():
    dates = due_dates(date(2026, 3, 1), issued_on=date(2026, 2, 21))
    assert (dates.printed_due_on, dates.statutory_due_on) == (date(2026, 3, 9), date(2026, 3, 7))


def test_an_agreed_sunday_just_after_the_two_weeks_is_printed_as_the_monday():
    found = due_dates(date(2026, 3, 1), due_rule=15, issued_on=date(2026, 2, 28))
    assert (found.printed_due_on, found.statutory_due_on) == (date(2026, 3, 16), date(2026, 3, 15))


def test_no_charge_is_printed_due_within_two_weeks_of_its_issue():
    for month in MONTHS:
        for days in range(-30, 40, 3):
            issued_on = month + timedelta(days=days)
            dates = due_dates(month, due_rule=days % 29, issued_on=issued_on)
            assert dates.printed_due_on >= issued_on + timedelta(days=14)
            assert dates.safe_due_on >= max(dates.printed_due_on, dates.statutory_due_on)


def test_eight_days_after_a_plain_due_day_the_home_can_be_lost_and_not_on_the_seventh():
    dates = due_dates(date(2026, 5, 1))
    assert dates.forfeiture_from == dates.safe_due_on + timedelta(days=8)
