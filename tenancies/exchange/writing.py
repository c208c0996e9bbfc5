"""Rows as .xlsx and CSV. Text stays text: no cell is ever a formula, a link or a number that was none. No Django."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

from .shield import shielded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
CLOSED = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
MOST_LETTERS = 32_767  # of a cell, by the format
WIDTHS = (8, 60)  # of a column, in letters


class Ore(int):
    """An amount in öre, written as kronor."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence]
    notes: Sequence[str] = field(default_factory=tuple)  # sentences below the rows


def as_xlsx(*sheets: Sheet) -> bytes:
    """A workbook; days as days, amounts as kronor, everything else that is no number as text."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, CLOSED) as book:
        formats = {
            "bold": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "kronor": book.add_format({"num_format": "# ##0.00"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return written.getvalue()


def _write(page, sheet: Sheet, formats) -> None:
    for column, title in enumerate(sheet.heading):
        page.write_string(0, column, title, formats["bold"])
        shown = [len(str(row[column])) for row in sheet.rows[:200]]
        page.set_column(column, column, min(max([*shown, len(title) + 2, WIDTHS[0]]), WIDTHS[1]))
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            _cell(page, number, column, value, formats)
    for number, note in enumerate(sheet.notes, len(sheet.rows) + 2):
        page.write_string(number, 0, note)
    page.freeze_panes(1, 0)


def _cell(page, row: int, column: int, value, formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, Ore):
        page.write_number(row, column, Decimal(int(value)).scaleb(-2), formats["kronor"])
    elif isinstance(value, int) and not isinstance(value, bool):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value)[:MOST_LETTERS])


def as_csv(sheet: Sheet) -> bytes:
    """As Swedish Excel reads it: semicolons, UTF-8 with its mark. Text that would be a formula begins with an
    apostrophe."""
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    for row in (sheet.heading, *sheet.rows, *([note] for note in sheet.notes)):
        writer.writerow([_typed(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _typed(value) -> str:
    if value is None:
        return ""
    if isinstance(value, Ore):
        return f"{Decimal(int(value)).scaleb(-2):.2f}".replace(".", ",")
    if isinstance(value, (int, date)):
        return str(value)
    return shielded(str(value))


def as_words(sheet: Sheet) -> bytes:
    """The rows as lines of text: what the columns of a CSV mean."""
    lines = [": ".join(str(value) for value in row) for row in sheet.rows]
    return "\r\n".join([sheet.name, "", *lines, ""]).encode("utf-8-sig")
