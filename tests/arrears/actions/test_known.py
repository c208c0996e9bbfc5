"""Promise 2: whatever way the same money comes, each payment is in the book once; two equal payments are two."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from arrears import actions
from arrears.bankfiles.wording import sentence
from arrears.models import Allocation, Charge, Deposit, ImportFile, Payment
from arrears.rules.ocr import make_ocr
from bolots.calendar import STOCKHOLM
from demo.bankfile_writer import Booked, Delivery, Paid, write
from tests.arrears.book import BANKGIRO, IBAN, TODAY, charged, deliveries, delivery, imported, paid

pytestmark = pytest.mark.django_db
FORMATS = ["BgMax 01", "camt.054.001.02", "camt.054.001.08"]
MONDAY = date(2026, 3, 9)


def codes(outcome):
    return [reason.code for reason in outcome.reasons]


@pytest.mark.parametrize("format", FORMATS)
def test_same_deposits_in_a_new_file_are_known(format):
    rents = charged(3)
    deposit = Booked(MONDAY, tuple(map(paid, rents)))
    imported(deliveries(deposit, format=format))
    again = imported(deliveries(deposit, format=format, hour=18), name="igen")
    assert (again.new_count, again.known_count, codes(again)) == (0, 3, ["deposits_known"])
    assert (Payment.objects.count(), ImportFile.objects.count()) == (3, 2)


@pytest.mark.parametrize("format", FORMATS)
def test_overlapping_file_brings_only_what_is_new(format):
    first, second = charged(2)
    old, new = Booked(MONDAY, (paid(first),), 1), Booked(MONDAY, (paid(second),), 2)
    imported(deliveries(old, format=format))
    overlap = imported(deliveries(old, new, format=format))
    assert (overlap.new_count, overlap.known_count, overlap.matched_count) == (1, 1, 1)
    assert not Charge.objects.filter(open_ore__gt=0).exists()


@pytest.mark.parametrize("format", FORMATS)
def test_two_equal_payments_in_one_file_are_both_kept(format):
    [rent] = charged(1)
    twin = paid(rent, payer="Testa Testsson")
    imported(deliveries(Booked(MONDAY, (twin, twin), 1), Booked(MONDAY, (twin,), 2), format=format))
    assert sorted(Payment.objects.values_list("unallocated_ore", flat=True)) == [0, 684_000, 684_000]


@pytest.mark.parametrize("format", FORMATS)
def test_known_number_with_other_content_refuses_the_file_and_names_both(format):
    first, second = charged(2)
    imported(delivery(paid(first), format=format), name="fredag.txt")
    new = Booked(MONDAY, (paid(second),), 2)
    outcome = imported(deliveries(new, Booked(MONDAY, (paid(second),), 1), format=format), name="lördag.txt")
    assert outcome.is_rejected
    assert outcome.format == format
    [said] = outcome.reasons
    assert said.code == "deposit_conflict"
    assert "fredag.txt" in sentence(said)
    assert "lördag.txt" in sentence(said)
    assert (Payment.objects.count(), Deposit.objects.count()) == (1, 1)
    assert ImportFile.objects.get(verdict="rejected").name == "lördag.txt"


def renumbered(data: bytes, number: str = "OTHER") -> bytes:
    """A camt file whose one deposit has another reference of the bank's; its payments keep theirs."""
    serial = Deposit.objects.get().serial
    return data.replace(f"<AcctSvcrRef>{serial}<".encode(), f"<AcctSvcrRef>{number}<".encode())


def test_payments_with_ids_of_the_bank_are_known_under_another_deposit_number():
    [rent] = charged(1)
    data = delivery(paid(rent), format="camt.054.001.08")
    imported(data)
    again = imported(renumbered(data))
    assert (again.new_count, again.known_count) == (0, 1)


def test_deposit_that_looks_like_another_is_stored_but_waits_for_a_person():
    [rent] = charged(1)
    imported(delivery(paid(rent)))
    alike = imported(delivery(paid(rent), number=2))
    assert (alike.new_count, alike.known_count, alike.matched_count) == (1, 0, 0)
    assert alike.verdict == "accepted_with_warnings"
    assert codes(alike) == ["waits_maybe_twice"]
    second = Payment.objects.latest("pk")
    assert (second.needs_person, second.tenancy, second.ocr) == ("maybe_twice", None, rent.ocr)


def test_same_money_by_bgmax_and_by_camt_waits_for_a_person():
    first, second = charged(2)
    imported(delivery(paid(first), paid(second)))
    other = imported(delivery(paid(first), day=date(2026, 3, 10), format="camt.054.001.08"))
    assert codes(other) == ["waits_maybe_twice"]
    assert Payment.objects.latest("pk").unallocated_ore == 684_000


