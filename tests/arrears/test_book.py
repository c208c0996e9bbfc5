"""The book of a home: its rows in order, where each comes from, and its balance on any day in both readings."""

from datetime import date

import pytest

from arrears import actions
from arrears.book import KNOWN, TRUE, Balance, Key, balances_on, lines
from arrears.models import Charge, Payment
from arrears.whose import waiting_on
from tests.arrears.book import TODAY, charged, delivery, imported, named, paid, waiting
from tests.factories import TenancyFactory, UserFactory
from tests.factories.ledger import divided, other_claim, refunded, withdrawn, written_off

pytestmark = pytest.mark.django_db
RENT = 684_000


def day(number, month=3):
    return date(2026, month, number)


def book(tenancy, on=TODAY, reading=KNOWN, **place):
    return lines([tenancy.pk], on, reading=reading, **place)


def told(tenancy, on=TODAY, reading=KNOWN):
    """(what, effect, balance) of each row, oldest first."""
    return [(line.what, line.effect_ore, line.balance_ore) for line in reversed(book(tenancy, on, reading).lines)]


def of(tenancy, on=TODAY, reading=KNOWN):
    return balances_on(on, tenancies=[tenancy.pk], reading=reading).get(tenancy.pk, Balance())


@pytest.fixture
def finn():
    return UserFactory(first_name="Finn")


@pytest.fixture
def rent():
    return charged(1)[0]


def test_every_kind_of_row_stands_in_order_with_the_balance_after_it(rent, finn):
    tenancy, who = rent.tenancy, {"by": finn, "on": TODAY}
    actions.open_balance(tenancy, month=day(1, 1), amount_ore=10_000, by=finn, on=day(12, 2))
    imported(delivery(paid(rent, 600_000), day=day(2)), on=day(3))
    other_claim(rent, "fee", 6_000, on=day(5))
    other_claim(rent, "interest", 1_234, on=day(6), from_on=day(3), until_on=day(6))
    actions.credit_charge(rent, amount_ore=4_000, why="vatten", **who)
    written_off(Charge.objects.get(kind="opening"), 10_000, **who)
    assert told(tenancy) == [
        ("rent", 684_000, 684_000),
        ("opening", 10_000, 694_000),
        ("bank", -600_000, 94_000),
        ("fee", 6_000, 100_000),
        ("interest", 1_234, 101_234),
        ("credit_note", -4_000, 97_234),
        ("write_off", -10_000, 87_234),
    ]
    # rent: 684 000 − 600 000 − 4 000 = 80 000 due; fee and interest apart
    assert of(tenancy) == Balance(debt=80_000, other=7_234)


def test_each_row_says_where_it_comes_from(rent, finn):
    imported(delivery(named("hyra", 1), paid(rent, 500), number=7), name="bgmax.txt")
    actions.credit_charge(rent, amount_ore=100, why="vattenskada", by=finn, on=TODAY)
    note, came, owed = book(rent.tenancy).lines
    assert (came.file, came.ordinal, came.by, came.why) == ("bgmax.txt", 2, "", "")
    assert came.serial.lstrip("0") == "7"
    assert (note.by, note.why, note.file_id) == ("Finn", "vattenskada", None)
    assert (owed.by, owed.file, owed.ocr) == ("", "", rent.ocr)


def test_what_a_person_did_with_money_is_told_and_changes_no_balance(rent, finn):
    payment = waiting(2_000)
    row = actions.allocate_by_hand(payment, rent, amount_ore=2_000, why="Sade hon", by=finn, on=TODAY)
    assert told(rent.tenancy)[1:] == [("bank", -2_000, 682_000), ("by_hand", 0, 682_000)]
    actions.undo_allocation(row, why="Fel", by=finn, on=day(11))
    # the money is nobody's again: it leaves the home's book, and what was done with it stays
    assert told(rent.tenancy, day(11)) == [("rent", RENT, RENT), ("by_hand", 0, RENT), ("undone", 0, RENT)]
    assert told(rent.tenancy, TODAY)[1:] == [("bank", -2_000, 682_000), ("by_hand", 0, 682_000)]


def test_money_that_a_person_gave_to_a_home_says_who_and_why(rent, finn):
    other = TenancyFactory()
    payment = waiting(900)
    actions.give_to_tenancy(payment, rent.tenancy, why="ringde", by=finn, on=TODAY)
    actions.give_to_tenancy(payment, other, why="fel hem", by=UserFactory(first_name="Alma"), on=day(12))
    assert [(line.by, line.why) for line in book(rent.tenancy).lines if line.what == "bank"] == [("Finn", "ringde")]
    [moved] = book(other, day(12)).lines
    assert (moved.by, moved.why, moved.file) == ("Alma", "fel hem", "fil.txt")


def test_share_says_who_divided_and_who_moved_it_since(rent, finn):
    other, third = TenancyFactory(), TenancyFactory()
    shares = [actions.Share(rent.tenancy_id, 400, None), actions.Share(other.pk, 600, None)]
    one, _two = actions.split_payment(waiting(1_000), shares, why="god man", by=finn, on=TODAY)
    actions.give_to_tenancy(one, third, why="fel hem", by=UserFactory(first_name="Alma"), on=day(12))
    said = [(line.what, line.by, line.why) for line in (book(rent.tenancy).lines[0], *book(other).lines)]
    assert said == [("share", "Finn", "god man")] * 2
    assert [(line.by, line.why) for line in book(third, day(12)).lines] == [("Alma", "fel hem")]
    assert [line.by for line in book(third, day(12), TRUE).lines] == ["Alma"]


