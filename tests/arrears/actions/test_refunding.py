"""Refunds: never more than the credit, the oldest money first, and no bank details of who is protected."""

from datetime import date

import pytest

from arrears import actions
from arrears.actions import allocating, refunding
from arrears.models import Payment
from arrears.rules.payouts import tells_of_an_account
from tests.arrears.book import TODAY, charged, delivery, imported, paid
from tests.factories import PaymentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    """A home with 100 kr too much from 2 March and 200 kr from the 9th."""
    [rent] = charged()
    imported(delivery(paid(rent, 694_000), day=date(2026, 3, 2), number=1))
    imported(delivery(paid(rent, 20_000), day=date(2026, 3, 9), number=2), name="b.txt")
    return rent.tenancy


def refund(home, ore, why="flyttat", to="utbetalning 4711"):
    return actions.refund(home, amount_ore=ore, why=why, to=to, by=UserFactory(), on=TODAY)


def left(home) -> list[int]:
    rows = Payment.objects.filter(tenancy=home, source="bank").order_by("effective_on")
    return list(rows.values_list("unallocated_ore", flat=True))


def is_sound():
    return actions.prove_ledger(on=TODAY).mismatches == 0


def test_refund_takes_the_oldest_credit_first(home):
    back = refund(home, 15_000)
    assert (back.source, back.amount_ore, back.unallocated_ore, back.message) == (
        "refund", -15_000, 0, "utbetalning 4711")  # fmt: skip
    assert left(home) == [0, 15_000]
    assert is_sound()


def test_all_of_the_credit_can_be_paid_back_and_not_an_ore_more(home):
    with pytest.raises(refunding.NotThatMuchCredit):
        refund(home, 30_001)
    refund(home, 30_000)
    assert left(home) == [0, 0]
    with pytest.raises(refunding.NotThatMuchCredit):
        refund(home, 1)
    assert is_sound()


@pytest.mark.parametrize("ore", [0, -1])
def test_refund_is_more_than_nothing(home, ore):
    with pytest.raises(refunding.NotThatMuchCredit):
        refund(home, ore)


def test_refund_says_why_and_how(home):
    with pytest.raises(allocating.WithoutReason):
        refund(home, 1, why=" ")
    with pytest.raises(refunding.WithoutReference):
        refund(home, 1, to=" ")


def test_credit_that_the_bank_may_have_taken_back_is_not_paid_out(home):
    PaymentFactory(tenancy=home, source="reversal", amount_ore=-5_000)
    with pytest.raises(refunding.ReversalWaits):
        refund(home, 1)


def test_refund_is_final(home):
    back = refund(home, 10_000)
    with pytest.raises(allocating.TakenBackElsewhere):
        actions.undo_allocation(back.settlements.get(), why="x", by=UserFactory(), on=TODAY)


def test_account_of_a_protected_person_is_not_written_down(home):
    home.holder.is_protected = True
    with pytest.raises(refunding.TellsOfAnAccount):
        refund(home, 1, to="konto 8327-9, 1234567")
    assert refund(home, 1, to="utbetalning 4711").amount_ore == -1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("utbetalning 4711", False),
        ("UB-2026-0310", False),  # eight digits
        ("verifikat 123456789", False),  # nine
        ("1234567890", True),
        ("8327-9, 123 456 789", False),  # 5 digits, a comma, 9 digits
        ("8327-9 123 456 789", True),  # 14 digits
        ("SE45 5000 0000 0583 9825 7466", True),
        ("swish 070", True),
        ("kontot", False),
        ("till konto", True),
        ("", False),
    ],
)
def test_bank_details_are_known_by_their_look(text, expected):
    assert tells_of_an_account(text) is expected
