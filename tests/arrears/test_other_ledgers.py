"""Promise 9: programs that other people wrote get the same sums from the same book. Run where they are installed.

Where they are not, two small programs of our own that know nothing of the book read the files and add them up.
"""

import csv
import re
import shutil
import subprocess
from collections import defaultdict
from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.book import balances_on
from arrears.exports import FORMATS
from arrears.models import Charge, Payment
from tests.arrears.book import TODAY, charged, delivery, imported, paid, waiting
from tests.factories import UserFactory
from tests.factories.ledger import divided, other_claim, refunded, withdrawn, written_off

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"
FIRST = date(2020, 1, 1)


def journal(from_on=FIRST, until_on=TODAY) -> str:
    return FORMATS["journal"].write(from_on, until_on).decode()


def hledger(path) -> dict[str, int]:
    said = _run("hledger", "-f", path, "bal", "owed", "unused", "--flat", "-N", "-E", "-O", "csv")
    return {row["account"]: _ore(row["balance"]) for row in csv.DictReader(said.splitlines())}


def ledger(path) -> dict[str, int]:
    line = "%(account)\t%(quantity(scrub(display_total)))\n"
    said = _run(
        "ledger", "-f", path, "bal", "owed", "unused", "--flat", "--empty", "--no-total", "--balance-format", line
    )
    return {account: _ore(ore) for account, ore in (row.split("\t") for row in said.splitlines())}


def _run(*command) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout


def _ore(text: str) -> int:
    """`-6840.00 SEK`, or `0`."""
    whole, _point, rest = text.split()[0].partition(".")
    return int(whole + rest.ljust(2, "0"))


def added_up(text: str) -> dict[str, int]:
    """The journal read by the rules of plain-text accounting, and no others: öre by account."""
    sums: dict[str, int] = defaultdict(int)
    for entry in text.strip().split("\n\n"):
        head, *legs = entry.splitlines()
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2} [a-z0-9_ -]+", head), head
        amounts = [re.fullmatch(r"    ([a-z_:0-9]+)  (-?\d+\.\d{2}) SEK", leg).groups() for leg in legs]
        assert sum(_ore(ore) for _account, ore in amounts) == 0, entry
        for account, ore in amounts:
            sums[account] += _ore(ore)
    return sums


def vouchers(data: bytes) -> tuple[dict[tuple[str, str], int], list[str]]:
    """A SIE file read by its specification: öre by (account, object), and the days of its vouchers."""
    text = data.decode("cp437")
    assert "\n" not in text.replace("\r\n", "")
    sums: dict[tuple[str, str], int] = defaultdict(int)
    days, left = [], None
    for line in text.split("\r\n"):
        if line.startswith("#VER"):
            days.append(re.fullmatch(r'#VER HY "(\d{8})" (\d{8}) "[^"]+"', line)[2])
        elif line == "{":
            left = 0
        elif line == "}":
            assert left == 0, days[-1]
            left = None
        elif "#TRANS" in line:
            account, home, ore = re.fullmatch(r' +#TRANS (\d+) \{(?:20 "(\d+)")?\} (-?\d+\.\d\d)', line).groups()
            sums[account, home or ""] += _ore(ore)
            left += _ore(ore)
    return sums, days


def ours(on=TODAY) -> dict[str, int]:
    """What the book itself says each tenancy owes and has to its good, by account of the journal."""
    found = {}
    for number, held in balances_on(on).items():
        name = "nobody" if number is None else f"t{number}"
        found |= {f"owed:{name}": held.owed, f"unused:{name}": -held.credit}
    return found


@pytest.fixture
def book():
    """Everything that can happen to money, once; over three days."""
    first, second, third = charged(3)
    finn = UserFactory()
    facts = {"why": "x", "by": finn, "on": TODAY}
    imported(delivery(paid(first, 700_000), paid(second, 84_000), format=CAMT), on=TODAY - timedelta(days=1))
    row = actions.allocate_by_hand(waiting(300_001), third, amount_ore=300_000, **facts)
    actions.undo_allocation(row, **facts)
    actions.allocate_by_hand(row.payment, second, amount_ore=1, **facts)
    actions.credit_charge(third, amount_ore=184_000, **facts)
    imported(delivery(paid(first, 50_000), number=99, format=CAMT, is_reversal=True))
    taken = Payment.objects.get(ocr=first.ocr, amount_ore=700_000)
    actions.decide_reversal(Payment.objects.get(source="reversal"), payment=taken, **facts)
    who = {"by": finn, "on": TODAY}
    other_claim(first, "fee", 6_000, on=TODAY)
    other_claim(first, "interest", 1_234, on=TODAY, from_on=date(2026, 3, 3), until_on=TODAY)
    other_claim(first, "cost", 18_000, on=TODAY)
    opened = actions.open_balance(second.tenancy, month=date(2025, 12, 1), amount_ore=4_321, by=finn, on=TODAY)
    written_off(Charge.objects.get(pk=opened.pk), 321, **who)
    refunded(Payment.objects.get(amount_ore=300_001), 100, **who)
    share, _other = divided(waiting(1_000), {first.tenancy: 400, third.tenancy: 600}, **who)
    withdrawn(share, **who)
    moved = waiting(55)
    actions.give_to_tenancy(moved, first.tenancy, **facts)
    actions.give_to_tenancy(moved, third.tenancy, **facts)
    waiting(77)


