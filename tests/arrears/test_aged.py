"""Aged balances on any day, as known then; the same as the debt, and as the rule by itself."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.aged import aged_on, sums
from arrears.ledger import debt_on
from arrears.models import Charge
from arrears.rules.aging import aged
from tests.arrears.book import TODAY, charged, delivery, imported, paid
from tests.factories import TenancyFactory, UserFactory
from tests.factories.ledger import other_claim

pytestmark = pytest.mark.django_db
RENT = 684_000


def day(number, month=3):
    return date(2026, month, number)


def test_bands_of_each_tenancy_and_former_tenants_apart():
    first, second = charged(2)  # printed due on Friday 27 February
    gone = TenancyFactory(ends_on=day(1, 2), end_reason="own_lease")
    actions.open_balance(gone, month=day(1, 1), amount_ore=5_000, by=None, on=day(1))  # due 30 December: 70 days
    actions.open_balance(first.tenancy, month=date(2025, 6, 1), amount_ore=700, by=None, on=day(1))
    imported(delivery(paid(second, 600_000)))
    found = {row.tenancy_id: row for row in aged_on(TODAY)}
    assert found[first.tenancy_id].bands == (0, RENT, 0, 700)  # 11 days, and since May
    assert found[second.tenancy_id].bands == (0, 84_000, 0, 0)
    assert found[gone.pk].bands == (0, 0, 5_000, 0)
    assert [row.is_former for row in aged_on(TODAY)] == [False, False, True]
    assert sums(aged_on(TODAY)) == (0, 768_000, 5_000, 700, 773_700)
    assert [row.tenancy_id for row in aged_on(TODAY, tenancies=[gone.pk])] == [gone.pk]
    assert found[first.tenancy_id].oldest_on == date(2025, 5, 30)


def test_past_day_knows_nothing_that_came_later():
    [rent] = charged(1)
    assert [sum(row.bands) for row in aged_on(day(27, 2))] == []
    imported(delivery(paid(rent), day=day(3)), on=day(9))
    assert [row.bands for row in aged_on(day(6))] == [(RENT, 0, 0, 0)]
    assert [row.bands for row in aged_on(day(7))] == [(0, RENT, 0, 0)]
    assert aged_on(day(9)) == []


def test_fees_and_interest_are_no_debt_and_credits_are_not_taken_off():
    first, second = charged(2)
    other_claim(first, "fee", 6_000, on=day(1, 2))
    imported(delivery(paid(second, 700_000)))
    assert [row.bands for row in aged_on(TODAY)] == [(0, RENT, 0, 0)]


def test_sum_is_the_debt_of_every_day_and_the_bands_those_of_the_rule():
    first, second, _third = charged(3)
    actions.charge_month(month=day(1, 4), on=TODAY)
    actions.open_balance(second.tenancy, month=day(1, 1), amount_ore=123, by=None, on=day(20))
    imported(delivery(paid(first), paid(second, 1), day=day(4)), on=day(5))
    actions.undo_allocation(first.allocations.get(), why="x", by=UserFactory(), on=day(15))
    for on in (day(20, 2) + timedelta(days=n) for n in range(0, 120, 3)):
        assert sums(aged_on(on))[-1] == debt_on(on)[0]
    owed = Charge.objects.filter(open_ore__gt=0).values_list("printed_due_on", "open_ore")
    for on in (day(15), day(30, 4), day(30, 6)):
        known = owed.filter(recorded_on__lte=on)
        assert sums(aged_on(on))[:4] == aged(known, on)


def test_read_is_one_query(django_assert_num_queries):
    charged(3)
    with django_assert_num_queries(1):
        aged_on(TODAY)
