"""Promise 8: what happens later changes neither what the book says of a day nor what was exported of it.

Each of these was found by the machine of `test_model.py`, or in the same place while one was mended.
"""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.book import balances_on
from arrears.exports.model import OWED, UNUSED
from arrears.exports.reading import postings
from arrears.models import Attribution, Payment
from arrears.rules.ocr import make_ocr
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, at, charged, delivery, imported, named, paid, waiting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"
TOMORROW = TODAY + timedelta(days=1)
LATER = make_ocr(9_000_001)  # of a charge that is not made yet


@pytest.fixture
def today():
    return {"why": "x", "by": UserFactory(), "on": TODAY}


@pytest.fixture
def tomorrow(today):
    return today | {"on": TOMORROW}


def booked(on):
    """Owed and unused of each home, by the book."""
    return {home: (held.owed, held.credit) for home, held in balances_on(on).items() if held.owed or held.credit}


def exported(on):
    """The same, by all that was ever exported."""
    sums = {}
    for posting in postings(date(2020, 1, 1), on):
        for leg in posting.legs:
            if leg.account in (OWED, UNUSED):
                sums.setdefault(leg.tenancy_id, {OWED: 0, UNUSED: 0})[leg.account] += leg.ore
    return {home: (row[OWED], -row[UNUSED]) for home, row in sums.items() if any(row.values())}


def halves(first, second, ore=500):
    return [actions.Share(first.tenancy_id, ore), actions.Share(second.tenancy_id, ore)]


def test_share_that_is_given_to_another_home_was_the_first_ones_until_then(today, tomorrow):
    first, second, third = charged(3)
    one, two = actions.split_payment(waiting(1_000), halves(first, second), **today)
    before = booked(TODAY)
    assert before[first.tenancy_id] == (684_000, 500)
    actions.give_to_tenancy(one, third.tenancy, **tomorrow)
    actions.allocate_by_hand(two, third, amount_ore=10, **tomorrow)
    assert booked(TODAY) == before
    assert booked(TOMORROW) == exported(TOMORROW)


def test_reversal_was_thought_to_be_the_homes_that_it_was_until_a_person_said_another(today, tomorrow):
    first, second = charged(2)
    payer = {"payer": "Bo", "account": "SE4550000000058398257466"}
    imported(delivery(paid(first, **payer), format=CAMT))
    imported(delivery(paid(second), number=2, format=CAMT))
    imported(delivery(Paid(684_000, ("åter",), **payer), number=3, format=CAMT, is_reversal=True))
    imported(delivery(paid(first, 500), number=4, format=CAMT, is_reversal=True))
    before = booked(TODAY)
    assert before[first.tenancy_id] == (0, -684_500)
    seconds = Payment.objects.get(source="bank", tenancy=second.tenancy_id)
    for reversal in Payment.objects.filter(source="reversal").order_by("-pk"):
        actions.decide_reversal(reversal, payment=seconds, **tomorrow)
    assert booked(TODAY) == before
    assert booked(TOMORROW) == exported(TOMORROW)


def test_charge_that_comes_when_its_money_is_out_of_the_book_gets_none_of_it(today, tomorrow):
    [rent] = charged(1)
    file = imported(delivery(named(LATER, 500))).file
    actions.undo_file(file, **today, at=at())
    actions.open_balance(rent.tenancy, month=date(2026, 1, 1), amount_ore=900, ocr=LATER, by=today["by"], on=TOMORROW)
    assert booked(TOMORROW) == exported(TOMORROW) == {rent.tenancy_id: (684_900, 0)}


def test_charge_is_paid_by_money_that_named_it_and_was_put_elsewhere_and_freed_again(today):
    """HB 9:5: the payer's word stands when the charge comes; that the money was freed is no word against it."""
    first, second = charged(2)
    imported(delivery(named(LATER, 500)))
    row = actions.allocate_by_hand(Payment.objects.get(), second, amount_ore=500, **today)
    actions.undo_allocation(row, **today)
    charge = actions.open_balance(
        first.tenancy, month=date(2026, 1, 1), amount_ore=900, ocr=LATER, by=today["by"], on=TOMORROW
    )
    assert charge.open_ore == 400
    assert booked(TODAY) == {None: (0, 500), first.tenancy_id: (684_000, 0), second.tenancy_id: (684_000, 0)}
    assert booked(TOMORROW) == exported(TOMORROW)
    assert booked(TOMORROW)[first.tenancy_id] == (684_400, 0)


def test_word_that_a_charge_came_is_nobodys_and_says_whose_the_money_was(today):
    [rent] = charged(1)
    imported(delivery(named(LATER, 500)))
    actions.open_balance(rent.tenancy, month=date(2026, 1, 1), amount_ore=900, ocr=LATER, by=today["by"], on=TOMORROW)
    said = Attribution.objects.get()
    assert (said.tenancy, said.was, said.by, said.recorded_on) == (rent.tenancy, None, None, TOMORROW)
    assert not Payment.objects.with_word().get().has_word
    assert not Attribution.objects.by_people().exists()


def test_money_that_moves_on_the_day_its_division_is_undone_is_exported_once(today, tomorrow):
    first, second, third = charged(3)
    money = actions.give_to_tenancy(waiting(1_000), first.tenancy, **today)
    actions.split_payment(money, halves(first, second), **today)
    actions.undo_split(money, **tomorrow)
    actions.give_to_tenancy(money, third.tenancy, **tomorrow)
    assert booked(TOMORROW) == exported(TOMORROW)
    assert booked(TOMORROW)[third.tenancy_id] == (684_000, 1_000)
