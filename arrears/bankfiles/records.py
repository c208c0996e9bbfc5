"""Fixed-width records (poster) of Bankgirot: from bytes to lines of exactly 80 characters, and fields by position."""

import re
from typing import NoReturn

from arrears.bankfiles.model import BankFileRejected, Reason, reason

WIDTH = 80
TEXT_RECORDS = ("25", "26", "27", "28")  # free text: a stray control character there harms no money
BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_REPLACED = "\ufffd"


class Record:
    """One record type: fields as (name, first position, last position, pattern), counted from 1 as in the manual."""

    def __init__(self, *fields: tuple[str, int, int, str]):
        self.fields = fields
        pattern, at = "", 1
        for _, first, last, content in fields:
            pattern += f".{{{first - at}}}({content})"
            at = last + 1
        self._match = re.compile(pattern).match

    def values(self, line: str, number: int) -> tuple[str, ...]:
        found = self._match(line)
        if found is None:
            self._refuse(line, number)
        return found.groups()

    def _refuse(self, line: str, number: int) -> NoReturn:
        wrong = (f for f in self.fields if not re.fullmatch(f[3], line[f[1] - 1 : f[2]]))
        name, first, last, _ = next(wrong)
        raise BankFileRejected(reason("field", number, record=line[:2], field=name, first=first, last=last))


def text_of(data: bytes) -> tuple[str, list[Reason]]:
    """ISO 8859-1 as it should be, or UTF-8 as it is when somebody saved the file again (with a warning)."""
    warnings = []
    if data.startswith(BOM):
        data = data.removeprefix(BOM)
        warnings.append(reason("byte_order_mark", 1))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1"), warnings
    if _REPLACED in text:
        raise BankFileRejected(reason("letters_lost", text.count("\n", 0, text.index(_REPLACED)) + 1))
    if not text.isascii():
        warnings.append(reason("utf8"))
    return text, warnings


def records_of(data: bytes) -> tuple[list[str], list[Reason]]:
    """Lines of exactly 80 characters without control characters, and what had to be mended for that."""
    text, warnings = text_of(data)
    lines = _without_end(text.replace("\r\n", "\n").split("\n"), warnings)
    if _CONTROL.search("\n".join(lines)):
        lines = _without_control_characters(lines, warnings)
    if set(map(len, lines)) != {WIDTH}:
        lines = _padded(lines, warnings)
    return lines, warnings


def _without_end(lines: list[str], warnings: list[Reason]) -> list[str]:
    """Drop the final newline, and with a warning blank lines and the end mark (0x1A) of old systems."""
    if lines[-1] == "":
        lines.pop()
    whole = len(lines)
    while lines and not lines[-1].strip(" \x1a"):
        lines.pop()
    if lines and lines[-1].endswith("\x1a"):
        lines[-1] = lines[-1][:-1]
        whole += 1
    if whole > len(lines):
        warnings.append(reason("blank_end", len(lines) + 1))
    return lines


def _without_control_characters(lines: list[str], warnings: list[Reason]) -> list[str]:
    touched = [number for number, line in enumerate(lines, 1) if _CONTROL.search(line)]
    for number in touched:
        if lines[number - 1][:2] not in TEXT_RECORDS:
            raise BankFileRejected(reason("control_character", number))
    warnings.append(reason("control_removed", touched[0], count=len(touched)))
    return [_CONTROL.sub(" ", line) for line in lines]


def _padded(lines: list[str], warnings: list[Reason]) -> list[str]:
    """Blanks may be missing or too many at the end of a record; anything else there means that a record was shifted."""
    odd = [number for number, line in enumerate(lines, 1) if len(line) != WIDTH]
    for number in odd:
        if lines[number - 1][WIDTH:].strip(" "):
            raise BankFileRejected(reason("too_long", number, length=len(lines[number - 1])))
    warnings.append(reason("wrong_length", odd[0], count=len(odd)))
    return [line[:WIDTH].ljust(WIDTH) for line in lines]
