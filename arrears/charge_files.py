"""Charges of the municipality's own billing, as a CSV file: semicolons or commas, a heading, kronor as people write.

Columns in any order: `tenancy` (its number) or `apartment` (its number, or "street, number"), `month` (2026-03),
`amount`, `ocr`, and if wanted `issued` (the day of the notice). The Swedish names do as well.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from bolots import money

from .bankfiles.csv_payments import BrokenLine, Layout, cells_of

SWEDISH = {
    "hyresförhållande": "tenancy",
    "hyresforhallande": "tenancy",
    "lägenhet": "apartment",
    "lagenhet": "apartment",
    "månad": "month",
    "manad": "month",
    "belopp": "amount",
    "utfärdad": "issued",
    "utfardad": "issued",
}
NEEDED = {"month", "amount", "ocr"}
FIELDS = ("tenancy", "apartment", "month", "amount", "ocr", "issued")


class Fault(NamedTuple):
    """Why a line cannot be used, as a sentence in the reader's language."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    tenancy: str
    apartment: str
    month: date
    amount_ore: int
    ocr: str
    issued_on: date | None


def parse(data: bytes, layout: Layout | None = None) -> tuple[list[Row], list[Fault]]:
    """The rows that can be read, and what is wrong with the others. A `layout` tells which heading means what."""
    if b"\0" in data:
        return [], [Fault(1, _("This is no CSV file: it has a zero byte in it."))]
    text = _text(data, layout)
    try:
        lines = cells_of(text, layout.delimiter if layout else ";" if ";" in text.partition("\n")[0] else ",")
    except BrokenLine as broken:
        return [], [Fault(broken.line, _("The line cannot be read: a quotation mark is not closed on it."))]
    names = [_name(cell, layout) for cell in lines[0][1]] if lines else []
    if not NEEDED.issubset(names) or not {"tenancy", "apartment"} & set(names):
        return [], [Fault(1, _("The first line must name the columns: tenancy or apartment, month, amount and ocr."))]
    twice = [name for name in FIELDS if names.count(name) > 1]
    if twice:
        return [], [Fault(1, _("Two columns mean the same: %(name)s. Leave one of them.") % {"name": ", ".join(twice)})]
    rows, faults = [], []
    for number, cells in lines[1:]:
        said = _row(number, dict(zip(names, cells, strict=False))) if len(cells) <= len(names) else _too_wide(number)
        (rows if isinstance(said, Row) else faults).append(said)
    return rows, faults


def _too_wide(line: int) -> Fault:
    """An amount with a decimal comma, cut in two by the delimiter, would be another amount."""
    return Fault(line, _("The line has more cells than the heading. Is the delimiter part of an amount?"))


def _text(data: bytes, layout: Layout | None) -> str:
    try:
        return data.decode(layout.encoding if layout else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _name(cell: str, layout: Layout | None) -> str:
    if layout:
        return next((field for field, heading in layout.columns.items() if heading and heading == cell.strip()), "")
    name = cell.strip().casefold()
    return SWEDISH.get(name, name)


def _row(line: int, cells: dict[str, str]) -> Row | Fault:
    try:
        month = date.fromisoformat(f"{cells.get('month', '')}-01")
    except ValueError:
        return Fault(line, _("The month must be written like 2026-03."))
    try:
        ore = money.parse_kronor(cells.get("amount", ""))
    except ValueError:
        ore = 0
    if ore <= 0:
        return Fault(line, _("The amount must be kronor above zero, like 6840,00."))
    issued = cells.get("issued", "")
    try:
        issued_on = date.fromisoformat(issued) if issued else None
    except ValueError:
        return Fault(line, _("The day of issue must be written like 2026-02-10."))
    where = cells.get("tenancy", ""), cells.get("apartment", "")
    return Row(line, *where, month, ore, cells.get("ocr", "").replace(" ", ""), issued_on)