def test_payment_known_later_is_true_before_it_is_known(rent):
    imported(delivery(paid(rent), day=day(2)), on=day(9))
    assert [of(rent.tenancy, day(5), reading).debt for reading in (KNOWN, TRUE)] == [RENT, 0]
    assert [len(book(rent.tenancy, day(5), reading).lines) for reading in (KNOWN, TRUE)] == [1, 2]
    assert [of(rent.tenancy, day(1), reading).debt for reading in (KNOWN, TRUE)] == [RENT, RENT]
    assert [of(rent.tenancy, day(9), reading).debt for reading in (KNOWN, TRUE)] == [0, 0]


def test_money_before_its_charge_is_credit_in_both_readings_until_the_charge_is_there(finn):
    tenancy = TenancyFactory()
    imported(delivery(named("80028", 700), day=day(2)), on=day(3))
    actions.open_balance(tenancy, month=day(1, 1), amount_ore=600, by=finn, on=day(9), ocr="80028")
    assert balances_on(day(8)) == {None: Balance(credit=700)}
    assert waiting_on(day(8)) == 700
    assert of(tenancy, day(8), TRUE) == Balance(credit=700)
    assert of(tenancy, day(9)) == of(tenancy, day(9), TRUE) == Balance(credit=100)
    assert waiting_on(day(9)) == 0


def test_reversal_opens_the_rent_from_the_day_of_the_bank_or_the_day_it_was_known(rent, finn):
    imported(delivery(paid(rent), day=day(2), format="camt.054.001.08"), on=day(3))
    imported(delivery(paid(rent), number=9, day=day(5), format="camt.054.001.08", is_reversal=True), on=day(6))
    facts = {"payment": Payment.objects.get(source="bank"), "why": "x", "by": finn, "on": day(9)}
    actions.decide_reversal(Payment.objects.get(source="reversal"), **facts)
    assert told(rent.tenancy)[1:3] == [("bank", -RENT, 0), ("reversal", RENT, RENT)]
    # before somebody decided, it stands as a missing credit: it is owed either way
    assert of(rent.tenancy, day(6)) == Balance(credit=-RENT)
    assert of(rent.tenancy, day(6)).ore == of(rent.tenancy, day(9)).ore == RENT
    assert of(rent.tenancy, day(9)) == of(rent.tenancy, day(5), TRUE) == Balance(debt=RENT)
    assert of(rent.tenancy, day(4), TRUE) == Balance()


def test_refunds_withdrawals_and_shares_are_rows_like_others(rent, finn):
    other, who = TenancyFactory(), {"by": finn, "on": TODAY}
    imported(delivery(paid(rent, 700_000)))
    refunded(Payment.objects.get(), 16_000, **who)
    assert of(rent.tenancy) == Balance()
    assert told(rent.tenancy)[-1] == ("refund", 16_000, 0)
    first, _second = divided(waiting(1_000), {rent.tenancy: 400, other: 600}, **who)
    assert (of(rent.tenancy), of(other)) == (Balance(credit=400), Balance(credit=600))
    withdrawn(first, **who)
    assert [what for what, *_rest in told(rent.tenancy)][-2:] == ["share", "withdrawal"]
    assert of(rent.tenancy) == Balance()
    assert actions.prove_ledger(on=TODAY).mismatches == 0


def test_money_that_moved_to_another_home_was_the_first_ones_until_then(rent, finn):
    other = TenancyFactory()
    payment = waiting(900)
    actions.give_to_tenancy(payment, rent.tenancy, why="x", by=finn, on=TODAY)
    actions.give_to_tenancy(payment, other, why="y", by=finn, on=day(12))
    assert [of(rent.tenancy, day(n)).credit for n in (10, 11, 12)] == [900, 900, 0]
    assert [of(other, day(n)).credit for n in (10, 11, 12)] == [0, 0, 900]
    assert of(rent.tenancy, day(10), TRUE).credit == 0


def test_coming_rent_is_no_debt_and_the_printed_day_is_in_time(rent):
    assert of(rent.tenancy, day(27, 2)) == Balance(coming=RENT)
    assert of(rent.tenancy, day(28, 2)) == Balance(debt=RENT)


def test_book_pages_by_key_without_losing_or_doubling_a_row(finn):
    tenancy = TenancyFactory()
    for number in range(1, 8):
        actions.open_balance(tenancy, month=day(1, 1), amount_ore=number, by=finn, on=day(number % 3 + 1))
    everything = [line.key for line in book(tenancy).lines]
    seen, page = [], book(tenancy, size=3)
    assert page.newer is None
    while True:
        seen += [line.key for line in page.lines]
        if page.older is None:
            break
        page = book(tenancy, size=3, before=page.older)
    assert seen == everything
    back = book(tenancy, size=3, after=page.newer)
    assert [line.key for line in back.lines] == everything[3:6]
    assert book(tenancy, size=3, after=back.newer).newer is None
    assert book(tenancy).lines[0].balance_ore == 28  # 1 + … + 7


@pytest.mark.parametrize(
    "text", ["", "a", "2026-03-01~1", "2026-03-01~9~1", "2026-03-01~0~x", "0~0~0", "2026-03-01~0~-1"]
)
def test_key_that_somebody_changed_is_none(text):
    assert Key.parse(text) is None
    assert Key.parse("2026-03-01~1~7") == Key(day(1), 1, 7)


def test_reads_are_one_query_each(rent, django_assert_num_queries):
    tenancy = rent.tenancy
    for reading in (KNOWN, TRUE):
        with django_assert_num_queries(1):
            book(tenancy, reading=reading)
        with django_assert_num_queries(1):
            balances_on(TODAY, reading=reading)