def test_same_sum_on_another_day_or_for_another_home_is_no_twin():
    first, second = charged(2)
    imported(delivery(paid(first), day=date(2026, 3, 4)))
    other = imported(delivery(paid(first), paid(second), format="camt.054.001.08"))
    assert codes(other) == []


@pytest.mark.parametrize(
    "paying",
    [
        Paid(684_000, (make_ocr(70_000_099),)),  # a right check digit, and no charge of that number yet
        Paid(684_000, ("hyra",), payer="Testa Testsson"),
    ],
    ids=["the same number", "the same payer"],
)
def test_same_unmatched_money_by_two_channels_on_neighbouring_days_waits_for_a_person(paying):
    imported(delivery(paying))
    outcome = imported(delivery(paying, format="camt.054.001.08", day=date(2026, 3, 10)))
    assert [payment.needs_person for payment in Payment.objects.order_by("pk")] == ["", "maybe_twice"]
    assert "waits_maybe_twice" in codes(outcome)


def test_unmatched_money_of_another_payer_or_without_any_is_no_twin():
    imported(delivery(Paid(684_000, ("hyra",), payer="Testa Testsson"), Paid(500, ("hyra",))))
    others = Paid(684_000, ("hyra",), payer="Prova Provsson"), Paid(500, ("hyra",))
    imported(delivery(*others, format="camt.054.001.08", day=date(2026, 3, 10)))
    assert not Payment.objects.exclude(needs_person="").exists()


def test_id_of_the_bank_that_comes_in_another_deposit_waits_for_a_person():
    first, second = charged(2)
    data = delivery(paid(first), format="camt.054.001.08")
    imported(data)
    outcome = imported(renumbered(data).replace(first.ocr.encode(), second.ocr.encode()))
    assert codes(outcome) == ["waits_maybe_twice"]
    second.refresh_from_db()
    assert second.open_ore == 684_000


def test_deposits_of_others_are_left_out():
    [rent] = charged(1)
    ours = delivery(paid(rent)).splitlines(keepends=True)
    stamp = datetime(2026, 3, 9, 17, tzinfo=STOCKHOLM)
    other = Delivery("9912346", stamp, (Booked(MONDAY, (Paid(5, ("x",)),)),))
    section = write(other, "BgMax 01").splitlines(keepends=True)[1:-1]
    end = b"70" + b"00000002" + b"00000000" * 2 + b"00000002" + ours[-1][34:]
    head = ours[:-1]
    outcome = imported(b"".join([*head, *section, end]))
    assert codes(outcome) == ["held_receiver"]
    assert (Payment.objects.count(), Deposit.objects.count()) == (1, 1)


# --- any way of cutting the same money into files --------------------------------------------------------------------

amounts = st.integers(1, 3)
books = st.lists(st.lists(amounts, min_size=1, max_size=3), min_size=1, max_size=5)


def _deposit(nth: int, ores: list[int]) -> Booked:
    payments = tuple(Paid(ore, (f"hyra {nth} {n}",)) for n, ore in enumerate(ores))
    return Booked(MONDAY - timedelta(days=nth), payments, nth + 1)


@pytest.mark.parametrize("format", ["BgMax 01", "camt.054.001.08"])
@given(book=books, data=st.data())
@settings(max_examples=60, deadline=None)
def test_each_payment_is_stored_once_however_the_files_overlap(format, book, data):
    """Deposits numbered by the bank, delivered in any overlapping files, in any order, some of them again."""
    deposits = [
        Booked(
            MONDAY - timedelta(days=nth),
            tuple(Paid(ore, (f"hyra {nth} {n}",)) for n, ore in enumerate(paid_ores)),
            nth + 1,
        )
        for nth, paid_ores in enumerate(book)
    ]
    picks = st.lists(st.sampled_from(range(len(deposits))), min_size=1, max_size=4, unique=True)
    files = data.draw(st.lists(picks, min_size=1, max_size=4))
    with transaction.atomic():
        new = 0
        for nth, picked in enumerate([*files, list(range(len(deposits)))]):
            held = tuple(deposits[n] for n in picked)
            stamp = datetime(2026, 3, 9, 17, nth, tzinfo=STOCKHOLM)
            receiver = BANKGIRO if format == "BgMax 01" else IBAN
            outcome = imported(write(Delivery(receiver, stamp, held), format))
            assert not outcome.is_rejected
            assert outcome.new_count + outcome.known_count == sum(len(deposit.payments) for deposit in held)
            new += outcome.new_count
        stored = sorted(Payment.objects.values_list("amount_ore", flat=True))
        assert stored == sorted(ore for ores in book for ore in ores)
        assert new == len(stored)
        assert actions.prove_ledger(on=TODAY).mismatches == 0
        transaction.set_rollback(True)
    assert not Allocation.objects.exists()
