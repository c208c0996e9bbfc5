"""Money that the bank took back: the rent is open again, by a person's decision."""

from datetime import date

import pytest

from arrears import actions
from arrears.actions.allocating import UsedElsewhere, WithoutReason
from arrears.actions.reversing import AlreadyDecided, NothingToTakeBack, OnlyWhole
from arrears.models import Allocation, Payment
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, charged, delivery, imported, paid, waiting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"


@pytest.fixture
def finn():
    return UserFactory(role="finance_officer")


def taken_back(ore=684_000, reference="återtagen", number=99, **options) -> Payment:
    """What the bank took back, as it comes in a file."""
    said = Paid(ore, (reference,), **options)
    outcome = imported(delivery(said, number=number, format=CAMT, is_reversal=True))
    return Payment.objects.get(deposit__file=outcome.file)


def decide(reversal, payment, finn, why="Banken ringde"):
    return actions.decide_reversal(reversal, payment=payment, why=why, by=finn, on=TODAY)


def awaited(homes) -> set:
    """The homes whose taken-back money waits for a decision."""
    return set(Payment.objects.undecided_reversals().filter(tenancy__in=homes).values_list("tenancy", flat=True))


def proves():
    return actions.prove_ledger(on=TODAY).mismatches == 0


def test_reversal_comes_as_work_and_changes_nothing_by_itself():
    [rent] = charged(1)
    imported(delivery(paid(rent), format=CAMT))
    reversal = taken_back(reference=rent.ocr)
    rent.refresh_from_db()
    assert (reversal.amount_ore, reversal.unallocated_ore, reversal.source) == (-684_000, -684_000, "reversal")
    assert rent.open_ore == 0
    assert list(Payment.objects.undecided_reversals()) == [reversal]
    assert proves()


def test_decision_opens_the_rent_again(finn):
    [rent] = charged(1)
    imported(delivery(paid(rent), format=CAMT))
    payment, reversal = Payment.objects.get(), taken_back(reference=rent.ocr)
    undone, settled = decide(reversal, payment, finn)
    for changed in (rent, payment, reversal):
        changed.refresh_from_db()
    assert (rent.open_ore, payment.unallocated_ore, reversal.unallocated_ore) == (684_000, 0, 0)
    assert (undone.ore, undone.charge, undone.reverses.payment) == (-684_000, rent, payment)
    assert (settled.ore, settled.charge, settled.taken_back_by, settled.why) == (
        684_000,
        None,
        reversal,
        "Banken ringde",
    )
    assert not Payment.objects.undecided_reversals().exists()
    assert proves()


def test_home_is_not_paid_while_its_reversal_is_undecided(finn):
    [rent], [other] = charged(1), charged(1)
    imported(delivery(paid(rent), paid(other), format=CAMT))
    reversal = taken_back(reference=rent.ocr)
    homes = [rent.tenancy_id, other.tenancy_id]
    assert awaited(homes) == {rent.tenancy_id}
    decide(reversal, Payment.objects.get(ocr=rent.ocr, source="bank"), finn)
    assert awaited(homes) == set()


def test_reversal_finds_its_home_by_account_and_amount():
    [rent] = charged(1)
    account = "SE4550000000058398257466"
    imported(delivery(paid(rent, payer="Testa", account=account), format=CAMT))
    assert taken_back(payer="Testa", account=account).tenancy == rent.tenancy


def test_reversal_finds_its_home_by_the_banks_own_id():
    [rent] = charged(1)
    imported(delivery(paid(rent), format=CAMT, number=5))
    data = delivery(Paid(684_000, ("åter",)), format=CAMT, number=6, is_reversal=True)
    imported(data.replace(b"2026030900006-00001", Payment.objects.get().bank_ref.encode()))
    assert Payment.objects.get(source="reversal").tenancy == rent.tenancy


@pytest.mark.parametrize("amount_ore", [684_000, 1])
def test_reversal_that_may_be_two_homes_blocks_neither(amount_ore):
    here, there = charged(2)
    same = {"payer": "God Man", "account": "SE4550000000058398257466"}
    imported(delivery(paid(here, **same), paid(there, **same), format=CAMT))
    reversal = taken_back(ore=amount_ore, **same)
    assert reversal.tenancy is None
    assert awaited([here.tenancy_id, there.tenancy_id]) == set()


def test_wrong_guess_is_put_right_by_the_decision(finn):
    here, there = charged(2)
    imported(delivery(paid(here), paid(there), format=CAMT))
    reversal = taken_back(reference=here.ocr)
    decide(reversal, Payment.objects.get(ocr=there.ocr), finn)
    reversal.refresh_from_db()
    assert reversal.tenancy == there.tenancy
    assert proves()


