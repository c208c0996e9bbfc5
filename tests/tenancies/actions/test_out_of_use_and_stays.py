"""A home is let or out of use, never both from the same day."""

from datetime import date

import pytest

from tenancies import actions
from tests.factories import ApartmentFactory, TenantFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def home(cast):
    home = ApartmentFactory()
    days = {"starts_on": TODAY, "ends_on": date(2026, 4, 1)}
    actions.take_out_of_use(home, reason="repair", **days, by=cast.alma, on=TODAY)
    return home


def let(home, cast, starts_on):
    who = {"holder": TenantFactory(), "case_worker": cast.alma, "by": cast.alma, "on": TODAY}
    return actions.start_tenancy(apartment=home, starts_on=starts_on, rent_ore=500_000, **who)


@pytest.mark.parametrize("starts_on", [TODAY, date(2026, 3, 31)])
def test_no_stay_begins_in_a_home_that_is_out_of_use(home, cast, starts_on):
    with pytest.raises(actions.ApartmentOutOfUse):
        let(home, cast, starts_on)


@pytest.mark.parametrize("starts_on", [date(2026, 3, 9), date(2026, 4, 1)])
def test_stay_begins_before_or_after_the_period(home, cast, starts_on):
    assert let(home, cast, starts_on).pk


def test_period_that_was_taken_back_hinders_nobody(home, cast):
    actions.withdraw_out_of_use(home.out_of_use.get(), why="fel lägenhet", by=cast.alma, on=TODAY)
    assert let(home, cast, TODAY).pk
    assert home not in type(home).objects.free_on(TODAY)
