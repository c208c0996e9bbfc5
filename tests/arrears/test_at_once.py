"""Promise 7: two people, or two files, at the same moment: balances never negative, sums exact."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from arrears import actions
from arrears.models import Allocation, Charge, ImportFile, LateRent, Payment
from bolots.refusals import Refused
from demo.bankfile_writer import Booked
from tests.arrears.book import MARCH, TODAY, charged, deliveries, delivery, imported, paid, waiting
from tests.factories import TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def at_once(*changes):
    """Do all at the same moment, each over its own connection: what each gave, None for a refusal."""
    barrier = Barrier(len(changes))

    def run(change):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return change()
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(run, changes))


def proves():
    return actions.prove_ledger(on=TODAY).mismatches == 0


def test_same_file_uploaded_twice_at_once_is_stored_once():
    for rent in charged(ROUNDS):
        data = delivery(paid(rent), number=rent.pk)
        outcomes = at_once(*[lambda data=data: imported(data)] * 4)
        assert sorted(outcome.new_count for outcome in outcomes) == [0, 0, 0, 1]
        rent.refresh_from_db()
        assert rent.open_ore == 0
    assert (Payment.objects.count(), ImportFile.objects.count(), Allocation.objects.count()) == (ROUNDS,) * 3
    assert proves()


def test_overlapping_files_at_once_store_each_deposit_once():
    first, second, third = charged(3)
    booked = [Booked(TODAY, (paid(rent),), number) for number, rent in enumerate((first, second, third), 1)]
    files = [deliveries(booked[0], booked[1]), deliveries(booked[1], booked[2]), deliveries(*booked, hour=18)]
    outcomes = at_once(*[lambda data=data: imported(data) for data in files])
    assert sum(outcome.new_count for outcome in outcomes) == 3
    assert Payment.objects.count() == 3
    assert proves()


def test_two_people_use_the_same_money_and_the_same_rent():
    finn, fia = UserFactory(), UserFactory()
    rents = charged(ROUNDS)
    for nth, rent in enumerate(rents):
        payment, other = waiting(684_000, number=100 + nth), waiting(500_000, number=200 + nth)

        def put(payment, charge, ore, by):
            facts = {"amount_ore": ore, "why": "x", "by": by, "on": TODAY}
            return lambda: actions.allocate_by_hand(payment, charge, **facts)

        done = at_once(
            put(payment, rent, 684_000, finn), put(other, rent, 500_000, fia), put(payment, rent, 400_000, fia)
        )
        rent.refresh_from_db()
        standing = sum(row.ore for row in done if row)
        assert rent.open_ore == 684_000 - standing
        assert 0 <= rent.open_ore < 684_000
    assert proves()


def test_undo_and_import_and_credit_at_once():
    finn = UserFactory()
    for nth, rent in enumerate(charged(ROUNDS)):
        imported(delivery(paid(rent, 300_000), number=100 + nth))
        row = rent.allocations.get()
        facts = {"why": "x", "by": finn, "on": TODAY}
        second = delivery(paid(rent, 684_000), number=300 + nth)
        at_once(
            lambda row=row, facts=facts: actions.undo_allocation(row, **facts),
            lambda row=row, facts=facts: actions.undo_allocation(row, **facts),
            lambda data=second: imported(data),
            lambda rent=rent, facts=facts: actions.credit_charge(rent, amount_ore=100_000, **facts),
        )
        assert rent.allocations.exclude(reverses=None).count() == 1
    assert proves()


def test_month_charged_twice_at_once_is_charged_once():
    TenancyFactory.create_batch(20)
    done = at_once(*[lambda: actions.charge_month(month=MARCH, on=TODAY)] * 3)
    assert sum(charged.created for charged in done) == Charge.objects.count() == 20


def test_scans_at_once_flag_each_rent_once():
    charged(20)
    imported(delivery(paid(Charge.objects.first())))
    done = at_once(*[lambda: actions.scan_late_rent(on=TODAY)] * 4)
    assert sum(scan.flagged for scan in done) == LateRent.objects.count() == 19
