"""OCR numbers (OCR-nummer), the references of Swedish bank giro payments (Bankgirot, "OCR-referenskontroll").

An OCR number is text of 2–25 digits, never a number: leading zeros belong to it. The last digit is a Luhn check digit;
in the numbers that we make ourselves, the last but one is the length of the whole, modulo 10.
"""

import re
from collections.abc import Collection

MAX_DIGITS = 25
_SHAPE = re.compile(r"[0-9]{2,25}")
_NO_DIGIT = re.compile(r"[^0-9]+")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # digit sums of 0, 2, 4 … 18


def luhn_check_digit(base: str) -> str:
    """The digit that completes `base`: every second digit from the right doubled, beginning with the rightmost."""
    total = 0
    for place, digit in enumerate(reversed(base)):
        total += int(digit) if place % 2 else _DOUBLED[int(digit)]
    return str(-total % 10)


def make_ocr(serial: int) -> str:
    """The OCR number of a running number ≥ 1: the number, a length digit, a check digit. Never begins with 0.

    Raises ValueError when there is no such number.
    """
    if serial < 1 or len(str(serial)) + 2 > MAX_DIGITS:
        raise ValueError(serial)
    base = str(serial)
    base += str((len(base) + 2) % 10)
    return base + luhn_check_digit(base)


def is_valid(ocr: str) -> bool:
    """Whether the text is 2–25 digits with a right check digit. One random number in ten is: never enough alone."""
    return bool(_SHAPE.fullmatch(ocr)) and luhn_check_digit(ocr[:-1]) == ocr[-1]


def digits(text: str) -> str:
    """Only the digits 0–9 of a text, in order: what two references are compared by."""
    return _NO_DIGIT.sub("", text)


def neighbours(ocr: str) -> frozenset[str]:
    """Every number that one slip makes of `ocr`: a digit wrong, missing or too many, or two neighbours swapped."""
    cuts = [(ocr[:n], ocr[n:]) for n in range(len(ocr) + 1)]
    wrong = {head + digit + tail[1:] for head, tail in cuts if tail for digit in "0123456789"}
    missing = {head + tail[1:] for head, tail in cuts if tail}
    extra = {head + digit + tail for head, tail in cuts for digit in "0123456789"}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    return frozenset(wrong | missing | extra | swapped) - {ocr}


def near_misses(ocr: str, known: Collection[str]) -> tuple[str, ...]:
    """Which of the `known` numbers `ocr` was perhaps meant to be. A suggestion for a person, never a match."""
    return tuple(sorted(neighbours(digits(ocr)).intersection(known)))
