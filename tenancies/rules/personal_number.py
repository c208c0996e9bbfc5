"""Personal numbers and coordination numbers (personnummer, samordningsnummer; folkbokföringslagen 18–18 a §§)."""

import re
from datetime import date

_WRITTEN = re.compile(r"(\d{6}|\d{8})([-+]?)(\d{4})", re.ASCII)


def parse(text: str, on: date) -> str:
    """The twelve digits of a number as people write it: 8+4 or 6+4 digits, with or without a dash or spaces.

    Without its century the person is born within the last hundred years before `on`, after a plus sign earlier.
    Raises ValueError for anything that is no personal or coordination number.
    """
    found = _WRITTEN.fullmatch("".join(text.split()))
    if found is None:
        raise ValueError(text)
    born, sign, last = found.groups()
    number = (born if len(born) == 8 else _with_century(born, on, is_old=sign == "+")) + last
    if not is_valid(number):
        raise ValueError(text)
    return number


def _with_century(born: str, on: date, *, is_old: bool) -> str:
    month_and_day = int(born[2:]) - (60 if int(born[4:]) > 60 else 0)
    year = on.year // 100 * 100 + int(born[:2])
    if (year, month_and_day) > (on.year, on.month * 100 + on.day):
        year -= 100
    return f"{year - 100 if is_old else year}{born[2:]}"


def is_valid(number: str) -> bool:
    """Twelve digits, a date that exists (a coordination number's day is 60 higher), and the right check digit."""
    return len(number) == 12 and number.isascii() and number.isdigit() and _is_date(number) and _has_check_digit(number)


def _is_date(number: str) -> bool:
    day = int(number[6:8])
    try:
        date(int(number[:4]), int(number[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return number[8:11] != "000"


def _has_check_digit(number: str) -> bool:
    """Luhn (modulus 10) over the ten digits without the century."""
    digits = [int(d) * (2 - n % 2) for n, d in enumerate(number[2:])]
    return sum(d - 9 if d > 9 else d for d in digits) % 10 == 0