def test_part_taken_back_leaves_the_rest_on_the_rent(finn):
    [rent] = charged(1)
    imported(delivery(paid(rent), format=CAMT))
    decide(taken_back(ore=84_000), Payment.objects.get(source="bank"), finn)
    rent.refresh_from_db()
    assert rent.open_ore == 84_000
    assert Payment.objects.get(source="bank").unallocated_ore == 0
    assert proves()


def test_free_money_is_taken_before_any_rent_is_opened(finn):
    [rent] = charged(1)
    imported(delivery(paid(rent, 700_000), format=CAMT))
    decide(taken_back(ore=16_000), Payment.objects.get(source="bank"), finn)
    rent.refresh_from_db()
    assert rent.open_ore == 0
    assert proves()


def test_newest_rent_is_opened_first(finn):
    [march] = charged(1)
    actions.charge_month(month=date(2026, 4, 1), on=TODAY)
    april = march.__class__.objects.get(month=date(2026, 4, 1))
    payment = waiting(1_368_000)
    for rent in (march, april):
        actions.allocate_by_hand(payment, rent, amount_ore=684_000, why="x", by=finn, on=TODAY)
    decide(taken_back(ore=600_000), payment, finn)
    march.refresh_from_db()
    april.refresh_from_db()
    assert (march.open_ore, april.open_ore) == (0, 600_000)
    assert proves()


def test_larger_reversal_waits_for_another_payment_of_the_home(finn):
    [rent] = charged(1)
    imported(delivery(paid(rent, 300_000), paid(rent, 384_000), format=CAMT))
    first, second = Payment.objects.order_by("pk")
    reversal = taken_back()
    decide(reversal, first, finn)
    reversal.refresh_from_db()
    assert reversal.unallocated_ore == -384_000
    decide(reversal, second, finn)
    assert not Payment.objects.undecided_reversals().exists()
    assert proves()


def test_larger_reversal_cannot_go_on_in_another_home(finn):
    here, there = charged(2)
    imported(delivery(paid(here, 300_000), paid(there), format=CAMT))
    reversal = taken_back()
    decide(reversal, Payment.objects.get(ocr=here.ocr), finn)
    other = Payment.objects.get(ocr=there.ocr)
    with pytest.raises(UsedElsewhere):
        decide(reversal, other, finn)


def test_nobodys_money_is_taken_back_whole(finn):
    payment = waiting(5_000)
    decide(taken_back(ore=5_000), payment, finn)
    payment.refresh_from_db()
    assert (payment.unallocated_ore, payment.tenancy) == (0, None)
    assert proves()


def test_part_of_nobodys_money_needs_an_owner_first(finn):
    [rent] = charged(1)
    payment, reversal = waiting(5_000), taken_back(ore=3_000)
    with pytest.raises(OnlyWhole):
        decide(reversal, payment, finn)
    actions.give_to_tenancy(payment, rent.tenancy, why="Hans", by=finn, on=TODAY)
    decide(reversal, payment, finn)
    assert proves()


def test_decision_is_made_once_with_a_reason_on_money_of_the_bank(finn):
    [rent] = charged(1)
    imported(delivery(paid(rent), format=CAMT))
    payment, reversal = Payment.objects.get(), taken_back()
    note = actions.credit_charge(rent, amount_ore=1, why="x", by=finn, on=TODAY)
    with pytest.raises(WithoutReason):
        decide(reversal, payment, finn, why=" ")
    with pytest.raises(NothingToTakeBack):
        decide(reversal, note, finn)
    with pytest.raises(AlreadyDecided):
        decide(payment, payment, finn)
    decide(reversal, payment, finn)
    with pytest.raises(AlreadyDecided):
        decide(reversal, payment, finn)
    another = taken_back(number=100)
    with pytest.raises(NothingToTakeBack):
        decide(another, payment, finn)


def test_decision_can_be_undone(finn):
    [rent] = charged(1)
    imported(delivery(paid(rent), format=CAMT))
    payment, reversal = Payment.objects.get(), taken_back()
    settled = decide(reversal, payment, finn)[-1]
    actions.undo_allocation(settled, why="Det var en annan", by=finn, on=TODAY)
    payment.refresh_from_db()
    assert (payment.unallocated_ore, payment.tenancy) == (684_000, rent.tenancy)
    assert list(Payment.objects.undecided_reversals()) == [reversal]
    decide(reversal, payment, finn)
    assert proves()
    assert Allocation.objects.filter(taken_back_by=reversal).count() == 3
