"""Which charge a payer named (destination, HB 9:5): the OCR numbers in the references of a payment."""

import re
from collections.abc import Container, Iterable

from .ocr import is_valid

_SEPARATORS = re.compile(r"[\s,;]+")
_NUMBER = re.compile(r"[0-9]{2,25}")
_GROUPED = re.compile(r"[0-9]+(?:[ -][0-9]+)+")
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
