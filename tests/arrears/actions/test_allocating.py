"""Money put on charges by hand, given away without one, and taken off again."""

from datetime import date

import pytest

from arrears import actions
from arrears.actions.allocating import AlreadyUndone, NotFreeMoney, NotThisMuch, UsedElsewhere, WithoutReason
from arrears.models import Allocation, Attribution, Payment
from tests.arrears.book import TODAY, charged, delivery, imported, paid, waiting
from tests.factories import TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def finn():
    return UserFactory(role="finance_officer")


def put(payment, charge, finn, ore=684_000, why="Hyran för mars, sade hon"):
    return actions.allocate_by_hand(payment, charge, amount_ore=ore, why=why, by=finn, on=TODAY)


def test_by_hand_money_becomes_the_tenancys_with_the_reason(finn):
    [rent] = charged(1)
    payment = waiting()
    row = put(payment, rent, finn)
    for changed in (payment, rent):
        changed.refresh_from_db()
    assert (rent.open_ore, payment.unallocated_ore, payment.tenancy) == (0, 0, rent.tenancy)
    assert (row.ore, row.by, row.why) == (684_000, finn, "Hyran för mars, sade hon")
    assert (row.effective_on, row.recorded_on) == (payment.effective_on, TODAY)
    said = Attribution.objects.get()
    assert (said.payment, said.tenancy, said.by, said.recorded_on) == (payment, rent.tenancy, finn, TODAY)


def test_one_payment_may_pay_several_rents_of_a_home_and_one_rent_have_several_payments(finn):
    [march] = charged(1)
    actions.charge_month(month=date(2026, 4, 1), on=TODAY)
    april = march.__class__.objects.get(month=date(2026, 4, 1))
    payment, other = waiting(1_000_000), waiting(368_000)
    put(payment, march, finn)
    put(payment, april, finn, 316_000)
    put(other, april, finn, 368_000)
    april.refresh_from_db()
    assert april.open_ore == 0
    assert Attribution.objects.count() == 2
    assert actions.prove_ledger(on=TODAY).mismatches == 0


@pytest.mark.parametrize("ore", [0, -1, 684_001, 10**18])
def test_more_than_there_is_cannot_be_put_on_a_charge(ore, finn):
    [rent] = charged(1)
    payment = waiting(700_000)
    with pytest.raises(NotThisMuch):
        put(payment, rent, finn, ore)


def test_more_than_is_left_of_the_payment_cannot_be_put_on_a_charge(finn):
    [rent] = charged(1)
    payment = waiting(100)
    with pytest.raises(NotThisMuch):
        put(payment, rent, finn, 101)


def test_nothing_is_done_without_a_reason(finn):
    [rent] = charged(1)
    payment = waiting()
    with pytest.raises(WithoutReason):
        put(payment, rent, finn, why="  ")
    with pytest.raises(WithoutReason):
        actions.give_to_tenancy(payment, rent.tenancy, why="", by=finn, on=TODAY)
    row = put(payment, rent, finn)
    with pytest.raises(WithoutReason):
        actions.undo_allocation(row, why="", by=finn, on=TODAY)


def test_payment_that_pays_one_home_cannot_pay_another(finn):
    here, there = charged(2)
    payment = waiting(700_000)
    put(payment, here, finn, 100)
    with pytest.raises(UsedElsewhere):
        put(payment, there, finn, 100)


def test_credit_can_be_moved_to_the_home_it_was_meant_for(finn):
    """A tenant used the neighbour's OCR: undone with a reason, then put where it belongs."""
    wrong, right = charged(2)
    imported(delivery(paid(wrong)))
    row = Allocation.objects.get()
    actions.undo_allocation(row, why="Grannens OCR", by=finn, on=TODAY)
    payment = Payment.objects.get()
    assert payment.tenancy is None
    put(payment, right, finn)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.open_ore, right.open_ore) == (684_000, 0)
    assert list(Attribution.objects.order_by("pk").values_list("tenancy", flat=True)) == [None, right.tenancy_id]
    assert actions.prove_ledger(on=TODAY).mismatches == 0


