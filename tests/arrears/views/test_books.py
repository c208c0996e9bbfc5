"""The pages of the book: a home's, a person's, aged balances, months closed."""

from datetime import date

import pytest

from arrears import actions
from arrears.models import Charge
from bolots.models import AccessRecord
from tests.arrears import book
from tests.factories import TenancyFactory, TenantFactory
from tests.factories.ledger import other_claim, written_off

from .conftest import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def rent(cast):
    [rent] = book.charged(1, case_worker=cast.alma, holder__name="Samira Daoud")
    book.imported(book.delivery(book.paid(rent, 600_000), day=date(2026, 3, 6)), name="bgmax.txt")
    actions.credit_charge(rent, amount_ore=4_000, why="vattenskada", by=cast.finn, on=book.TODAY)
    return rent


def ledger(client, rent, **query):
    return client.get(f"/hyror/hem/{rent.tenancy_id}/reskontra/", query)


def test_home_s_ledger_tells_each_row_with_source_and_balance(finn, rent):
    said = text(ledger(finn, rent))
    assert "Samira Daoud" in said
    for row in (
        f"tis 10 feb Hyra för mars 2026 Månadens debitering · OCR {rent.ocr} 6 840 kr 6 840 kr",
        f"fre 6 mar Betalning bgmax.txt, insättning 00001, nr 1 · OCR {rent.ocr} registrerat tis 10 mar "
        "−6 000 kr 840 kr",
        f"tis 10 mar Kreditering Finn: vattenskada · OCR {rent.ocr} −40 kr 800 kr",
    ):
        assert row in said, said
    assert "Skuld 800 kr" in said
    assert "Saldo 800 kr tis 10 mar" in said


def test_ledger_of_a_day_is_as_known_or_as_true(finn, rent):
    assert "Saldo 6 840 kr" in text(ledger(finn, rent, day="2026-03-07"))
    assert "Saldo 840 kr" in text(ledger(finn, rent, day="2026-03-07", reading="true"))
    assert "Saldo 0 kr" in text(ledger(finn, rent, day="2026-02-01"))


@pytest.mark.parametrize("day", ["i övermorgon", "2027-01-01"])
def test_day_that_cannot_be_shown_stays_in_the_field_with_a_sentence(finn, rent, day):
    response = ledger(finn, rent, day=day)
    assert day in response.content.decode()
    assert "Saldo 800 kr" in text(response)
    words = "Välj en dag som har varit" if day[0] == "2" else "Skriv dagen som 2026-03-10"
    assert words in text(response)


def test_ledger_of_a_home_from_elsewhere_is_not_found(sign_in, rent):
    assert ledger(sign_in("elsa"), rent).status_code == 404
    assert ledger(sign_in("alma"), rent).status_code == 200
    assert ledger(sign_in("bosse"), rent).status_code == 403
    assert sign_in("elsa").get(f"/hyror/person/{rent.tenancy.holder_id}/reskontra/").status_code == 404


def test_debt_stays_with_the_person_after_the_move(finn, rent, cast):
    old = TenancyFactory(holder=rent.tenancy.holder, ends_on=date(2026, 1, 1), end_reason="own_lease")
    actions.open_balance(old, month=date(2025, 12, 1), amount_ore=120_000, by=cast.finn, on=book.TODAY)
    said = text(finn.get(f"/hyror/person/{rent.tenancy.holder_id}/reskontra/"))
    assert "Skuld 2 000 kr" in said  # 800 and 1 200
    assert "Ingående skuld för december 2025" in said
    assert "Hyra för mars 2026" in said
    assert "hyresgästens alla hem" in text(ledger(finn, rent))


def test_reading_a_person_s_ledger_is_recorded(finn, rent, cast):
    finn.get(f"/hyror/person/{rent.tenancy.holder_id}/reskontra/")
    record = AccessRecord.objects.latest("pk")
    assert (record.what, record.person_id, record.user_id) == (
        "person-ledger",
        rent.tenancy.holder_id,
        cast.finn.pk,
    )


def test_case_worker_sees_only_the_own_homes_of_a_person(sign_in, rent):
    other = TenancyFactory(
        holder=rent.tenancy.holder, starts_on=date(2020, 1, 1), ends_on=date(2024, 1, 1), end_reason="own_lease"
    )
    actions.open_balance(other, month=date(2023, 12, 1), amount_ore=99_900, by=None, on=book.TODAY)
    assert "999 kr" in text(sign_in("finn").get(f"/hyror/person/{rent.tenancy.holder_id}/reskontra/"))
    assert "999 kr" not in text(sign_in("alma").get(f"/hyror/person/{rent.tenancy.holder_id}/reskontra/"))


