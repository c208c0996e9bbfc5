"""Days as people type them. Pure: the words of the calendar in, a date out."""

import re
from datetime import date, timedelta

_MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec"
_ENGLISH = {"may": "maj", "oct": "okt"}
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_SHORT = re.compile(r"(\d\d)(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})\.?(?:[/.\s]+(\d{4}|\d{2}))?")
_WORDS = re.compile(r"(?:den\s+)?(\d{1,2})\.?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?")
_NEAR = {"i dag": 0, "idag": 0, "today": 0, "i morgon": 1, "imorgon": 1, "tomorrow": 1, "i går": -1, "igår": -1}


def parse_day(text: str, today: date) -> date:
    """The day that somebody wrote: 2026-03-10, 20260310, 260310, 10/3, 10.3.2026, 10 mars, 10 mars 2026, i dag.

    Without a year it is this year's. Raises ValueError for anything else.
    """
    said = " ".join(text.strip().lower().split())
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    if found := _ISO.fullmatch(said):
        year, month, day = map(int, found.groups())
    elif found := _SHORT.fullmatch(said):
        year, month, day = map(int, found.groups())
        year += 2000
    elif found := _NUMBERS.fullmatch(said):
        day, month, year = int(found[1]), int(found[2]), _year(found[3], today)
    elif found := _WORDS.fullmatch(said):
        day, month, year = int(found[1]), _month(found[2]), _year(found[3], today)
    else:
        raise ValueError(text)
    return date(year, month, day)


def _year(text: str | None, today: date) -> int:
    if text is None:
        return today.year
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(word: str) -> int:
    short = _ENGLISH.get(word[:3], word[:3])
    if short not in _MONTHS.split():
        raise ValueError(word)
    return _MONTHS.split().index(short) + 1
