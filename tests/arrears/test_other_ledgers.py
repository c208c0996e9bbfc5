"""Promise 9: programs that other people wrote get the same sums from the same book. Run where they are installed."""

import csv
import shutil
import subprocess

import pytest

from arrears import actions
from arrears.models import Allocation, Charge, Payment
from tests.arrears.book import TODAY, charged, delivery, imported, paid, waiting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"


def journal() -> str:
    """The rows of the book as plain-text accounting: what is owed for each charge, and what is free of each payment."""
    entries = [_entry(c.effective_on, f"owed:c{c.pk}", "rent", c.amount_ore) for c in Charge.objects.all()]
    entries += [_entry(p.effective_on, "bank", f"money:p{p.pk}", p.amount_ore) for p in Payment.objects.all()]
    for row in Allocation.objects.all():
        to = f"owed:c{row.charge_id}" if row.charge_id else f"money:p{row.taken_back_by_id}"
        entries.append(_entry(row.recorded_on, f"money:p{row.payment_id}", to, row.ore))
    return "\n".join(entries)


def _entry(day, debit, credit, ore) -> str:
    return f"{day} x\n    {debit}  {ore} ore\n    {credit}  {-ore} ore\n"


def hledger(path) -> dict[str, int]:
    said = _run("hledger", "-f", path, "bal", "owed", "money", "--flat", "-N", "-E", "-O", "csv")
    return {row["account"]: _ore(row["balance"]) for row in csv.DictReader(said.splitlines())}


def ledger(path) -> dict[str, int]:
    line = "%(account)\t%(quantity(scrub(display_total)))\n"
    said = _run(
        "ledger", "-f", path, "bal", "owed", "money", "--flat", "--empty", "--no-total", "--balance-format", line
    )
    return {account: _ore(ore) for account, ore in (row.split("\t") for row in said.splitlines())}


def _run(*command) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout


def _ore(text: str) -> int:
    return int(text.split()[0])


@pytest.fixture
def book():
    """Everything that can happen to money, once."""
    first, second, third = charged(3)
    finn = UserFactory()
    facts = {"why": "x", "by": finn, "on": TODAY}
    imported(delivery(paid(first, 700_000), paid(second, 84_000), format=CAMT))
    row = actions.allocate_by_hand(waiting(300_001), third, amount_ore=300_000, **facts)
    actions.undo_allocation(row, **facts)
    actions.allocate_by_hand(row.payment, second, amount_ore=1, **facts)
    actions.credit_charge(third, amount_ore=184_000, **facts)
    imported(delivery(paid(first, 50_000), number=99, format=CAMT, is_reversal=True))
    taken = Payment.objects.get(ocr=first.ocr, amount_ore=700_000)
    actions.decide_reversal(Payment.objects.get(source="reversal"), payment=taken, **facts)


@pytest.mark.parametrize("program", [hledger, ledger], ids=lambda program: program.__name__)
def test_another_program_gets_the_same_balances(program, book, tmp_path):
    if not shutil.which(program.__name__):
        pytest.skip(
            f"{program.__name__} is not installed: the book is not compared with it (apt install {program.__name__})"
        )
    path = tmp_path / "book.journal"
    path.write_text(journal())
    ours = {f"owed:c{pk}": ore for pk, ore in Charge.objects.values_list("pk", "open_ore")}
    ours |= {f"money:p{pk}": -ore for pk, ore in Payment.objects.values_list("pk", "unallocated_ore")}
    found = program(path)
    assert {account: found.get(account, 0) for account in ours} == ours
    assert sum(found.values()) == sum(ours.values())
    assert sorted(ore for ore in ours.values() if ore > 0) == [34_000, 500_000, 599_999]
