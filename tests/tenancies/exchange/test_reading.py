"""Spreadsheets are read as people make them, and refused in time when they are something else (promise 30)."""

import struct
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tenancies.exchange import wording, workbook
from tenancies.exchange.columns import guess
from tenancies.exchange.reading import MAX_COLUMNS, MAX_ROWS
from tenancies.exchange.workbook import Unreadable

from .sheets import FULL, HOME, STAY, bent, csv, table, xlsx

HEAD = ["Lägenhetsnummer", "Gata"]
ROW = ["1001", "Åvägen 1"]


def refused(data) -> str:
    """The code of the refusal; its sentence can be said in both languages."""
    with pytest.raises(Unreadable) as error:
        table(data)
    assert wording.of_file(error.value)
    return error.value.code


# --- as people make them ----------------------------------------------------------------------------------------------


def test_cells_become_what_a_person_would_have_typed():
    read = table(xlsx(HEAD, [1001, 5430.5, date(2026, 3, 10), " x ", 191212121212, 0.1 + 0.2]))
    assert read.rows == [(2, ["1001", "5430.5"])]
    wide = table(xlsx([*HEAD, "a", "b", "c", "d"], [1001, 5430.5, date(2026, 3, 10), " x ", 191212121212, 0.1 + 0.2]))
    assert wide.rows == [(2, ["1001", "5430.5", "2026-03-10", "x", "191212121212", "0.3"])]


def test_formula_is_its_value():
    assert table(xlsx(HEAD, ROW, formula=(1, 0, "=500*2", 1000))).rows == [(2, ["1000", "Åvägen 1"])]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_in_every_common_dress(delimiter, encoding):
    read = table(csv(HEAD, ROW, delimiter=delimiter, encoding=encoding))
    assert (read.headers, read.rows) == (HEAD, [(2, ROW)])


def test_csv_keeps_lines_and_delimiters_within_quotes():
    read = table('Lgh nr;Gata;x\n1;"Å; vägen\n1";"sa ""hej"""\n\n2;b;'.encode())
    assert read.rows == [(2, ["1", "Å; vägen\n1", 'sa "hej"']), (4, ["2", "b", ""])]


def test_title_above_the_heading_and_empty_rows_are_passed_over():
    read = table(xlsx(["Träningslägenheter 2026"], [""], HEAD, ROW, ["", ""], ["1002", "Åvägen 1"]))
    assert read.headers == HEAD
    assert [number for number, _cells in read.rows] == [4, 6]


def test_headings_are_recognised_in_both_languages_and_by_the_words_of_the_trade():
    assert guess(FULL) == [
        *("number", "street", "staircase", "floor", "entry_code", "rooms", "area_m2", "is_furnished", "tenure_form"),
        *("owner", "head_rent_ore", "name", "personal_number", "phone", "language", "starts_on", "planned_end_on"),
        *("case_worker", "rent_ore", "opening_ore", "opening_month"),
    ]
    english = ["Apartment number", "STREET", "tenure-form", "Entry code", "?", "Apartment number"]
    assert guess(english) == ["number", "street", "tenure_form", "entry_code", "", ""]


def test_postal_address_is_recognised_by_the_words_of_the_trade():
    assert guess(["Adress", "Postnr", "Ort"]) == ["street", "postcode", "town"]
    assert guess(["Gata", "Postnummer", "Postort"]) == ["street", "postcode", "town"]


def test_apostrophe_that_shields_text_is_taken_off():
    assert table(csv(["Lgh nr", "Telefon"], ["1", "'+46 70 111"])).rows == [(2, ["1", "+46 70 111"])]


# --- refused in time --------------------------------------------------------------------------------------------------

PLAIN = xlsx(HEAD, ROW)
CELLS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + CELLS.format("<row><c><v>&b;</v></c></row>")


def cell(place, tag="c", quote='"'):
    return CELLS.format(f"<row r={quote}1{quote}><{tag} r={quote}{place}{quote}><v>1</v></{tag}></row>")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \r\n \n", "empty"),
        (csv(HEAD), "empty"),
        (xlsx(HEAD), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"%PDF-1.7 ...", "not_a_sheet"),
        (b"\x89PNG\r\n\x1a\n", "not_a_sheet"),
        (b"\xff\xd8\xff\xe0JFIF", "not_a_sheet"),
        (b"MZ\x90\x00\x03", "not_a_sheet"),
        (b"Lgh nr;Gata\n1;\x81\x8d", "not_a_sheet"),
        (b"PK\x03\x04 and nothing more", "broken"),
        (PLAIN[:-40], "broken"),
        (bent(PLAIN, sheet=b"<worksheet><sheetData><row>"), "broken"),
        (bent(PLAIN, sheet=ENTITIES), "broken"),
        (bent(PLAIN, sheet=cell("!!")), "broken"),
        (bent(PLAIN, sheet=cell("XFD1048576")), "too_many_rows"),
        (bent(PLAIN, sheet=cell("xfd1048576", quote="'")), "too_many_rows"),
        (bent(PLAIN, sheet=cell("XFD1")), "too_many_columns"),
        (bent(PLAIN, sheet=cell("A1").replace('r="A1"', "").replace('r="1"', 'r="1048576"')), "too_many_rows"),
        (bent(PLAIN, **{"xl/hidden.bin": cell("XFD1048576")}), "too_many_rows"),
        (csv(HEAD, *[ROW] * (MAX_ROWS + 1)), "too_many_rows"),
        (b"\n" * 4_000_000, "too_many_rows"),
        (csv(["x"] * (MAX_COLUMNS + 1), ROW), "too_many_columns"),
        (b'a;"' + b"x" * 200_000, "broken"),
    ],
)
def test_file_that_is_no_register_is_refused(data, code):
    assert refused(data) == code


def test_other_archives_are_no_workbooks():
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(written.getvalue()) == "not_a_workbook"


def test_archive_that_unpacks_without_end_is_refused_by_what_comes_out():
    bomb = bent(PLAIN, sheet=b"<worksheet>" + b" " * (workbook.MAX_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert refused(bomb) == "too_large_inside"


def test_archive_of_many_small_parts_is_refused():
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for number in range(workbook.MAX_MEMBERS + 1):
            archive.writestr(f"{number}.xml", "<a/>")
    assert refused(written.getvalue()) == "too_large_inside"


def test_archive_that_lies_about_its_sizes_is_refused():
    bomb = bytearray(bent(PLAIN, sheet=b"<worksheet>" + b" " * 10_000_000))
    with ZipFile(BytesIO(bomb)) as archive:
        size = struct.pack("<L", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    assert refused(bytes(bomb.replace(size, struct.pack("<L", 20)))) == "broken"


def test_styled_but_empty_cells_far_away_are_no_harm():
    sheet = CELLS.format(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Lgh nr</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    assert table(bent(PLAIN, sheet=sheet)).rows == [(2, ["7"])]


def test_every_bit_of_a_real_file_may_flip_without_more_than_a_refusal():
    data, ends = xlsx(FULL, [*HOME, *STAY]), set()
    for place in range(0, len(data), 97):
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        ends.add(read_or_refused(bytes(flipped)))
    assert ends <= {"read", "broken", "not_a_workbook", "not_a_sheet", "empty"}


def read_or_refused(data) -> str:
    try:
        table(data)
    except Unreadable as error:
        return error.code
    return "read"
