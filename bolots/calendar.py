"""Days as Swedish law and banks count them, and the one clock that the edges may ask.

vardag: Monday–Saturday that is no public holiday (lag 1989:253). Bank day: a vardag that is no Saturday and no
midsommarafton, julafton or nyårsafton (lag 1930:173 2 §).
"""

import os
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_DAY = timedelta(days=1)


def today() -> date:
    """The business day. `BOLOTS_TODAY` sets it for the demo and for tests. Asked at the edge only."""
    return now().date()


def now() -> datetime:
    """This instant in Stockholm, on the business day; the very instant when `BOLOTS_TODAY` says one. Edge only."""
    fixed, clock = os.environ.get("BOLOTS_TODAY", ""), datetime.now(STOCKHOLM)
    if "T" in fixed:
        return datetime.fromisoformat(fixed).astimezone(STOCKHOLM)
    return datetime.combine(date.fromisoformat(fixed), clock.timetz()) if fixed else clock


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, include_sundays=False, categories=("public",)))


@cache
def _eves(year: int) -> frozenset[date]:
    """Midsommarafton, julafton and nyårsafton (lag 1930:173 2 §)."""
    days = holidays.country_holidays("SE", years=year, include_sundays=False, categories=("public", "de_facto"))
    return frozenset(days) - _public_holidays(year)


def is_vardag(day: date) -> bool:
    """A weekday in the law's sense: not a Sunday, not a public holiday. Saturdays count."""
    return day.weekday() != 6 and day not in _public_holidays(day.year)


def is_bank_day(day: date) -> bool:
    """A day on which an act can be demanded (lag 1930:173 2 §), and on which banks book payments."""
    return day.weekday() < 5 and is_vardag(day) and day not in _eves(day.year)


def roll(day: date) -> date:
    """The day itself, or the next day on which the act can be demanded (lag 1930:173 2 §)."""
    while not is_bank_day(day):
        day += _DAY
    return day


def previous_bank_day(day: date) -> date:
    """The day itself, or the nearest bank day before it."""
    while not is_bank_day(day):
        day -= _DAY
    return day


def previous_vardag(day: date) -> date:
    """The day itself, or the nearest vardag before it."""
    while not is_vardag(day):
        day -= _DAY
    return day


def add_bank_days(day: date, number: int) -> date:
    """The `number`-th bank day after `day`; before it when negative; 0 gives the day itself."""
    step = _DAY if number > 0 else -_DAY
    for _ in range(abs(number)):
        day += step
        while not is_bank_day(day):
            day += step
    return day


def bank_days_between(start: date, end: date) -> int:
    """Bank days after `start` up to and including `end`; 0 when `end` is not later."""
    return sum(is_bank_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
