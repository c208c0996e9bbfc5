"""Cells: what people write becomes a value, and what cannot is refused with words that say what to write."""

from datetime import date

import pytest

from tenancies.exchange import wording
from tenancies.exchange.cells import BadCell, Kind, parse

TODAY = date(2026, 3, 10)
WORDS = Kind("choice", words={"owned": ("ägs av kommunen", "egen"), "block_lease": ("blockhyra",)})
NUMBER = Kind("number", -5, 60)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind("text", most=20), "  Brf   Gåsen ", "Brf Gåsen"),
        (NUMBER, "-1", -1),
        (Kind("kronor"), "5 430,50", 543_050),
        (Kind("kronor"), "5430.5", 543_050),
        (Kind("kronor"), "6 840 kr", 684_000),
        (Kind("kronor"), "0", 0),
        (Kind("day"), "2026-03-10", TODAY),
        (Kind("day"), "10 mars", TODAY),
        (Kind("day"), "1/3 2025", date(2025, 3, 1)),
        (Kind("month"), "2025-12", date(2025, 12, 1)),
        (Kind("month"), "202512", date(2025, 12, 1)),
        (Kind("month"), "2025-12-24", date(2025, 12, 1)),
        (Kind("month"), "december 2025", date(2025, 12, 1)),
        (Kind("yes_no"), "JA", True),
        (Kind("yes_no"), "nej", False),
        (WORDS, "Ägs av Kommunen", "owned"),
        (WORDS, "egen", "owned"),
        (WORDS, "block_lease", "block_lease"),
        (Kind("personal_number"), "19121212-1212", "191212121212"),
        (Kind("postcode"), "18630", "186 30"),
        (Kind("personal_number"), "121212+1212", "191212121212"),
    ],
)
def test_cell_is_read(kind, text, value):
    assert parse(text, kind, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (Kind("text", most=3), "Gåsen", "”Gåsen” är för långt. Skriv högst 3 tecken."),
        (Kind("text", most=30), "a\x07b", "tecken som inte kan visas"),
        (NUMBER, "61", "”61” är inget heltal från -5 till 60."),
        (NUMBER, "2,5", "inget heltal"),
        (Kind("kronor"), "5 43O", "”5 43O” är inget belopp. Skriv till exempel 5 430."),
        (Kind("kronor"), "-1", "inget belopp"),
        (Kind("kronor"), "1,234", "inget belopp"),
        (Kind("day"), "31 februari", "ingen dag"),
        (Kind("day"), "46091", "ingen dag"),
        (Kind("day"), "1753-01-01", "ingen dag"),
        (Kind("month"), "2025-13", "ingen månad"),
        (Kind("yes_no"), "kanske", "varken ja eller nej"),
        (WORDS, "hyrd", "Skriv något av: ägs av kommunen, blockhyra."),
        (Kind("personal_number"), "19121212-1213", "inget personnummer"),
        (Kind("postcode"), "1863", "”1863” är inget postnummer. Skriv fem siffror, som 186 30."),
        (Kind("kronor"), "#REF!", "fel i kalkylbladets egen formel"),
        (Kind("kronor"), "x" * 500, "x" * 40 + "…"),
    ],
)
def test_cell_that_cannot_be_read_says_what_to_write(kind, text, words):
    with pytest.raises(BadCell) as error:
        parse(text, kind, TODAY)
    assert words in wording.of_cell(error.value, text)
