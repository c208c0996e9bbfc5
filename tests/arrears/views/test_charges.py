"""A charge's page, and the credit note for one that was wrong."""

import pytest

from arrears import actions
from arrears.models import Charge, Payment
from bolots.models import AccessRecord
from tests.arrears import book

from .conftest import text

pytestmark = pytest.mark.django_db


def page(client, charge):
    return client.get(f"/hyror/avier/{charge.pk}/")


def credit(client, charge, **form):
    return client.post(
        f"/hyror/avier/{charge.pk}/kreditera/", {"amount": "840", "why": "fel hyra", **form}, follow=True
    )


@pytest.fixture
def charge():
    return book.charged(holder__name="Samira Daoud")[0]


def test_a_charge_tells_its_days_and_from_when_the_home_can_be_lost(finn, charge):
    said = text(page(finn, charge))
    assert "Hyra för mars 2026 Obetald, sen" in said
    for row in (
        f"OCR {charge.ocr}",
        "Förfaller, på avin fre 27 feb",
        "Förfaller enligt lag lör 28 feb",
        "Säker förfallodag mån 2 mar",
        "Kan förverkas från tis 10 mar",
    ):
        assert row in said


def test_a_charge_tells_what_paid_it_and_what_is_left(finn, charge):
    book.imported(book.delivery(book.paid(charge, 200_000)))
    said = text(page(finn, charge))
    assert "Debiterat 6 840 kr hyra Betalt eller krediterat 2 000 kr Kvar att betala 4 840 kr" in said
    assert "2 000 kr bokförda Betalning på 2 000 kr, mån 9 mar Av sig självt, exakt OCR" in said


def test_a_charge_that_was_flagged_says_when(finn, charge):
    book.imported(book.delivery(book.named("x")))
    actions.scan_late_rent(on=book.TODAY)
    assert "Flaggad som sen tis 10 mar, 6 840 kr" in text(page(finn, charge))


def test_reading_a_charge_goes_on_record_before_the_name_is_shown(finn, cast, charge):
    assert "Samira Daoud" in text(page(finn, charge))
    record = AccessRecord.objects.get(what="charge")
    assert (record.user_id, record.person_id) == (cast.finn.pk, charge.tenancy.holder_id)


def test_a_charge_of_a_protected_tenant_names_nobody(finn):
    [charge] = book.charged(holder__name="Kanarie Fågelberg", holder__is_protected=True)
    said = text(page(finn, charge))
    assert "Skyddad" in said
    assert "Kanarie" not in said


def test_case_worker_sees_charges_of_own_homes_only(sign_in, cast, charge):
    alma = sign_in("alma")
    assert page(alma, book.charged(case_worker=cast.alma)[0]).status_code == 200
    assert page(alma, charge).status_code == 404


def test_a_credit_note_reduces_the_charge_and_keeps_its_reason(finn, cast, charge):
    said = text(credit(finn, charge))
    assert "840 kr är krediterade." in said
    assert "840 kr krediterade Kreditering Finn: fel hyra" in said
    charge.refresh_from_db()
    assert charge.open_ore == 600_000
    assert Payment.objects.get().by == cast.finn


def test_a_whole_charge_credited_counts_as_credited(finn, charge):
    assert "Krediterad" in text(credit(finn, charge, amount="6840"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"amount": "7000"}, "Det går inte att kreditera mer än avin."),
        ({"amount": "0"}, "Skriv beloppet i kronor"),
        ({"amount": "sex"}, "Skriv beloppet i kronor"),
        ({"amount": "1e3"}, "Skriv beloppet i kronor"),
        ({"amount": ""}, "En sak att rätta"),
        ({"why": ""}, "Skriv skälet"),
        ({"why": "a" * 301}, "En sak att rätta"),
    ],
)
def test_what_is_wrong_with_a_credit_note_is_said_and_what_was_typed_stays(finn, charge, form, said):
    response = credit(finn, charge, **form)
    assert said in text(response)
    for typed in form.values():
        assert f'value="{typed}"' in response.content.decode() or not typed
    assert not Payment.objects.exists()


def test_keys_that_the_form_does_not_have_change_nothing(finn, cast, charge):
    other = book.charged()[0]
    extra = {"charge": other.pk, "tenancy": other.tenancy_id, "by": cast.axel.pk, "open_ore": "0", "source": "bank"}
    finn.post(f"/hyror/avier/{charge.pk}/kreditera/", {"amount": "840", "why": "fel hyra", **extra})
    charge.refresh_from_db()
    other.refresh_from_db()
    assert (charge.open_ore, other.open_ore) == (600_000, 684_000)
    note = Payment.objects.get()
    assert (note.tenancy, note.by, note.source) == (charge.tenancy, cast.finn, "credit_note")


@pytest.mark.parametrize("name", ["alma", "miriam", "bosse", "axel"])
def test_only_who_handles_charges_credits(sign_in, charge, name):
    assert credit(sign_in(name), charge).status_code == 403
    assert Charge.objects.get(pk=charge.pk).open_ore == 684_000
