"""Taking a whole file back: everything undone by rows against rows, once, and the file may come again."""

import os
import signal
import time
from datetime import date
from functools import partial

import pytest

from arrears import actions
from arrears.actions.undoing import FileRejected, FileUndoneAlready
from arrears.actions.withdrawing import PaidOut
from arrears.freshness import paid_through
from arrears.models import Allocation, Charge, FileUndoing, LateRent, Payment
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid
from tests.arrears.test_at_once import at_once
from tests.factories import UserFactory
from tests.forks import start, wait_until_gone

NAME = f"undoing to be killed by {os.getpid()}"
pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"


def undo(file, why="fel månad"):
    return actions.undo_file(file, why=why, by=UserFactory(), on=TODAY, at=at())


def is_proved():
    return actions.prove_ledger(on=TODAY).mismatches == 0


def test_charges_open_again_and_every_payment_has_a_row_against_it():
    first, second = charged(2)
    file = imported(delivery(paid(first), paid(second, 100_000), Paid(5_000, ("?",)))).file
    row = undo(file)
    assert [c.open_ore for c in Charge.objects.order_by("pk")] == [684_000, 684_000]
    gone = Payment.objects.filter(source="withdrawal").order_by("pk")
    assert [(p.amount_ore, p.unallocated_ore, p.of.amount_ore, p.why) for p in gone] == [
        (-684_000, 0, 684_000, "fel månad"),
        (-100_000, 0, 100_000, "fel månad"),
        (-5_000, 0, 5_000, "fel månad"),
    ]
    assert not Payment.objects.exclude(unallocated_ore=0).exists()
    file.refresh_from_db()
    assert (row.file, row.recorded_on, file.undone_on, file.deposits.get().undone_on) == (file, TODAY, TODAY, TODAY)
    assert is_proved()


def test_same_file_may_be_read_in_again_and_taken_back_again():
    [rent] = charged(1)
    data = delivery(paid(rent))
    for _ in range(2):
        outcome = imported(data)
        assert (outcome.new_count, outcome.known_count) == (1, 0)
        undo(outcome.file)
    assert imported(data).matched_count == 1
    rent.refresh_from_db()
    assert (rent.open_ore, FileUndoing.objects.count()) == (0, 2)
    assert is_proved()


def test_second_call_is_refused_and_so_is_a_rejected_file():
    [rent] = charged(1)
    file, broken = imported(delivery(paid(rent))).file, imported(delivery(paid(rent))[:-50]).file
    undo(file)
    with pytest.raises(FileUndoneAlready):
        undo(file)
    with pytest.raises(FileRejected):
        undo(broken)
    with pytest.raises(actions.allocating.WithoutReason):
        undo(file, why=" ")


def test_late_rent_stays_a_fact_and_freshness_forgets_the_file():
    [rent] = charged(1)
    actions.say_no_more_files(through_on=date(2026, 3, 8), by=UserFactory(), at=at())
    actions.scan_late_rent(on=TODAY)
    file = imported(delivery(paid(rent))).file
    assert paid_through(TODAY) == date(2026, 3, 9)
    undo(file)
    assert paid_through(TODAY) == date(2026, 3, 8)
    assert LateRent.objects.count() == 1


def test_money_that_was_refunded_forbids_it_and_nothing_changes():
    [rent] = charged(1)
    file = imported(delivery(paid(rent, 700_000))).file
    payment = Payment.objects.get()
    out = Payment.objects.create(
        **{"source": "refund", "tenancy": rent.tenancy, "amount_ore": -16_000, "unallocated_ore": -16_000},
        **{"why": "för mycket", "by": UserFactory(), "effective_on": TODAY, "recorded_on": TODAY},
    )
    entry = actions.posting.Entry(payment.pk, None, out.pk, None, 16_000, TODAY)
    actions.posting.post([entry], why="för mycket", by=out.by, on=TODAY)
    seen = actions.foresee_undoing(file)
    assert (seen.may_be_done, len(seen.refunds)) == (False, 1)
    before = list(Allocation.objects.values_list("pk", flat=True))
    with pytest.raises(PaidOut):
        undo(file)
    assert (list(Allocation.objects.values_list("pk", flat=True)), Payment.objects.count()) == (before, 2)


def test_what_it_will_do_is_told_before():
    first, second = charged(2)
    file = imported(delivery(paid(first), paid(second, 100_000), Paid(5_000, ("?",)))).file
    seen = actions.foresee_undoing(file)
    assert (seen.payments, seen.payment_ore, seen.may_be_done) == (3, 789_000, True)
    assert seen.unpaid == [first.pk, second.pk]
    assert not Payment.objects.filter(source="withdrawal").exists()


