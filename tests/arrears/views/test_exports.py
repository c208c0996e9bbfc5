"""The book as a file: from the page and from the command line; what is in it, and who is on record."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from arrears import actions
from arrears.exports.accounts import ACCOUNTS
from arrears.exports.model import AGAINST, INCOME
from arrears.exports.sie import as_sie
from arrears.models import Charge, Payment
from bolots.models import AccessRecord
from tests.arrears import book
from tests.factories import TenantFactory

from .conftest import text

pytestmark = pytest.mark.django_db
PERIOD = {"from_on": "2026-02-01", "until_on": "2026-03-10"}


@pytest.fixture
def rent(cast):
    [rent] = book.charged(1, holder=TenantFactory(name="Kanarie Fågel", is_protected=True))
    book.imported(book.delivery(book.paid(rent, 600_000, payer="Kanarie Fågel")))
    actions.credit_charge(rent, amount_ore=4_000, why="=HYPERLINK(1)", by=cast.finn, on=book.TODAY)
    return rent


def export(client, kind, **more):
    return client.post("/hyror/export/", {"format": kind, **PERIOD, **more})


def test_sie_file_is_what_the_format_asks_for(finn, rent):
    response = export(finn, "sie")
    assert response["Content-Disposition"] == 'attachment; filename="reskontra-2026-02-01-2026-03-10.si"'
    t = rent.tenancy_id
    lines = response.content.decode("cp437").split("\r\n")
    assert lines[:8] == [
        "#FLAGGA 0",
        '#PROGRAM "Bolots" 1.0',
        "#FORMAT PC8",
        "#GEN 20260310",
        "#SIETYP 4",
        "#ORGNR 212000-0000",
        '#FNAMN "Kommunen"',
        "#RAR 0 20260101 20261231",
    ]
    assert '#KONTO 1519 "Hyresfordringar före systemet"' in lines
    assert f'#OBJEKT 20 "{t}" "Hyresförhållande {t}"' in lines
    # 10 February: the rent. 10 March: 6 000 kr came and paid, 40 kr was credited
    assert lines[lines.index("{") - 1 :] == [
        '#VER HY "20260210" 20260210 "Hyresreskontra"',
        "{",
        f'   #TRANS 1510 {{20 "{t}"}} 6840.00',
        "   #TRANS 3911 {} -6840.00",
        "}",
        '#VER HY "20260310" 20260310 "Hyresreskontra"',
        "{",
        f'   #TRANS 1510 {{20 "{t}"}} -6040.00',
        "   #TRANS 1930 {} 6000.00",
        "   #TRANS 3911 {} 40.00",
        "}",
        "",
    ]


def test_accounts_and_company_are_the_unit_s_own(finn, rent, settings):
    settings.LEDGER_ACCOUNTS = {"owed": "15160"}
    settings.LANDLORD = settings.LANDLORD | {"name": 'Vuxen"enheten\n', "org_number": "212000-0027"}
    said = export(finn, "sie").content.decode("cp437")
    assert '#FNAMN "Vuxen\\"enheten"\r\n' in said
    assert "#ORGNR 212000-0027\r\n" in said
    assert "#TRANS 15160 {" in said
    assert "#TRANS 1510 {" not in said


def test_signs_that_the_code_page_lacks_are_replaced(finn, rent, settings):
    settings.LANDLORD = settings.LANDLORD | {"name": "Åsa → Zoë €"}
    said = export(finn, "sie").content
    assert '#FNAMN "Åsa ? Zoë ?"'.encode("cp437") in said


def test_every_kind_of_row_has_its_account():
    assert set(INCOME) == set(Charge.Kind.values)
    assert set(AGAINST) == set(Payment.Source.values)
    assert {*INCOME.values(), *AGAINST.values(), "owed", "unused"} == set(ACCOUNTS)


def test_empty_period_is_a_file_without_vouchers():
    said = as_sie([], chart=ACCOUNTS, company="x", organisation="", made_on=date(2026, 3, 1))
    assert "#VER" not in said
    assert said.startswith("#FLAGGA 0\r\n")


def test_csv_is_for_swedish_spreadsheets(finn, rent):
    lines = export(finn, "csv").content.decode("utf-8-sig").splitlines()
    t, note = rent.tenancy_id, Payment.objects.get(source="credit_note").pk
    assert lines[0].startswith('"Registrerat";"Gäller";"Rad";"Slag";"Nummer";"Hyresförhållande"')
    assert lines[1] == (
        f'"2026-02-10";"2026-02-10";"Debitering";"hyra";"{rent.pk}";"{t}";"2026-03";"{rent.ocr}";'
        '"6840,00";"6840,00";"0,00"'
    )
    assert (
        f'"2026-03-10";"2026-03-10";"Betalning";"kreditering";"{note}";"{t}";"";"{rent.ocr}";'
        '"40,00";"0,00";"40,00"' in lines
    )


@pytest.mark.parametrize("format", ["sie", "csv", "journal"])
def test_no_file_holds_a_name_or_what_people_wrote(finn, rent, format):
    content = export(finn, format).content
    said = content.decode("cp437" if format == "sie" else "utf-8")
    for word in ("Kanarie", "Fågel", "HYPERLINK", "Olsborg"):
        assert word not in said
    assert str(rent.tenancy_id) in said


def test_whose_rows_a_file_holds_is_on_record(finn, rent, cast):
    export(finn, "journal")
    rows = AccessRecord.objects.filter(what="export ledger")
    assert list(rows.values_list("person_id", "user_id")) == [(rent.tenancy.holder_id, cast.finn.pk)]
    export(finn, "csv", from_on="2026-03-10")
    assert rows.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"until_on": "2026-01-01"}, "Sista dagen kommer före den första"),
        ({"until_on": "2026-03-11"}, "Välj en dag som har varit"),
        ({"from_on": "igår kanske"}, "Skriv dagen som 2026-03-10"),
        ({"format": "xml"}, "xml"),
    ],
)
def test_period_that_cannot_be_had_is_explained_and_kept(finn, change, words):
    response = export(finn, "sie", **change)
    assert "Content-Disposition" not in response
    assert words in text(response)
    for value in change.values():
        assert value in response.content.decode()


def test_case_worker_exports_nothing(sign_in):
    assert export(sign_in("alma"), "csv").status_code == 403


def test_command_writes_the_same_file(finn, rent, capsysbinary):
    for format in ("sie", "csv", "journal"):
        arguments = ["--format", format, "--from", PERIOD["from_on"], "--until", PERIOD["until_on"]]
        call_command("export_ledger", *arguments, stdout=StringIO())
        assert capsysbinary.readouterr().out == export(finn, format).content


def test_command_refuses_days_to_come():
    with pytest.raises(CommandError):
        call_command("export_ledger", "--format", "csv", "--from", "2026-03-01", "--until", "2026-03-11")
