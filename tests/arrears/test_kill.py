"""Promise 4: an import that is killed in the middle leaves nothing; done again, it is whole."""

import os
import signal
import time
from functools import partial

import pytest

from arrears import actions
from arrears.models import Allocation, Charge, Deposit, ImportFile, Payment
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, charged, delivery, imported
from tests.forks import start, wait_until_gone

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
KILLS = 24
PAYMENTS = 600
NAME = f"import to be killed by {os.getpid()}"  # as the server lists its sessions


@pytest.fixture
def rents():
    return charged(30)


def bank_file(rents, number: int) -> bytes:
    """Many small payments, each on one of the rents."""
    some = (Paid(1 + nth % 7, (rents[nth % len(rents)].ocr,), payer=f"Nr {number} {nth}") for nth in range(PAYMENTS))
    return delivery(*some, number=number)


def stored(number: int) -> tuple[int, int, int]:
    """Files, payments and allocations of the deposit."""
    deposits = Deposit.objects.filter(serial=f"{number:05}")
    payments = Payment.objects.filter(deposit__in=deposits)
    files = ImportFile.objects.filter(deposits__in=deposits)
    return files.count(), payments.count(), Allocation.objects.filter(payment__in=payments).count()


def test_killed_import_is_all_or_nothing_and_completes_when_done_again(rents):
    began = time.monotonic()
    os.waitpid(start(NAME, partial(imported, bank_file(rents, 1))), 0)
    whole = time.monotonic() - began
    assert stored(1) == (1, PAYMENTS, PAYMENTS)
    seen = set()
    for number in range(2, KILLS + 2):
        data = bank_file(rents, number)
        pid = start(NAME, partial(imported, data))
        time.sleep(whole * 1.1 * (number - 2) / KILLS)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        wait_until_gone(NAME)
        after = stored(number)
        assert after in ((0, 0, 0), (1, PAYMENTS, PAYMENTS))
        seen.add(after[0])
        assert imported(data).new_count == (0 if after[0] else PAYMENTS)
        assert stored(number) == (1, PAYMENTS, PAYMENTS)
    assert 0 in seen
    assert ImportFile.objects.count() == KILLS + 1
    assert actions.prove_ledger(on=TODAY).mismatches == 0
    paid = sum(Payment.objects.values_list("amount_ore", flat=True))
    assert sum(Charge.objects.values_list("open_ore", flat=True)) == len(rents) * 684_000 - paid
