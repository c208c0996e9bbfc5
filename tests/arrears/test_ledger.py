"""Debt and late rent as they were known on a day."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from arrears import actions
from arrears.freshness import paid_through
from arrears.ledger import Debt, debt_by_month, debt_on, late_on
from arrears.models import Allocation, Charge
from bolots.actions import set_guideline
from tests.arrears.book import MARCH, TODAY, at, charged, delivery, imported, named, paid
from tests.factories import ImportFileFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db


def day(number, month=3):
    return date(2026, month, number)


def test_debt_is_what_was_printed_due_before_the_day():
    charged(2)
    assert debt_on(day(27, 2)) == (0, 0)
    assert debt_on(day(28, 2)) == (2 * 684_000, 2)


def test_debt_of_a_past_day_knows_nothing_that_came_later():
    first, second = charged(2)
    imported(delivery(paid(first), paid(second, 84_000), day=day(4)), on=day(5))
    assert debt_on(day(4)) == (1_368_000, 2)
    assert debt_on(day(5)) == (600_000, 1)
    actions.undo_allocation(first.allocations.get(), why="x", by=UserFactory(), on=day(9))
    assert debt_on(day(5)) == (600_000, 1)
    assert debt_on(day(9)) == (1_284_000, 2)


def test_debt_counts_opening_balances_from_the_day_they_were_recorded():
    tenancy = TenancyFactory()
    actions.open_balance(tenancy, month=day(1, 1), amount_ore=100, by=None, on=day(9))
    assert (debt_on(day(8)), debt_on(day(9))) == ((0, 0), (100, 1))


def test_former_tenants_are_in_debt_and_credits_are_not_netted():
    [rent] = charged(1)
    other = TenancyFactory(holder=rent.tenancy.holder, ends_on=day(1, 2), end_reason="own_lease")
    actions.open_balance(other, month=day(1, 1), amount_ore=100, by=None, on=day(1))
    imported(delivery(paid(rent, 800_000)))
    assert debt_on(TODAY) == (100, 1)


def test_debt_by_month_is_the_debt_of_each_day_by_its_age():
    [rent] = charged(1)
    tenancy = rent.tenancy
    actions.open_balance(tenancy, month=day(1, 1), amount_ore=50_000, by=None, on=day(1, 1))
    imported(delivery(paid(rent, 600_000)))
    found = debt_by_month([TODAY, day(1), day(31, 1), day(1, 5), day(1, 6)])
    assert found == [
        Debt(day(31, 1), 0, 50_000, 0),  # printed due on 30 December, 32 days ago
        Debt(day(1), 684_000, 50_000, 0),
        Debt(TODAY, 84_000, 50_000, 0),
        Debt(day(1, 5), 0, 84_000, 50_000),
        Debt(day(1, 6), 0, 0, 134_000),
    ]
    assert [debt.ore for debt in found][:2] == [50_000, 734_000]


def test_bands_change_on_the_31st_and_the_91st_day():
    charged(1)  # printed due on 27 February
    due = day(27, 2)
    days = [due + timedelta(days=n) for n in (0, 1, 30, 31, 90, 91)]
    bands = [(debt.to_30, debt.to_90, debt.older) for debt in debt_by_month(days)]
    rent = 684_000
    assert bands == [(0, 0, 0), (rent, 0, 0), (rent, 0, 0), (0, rent, 0), (0, rent, 0), (0, 0, rent)]


def test_both_reads_of_debt_agree_on_every_day():
    first, second, _third = charged(3)
    actions.charge_month(month=day(1, 4), on=TODAY)
    actions.open_balance(second.tenancy, month=day(1, 1), amount_ore=123, by=None, on=day(20))
    imported(delivery(paid(first), paid(second, 1), day=day(4)), on=day(5))
    row = Allocation.objects.get(charge=first)
    actions.undo_allocation(row, why="x", by=UserFactory(), on=day(15))
    days = [day(20, 2) + timedelta(days=n) for n in range(60)]
    assert [(debt.on, debt.ore) for debt in debt_by_month(days)] == [(d, debt_on(d)[0]) for d in days]


def test_late_charges_of_a_past_day_are_what_they_were_then():
    first, second = charged(2)
    assert late_on(day(4)) == {}
    assert late_on(day(5)) == {first.pk: 684_000, second.pk: 684_000}
    imported(delivery(paid(first), paid(second, 670_000)))
    assert late_on(day(9)) == {first.pk: 684_000, second.pk: 684_000}
    assert late_on(TODAY) == {}  # 140 kr is below the threshold
    assert late_on(day(5)) == {first.pk: 684_000, second.pk: 684_000}


def test_scan_flags_what_is_late_and_what_is_below_the_threshold_too():
    first, second = charged(2)
    imported(delivery(paid(second, 670_000)))
    actions.scan_late_rent(on=TODAY)
    assert late_on(TODAY) == {first.pk: 684_000}
    assert Charge.objects.filter(late_rent__isnull=False).count() == 2


def test_late_charges_follow_the_guidelines_of_their_day():
    charged(1)
    by = UserFactory()
    set_guideline("case_threshold_ore", 700_000, valid_from=TODAY, by=by, on=TODAY)
    assert len(late_on(day(9))) == 1
    assert late_on(TODAY) == {}


@given(steps=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 300_000)), max_size=6, unique_by=lambda s: s[1]))
@settings(max_examples=25, deadline=None)
def test_open_now_and_later_rows_give_what_was_open_then(steps):
    """However payments come: the debt of a day is the amount less what was recorded until then."""
    with transaction.atomic():
        [rent] = charged(1)
        came = []
        for number, (after, ore) in enumerate(sorted(steps), 1):
            on = day(1) + timedelta(days=after)
            imported(delivery(named(rent.ocr, ore), day=day(27, 2), number=number), on=on)
            came.append((on, ore))
        for after in range(0, 42, 3):
            on = day(1) + timedelta(days=after)
            known = sum(ore for recorded, ore in came if recorded <= on)
            assert debt_on(on)[0] == max(0, 684_000 - known)
        transaction.set_rollback(True)


# --- freshness -------------------------------------------------------------------------------------------------------


def test_payments_reach_as_far_as_the_newest_file_or_the_later_word():
    assert paid_through(TODAY) is None
    ImportFileFactory(created_on=day(4), recorded_on=day(5))
    assert (paid_through(day(4)), paid_through(day(5)), paid_through(TODAY)) == (None, day(4), day(4))
    actions.say_no_more_files(through_on=day(6), by=UserFactory(), at=at(day(9)))
    assert (paid_through(day(8)), paid_through(day(9))) == (day(4), day(6))
    ImportFileFactory(created_on=day(9), recorded_on=TODAY)
    ImportFileFactory(created_on=day(2), recorded_on=TODAY)
    assert paid_through(TODAY) == day(9)


def test_rejected_files_and_days_to_come_make_nothing_fresh():
    ImportFileFactory(created_on=None, verdict="rejected", recorded_on=day(5))
    assert paid_through(TODAY) is None
    ImportFileFactory(created_on=day(30), recorded_on=day(6))
    assert paid_through(TODAY) == day(6)


def test_reads_are_one_statement_each(django_assert_num_queries):
    charged(3)
    with django_assert_num_queries(1):
        debt_on(TODAY)
    with django_assert_num_queries(1):
        debt_by_month([MARCH, TODAY])
    with django_assert_num_queries(1):
        paid_through(TODAY)
    with django_assert_num_queries(2):
        late_on(TODAY)