@pytest.mark.parametrize("program", [hledger, ledger], ids=lambda program: program.__name__)
def test_another_program_gets_the_same_balances(program, book, tmp_path):
    if not shutil.which(program.__name__):
        pytest.skip(
            f"{program.__name__} is not installed: the book is not compared with it (apt install {program.__name__})"
        )
    path = tmp_path / "book.journal"
    path.write_text(journal())
    found = program(path)
    assert {account: found.get(account, 0) for account in ours()} == ours()
    assert sum(found.values()) == sum(ours().values())


def test_journal_added_up_gives_what_every_home_owes_and_has_to_its_good(book):
    found = added_up(journal())
    assert {account: ore for account, ore in found.items() if account[:4] in ("owed", "unus") and ore} == {
        account: ore for account, ore in ours().items() if ore
    }
    assert sum(found.values()) == 0
    owed = sum(Charge.objects.values_list("open_ore", flat=True))
    unused = sum(Payment.objects.values_list("unallocated_ore", flat=True))
    assert owed == sum(ore for account, ore in found.items() if account.startswith("owed"))
    assert unused == -sum(ore for account, ore in found.items() if account.startswith("unused"))


def test_journal_of_a_later_period_begins_with_what_was_brought_forward(book):
    yesterday = TODAY - timedelta(days=1)
    assert "brought forward" in journal(TODAY)
    for from_on in (yesterday, TODAY, TODAY + timedelta(days=1)):
        found = added_up(journal(from_on, max(from_on, TODAY)))
        assert {a: ore for a, ore in found.items() if ore and a in ours()} == {a: o for a, o in ours().items() if o}


def test_vouchers_added_up_give_what_every_home_owes_and_has_to_its_good(book):
    sums, days = vouchers(FORMATS["sie"].write(FIRST, TODAY))
    for account, ore in ours().items():
        kind, _colon, name = account.partition(":")
        number = {"owed": "1510", "unused": "2420"}[kind]
        assert sums[number, "" if name == "nobody" else name[1:]] == ore
    assert days == sorted(days)
    assert len(days) == len(set(days)) == 3
    assert sum(sums.values()) == 0


def test_write_off_that_was_taken_back_never_was_in_the_bank():
    [rent] = charged(1)
    who = {"why": "x", "by": UserFactory(), "on": TODAY}
    actions.revive(actions.ask_write_off(rent, amount_ore=1_000, **who), **who)
    sums, _days = vouchers(FORMATS["sie"].write(FIRST, TODAY))
    # nothing came in, nothing is written off: the rent is owed, whole
    assert {key: ore for key, ore in sums.items() if ore} == {
        ("1510", str(rent.tenancy_id)): 684_000,
        ("3911", ""): -684_000,
    }
    owed = {account: ore for account, ore in added_up(journal()).items() if ore}
    assert owed == {f"owed:t{rent.tenancy_id}": 684_000, "other:rent": -684_000}


def test_division_put_together_again_leaves_nothing_on_any_account_but_what_came():
    first, second = charged(2)
    who = {"why": "x", "by": UserFactory(), "on": TODAY}
    whole = waiting(500)
    actions.split_payment(whole, [actions.Share(home.tenancy_id, 250, None) for home in (first, second)], **who)
    actions.undo_split(whole, **who)
    sums, _days = vouchers(FORMATS["sie"].write(TODAY, TODAY))
    assert {key: ore for key, ore in sums.items() if ore} == {("1930", ""): 500, ("2420", ""): -500}


def test_file_over_a_new_year_names_both_years():
    """Vouchers of a year that the file does not name are refused by who reads it in."""
    charged(1, month=date(2026, 1, 1), on=date(2025, 12, 10))
    charged(1, month=date(2026, 2, 1), on=date(2026, 1, 10))
    said = FORMATS["sie"].write(date(2025, 12, 1), date(2026, 1, 31)).decode("cp437").split("\r\n")
    assert [line for line in said if line.startswith("#RAR")] == [
        "#RAR 0 20260101 20261231",
        "#RAR -1 20250101 20251231",
    ]


def test_periods_side_by_side_are_the_whole(book):
    """No row stands in two periods, none in neither."""
    whole, _days = vouchers(FORMATS["sie"].write(FIRST, TODAY))
    parts: dict[tuple[str, str], int] = defaultdict(int)
    for period in ((FIRST, date(2026, 2, 28)), (date(2026, 3, 1), TODAY - timedelta(days=1)), (TODAY, TODAY)):
        for key, ore in vouchers(FORMATS["sie"].write(*period))[0].items():
            parts[key] += ore
    assert {k: v for k, v in parts.items() if v} == {k: v for k, v in whole.items() if v}
