"""A new tenancy hides no debt from an earlier one."""

from datetime import date

import pytest

from arrears import panels
from tests.arrears.book import TODAY
from tests.factories import ChargeFactory, TenancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    """Alma's home; its tenant owes 100 kr from one before, where another worked, and 50 kr not due yet."""
    home = TenancyFactory(case_worker=cast.alma, starts_on=date(2026, 1, 1))
    stay = {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 1, 1), "end_reason": "other_home"}
    earlier = TenancyFactory(holder=home.holder, case_worker=cast.elsa, **stay)
    later = date(2026, 4, 1)
    ChargeFactory(tenancy=earlier, amount_ore=10_000)
    not_due = dict.fromkeys(("month", "printed_due_on", "statutory_due_on", "safe_due_on"), later)
    ChargeFactory(tenancy=earlier, amount_ore=5_000, **not_due)
    ChargeFactory(tenancy=home)
    return home, earlier


def shown(tenancy, user):
    found = (panel.context for panel in panels.tenancy(tenancy, user, TODAY) if "earlier" in panel.template)
    return [(said["ore"], said["home"]) for said in found]


def test_debt_of_earlier_homes_stands_on_the_page_of_the_new_one(home, cast):
    new, earlier = home
    assert shown(new, cast.finn) == [(10_000, earlier.pk)]


def test_case_worker_sees_the_sum_but_no_way_to_a_home_of_others(home, cast):
    assert shown(home[0], cast.alma) == [(10_000, None)]


def test_who_sees_no_ledger_sees_no_old_debt(home, cast):
    assert shown(home[0], cast.bosse) == []


def test_nothing_is_said_where_nothing_is_owed(home, cast):
    new, earlier = home
    assert shown(TenancyFactory(), cast.finn) == []
    assert shown(earlier, cast.finn) == [(684_000, new.pk)]  # seen from there, the new home is the other one
