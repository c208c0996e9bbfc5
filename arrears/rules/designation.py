"""Which charge a payer named (destination, HB 9:5): the OCR numbers in the references of a payment."""

import re
from collections.abc import Container, Iterable, Sequence

from .ocr import is_valid

_SEPARATORS = re.compile(r"[\s,;]+")
_NUMBER = re.compile(r"[0-9]{2,25}")
_GROUPED = re.compile(r"[0-9]+(?:[ -][0-9]+)+")
_PERSONAL = re.compile(r"(19|20)?[0-9]{2}[0-1][0-9][0-9]{6}|0[0-9]+")  # may be a personal number, or a phone's
SHORTEST_UNKNOWN = 5  # digits: fewer are a day, a year or a flat, not the reference of a charge


def candidates(reference: str) -> tuple[str, ...]:
    """Every number that a reference may mean, without leading zeros (ours have none)."""
    return (*_words(reference), *_whole(reference))


def designated(references: Iterable[str], ours: Container[str]) -> str:
    """The one OCR that the payer named; "" when there is none, or more than one: then a person decides.

    An OCR of `ours` counts wherever it stands in the text. One that is not (yet) ours counts when its check digit is
    right: the payment waits for it, and does not pay another charge that is named beside it.
    """
    named: set[str] = set()
    for reference in references:
        named.update(_named(reference, ours))
    return named.pop() if len(named) == 1 else ""


def is_foreign(texts: Iterable[str], references: Iterable[str], ours: Container[str], series: Sequence[str]) -> bool:
    """Whether a payment on a shared account is surely another service's: its reference is an OCR number, not of our
    series and not one of `ours`, and nothing else in its texts may be ours.

    Where there is doubt it is not: no reference, free text, a wrong check digit, or what may be somebody's personal
    number. A rent that was taken for a stranger's would make its tenant look unpaid.
    """
    numbers = {number for text in texts for number in candidates(text)}
    if any(number in ours or number.startswith(tuple(series)) for number in numbers):
        return False
    whole = [reference.strip() for reference in references if reference.strip()]
    return bool(whole) and all(map(_is_whole_ocr, whole))


def _is_whole_ocr(reference: str) -> bool:
    number = re.sub("[ -]", "", reference)
    return bool(_NUMBER.fullmatch(number)) and _may_be_an_ocr(number) and not _PERSONAL.fullmatch(number)


def _named(reference: str, ours: Container[str]) -> tuple[str, ...]:
    whole = _whole(reference)
    if whole and whole[0] in ours:
        return whole
    return tuple(n for n in _words(reference) if n in ours or _may_be_an_ocr(n)) or tuple(filter(_may_be_an_ocr, whole))


def _may_be_an_ocr(number: str) -> bool:
    return len(number) >= SHORTEST_UNKNOWN and is_valid(number)


def _words(reference: str) -> tuple[str, ...]:
    words = _SEPARATORS.split(reference)
    return tuple(filter(None, (word.lstrip("0") for word in words if _NUMBER.fullmatch(word))))


def _whole(reference: str) -> tuple[str, ...]:
    """A reference written in groups, like 7000 0123 45, as one number."""
    number = re.sub("[ -]", "", reference).lstrip("0") if _GROUPED.fullmatch(reference) else ""
    return (number,) if _NUMBER.fullmatch(number) else ()
