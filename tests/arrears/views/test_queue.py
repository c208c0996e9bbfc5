"""The queue: each payment with what speaks for and against a rent; a person decides, with a reason."""

import re

import pytest

from arrears import actions
from arrears.actions.allocating import NotFreeMoney
from arrears.models import Allocation, Charge, Payment
from bolots.models import AccessRecord
from tests.arrears import book
from tests.factories import ApartmentFactory, ChargeFactory, TenancyFactory, TenantFactory

from .conftest import text

pytestmark = pytest.mark.django_db
QUEUE = "/hyror/omatchade/"
FILLED = '<button class="ds-button" type="submit">Bokför här'
SLIP = str.maketrans("0123456789", "1234567890")


def slipped(ocr: str) -> str:
    """The OCR with its last digit wrong."""
    return ocr[:-1] + ocr[-1].translate(SLIP)


def address(payment, what="bokfor") -> str:
    return f"/hyror/betalningar/{payment.pk}/{what}/"


def chosen(page) -> list[str]:
    """What is preselected on the page."""
    return re.findall(r"<input[^>]*type=\"radio\"[^>]*checked", page.content.decode())


@pytest.fixture
def known_payer():
    """A charge whose tenant has paid before, and a payment of theirs with a slip in the OCR."""
    [february] = book.charged(month=book.MARCH.replace(month=2), on=book.MARCH.replace(month=1, day=10))
    book.imported(book.delivery(book.paid(february, payer="H Daoud", account="9912346")))
    [march] = book.actions.charge_month(month=book.MARCH, on=book.TODAY) and Charge.objects.filter(month=book.MARCH)
    payment = book.waiting(march.open_ore, reference=slipped(march.ocr), payer="H Daoud", account="9912346")
    return march, payment


# --- what the queue says --------------------------------------------------------------------------------------------


def test_an_empty_queue_says_what_would_be_there_and_what_to_do(finn, sign_in):
    assert "Inga omatchade betalningar Här hamnar det som inte hittar sin hyra." in text(finn.get(QUEUE))
    assert "/hyror/filer/las-in/" in finn.get(QUEUE).content.decode()
    assert "/hyror/filer/las-in/" not in sign_in("miriam").get(QUEUE).content.decode()


def test_a_suggestion_says_what_speaks_for_it(finn, known_payer):
    charge, _payment = known_payer
    page = text(finn.get(QUEUE))
    assert f"Säker Hyra för mars 2026, {charge.tenancy.apartment}" in page
    assert f"OCR är ett slarvfel från {charge.ocr}." in page
    assert "Avsändaren har betalat för det här hemmet en gång." in page
    assert "Enda öppna hyran på exakt det beloppet." in page


def test_a_suggestion_says_what_speaks_against_it(finn):
    [charge] = book.charged()
    book.waiting(700_000, reference=slipped(charge.ocr))
    page = text(finn.get(QUEUE))
    assert "160 kr mer än vad som är öppet; resten blir tillgodo." in page
    assert "Avsändaren har inte betalat för det här hemmet förut." in page
    Charge.objects.all().update(open_ore=684_000)
    book.waiting(600_000, reference=slipped(charge.ocr))
    assert "840 kr mindre än vad som är öppet." in text(finn.get(QUEUE))


def test_a_sure_suggestion_gets_the_filled_button(finn, known_payer):
    assert finn.get(QUEUE).content.decode().count(FILLED) == 1


def test_a_possible_one_gets_a_quiet_button(finn):
    book.charged(2)
    book.waiting(684_000)
    page = finn.get(QUEUE)
    assert "Möjlig Hyra för mars 2026" in text(page)
    assert FILLED not in page.content.decode()


def test_two_rents_that_are_both_named_are_a_question(finn):
    one, two = book.charged(2)
    book.imported(book.delivery(book.Paid(684_000, (one.ocr, two.ocr))))
    html = finn.get(QUEUE).content.decode()
    assert "Säker" not in html
    assert FILLED not in html