def test_undo_is_an_opposite_row_and_the_rent_is_open_again(finn):
    [rent] = charged(1)
    row = put(waiting(), rent, finn)
    undone = actions.undo_allocation(row, why="Fel hyra", by=finn, on=date(2026, 3, 11))
    rent.refresh_from_db()
    assert (undone.ore, undone.reverses, undone.charge, undone.why) == (-684_000, row, rent, "Fel hyra")
    assert (undone.effective_on, undone.recorded_on) == (row.effective_on, date(2026, 3, 11))
    assert rent.open_ore == 684_000
    assert list(Payment.objects.unmatched()) == [row.payment]


def test_undo_happens_once(finn):
    [rent] = charged(1)
    row = put(waiting(), rent, finn)
    undone = actions.undo_allocation(row, why="Fel", by=finn, on=TODAY)
    for again in (row, undone):
        with pytest.raises(AlreadyUndone):
            actions.undo_allocation(again, why="Fel", by=finn, on=TODAY)


def test_what_was_undone_is_not_paid_again_by_the_next_file(finn):
    first, second = charged(2)
    imported(delivery(paid(first)))
    actions.undo_allocation(Allocation.objects.get(), why="Fel", by=finn, on=TODAY)
    imported(delivery(paid(second), number=2))
    first.refresh_from_db()
    assert first.open_ore == 684_000


def test_undo_of_a_part_leaves_the_money_with_the_home(finn):
    [rent] = charged(1)
    payment = waiting()
    put(payment, rent, finn, 100)
    row = put(payment, rent, finn, 200)
    actions.undo_allocation(row, why="För mycket", by=finn, on=TODAY)
    payment.refresh_from_db()
    assert (payment.tenancy, payment.unallocated_ore) == (rent.tenancy, 683_900)


def test_undo_of_a_credit_note_leaves_it_with_the_home(finn):
    [rent] = charged(1)
    note = actions.credit_charge(rent, amount_ore=100, why="Fel hyra", by=finn, on=TODAY)
    actions.undo_allocation(Allocation.objects.get(), why="Fel månad", by=finn, on=TODAY)
    note.refresh_from_db()
    assert (note.tenancy, note.unallocated_ore) == (rent.tenancy, 100)


def test_credit_note_pays_its_own_home_only(finn):
    [rent], [other] = charged(1), charged(1)
    actions.credit_charge(rent, amount_ore=100, why="Fel hyra", by=finn, on=TODAY)
    note = actions.undo_allocation(Allocation.objects.get(), why="Fel", by=finn, on=TODAY).payment
    with pytest.raises(NotFreeMoney):
        put(note, other, finn, 100)
    with pytest.raises(NotFreeMoney):
        actions.give_to_tenancy(note, other.tenancy, why="x", by=finn, on=TODAY)


def test_given_money_is_a_credit_until_a_person_uses_it(finn):
    [rent] = charged(1)
    payment = actions.give_to_tenancy(waiting(), rent.tenancy, why="Sade att det är förskott", by=finn, on=TODAY)
    assert list(Payment.objects.credits()) == [payment]
    rent.refresh_from_db()
    assert rent.open_ore == 684_000
    put(payment, rent, finn)
    assert not Payment.objects.credits().exists()
    assert Attribution.objects.count() == 1  # whose it was is no news


def test_used_up_money_cannot_be_given(finn):
    [rent] = charged(1)
    payment = waiting()
    put(payment, rent, finn)
    with pytest.raises(NotFreeMoney):
        actions.give_to_tenancy(payment, TenancyFactory(), why="x", by=finn, on=TODAY)


def test_partly_used_money_cannot_be_given_to_another_home(finn):
    [rent] = charged(1)
    payment = waiting()
    put(payment, rent, finn, 100)
    with pytest.raises(UsedElsewhere):
        actions.give_to_tenancy(payment, TenancyFactory(), why="x", by=finn, on=TODAY)