def test_reversal_in_the_file_is_withdrawn_with_the_other_sign_and_what_it_took_is_free():
    [rent] = charged(1)
    imported(delivery(paid(rent), format=CAMT))
    money = Payment.objects.get()
    file = imported(delivery(paid(rent), number=2, format=CAMT, is_reversal=True)).file
    reversal = Payment.objects.get(source="reversal")
    actions.decide_reversal(reversal, payment=money, why="återtagen", by=UserFactory(), on=TODAY)
    undo(file)
    money.refresh_from_db()
    reversal.refresh_from_db()
    withdrawal = Payment.objects.get(source="withdrawal")
    assert (withdrawal.amount_ore, withdrawal.of, withdrawal.tenancy) == (684_000, reversal, rent.tenancy)
    assert (money.unallocated_ore, reversal.unallocated_ore) == (684_000, 0)
    assert is_proved()


def test_decision_on_a_reversal_of_another_file_must_be_made_again():
    [rent] = charged(1)
    file = imported(delivery(paid(rent), format=CAMT)).file
    imported(delivery(paid(rent), number=2, format=CAMT, is_reversal=True))
    reversal = Payment.objects.get(source="reversal")
    actions.decide_reversal(reversal, payment=file.deposits.get().payments.get(), why="x", by=UserFactory(), on=TODAY)
    assert actions.foresee_undoing(file).reversals == 1
    undo(file)
    assert list(Payment.objects.undecided_reversals()) == [reversal]
    assert is_proved()


def test_divided_payment_goes_with_its_shares():
    first, second = charged(2)
    file = imported(delivery(Paid(1_368_000, ("båda",)))).file
    shares = [actions.Share(c.tenancy_id, c.amount_ore, c) for c in (first, second)]
    actions.split_payment(Payment.objects.get(), shares, why="god man", by=UserFactory(), on=TODAY)
    undo(file)
    assert [c.open_ore for c in Charge.objects.order_by("pk")] == [684_000, 684_000]
    assert not Payment.objects.exclude(unallocated_ore=0).exists()
    assert sum(Payment.objects.values_list("amount_ore", flat=True)) == 0
    assert is_proved()


def test_what_was_withdrawn_before_is_not_withdrawn_twice():
    file = imported(delivery(Paid(5_000, ("?",)), Paid(6_000, ("?",)))).file
    twin = Payment.objects.get(amount_ore=5_000)
    actions.withdraw(twin, why="samma", by=UserFactory(), on=TODAY)
    undo(file)
    assert sorted(Payment.objects.filter(source="withdrawal").values_list("amount_ore", flat=True)) == [-6_000, -5_000]
    assert is_proved()


def test_queries_do_not_grow_with_the_file(django_assert_num_queries):
    rents = charged(12)
    small, large = (
        imported(delivery(*map(paid, rents[:2]))).file,
        imported(delivery(*map(paid, rents[2:]), number=2)).file,
    )
    by = UserFactory()
    facts = {"why": "x", "by": by, "on": TODAY, "at": at()}
    with django_assert_num_queries(13) as few:
        actions.undo_file(small, **facts)
    with django_assert_num_queries(len(few.captured_queries)):
        actions.undo_file(large, **facts)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_it_back_once():
    for number, rent in enumerate(charged(5), 1):
        file = imported(delivery(paid(rent), number=number)).file
        done = at_once(*[lambda file=file: undo(file)] * 3)
        assert len([row for row in done if row]) == 1
        rent.refresh_from_db()
        assert rent.open_ore == 684_000
    assert is_proved()


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_is_all_or_nothing():
    rents, by = charged(20), UserFactory()
    seen = set()
    for number in range(1, 9):
        file = imported(delivery(*(Paid(1 + n, (rents[n % 20].ocr,)) for n in range(300)), number=number)).file
        pid = start(NAME, partial(actions.undo_file, file, why="x", by=by, on=TODAY, at=at()))
        time.sleep(0.04 * number)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        wait_until_gone(NAME)
        file.refresh_from_db()
        gone = Payment.objects.filter(of__deposit__file=file, source="withdrawal").count()
        assert (gone, FileUndoing.objects.filter(file=file).count()) == ((300, 1) if file.undone_on else (0, 0))
        assert is_proved()
        seen.add(bool(file.undone_on))
        if not file.undone_on:
            actions.undo_file(file, why="x", by=by, on=TODAY, at=at())
    assert False in seen
    assert sum(Charge.objects.values_list("open_ore", flat=True)) == 20 * 684_000
