"""What a cell says: text in, a value out. No Django."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bolots import money
from bolots.days import parse_day

from ..rules import personal_number, postcode

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
YES = ("ja", "j", "x", "1", "sant", "yes", "y", "true")
NO = ("nej", "n", "0", "falskt", "no", "false")
YEARS = range(1900, 2101)
MONTH = re.compile(r"(\d{4})-?(\d\d)(?:-\d\d)?", re.ASCII)
WHOLE = re.compile(r"-?\d{1,6}", re.ASCII)


class BadCell(Exception):
    """What is wrong with a cell, as the code of a sentence with its parameters."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of value a column holds, and its bounds: letters of a text, or least and most of a number."""

    name: str
    least: int = 0
    most: int = 0
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a choice: value → what people write


def parse(text: str, kind: Kind, on: date):
    """The value of a cell that is not empty; amounts in öre, months as their first day. Raises BadCell."""
    if text.upper() in ERRORS:
        raise BadCell("error")
    return READERS[kind.name](text, kind, on)


def _text(text, kind, on):
    words = " ".join(text.split())
    if len(words) > kind.most:
        raise BadCell("too_long", most=kind.most)
    if not words.isprintable():
        raise BadCell("not_text")
    return words


def _number(text, kind, on):
    if not WHOLE.fullmatch(text) or not kind.least <= int(text) <= kind.most:
        raise BadCell("number", least=kind.least, most=kind.most)
    return int(text)


def _kronor(text, kind, on):
    try:
        ore = money.parse_kronor(text)
    except ValueError:
        ore = -1
    if ore < 0:
        raise BadCell("kronor")
    return ore


def _day(text, kind, on):
    try:
        day = parse_day(text, on)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise BadCell("day")
    return day


def _month(text, kind, on):
    found = MONTH.fullmatch(text)
    try:
        day = date(int(found[1]), int(found[2]), 1) if found else parse_day(f"1 {text}", on)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise BadCell("month")
    return day


def _choice(text, kind, on):
    known = {fold(word): value for value, words in kind.words.items() for word in (value, *words)}
    if fold(text) not in known:
        raise BadCell("choice", choices=", ".join(words[0] for words in kind.words.values()))
    return known[fold(text)]


def _yes_no(text, kind, on):
    said = text.casefold()
    if said not in YES + NO:
        raise BadCell("yes_no")
    return said in YES


def _personal_number(text, kind, on):
    try:
        return personal_number.parse(text, on)
    except ValueError as error:
        raise BadCell("personal_number") from error


def _postcode(text, kind, on):
    try:
        return postcode.parse(text)
    except ValueError as error:
        raise BadCell("postcode") from error


READERS = {
    "text": _text,
    "number": _number,
    "kronor": _kronor,
    "day": _day,
    "month": _month,
    "choice": _choice,
    "yes_no": _yes_no,
    "personal_number": _personal_number,
    "postcode": _postcode,
}


def fold(text: str) -> str:
    """A heading or word without case, spaces and signs: `Lgh.nr` and `lgh nr` are one."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
