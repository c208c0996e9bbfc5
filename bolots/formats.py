"""Money, days and numbers as people say them, in the reader's language. Pure but for the active language.

Spaces inside an amount or a date are no-break spaces, so that `5 430 kr` and `fre 28 nov` stay on one line.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\u00a0"
MINUS = "\u2212"
FAR = 99  # days: further away than this, only the date is said


class _Words(NamedTuple):
    weekdays: str
    months: str
    months_whole: str
    clock: str
    decimal: str


_SWEDISH = _Words(
    "mån tis ons tor fre lör sön",
    "jan feb mar apr maj jun jul aug sep okt nov dec",
    "januari februari mars april maj juni juli augusti september oktober november december",
    clock="%H.%M",
    decimal=",",
)
_ENGLISH = _Words(
    "Mon Tue Wed Thu Fri Sat Sun",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "January February March April May June July August September October November December",
    clock="%H:%M",
    decimal=".",
)


def _words() -> _Words:
    return _SWEDISH if (get_language() or "sv").startswith("sv") else _ENGLISH


def tal(number: int) -> str:
    """A whole number in groups of three: `12 500`, `−3`."""
    return f"{number:,}".replace(",", NBSP).replace("-", MINUS)


def kr(ore: int) -> str:
    """Öre as kronor: `5 430 kr`; öre are written only when there are any: `5 430,50 kr`."""
    kronor, rest = divmod(abs(ore), 100)
    sign = MINUS if ore < 0 else ""
    cents = f"{_words().decimal}{rest:02}" if rest else ""
    return f"{sign}{tal(kronor)}{cents}{NBSP}kr"


def kronor(ore: int) -> str:
    """Öre as a person would type them into a form: `5430`, `5430,50`."""
    whole, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{whole}{f',{rest:02}' if rest else ''}"


def procent(hundredths: int) -> str:
    """A rate of interest in hundredths of a per cent: `10,50 %`, `−0,50 %`."""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{MINUS if hundredths < 0 else ''}{tal(whole)}{_words().decimal}{rest:02}{NBSP}%"


def tkr(ore: int) -> str:
    """Öre as whole thousands of kronor, half up, without the unit: `987`. For the axes of charts."""
    return tal((ore + 50_000) // 100_000)


def _day_of(value: date) -> date:
    """The day in Stockholm of an instant; a day is itself."""
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def dag(value: date, today: date) -> str:
    """A day: `fre 28 nov`; with its year when that is not this year's: `fre 28 nov 2025`."""
    day, words = _day_of(value), _words()
    parts = [words.weekdays.split()[day.weekday()], str(day.day), words.months.split()[day.month - 1]]
    return NBSP.join([*parts, str(day.year)] if day.year != today.year else parts)


def nar(value: date, today: date) -> str:
    """A day seen from today: `i dag`, `i morgon`, `om 3 dagar, fre 28 nov`, `3 dagar sedan, tis 25 nov`."""
    days, said = (_day_of(value) - today).days, dag(value, today)
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if days in near:
        return near[days]
    if abs(days) > FAR:
        return said
    phrase = _("in %(n)s days, %(day)s") if days > 0 else _("%(n)s days ago, %(day)s")
    return phrase % {"n": abs(days), "day": said}


def klockslag(value: datetime) -> str:
    """A time of day in Stockholm: `15.40`."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime(_words().clock)


def stund(value: datetime, today: date) -> str:
    """An instant: `tis 14 okt 15.40`."""
    return f"{dag(value, today)}{NBSP}{klockslag(value)}"


def manad(value: date) -> str:
    """A month: `november 2025`."""
    return f"{_words().months_whole.split()[value.month - 1]}{NBSP}{value.year}"


def manad_kort(value: date) -> str:
    """A month under a chart: `nov ’25`."""
    return f"{_words().months.split()[value.month - 1]}{NBSP}’{value.year % 100:02}"
