"""The cutoff date against its definition, for every day 2016–2040."""

from datetime import date, datetime, timedelta

import pytest

from arrears.rules.late import cutoff, last_day_in_time
from bolots import calendar

DAY = timedelta(days=1)


def is_late(safe_due_on, day, grace):
    """The definition: the grace-th bank day after the safe due date is before the day."""
    return calendar.add_bank_days(safe_due_on, grace) < day


@pytest.mark.parametrize("grace", [0, 1, 2, 3, 5])
def test_cutoff_is_the_last_date_that_the_definition_calls_late(grace):
    day = date(2016, 1, 1)
    while day.year <= 2040:
        last = cutoff(day, grace)
        assert is_late(last, day, grace)
        assert not is_late(last + DAY, day, grace)
        day += DAY


@pytest.mark.parametrize("grace", [0, 1, 2, 5])
def test_rent_is_late_on_the_day_after_the_last_day_in_time(grace):
    due = date(2026, 1, 1)
    while due.year == 2026:
        last = last_day_in_time(due, grace)
        assert due > cutoff(last, grace)
        assert due <= cutoff(last + DAY, grace)
        due += DAY


@pytest.mark.parametrize(
    ("day", "cutoff_on"),
    [
        ("2026-03-05", "2026-03-02"),  # due on Monday, Tuesday and Wednesday of grace, late on Thursday
        ("2026-03-04", "2026-03-01"),
        ("2026-04-07", "2026-03-31"),  # Easter: Maundy Thursday and Wednesday are the grace of 31 March
        ("2026-04-02", "2026-03-30"),
        ("2026-01-07", "2026-01-01"),
        ("2026-01-08", "2026-01-04"),
        ("2024-03-05", "2024-02-29"),  # leap day
        ("2026-12-29", "2026-12-22"),  # Christmas
    ],
)
def test_grace_of_two_bank_days_steps_over_holidays(day, cutoff_on):
    assert cutoff(date.fromisoformat(day), 2) == date.fromisoformat(cutoff_on)


def test_cutoff_never_moves_back_from_one_day_to_the_next():
    days = [date(2016, 1, 1) + n * DAY for n in range(9000)]
    cutoffs = [cutoff(day, 2) for day in days]
    assert cutoffs == sorted(cutoffs)


@pytest.mark.parametrize("instant", ["2026-03-28T23:59", "2026-03-29T00:01", "2026-10-25T00:01", "2026-10-25T23:59"])
def test_business_day_is_stockholms_when_the_clocks_change(instant, monkeypatch):
    monkeypatch.delenv("BOLOTS_TODAY")
    local = datetime.fromisoformat(instant).replace(tzinfo=calendar.STOCKHOLM)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return local.astimezone(tz)

    monkeypatch.setattr(calendar, "datetime", Clock)
    assert calendar.today() == date.fromisoformat(instant[:10])
    assert cutoff(calendar.today(), 2) == cutoff(date.fromisoformat(instant[:10]), 2)
