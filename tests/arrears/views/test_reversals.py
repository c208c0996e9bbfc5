"""Money that the bank took back: a work item until a person says which payment it was."""

import pytest

from arrears.models import Allocation, Payment
from tests.arrears import book

from .conftest import text

pytestmark = pytest.mark.django_db
LIST = "/hyror/aterkallade/"


@pytest.fixture
def taken_back():
    """Two homes have paid; the bank takes the second's money back."""
    other, charge = book.charged(2)
    book.imported(book.delivery(book.paid(other), book.paid(charge)))
    book.imported(book.delivery(book.paid(charge), number=2, format="camt.054.001.08", is_reversal=True))
    return Payment.objects.undecided_reversals().get(), Payment.objects.get(tenancy=charge.tenancy, amount_ore__gt=0)


def decide(client, reversal, **form):
    return client.post(f"{LIST}{reversal.pk}/", form, follow=True)


def test_an_undecided_reversal_stands_in_the_list(finn, taken_back):
    page = text(finn.get(LIST))
    assert "−6 840 kr" in page
    assert str(taken_back[1].tenancy.apartment) in page


def test_payments_that_fit_are_listed_with_why_the_best_first_and_none_chosen(finn, taken_back):
    response = finn.get(f"{LIST}{taken_back[0].pk}/")
    page = text(response)
    assert page.index("OCR, hemmet, beloppet") < page.index("beloppet", page.index("OCR, hemmet, beloppet") + 30)
    assert " checked" not in response.content.decode()


def test_decided_the_rent_is_open_again_and_the_home_is_no_longer_waiting(finn, taken_back):
    reversal, payment = taken_back
    page = text(decide(finn, reversal, payment=payment.pk, why="samma OCR"))
    assert "Bestämt. Det som betalningen hade betalat är öppet igen." in page
    assert Allocation.objects.get(ore__lt=0).charge.open_ore == 684_000
    assert "Inget att bestämma" in text(finn.get(LIST))


def test_decided_twice_the_second_finds_nothing(finn, taken_back):
    reversal, payment = taken_back
    decide(finn, reversal, payment=payment.pk, why="samma OCR")
    assert decide(finn, reversal, payment=payment.pk, why="igen").status_code == 404
    assert Allocation.objects.count() == 4


@pytest.mark.parametrize(
    ("form", "said"), [({"why": "skäl"}, "Välj betalningen."), ({"why": "", "payment": True}, "Skriv skälet")]
)
def test_without_payment_or_reason_nothing_is_decided(finn, taken_back, form, said):
    reversal, payment = taken_back
    form = {**form, "payment": payment.pk} if "payment" in form else form
    response = decide(finn, reversal, **form)
    assert said in text(response)
    assert (" checked" in response.content.decode()) == ("payment" in form)
    assert Payment.objects.undecided_reversals().exists()


def test_a_payment_with_nothing_in_common_cannot_be_chosen(finn, taken_back):
    stray = book.waiting(100, number=9)
    assert "En sak att rätta" in text(decide(finn, taken_back[0], payment=stray.pk, why="x"))


def test_a_payment_that_is_taken_back_already_is_refused_with_a_sentence(finn, cast, taken_back):
    reversal, payment = taken_back
    book.actions.decide_reversal(reversal, payment=payment, why="a", by=cast.finn, on=book.TODAY)
    data = book.delivery(book.named(payment.ocr), number=3, format="camt.054.001.08", is_reversal=True)
    book.imported(data)
    again = Payment.objects.undecided_reversals().get()
    page = text(decide(finn, again, payment=payment.pk, why="b"))
    assert "Det finns inget kvar av den betalningen att ta tillbaka." in page


@pytest.mark.parametrize("name", ["alma", "miriam", "bosse", "axel"])
def test_only_who_handles_payments_decides(sign_in, taken_back, name):
    assert decide(sign_in(name), taken_back[0], payment=taken_back[1].pk, why="x").status_code == 403
