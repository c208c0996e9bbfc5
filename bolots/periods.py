"""Months and periods. A period includes its start and excludes its end; no end means still running."""

from datetime import date, timedelta


def first_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after `month`'s."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(month: date) -> date:
    """The first day of the month before `month`'s."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def add_months(day: date, number: int) -> date:
    """The same day so many months later (earlier when negative); the month's last day where there is no such day."""
    years, month = divmod(day.month - 1 + number, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, days_in(first)))


def days_in(month: date) -> int:
    """Number of days in the day's month."""
    return (next_month(first_of(month)) - first_of(month)).days


def months(start: date, end: date) -> list[date]:
    """First days of all months from `start`'s up to and including `end`'s."""
    month, found = first_of(start), []
    while month <= end:
        found.append(month)
        month = next_month(month)
    return found


def overlap_days(start: date, end: date | None, first: date, last_exclusive: date) -> int:
    """Days that the period start…end shares with first…last_exclusive."""
    stop = last_exclusive if end is None else min(end, last_exclusive)
    return max(0, (stop - max(start, first)).days)


def holds(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether the day lies in the period."""
    return starts_on <= day and (ends_on is None or day < ends_on)