def test_nothing_is_chosen_beforehand(finn, known_payer):
    _charge, payment = known_payer
    assert chosen(finn.get(QUEUE)) == []
    assert chosen(finn.get(address(payment))) == []
    assert chosen(finn.get(address(payment, "tillgodo") + "?q=Olsborgs")) == []


def test_money_with_an_exact_ocr_but_too_large_says_why_it_waits(finn):
    [charge] = book.charged()
    book.imported(book.delivery(book.paid(charge, 150_000_000)))
    page = text(finn.get(QUEUE))
    assert "Beloppet är större än vad som bokas utan en handläggare." in page
    assert "Säker" not in page


def test_a_protected_payer_is_hidden_and_everything_that_tells_who_it_is(finn):
    TenancyFactory(holder=TenantFactory(name="Kanarie Fågelberg", is_protected=True))
    book.waiting(reference="fågelberg", payer="FÅGELBERG, KANARIE", message="från Kanarie")
    payment = Payment.objects.get()
    for page in (QUEUE, address(payment), address(payment, "tillgodo"), f"/hyror/betalningar/{payment.pk}/"):
        html = finn.get(page).content.decode().casefold()
        assert "skyddad" in html
        assert "fågelberg" not in html
        assert "kanarie" not in html


def test_a_hostile_payer_name_is_only_text(finn):
    book.waiting(payer="<script>alert(1)</script>", message='"><img src=x onerror=alert(1)>')
    html = finn.get(QUEUE).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_reading_the_queue_goes_on_record_for_the_homes_it_points_to(finn, cast, known_payer):
    charge, _payment = known_payer
    finn.get(QUEUE)
    record = AccessRecord.objects.get(what="queue")
    assert (record.user_id, record.person_id) == (cast.finn.pk, charge.tenancy.holder_id)


def test_a_long_queue_is_paged_oldest_first(finn):
    paid = [book.named("hyra", 10_000 + number) for number in range(25)]
    book.imported(book.delivery(*paid))
    first = finn.get(QUEUE)
    newer = re.search(r'rel="next" href="([^"]+)"|rel="prev" href="([^"]+)"', first.content.decode())
    second = finn.get(QUEUE + (newer[1] or newer[2]))
    assert "100 kr" in text(first)
    assert "100,19 kr" in text(first)
    assert "100,20 kr" not in text(first)
    assert "100,24 kr" in text(second)
    assert "100,19 kr" not in text(second)


# --- booking ---------------------------------------------------------------------------------------------------------


def test_booking_a_suggestion_keeps_its_reasons(finn, cast, known_payer):
    charge, payment = known_payer
    html = finn.get(QUEUE).content.decode()
    why = re.search(r'name="why" value="([^"]+)"', html)[1]
    page = finn.post(address(payment), {"charge": charge.pk, "why": why}, follow=True)
    assert "6 840 kr är bokförda." in text(page)
    row = Allocation.objects.get(charge=charge)
    assert (row.payment, row.ore, row.by) == (payment, 684_000, cast.finn)
    assert "Enda öppna hyran på exakt det beloppet." in row.why


