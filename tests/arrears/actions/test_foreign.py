"""Other services' payments on a shared account: counted and summed, never kept; what may be a rent always is."""

import pytest

from arrears import actions
from arrears.models import Deposit, Payment
from arrears.rules.ocr import make_ocr
from demo.bankfile_writer import Paid
from tests.arrears.book import BANKGIRO, TODAY, charged, delivery, imported, named, paid

pytestmark = pytest.mark.django_db
WATER = make_ocr(3_000_001)  # the water works' series begins with 3


@pytest.fixture
def shared(settings):
    settings.BANK_SHARED = frozenset({BANKGIRO})


def test_other_series_on_a_shared_account_is_counted_and_not_kept(shared):
    [rent] = charged(1)
    outcome = imported(delivery(paid(rent), named(WATER, 45_000, payer="Någon Annan"), named(WATER, 5_000)))
    assert (outcome.new_count, outcome.foreign_count, outcome.foreign_ore) == (1, 2, 50_000)
    deposit = Deposit.objects.get()
    assert (deposit.amount_ore, deposit.foreign_count, deposit.foreign_ore) == (734_000, 2, 50_000)
    assert list(Payment.objects.values_list("ocr", flat=True)) == [rent.ocr]
    assert actions.prove_ledger(on=TODAY).mismatches == 0
    assert [r.code for r in outcome.reasons] == ["foreign_left"]


def test_file_with_nothing_of_ours_is_a_deposit_without_payments(shared):
    outcome = imported(delivery(named(WATER, 45_000)))
    assert (outcome.new_count, outcome.matched_count, Payment.objects.count()) == (0, 0, 0)
    assert imported(delivery(named(WATER, 45_000), named(WATER, 1), number=2)).foreign_count == 2
    assert actions.prove_ledger(on=TODAY).mismatches == 0


def test_on_an_account_of_our_own_every_payment_is_kept():
    assert imported(delivery(named(WATER, 45_000))).foreign_count == 0
    assert Payment.objects.unmatched().count() == 1


@pytest.mark.parametrize(
    "reference",
    ["", "hyra mars", WATER[:-1] + str((int(WATER[-1]) + 1) % 10), make_ocr(7_999_999), f"{WATER} hyra", "1212121212"],
    ids=["none", "text", "wrong check digit", "our series", "more than a number", "personal number"],
)
def test_in_doubt_a_payment_is_kept(shared, reference):
    imported(delivery(Paid(5_000, (reference,) if reference else ())))
    assert Payment.objects.unmatched().count() == 1


def test_ocr_of_ours_in_the_text_keeps_the_payment(shared):
    [rent] = charged(1)
    imported(delivery(named(WATER, 5_000, message=f"avser {rent.ocr}")))
    assert Payment.objects.count() == 1


def test_number_of_another_billing_that_is_ours_by_now_is_kept(shared):
    [rent] = charged(1)
    actions.open_balance(rent.tenancy, month=TODAY.replace(day=1), amount_ore=5_000, by=None, on=TODAY, ocr=WATER)
    assert imported(delivery(named(WATER, 5_000))).matched_count == 1


def test_payment_with_one_part_of_ours_is_kept_whole(shared):
    [rent] = charged(1)
    imported(delivery(Paid(50_000, parts=((rent.ocr, 20_000), (WATER, 30_000)))))
    assert sorted(Payment.objects.values_list("amount_ore", flat=True)) == [20_000, 30_000]


def test_iban_of_a_shared_bankgiro_is_shared_too(shared, settings):
    settings.BANK_SAME_ACCOUNT = {BANKGIRO: BANKGIRO, "SE4550000000058398257466": BANKGIRO}
    assert imported(delivery(named(WATER, 5_000), format="camt.054.001.08")).foreign_count == 1
