"""One payment's whole life, and the way back from each booking."""

import re

import pytest

from arrears import actions
from arrears.models import Allocation, Payment
from bolots.models import AccessRecord
from demo.bankfile_writer import Paid
from tests.arrears import book
from tests.factories import TenancyFactory, TenantFactory

from .conftest import text

pytestmark = pytest.mark.django_db


def life(client, payment):
    return client.get(f"/hyror/betalningar/{payment.pk}/")


def undo(client, row, why="fel hem", **options):
    return client.post(f"/hyror/bokningar/{row.pk}/angra/", {"why": why}, **options)


@pytest.fixture
def row():
    """A booking that an exact OCR made."""
    [charge] = book.charged(holder__name="Samira Daoud")
    book.imported(book.delivery(book.paid(charge, payer="S DAOUD")), name="mars.txt")
    return Allocation.objects.get()


def test_a_life_goes_from_file_to_deposit_to_payment_to_rent(finn, row):
    page = text(life(finn, row.payment))
    steps = ["mars.txt", "En insättning på 6 840 kr på vårt konto", "I den finns den här betalningen, 6 840 kr"]
    steps += [
        "S DAOUD",
        f"Referens {row.charge.ocr}",
        "6 840 kr bokförda",
        f"Hyra för mars 2026, {row.charge.tenancy.apartment}",
    ]
    steps += ["Av sig självt, exakt OCR"]
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert "Klar" in page


def test_amounts_on_the_page_sum_up_to_the_payment(finn, cast):
    [one] = book.charged()
    payment = book.waiting(1_000_000)
    actions.allocate_by_hand(payment, one, amount_ore=684_000, why="a", by=cast.finn, on=book.TODAY)
    page = text(life(finn, payment)).partition("Beloppen")[2]
    assert "Hyra för mars 2026 6 840 kr Kvar 3 160 kr Betalningen 10 000 kr" in page
    assert f"{one.tenancy.apartment} tis 10 mar, Finn: a" in page


def test_what_was_undone_stays_visible_with_who_and_why(finn, row):
    page = text(undo(finn, row, why="hyresgästen ringde", follow=True))
    assert "Bokföringen är ångrad. Hyran är öppen igen." in page
    assert "Ångrad senare" in page
    assert "Ångrad, −6 840 kr" in page
    assert "Finn: hyresgästen ringde" in page
    assert "6 840 kr väntar på en människa" in page
    row.charge.refresh_from_db()
    assert row.charge.open_ore == 684_000


def test_undone_twice_the_second_is_told_and_changes_nothing(finn, row):
    undo(finn, row)
    response = undo(finn, row)
    assert response.status_code == 200
    assert "Det är redan ångrat." in text(response)
    assert 'value="fel hem"' in response.content.decode()
    assert Allocation.objects.count() == 2


def test_undoing_needs_a_reason(finn, row):
    assert "Skriv skälet" in text(undo(finn, row, why="  "))
    assert Allocation.objects.count() == 1


def test_an_undoing_cannot_itself_be_undone_here(finn, row):
    undo(finn, row)
    undoing = Allocation.objects.get(reverses=row)
    assert undo(finn, undoing).status_code == 404


@pytest.mark.parametrize("name", ["alma", "miriam", "bosse", "axel"])
def test_only_who_handles_payments_undoes(sign_in, row, name):
    assert undo(sign_in(name), row).status_code == 403
    assert Allocation.objects.count() == 1


def test_parts_of_one_payment_lead_to_each_other(finn):
    one, two = book.charged(2)
    book.imported(book.delivery(Paid(900_000, parts=((one.ocr, 684_000), (two.ocr, 216_000)))))
    first, second = Payment.objects.order_by("part")
    page = life(finn, first)
    assert "Betalaren angav flera avier på en gång. De andra delarna: 2 160 kr" in text(page)
    assert f'href="/hyror/betalningar/{second.pk}/"' in page.content.decode()


def test_a_credit_note_s_life_begins_with_its_reason(finn, cast):
    [charge] = book.charged()
    note = actions.credit_charge(charge, amount_ore=84_000, why="fel hyra", by=cast.finn, on=book.TODAY)
    page = text(life(finn, note))
    assert "Kreditering, 840 kr" in page
    assert "Kreditering, 840 kr Finn: fel hyra" in page


