"""In SQL the days and costs of many homes are those of the rule, in one statement."""

from datetime import date, timedelta

import pytest

from tenancies.models import Apartment, OutOfUse, Tenancy
from tenancies.rules import occupancy
from tests.factories import ApartmentFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
YEAR = date(2025, 1, 1), date(2026, 1, 1)
State = Apartment.State


def stay(home, starts_on, ends_on=None, **more):
    return TenancyFactory(
        apartment=home, starts_on=starts_on, ends_on=ends_on, end_reason="unknown" if ends_on else "", **more
    )


def out(home, starts_on, ends_on=None, **more):
    return OutOfUse.objects.create(
        apartment=home, reason="repair", starts_on=starts_on, ends_on=ends_on, set_by=UserFactory(), **more
    )


def rule(home, first, last):
    held = occupancy.held(first, last, home.head_starts_on, home.head_ends_on)
    stays = [(row.starts_on, row.ends_on) for row in home.tenancies.all()]
    closed = [(row.starts_on, row.ends_on) for row in home.out_of_use.standing()]
    return occupancy.days_of(*held, stays, closed)


def homes():
    """One of each: never let, let, moved in and out, both at once, taken back, leased for a part of the year, later."""
    never, always, moved, both, mistaken = ApartmentFactory.create_batch(5)
    leased = ApartmentFactory(head_lease=True, head_starts_on=date(2025, 3, 1), head_ends_on=date(2025, 9, 1))
    later = ApartmentFactory(head_lease=True, head_starts_on=date(2026, 9, 1))
    stay(always, date(2020, 1, 1))
    stay(moved, date(2024, 5, 1), date(2025, 2, 1))
    stay(moved, date(2025, 4, 1), date(2025, 4, 2))
    stay(moved, date(2025, 12, 30), date(2026, 5, 1))
    out(moved, date(2025, 2, 1), date(2025, 3, 1))
    out(moved, date(2025, 11, 1), date(2025, 12, 1))
    stay(both, date(2025, 1, 10), date(2025, 2, 10))
    stay(both, date(2025, 3, 1), date(2025, 3, 5))
    out(both, date(2025, 2, 1), date(2025, 3, 3))
    out(both, date(2025, 12, 1))
    out(mistaken, date(2025, 2, 1), withdrawn_on=TODAY, withdrawn_by=UserFactory())
    stay(leased, date(2025, 1, 1), date(2025, 4, 1))
    out(leased, date(2025, 8, 1))
    return never, always, moved, both, mistaken, leased, later


@pytest.mark.parametrize("period", [YEAR, (date(2025, 2, 3), date(2025, 2, 4)), (date(2026, 1, 1), TODAY)])
def test_days_of_every_home_are_those_of_the_rule(period, django_assert_num_queries):
    homes()
    with django_assert_num_queries(1):
        found = {home.pk: home for home in Apartment.objects.with_occupancy(*period)}
    for home in Apartment.objects.all():
        mine, expected = found[home.pk], rule(home, *period)
        assert (mine.occupied_days, mine.out_of_use_days, mine.empty_days, mine.held_days) == (
            expected.occupied,
            expected.out_of_use,
            expected.empty,
            expected.days,
        )


def test_state_is_that_of_the_stay_then_of_the_period_then_of_the_head_lease():
    never, always, moved, both, mistaken, leased, later = homes()
    out(always, date(2026, 1, 1))
    states = dict(Apartment.objects.with_state(TODAY).values_list("pk", "state"))
    assert states == {
        never.pk: State.EMPTY,
        always.pk: State.LET,
        moved.pk: State.ENDING,
        both.pk: State.OUT_OF_USE,
        mistaken.pk: State.EMPTY,
        leased.pk: State.OUT_OF_USE,
        later.pk: State.NOT_HELD,
    }


def test_home_whose_head_lease_is_over_costs_nothing_more():
    home = ApartmentFactory(head_lease=True, head_ends_on=TODAY)
    stay(home, date(2020, 1, 1), date(2025, 1, 1))
    assert Apartment.objects.with_state(TODAY).with_emptiness(TODAY).counts() == {
        **dict.fromkeys(State.values, 0),
        "not_held": 1,
        "all": 1,
        "empty_ore": 0,
    }


def emptiness(home):
    found = Apartment.objects.with_state(TODAY).with_emptiness(TODAY).get(pk=home.pk)
    return found.empty_since, found.empty_days, found.empty_ore


def test_emptiness_is_counted_from_the_last_thing_known():
    home = ApartmentFactory(head_lease=True)
    assert emptiness(home) == (None, None, None)
    Apartment.objects.update(head_starts_on=date(2026, 1, 1))
    assert emptiness(home) == (date(2026, 1, 1), 68, occupancy.cost_of_days(600_000, 68))
    stay(home, date(2026, 1, 1), date(2026, 3, 1))
    assert emptiness(home) == (date(2026, 3, 1), 9, occupancy.cost_of_days(600_000, 9))
    out(home, date(2026, 3, 1), date(2026, 3, 3))
    assert emptiness(home) == (date(2026, 3, 3), 7, occupancy.cost_of_days(600_000, 7))
    out(home, date(2026, 3, 5), date(2026, 3, 6), withdrawn_on=TODAY, withdrawn_by=UserFactory())
    assert emptiness(home)[1] == 7
    Tenancy.objects.update(ends_on=TODAY)
    assert emptiness(home) == (TODAY, 0, 0)


@pytest.mark.parametrize("rent", [1, 599_999, 600_001, 1_234_567])
@pytest.mark.parametrize("number", [1, 7, 68, 365, 3653])
def test_cost_in_sql_is_that_of_the_rule(rent, number):
    since = TODAY - timedelta(days=number)
    home = ApartmentFactory(head_lease=True, head_rent_ore=rent, head_starts_on=since)
    assert emptiness(home) == (since, number, occupancy.cost_of_days(rent, number))


def test_owned_home_has_days_and_no_cost():
    home = ApartmentFactory()
    stay(home, date(2020, 1, 1), date(2026, 3, 1))
    assert emptiness(home) == (date(2026, 3, 1), 9, None)


def test_head_leases_that_end_are_found_by_their_day():
    ends = ApartmentFactory(head_lease=True, head_ends_on=TODAY)
    ApartmentFactory(head_lease=True, head_ends_on=date(2026, 3, 11))
    ApartmentFactory(head_lease=True)
    ApartmentFactory()
    assert list(Apartment.objects.head_lease_ends_by(TODAY)) == [ends]
    assert ends.head_last_on == date(2026, 3, 9)