def test_part_of_a_payment_is_booked_and_the_rest_becomes_credit(finn):
    [charge] = book.charged()
    payment = book.waiting(700_000)
    finn.post(address(payment), {"charge": charge.pk, "amount": "3 420", "why": "enligt samtal"})
    payment.refresh_from_db()
    assert (payment.tenancy, payment.unallocated_ore) == (charge.tenancy, 358_000)
    assert "Tillgodo" in text(finn.get("/hyror/"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"why": ""}, "Skriv skälet"),
        ({"amount": "mycket"}, "Skriv beloppet i kronor, till exempel 5 430."),
        ({"amount": "-5"}, "Skriv beloppet i kronor, till exempel 5 430."),
        ({"amount": "9 000"}, "Så mycket finns inte kvar av betalningen"),
        ({"charge": ""}, "Välj hyran som ska betalas."),
        ({"charge": "999999"}, "En sak att rätta"),
        ({"charge": "9" * 30}, "En sak att rätta"),
        ({"charge": "x\u0000"}, "En sak att rätta"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(finn, typed, said):
    [charge] = book.charged()
    payment = book.waiting(684_000)
    form = {"charge": charge.pk, "amount": "100", "why": "mitt skäl", **typed}
    page = finn.post(address(payment), form)
    assert page.status_code == 200
    assert said in text(page)
    assert f'value="{form["amount"]}"' in page.content.decode()
    assert bool(chosen(page)) == (form["charge"] == charge.pk)
    assert not Allocation.objects.exists()


def test_another_rent_is_found_by_home_or_ocr_and_never_by_name(finn):
    charges = book.charged(2, apartment__street="Banvägen 214")
    payment = book.waiting(50_000)
    other = charges[1]
    for words in (
        "banvägen",
        f"Banvägen 214 {other.tenancy.apartment.number}",
        other.ocr,
        f"{other.ocr[:4]} {other.ocr[4:]}",
    ):
        assert str(other.tenancy.apartment) in text(finn.get(address(payment), {"q": words})), words
    page = finn.get(address(payment), {"q": other.tenancy.holder.name})
    assert "Ingen öppen hyra passar." in text(page)


def test_rent_is_found_by_the_number_of_an_older_notice(finn, cast):
    [rent] = book.charged()
    newest = actions.replace_charge(rent, amount_ore=600_000, why="fel", by=cast.finn, on=book.TODAY)
    page = finn.get(address(book.waiting(50_000)), {"q": rent.ocr}).content.decode()
    assert f'value="{newest.pk}"' in page


def test_those_whose_names_are_shown_as_choices_are_on_record(finn):
    [charge] = book.charged(holder__name="Samira Daoud")
    page = finn.get(address(book.waiting(50_000)), {"q": "Olsborgsvägen"})
    assert "Samira Daoud" in text(page)
    assert AccessRecord.objects.get(what="choose-home").person_id == charge.tenancy.holder_id


def test_a_credit_is_booked_on_a_rent_of_its_own_home_only(finn, cast):
    mine, other = book.charged(2)
    payment = book.waiting(684_000)
    book.actions.give_to_tenancy(payment, mine.tenancy, why="samtal", by=cast.finn, on=book.TODAY)
    page = text(finn.get(address(payment)))
    assert str(mine.tenancy.apartment) in page
    assert str(other.tenancy.apartment) not in page
    assert "Hitta hyran" not in page
    finn.post(address(payment), {"charge": mine.pk, "why": "enligt hyresgästen"})
    mine.refresh_from_db()
    assert mine.open_ore == 0


def test_money_that_is_used_up_cannot_be_booked_again(finn, known_payer):
    charge, payment = known_payer
    form = {"charge": charge.pk, "why": "skäl"}
    assert finn.post(address(payment), form).status_code == 302
    assert finn.post(address(payment), form).status_code == 404
    assert Allocation.objects.filter(payment=payment).count() == 1


# --- credit ----------------------------------------------------------------------------------------------------------


def test_money_for_no_rent_becomes_the_home_s_credit(finn, cast):
    tenancy = TenancyFactory(apartment=ApartmentFactory(street="Banvägen 214"))
    payment = book.waiting(50_000)
    assert str(tenancy.apartment) in text(finn.get(address(payment, "tillgodo"), {"q": "banv"}))
    form = {"tenancy": tenancy.pk, "why": "betalt före debitering"}
    page = finn.post(address(payment, "tillgodo"), form, follow=True)
    assert "Pengarna är hemmets tillgodo." in text(page)
    payment.refresh_from_db()
    assert (payment.tenancy, payment.unallocated_ore) == (tenancy, 50_000)
    assert payment.attributions.get().by == cast.finn


def test_credit_without_home_or_reason_is_refused_and_stays_as_typed(finn):
    tenancy, payment = TenancyFactory(), book.waiting(50_000)
    page = finn.post(address(payment, "tillgodo"), {"tenancy": tenancy.pk, "why": ""})
    assert "Skriv skälet" in text(page)
    assert len(chosen(page)) == 1
    page = finn.post(address(payment, "tillgodo") + "?q=Olsborgs", {"why": "mitt skäl"})
    assert "Välj hemmet." in text(page)
    assert 'value="mitt skäl"' in page.content.decode()


def test_money_that_belongs_to_a_home_already_cannot_be_given_away(finn, cast):
    tenancy, payment = TenancyFactory(), book.waiting(50_000)
    book.actions.give_to_tenancy(payment, tenancy, why="samtal", by=cast.finn, on=book.TODAY)
    assert finn.get(address(payment, "tillgodo")).status_code == 404
    assert finn.post(address(payment, "tillgodo"), {"tenancy": tenancy.pk, "why": "x"}).status_code == 404


def test_a_rent_that_was_chosen_stays_among_the_choices_when_something_is_wrong(finn):
    _one, _two, other, _four = book.charged(4)
    page = finn.post(address(book.waiting(50_000)), {"charge": other.pk, "why": ""})
    assert len(chosen(page)) == 1
    assert str(other.tenancy.apartment) in text(page)


def test_money_that_somebody_else_was_quicker_with_is_told(finn, monkeypatch):
    """Between the page and its lock another officer may have decided."""
    tenancy, payment = TenancyFactory(), book.waiting(50_000)

    def too_late(*args, **kwargs):
        raise NotFreeMoney

    monkeypatch.setattr(book.actions, "give_to_tenancy", too_late)
    page = finn.post(address(payment, "tillgodo"), {"tenancy": tenancy.pk, "why": "mitt skäl"})
    assert "Det är inga pengar som kommit in och väntar." in text(page)
    assert 'value="mitt skäl"' in page.content.decode()


@pytest.mark.parametrize("name", ["alma", "miriam", "bosse", "axel"])
@pytest.mark.parametrize("what", ["bokfor", "tillgodo"])
def test_only_who_handles_payments_decides(sign_in, name, what):
    payment = book.waiting()
    assert sign_in(name).post(address(payment, what), {"why": "x"}).status_code == 403


def test_case_worker_s_queue_is_empty_because_unmatched_money_is_of_no_home(sign_in):
    book.waiting(payer="Någon Annan")
    assert "Någon Annan" not in text(sign_in("alma").get(QUEUE))


def test_home_of_a_protected_person_is_found_by_ocr_only_and_never_shown(finn):
    stay = TenancyFactory(protected=True, apartment__street="Sidensvansgränd 7")
    charge = ChargeFactory(tenancy=stay)
    payment = book.waiting(payer="Någon Annan")
    path = address(payment)
    assert charge not in finn.get(path, {"q": "sidensvans"}).context["choices"]
    found = finn.get(path, {"q": charge.ocr})
    assert found.context["choices"] == [charge]
    assert "Skyddad adress" in found.content.decode()
    assert "Sidensvansgränd" not in found.content.decode()
    assert not finn.get(address(payment, "tillgodo"), {"q": "sidensvans"}).context["choices"]


def test_a_credit_goes_on_no_rent_of_another_home(finn, cast):
    own, other = book.charged(2)
    payment = book.waiting(200_000)
    actions.give_to_tenancy(payment, own.tenancy, why="x", by=cast.finn, on=book.TODAY)
    assert finn.post(address(payment), {"charge": other.pk, "why": "x"}).status_code == 200
    assert not Allocation.objects.exists()
    finn.post(address(payment), {"charge": own.pk, "why": "x"})
    assert Allocation.objects.get().charge == own