def test_what_people_wrote_about_a_protected_person_is_not_shown(finn, cast):
    [rent] = book.charged(1, holder=TenantFactory(name="Hemlig Person", is_protected=True))
    actions.credit_charge(rent, amount_ore=100, why="flyttade till Kiruna", by=cast.finn, on=book.TODAY)
    said = text(ledger(finn, rent))
    assert "Kiruna" not in said
    assert "Hemlig" not in said
    assert "Finn: skälet är skyddat" in said


def test_fees_are_told_apart_on_ledger_and_charge(finn, rent):
    fee = other_claim(rent, "fee", 6_000, on=book.TODAY)
    said = text(ledger(finn, rent))
    assert "Skuld 800 kr" in said
    assert "Övriga fordringar 60 kr" in said
    page = text(finn.get(f"/hyror/avier/{fee.pk}/"))
    assert "Påminnelseavgift, hyran för mars 2026" in page
    assert "Hyran som det gäller" in page


def test_aged_balances_tell_bands_and_former_tenants_apart(finn, rent):
    gone = TenancyFactory(ends_on=date(2026, 1, 1), end_reason="own_lease")
    actions.open_balance(gone, month=date(2025, 6, 1), amount_ore=70_000, by=None, on=date(2026, 2, 1))
    said = text(finn.get("/hyror/aldersanalys/"))
    assert "1 500 kr i hyra var förfallen och inte betald tis 10 mar" in said
    assert "Bor här 1 0 kr 800 kr 0 kr 0 kr 800 kr" in said
    assert "Tidigare hyresgäster 1 0 kr 0 kr 0 kr 700 kr 700 kr" in said
    former = text(finn.get("/hyror/aldersanalys/?show=former"))
    assert str(gone.apartment.number) in former
    assert "7 540 kr" in text(finn.get("/hyror/aldersanalys/?day=2026-03-05"))  # 6 840 + 700, before the money


def test_aged_balances_as_a_file_hold_numbers_and_no_names(finn, rent, sign_in):
    response = finn.get("/hyror/aldersanalys/fil/?day=2026-03-10")
    assert response["Content-Disposition"] == 'attachment; filename="aldersanalys-2026-03-10.csv"'
    heading, row, *rest = response.content.decode("utf-8-sig").splitlines()
    assert row == f'"{rent.tenancy_id}";"nej";"0,00";"800,00";"0,00";"0,00";"800,00";"2026-02-27"'
    assert rest == []
    assert "1–7 dagar" in heading
    assert AccessRecord.objects.filter(what="export aged", person_id=rent.tenancy.holder_id).exists()
    assert sign_in("alma").get("/hyror/aldersanalys/fil/").status_code == 403


def test_months_close_and_say_so(finn, rent):
    said = text(finn.get("/hyror/avstamning/"))
    assert "Alla månader stämmer" in said
    assert "mars 2026 6 840 kr 0 kr 6 040 kr 0 kr 800 kr 0 kr 0 kr" in said
    assert "februari 2026 0 kr 6 840 kr 0 kr 0 kr 6 840 kr 0 kr 0 kr" in said


def test_month_that_does_not_close_is_said_loudly(finn, rent):
    Charge.objects.update(open_ore=1)
    assert "Boken stämmer inte" in text(finn.get("/hyror/avstamning/"))
    said = text(finn.get("/hyror/avstamning/2026-03/"))
    assert "Stämmer inte" in said
    assert "Ska vara, enligt alla rader före månaden" in said


def test_month_tells_its_rows_by_kind(finn, rent, cast):
    other_claim(rent, "interest", 1_200, on=book.TODAY, from_on=date(2026, 3, 3), until_on=book.TODAY)
    written_off(rent, 10_000, by=cast.finn, on=book.TODAY)
    book.waiting(500)
    said = text(finn.get("/hyror/avstamning/2026-03/"))
    for row in (
        "Debiterat: dröjsmålsränta + 12 kr",
        "Kom in eller krediterades: kreditering − 40 kr",
        "Avskriven − 100 kr",
        "Ska vara kvar 707 kr",  # 6 840 + 12 − 6 000 − 5 − 40 − 100
        "varav 5 kr väntar på en människa",
        "Skillnad 0 kr",
    ):
        assert row in said, said
    assert "Månaden är inte slut" in said


def test_months_to_come_are_not_found(finn):
    assert finn.get("/hyror/avstamning/2026-04/").status_code == 404
    assert finn.get("/hyror/avstamning/1999-04/").status_code == 404
