"""The nightly proof: sound books prove, and each kind of damage is counted."""

import pytest
from django.db import connection

from arrears import actions
from arrears.models import Allocation, Charge, Deposit, Payment
from arrears.tasks import prove_ledger
from bolots.models import JobRun
from tests.arrears.book import TODAY, charged, delivery, imported, paid, waiting
from tests.factories import UserFactory

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


def test_night_records_the_mismatches(book):
    Charge.objects.filter(pk=book[0].pk).update(open_ore=1)
    run = JobRun.objects.create(kind="proof", key="p", business_on=TODAY, due_at="2026-03-10T04:45Z")
    prove_ledger(run_id=run.pk)
    run.refresh_from_db()
    assert run.counts["mismatches"] == 2
