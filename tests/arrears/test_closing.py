"""The whole book closes month by month; and says so when it does not."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from arrears import actions
from arrears.book import balances_on
from arrears.closing import closed, flows, stocks
from arrears.models import Charge, Payment
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid, waiting
from tests.arrears.plain_ledger import PlainDays
from tests.factories import UserFactory
from tests.factories.ledger import divided, other_claim, payment_of, put, refunded, withdrawn, written_off

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"
MONTHS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


def day(number, month=3):
    return date(2026, month, number)


@pytest.fixture
def book():
    """January: an opening balance. February: a rent for two. March: everything else that there is."""
    finn = UserFactory()
    first, second = charged(2)
    actions.open_balance(first.tenancy, month=day(1, 1), amount_ore=10_000, by=finn, on=day(20, 1))
    who = {"by": finn, "on": TODAY}
    imported(delivery(paid(first, 700_000), paid(second, 84_000), day=day(5)), on=day(5))
    other_claim(second, "fee", 6_000, on=day(6))
    actions.credit_charge(second, amount_ore=4_000, why="x", **who)
    written_off(Charge.objects.get(kind="opening"), 10_000, **who)
    refunded(Payment.objects.get(amount_ore=700_000), 6_000, **who)
    divided(waiting(1_000), {first.tenancy: 400, second.tenancy: 600}, **who)
    withdrawn(waiting(333), **who)
    waiting(77)
    return first, second


def test_months_close_by_hand(book):
    january, february, march = closed(MONTHS, until=day(31))
    assert (january.charged, january.settled, january.owed, january.unused) == ({"opening": 10_000}, {}, 10_000, 0)
    assert (february.charged, february.owed) == ({"rent": 1_368_000}, 1_378_000)
    assert february.owed_before == 10_000
    assert march.charged == {"fee": 6_000}
    assert march.settled == {
        "bank": 785_410,  # 700 000 + 84 000 + 1 000 + 333 + 77
        "credit_note": 4_000,
        "write_off": 10_000,
        "refund": -6_000,
        "split": -1_000,
        "share": 1_000,
        "withdrawal": -333,
    }
    # the second rent: 684 000 − 84 000 − 4 000, and the fee
    assert march.owed == 602_000
    # of 700 000, 684 000 paid and 6 000 refunded; the shares; what waits
    assert march.unused == 10_000 + 1_000 + 77
    assert [month.difference for month in (january, february, march)] == [0, 0, 0]


def test_months_agree_with_the_books_of_all_homes(book):
    for on in (day(31, 1), day(28, 2), day(5), TODAY):
        homes = balances_on(on).values()
        assert stocks([on])[on] == (sum(h.owed for h in homes), sum(h.credit for h in homes))


def test_past_month_does_not_change_by_what_comes_later(book):
    before = closed(MONTHS, until=day(31))
    first, second = book
    finn = UserFactory()
    who = {"by": finn, "on": day(2, 4)}
    row = second.allocations.filter(payment__source="bank").get()
    actions.undo_allocation(row, why="x", **who)
    other_claim(first, "cost", 18_000, on=day(2, 4))
    put(payment_of("credit_note", second.tenancy, 500, **who), second, 500, **who)
    assert closed(MONTHS, until=day(31)) == before
    [april] = closed([day(1, 4)], until=day(30, 4))
    assert (april.charged, april.settled, april.is_proved) == ({"cost": 18_000}, {"credit_note": 500}, True)
    assert april.owed == 602_000 + 84_000 + 18_000 - 500


def test_write_off_that_was_taken_back_is_written_off_no_longer_and_no_money_left(book):
    _first, second = book
    who = {"why": "x", "by": UserFactory()}
    done = actions.ask_write_off(second, amount_ore=1_000, on=day(1, 4), **who)
    actions.revive(done, on=day(2, 5), **who)
    april, may = closed([day(1, 4), day(1, 5)], until=day(31, 5))
    assert (april.settled, april.written_off_ore) == ({"write_off": 1_000}, 1_000)
    assert (may.settled, may.written_off_ore, may.paid_ore) == ({"write_off": -1_000}, -1_000, 0)
    assert april.is_proved
    assert may.is_proved


def test_month_with_a_reversal_a_division_put_together_and_a_file_taken_back_closes(book):
    first, second = book
    facts = {"why": "x", "by": UserFactory(), "on": day(7, 4)}
    came = imported(delivery(paid(second, 1_000), number=90, format=CAMT, day=day(1, 4)), on=day(2, 4))
    imported(delivery(paid(second, 1_000), number=91, format=CAMT, is_reversal=True, day=day(3, 4)), on=day(4, 4))
    taken = Payment.objects.get(deposit__file=came.file)
    actions.decide_reversal(Payment.objects.get(source="reversal"), payment=taken, **facts)
    whole = waiting(500, number=92)
    shares = [actions.Share(home.tenancy_id, 250, None) for home in (first, second)]
    actions.split_payment(whole, shares, **facts)
    actions.undo_split(whole, **facts)
    actions.undo_file(came.file, **facts, at=at(day(8, 4)))
    [march] = closed([MONTHS[-1]], until=day(31))
    [april] = closed([day(1, 4)], until=day(30, 4))
    assert (march.is_proved, april.is_proved) == (True, True)
    # the payment and its reversal; the payment's withdrawal; the two shares against the division
    assert april.settled == {"bank": 1_000, "reversal": -1_000, "withdrawal": -1_000, "split": -500, "share": 500}
    assert actions.prove_ledger(on=day(8, 4)).mismatches == 0


def test_running_month_closes_as_far_as_it_has_come(book):
    *_earlier, march = closed(MONTHS, until=day(5))
    assert (march.until_on, march.settled) == (day(5), {"bank": 784_000})
    assert march.is_proved


def test_balance_that_is_not_its_rows_does_not_close(book):
    Charge.objects.filter(pk=book[1].pk).update(open_ore=1)
    assert [month.is_proved for month in closed(MONTHS, until=day(31))] == [True, False, False]
    assert not closed([day(1, 4)], until=day(30, 4))[0].is_proved  # nor long after


def test_amount_that_was_changed_does_not_close(book):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE arrears_charge SET amount_ore = amount_ore + 1 WHERE kind = 'fee'")
        cursor.execute("SET session_replication_role = origin")
    assert [month.difference for month in closed(MONTHS, until=day(31))] == [0, 0, -1]


def test_flows_count_the_rows(book):
    found = {(flow.sort, flow.kind): flow.rows for flow in flows(day(28, 2), day(31)) if flow.month}
    assert found["payment", "bank"] == 5
    assert found["payment", "share"] == 2


def test_read_is_two_queries_for_any_number_of_months(book, django_assert_num_queries):
    with django_assert_num_queries(2):
        closed(MONTHS, until=day(31))


steps = st.lists(
    st.tuples(st.integers(0, 75), st.sampled_from(["fee", "pay", "free", "credit", "off"]), st.integers(1, 900)),
    max_size=9,
)


@given(steps=steps)
@settings(max_examples=40, deadline=None)
def test_months_are_those_of_a_book_on_paper(steps):
    """Any rows on any days: the months of the database are those that one gets by adding up on paper."""
    with transaction.atomic():
        finn, paper = UserFactory(), PlainDays()
        [rent] = charged(1, on=day(10, 1), month=day(1, 2))
        paper.charge(rent.pk, "rent", rent.amount_ore, day(10, 1))
        for after, what, ore in sorted(steps, key=lambda step: step[0]):
            on = day(10, 1) + timedelta(days=after)
            if what == "fee":
                first = on + timedelta(days=100 * len(paper.charges))
                fee = other_claim(rent, "interest", ore, on=on, from_on=first, until_on=first + timedelta(days=1))
                paper.charge(fee.pk, "interest", ore, on)
                continue
            source = {"pay": "bank", "free": "bank", "credit": "credit_note", "off": "write_off"}[what]
            row = waiting(ore) if source == "bank" else payment_of(source, rent.tenancy, ore, by=finn, on=on)
            if source == "bank":
                with connection.cursor() as cursor:  # as if it had come that day
                    cursor.execute("SET session_replication_role = replica")
                    cursor.execute(
                        "UPDATE arrears_payment SET recorded_on = %s, effective_on = %s, tenancy_id = %s WHERE id = %s",
                        [on, on, rent.tenancy_id, row.pk],
                    )
                    cursor.execute("SET session_replication_role = origin")
            paper.pay(row.pk, source, ore, on)
            if what != "free":
                put(row, rent, min(ore, paper.open(rent.pk)), by=finn, on=on)
                paper.put(row.pk, rent.pk, ore, on)
        months = [day(1, 1), *MONTHS[1:]]
        for month in closed(months, until=day(31)):
            owed, unused = paper.stocks(month.until_on)
            assert (month.owed, month.unused) == (owed, unused)
            assert (month.charged, month.settled) == paper.flows(month.month)
            assert month.is_proved
        transaction.set_rollback(True)