def test_a_payment_that_was_taken_back_shows_it_and_so_does_its_reversal(finn, cast):
    [charge] = book.charged()
    book.imported(book.delivery(book.paid(charge)))
    book.imported(book.delivery(book.paid(charge), number=2, format="camt.054.001.08", is_reversal=True))
    payment, reversal = Payment.objects.order_by("-amount_ore")
    assert "Väntar tills en människa bestämmer vilken betalning det var" in text(life(finn, reversal))
    actions.decide_reversal(reversal, payment=payment, why="samma OCR", by=cast.finn, on=book.TODAY)
    page = text(life(finn, payment))
    assert "6 840 kr återtagna av banken Bankens återtag Finn: samma OCR" in page
    assert "Återtagna 6 840 kr Kvar 0 kr Betalningen 6 840 kr" in page.partition("Beloppen")[2]
    page = text(life(finn, reversal))
    assert "Betalning på 6 840 kr, mån 9 mar Finn: samma OCR" in page
    assert "Återtagna −6 840 kr Kvar 0 kr Betalningen −6 840 kr" in page.partition("Beloppen")[2]


def test_reading_a_payment_of_a_home_goes_on_record(finn, cast, row):
    life(finn, row.payment)
    record = AccessRecord.objects.get(what="payment")
    assert (record.user_id, record.person_id) == (cast.finn.pk, row.charge.tenancy.holder_id)


def test_a_protected_tenant_s_payment_names_nobody(finn):
    tenancy = TenancyFactory(holder=TenantFactory(name="Kanarie Fågelberg", is_protected=True))
    actions.charge_month(month=book.MARCH, on=book.TODAY)
    [charge] = book.Charge.objects.filter(tenancy=tenancy)
    book.imported(book.delivery(book.paid(charge, payer="Snäll Granne", message="åt K")))
    page = text(life(finn, Payment.objects.get()))
    assert "Skyddad adress" in page
    assert tenancy.apartment.street not in page
    assert not re.search("Kanarie|Fågelberg|Snäll Granne|åt K", page)


def test_case_worker_sees_payments_of_own_homes_only(sign_in, cast, row):
    mine = book.charged(case_worker=cast.alma)[0]
    book.imported(book.delivery(book.paid(mine), number=2))
    alma = sign_in("alma")
    assert life(alma, Allocation.objects.get(charge=mine).payment).status_code == 200
    assert life(alma, row.payment).status_code == 404
    assert life(alma, book.waiting()).status_code == 404


@pytest.mark.parametrize("page", ["", "bokfor/", "tillgodo/"])
def test_tenant_whose_name_stands_on_unmatched_money_is_on_record(finn, page):
    stay = TenancyFactory(holder__name="Samira Daoud")
    payment = book.waiting(payer="DAOUD SAMIRA")
    assert "DAOUD SAMIRA" in text(finn.get(f"/hyror/betalningar/{payment.pk}/{page}"))
    assert AccessRecord.objects.get().person_id == stay.holder_id


@pytest.fixture
def two(cast):
    """A rent of alma's home, and one of a home that she is not involved in."""
    [hers] = book.charged(case_worker=cast.alma, apartment__street="Almas gata 1")
    [other] = book.charged(case_worker=cast.elsa, apartment__street="Elsas gata 2")
    return hers, other


def divided(payment, hers, other, facts):
    actions.give_to_tenancy(payment, hers.tenancy, **facts)
    shares = [actions.Share(rent.tenancy_id, 100_000) for rent in (hers, other)]
    actions.split_payment(payment, shares, **facts)


def moved(payment, hers, other, facts):
    actions.give_to_tenancy(payment, other.tenancy, **facts)
    actions.give_to_tenancy(payment, hers.tenancy, **facts)


def booked_and_undone(payment, hers, other, facts):
    actions.undo_allocation(actions.allocate_by_hand(payment, other, amount_ore=100_000, **facts), **facts)
    actions.allocate_by_hand(payment, hers, amount_ore=100_000, **facts)


@pytest.mark.parametrize("how", [divided, moved, booked_and_undone])
def test_a_life_does_not_tell_of_homes_that_one_may_not_know_of(sign_in, cast, two, how):
    payment = book.waiting(200_000)
    how(payment, *two, {"why": "x", "by": cast.finn, "on": book.TODAY})
    response = life(sign_in("alma"), payment)
    assert "Elsas gata" not in text(response)
    assert "ett annat hem" in text(response)
    assert f"/avier/{two[1].pk}/" not in response.content.decode()
    for share in Payment.objects.filter(of=payment, tenancy=two[1].tenancy):
        assert f"/betalningar/{share.pk}/" not in response.content.decode()
    assert "Elsas gata" in text(life(sign_in("finn"), payment))
