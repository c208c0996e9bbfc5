"""The nightly proof: sound books prove, and each kind of damage is counted."""

from datetime import date

import pytest
from django.db import connection

from arrears import actions
from arrears.models import Allocation, Charge, Deposit, Payment
from arrears.tasks import prove_ledger
from bolots.models import JobRun
from tests.arrears.book import TODAY, charged, delivery, imported, paid, waiting
from tests.factories import ChargeFactory, TenancyFactory, UserFactory
from tests.factories.ledger import divided, other_claim, payment_of, refunded, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    """Two homes: one paid with a rest to its good, one paid by hand, undone, and paid again."""
    first, second = charged(2)
    imported(delivery(paid(first, 700_000)))
    finn, payment = UserFactory(), waiting()
    put = {"amount_ore": 500, "why": "x", "by": finn, "on": TODAY}
    row = actions.allocate_by_hand(payment, second, **put)
    actions.undo_allocation(row, why="x", by=finn, on=TODAY)
    actions.allocate_by_hand(payment, second, **put)
    return first, second


def damage(statement, *params):
    """As somebody could who owns the tables: the triggers would refuse it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, params)
        cursor.execute("SET session_replication_role = origin")


def proof():
    return actions.prove_ledger(on=TODAY)


def test_sound_book_proves(book):
    assert proof().mismatches == 0
    assert proof().counts == {"mismatches": 0}


def test_wrong_balance_of_a_charge_is_found(book):
    Charge.objects.filter(pk=book[0].pk).update(open_ore=1)
    assert (proof().charges, proof().tenancies) == (1, 1)
    assert proof().counts == {"mismatches": 2, "charges": 1, "tenancies": 1}


def test_wrong_balance_of_a_payment_is_found(book):
    Payment.objects.filter(unallocated_ore=16_000).update(unallocated_ore=15_999)
    assert (proof().payments, proof().tenancies) == (1, 1)


def test_money_that_pays_another_home_than_its_own_is_found(book):
    payment = Payment.objects.get(unallocated_ore=16_000)
    damage("UPDATE arrears_payment SET tenancy_id = %s WHERE id = %s", book[1].tenancy_id, payment.pk)
    assert (proof().charges, proof().payments, proof().tenancies) == (0, 0, 2)


def test_deposit_that_is_not_its_payments_is_found(book):
    damage("UPDATE arrears_deposit SET amount_ore = amount_ore + 1 WHERE id = %s", Deposit.objects.first().pk)
    assert proof().deposits == 1


def test_undoing_that_differs_from_what_it_undoes_is_found(book):
    undoing = Allocation.objects.exclude(reverses=None).get()
    damage("UPDATE arrears_allocation SET ore = ore + 1 WHERE id = %s", undoing.pk)
    assert proof().undoings == 1


@pytest.fixture
def rich(book):
    """The book with a refund, a withdrawal, a divided payment, a changed rent and two interests."""
    first, second = book
    who = {"by": UserFactory(), "on": TODAY}
    refunded(Payment.objects.get(unallocated_ore=16_000), 16_000, **who)
    withdrawn(waiting(300), **who)
    divided(waiting(1_000), {first.tenancy: 400, TenancyFactory(): 600}, **who)
    march = date(2026, 3, 1)
    other_claim(second, "interest", 100, on=TODAY, from_on=march, until_on=date(2026, 3, 4))
    other_claim(second, "interest", 200, on=TODAY, from_on=date(2026, 3, 4), until_on=date(2026, 3, 9))
    wrong = ChargeFactory(tenancy=second.tenancy, month=date(2026, 4, 1))
    actions.credit_charge(wrong, amount_ore=wrong.amount_ore, why="fel", **who)
    newer = {"replaces": wrong, "first": wrong, "why": "rätt", "by": who["by"]}
    ChargeFactory(tenancy=second.tenancy, month=date(2026, 4, 1), amount_ore=1_000, **newer)
    return first, second


def test_book_with_every_kind_of_row_proves(rich):
    assert proof().counts == {"mismatches": 0}


@pytest.mark.parametrize("source", ["refund", "withdrawal", "split"])
def test_what_is_done_at_once_and_is_not_wholly_settled_is_found(rich, source):
    of = None if source == "refund" else Payment.objects.filter(source="bank").first()
    payment_of(source, rich[0].tenancy, -50, by=UserFactory(), on=TODAY, of=of)
    assert proof().unsettled == 1


def test_shares_that_do_not_sum_to_what_was_divided_are_found(rich):
    payment_of("share", rich[0].tenancy, 1, by=UserFactory(), on=TODAY, of=Payment.objects.get(amount_ore=1_000))
    assert proof().splits == 1
    assert proof().mismatches == 1


def test_share_of_a_payment_that_was_not_divided_is_found(rich):
    payment_of("share", rich[0].tenancy, 1, by=UserFactory(), on=TODAY, of=Payment.objects.get(amount_ore=700_000))
    assert (proof().shares, proof().splits) == (1, 0)


def test_replaced_charge_that_is_still_open_is_found(rich):
    old = Charge.objects.get(replaced_by__isnull=False)
    Charge.objects.filter(pk=old.pk).update(open_ore=1)
    assert proof().replaced == 1


def test_replaced_charge_that_was_paid_and_not_credited_is_found(rich):
    damage("UPDATE arrears_payment SET source = 'write_off' WHERE source = 'credit_note'")
    assert proof().replaced == 1
    assert proof().mismatches == 1


def test_new_version_in_another_home_is_found(rich):
    newer = Charge.objects.exclude(replaces=None).get()
    damage("UPDATE arrears_charge SET tenancy_id = %s WHERE id = %s", rich[0].tenancy_id, newer.pk)
    assert proof().replaced == 1


def test_interest_of_the_same_days_twice_is_found(rich):
    later = {"from_on": date(2026, 3, 8), "until_on": date(2026, 3, 10)}
    other_claim(rich[1], "interest", 1, on=TODAY, **later)
    assert proof().interest == 1
    assert proof().mismatches == 1


def test_night_records_the_mismatches(book):
    Charge.objects.filter(pk=book[0].pk).update(open_ore=1)
    run = JobRun.objects.create(kind="proof", key="p", business_on=TODAY, due_at="2026-03-10T04:45Z")
    prove_ledger(run_id=run.pk)
    run.refresh_from_db()
    assert run.counts["mismatches"] == 2
