"""Spreadsheets for tests: written as Excel would, or bent as somebody with ill will would."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from tenancies.exchange.columns import heading_counter
from tenancies.exchange.reading import read

FULL = [
    *("Lgh nr", "Adress", "Uppgång", "Vån", "Portkod", "Antal rum", "Kvm", "Möblerad", "Upplåtelseform", "Hyresvärd"),
    *("Förstahandshyra", "Hyresgäst", "Personnr", "Mobil", "Språk", "Inflyttning", "Planerat slut", "Handläggare"),
    *("Månadshyra", "Skuld", "Skuldmånad"),
]
HOME = ["1202", "Olsborgsvägen 96", "B", 2, "4719", 2, 54, "ja", "förstahandskontrakt", "Brf Gåsen", 6000]
STAY = ["Samira Daoud", "19121212-1212", "070-111 22 33", "arabiska", date(2025, 3, 1), "1 mars 2027", "alma", "6 840"]
DEBT = [1200.5, "2025-12"]


def xlsx(*rows, formula=None) -> bytes:
    """The rows on a sheet; `formula`: (row, column, formula, value) of one cell more."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, (int, float)):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, value)
        if formula:
            row, column, text, value = formula
            sheet.write_formula(row, column, text, None, value)
    return written.getvalue()


def csv(*rows, delimiter=";", encoding="utf-8-sig") -> bytes:
    return "\r\n".join(delimiter.join(map(str, row)) for row in rows).encode(encoding)


def bent(data: bytes, **changed) -> bytes:
    """A workbook with other content in some of its parts: `sheet=` for the first sheet, or by file name."""
    names = {"sheet": "xl/worksheets/sheet1.xml"}
    wanted = {names.get(name, name): content for name, content in changed.items()}
    written = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, wanted.pop(name, before.read(name)))
        for name, content in wanted.items():
            after.writestr(name, content)
    return written.getvalue()


def table(data: bytes):
    return read(data, heading_counter())
