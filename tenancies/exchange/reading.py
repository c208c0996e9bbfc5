"""A spreadsheet's bytes as rows of text: .xlsx, or CSV as Excel and others write it. No Django."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .shield import unshielded
from .workbook import Unreadable, checked

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 100
HEADING_WITHIN = 10  # rows: a title or two may stand above the heading
OTHER_TYPES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"Rar!")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also a workbook with a password
WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Table:
    """The heading, and the rows below it that hold something, with their numbers as the spreadsheet shows them."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]


def read(data: bytes, is_heading: Callable[[list[str]], int]) -> Table:
    """The first sheet, or the CSV; `is_heading` says how many words of a row name a column.

    Raises Unreadable: `empty`, `broken`, `old_excel`, `not_a_sheet`, `not_a_workbook`, `too_large_inside`,
    `too_many_rows`, `too_many_columns`.
    """
    grid = _sheet(data) if data.startswith(b"PK\x03\x04") else _csv(_text(data))
    filled = [number for number, cells in enumerate(grid, 1) if any(cells)]
    if not filled:
        raise Unreadable("empty")
    heading = max(filled[:HEADING_WITHIN], key=lambda number: (is_heading(grid[number - 1]), -number))
    headers = grid[heading - 1]
    while headers and not headers[-1]:
        headers = headers[:-1]
    rows = [(n, _padded(grid[n - 1], len(headers))) for n in filled if n > heading]
    if len(rows) > MAX_ROWS:
        raise Unreadable("too_many_rows", most=MAX_ROWS)
    if not rows:
        raise Unreadable("empty")
    return Table(headers, rows)


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _sheet(data: bytes) -> list[list[str]]:
    safe = checked(data, rows=MAX_ROWS + HEADING_WITHIN, columns=MAX_COLUMNS)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(safe))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        rows = book.get_sheet_by_name(shown[0]).to_python(skip_empty_area=False) if shown else []
    except CalamineError as error:
        raise Unreadable("broken") from error
    return [[_as_text(value) for value in row] for row in rows]


def _as_text(value: object) -> str:
    """A cell as a person would have typed it: whole numbers without a point, days as 2026-03-10."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return unshielded(str(value)).strip()


def _text(data: bytes) -> str:
    """The text of a CSV: UTF-8 with or without its mark, UTF-16 with it, otherwise Windows-1252."""
    if data.startswith(OLD_EXCEL):
        raise Unreadable("old_excel")
    if data.startswith(OTHER_TYPES):
        raise Unreadable("not_a_sheet")
    try:
        text = data.decode("utf-16" if data.startswith(WIDE_TEXT) else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Unreadable("not_a_sheet") from error
    if any(sign < " " and sign not in "\t\r\n" for sign in text):
        raise Unreadable("not_a_sheet")
    return text


def _csv(text: str) -> list[list[str]]:
    head = text.lstrip()[:2000]
    delimiter = max(";\t,", key=head.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if len(row) > MAX_COLUMNS:
                raise Unreadable("too_many_columns", most=MAX_COLUMNS)
            if len(rows) == MAX_ROWS + HEADING_WITHIN:
                raise Unreadable("too_many_rows", most=MAX_ROWS)
            rows.append([unshielded(cell).strip() for cell in row])
    except csv.Error as error:
        raise Unreadable("broken") from error
    return rows
