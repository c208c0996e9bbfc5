"""A day at work: Tuesday 10 March 2026, and what most tests of outreach begin with."""

from datetime import datetime

import pytest

from arrears.models import Charge
from bolots.calendar import STOCKHOLM
from tests.factories import LateRentFactory, TenancyFactory


@pytest.fixture
def now(today):
    """Ten past ten in the morning."""
    return datetime(2026, 3, 10, 10, 10, tzinfo=STOCKHOLM)


@pytest.fixture
def home(cast):
    """Alma's tenant at Olsborgsvägen."""
    return TenancyFactory(case_worker=cast.alma)


@pytest.fixture
def late_home(home):
    """The same home with March's rent flagged and unpaid."""
    LateRentFactory(charge__tenancy=home)
    return home


@pytest.fixture
def pay():
    """`pay(home)` leaves `left` öre open on every charge of the home, as the ledger would."""

    def settle(tenancy, left=0):
        Charge.objects.filter(tenancy=tenancy).update(open_ore=left)

    return settle
