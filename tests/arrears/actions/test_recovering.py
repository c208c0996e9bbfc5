"""Homes that are saved by what a person records: an undertaking, an obstacle, a receipt (R12, R13)."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.actions import recovering, terminating
from arrears.models import Undertaking
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.terminations import (
    LAST_DAY,
    late_home,
    night,
    ordered,
    pay,
    rents,
    status,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def home(cast):
    return late_home(cast)


UNDERTAKING = {"signed_by": "Stina Ek, ordförande", "delegation": "4.12", "addressee": "Hyresvärden"}


def undertake(row, cast, signed_on, on=None, **fields):
    on = on or signed_on
    return actions.record_undertaking(
        row, **UNDERTAKING | fields, signed_on=signed_on, by=cast.miriam, on=on, at=at(on)
    )


@pytest.mark.parametrize("field", UNDERTAKING)
def test_r12_undertaking_says_who_signed_on_what_delegation_and_to_whom(home, cast, field):
    row = story.running(home, cast)
    with pytest.raises(terminating.NotComplete):
        undertake(row, cast, TODAY, **{field: " "})


@pytest.mark.parametrize("signed", [TODAY - DAY, LAST_DAY + DAY])
def test_r12_undertaking_lies_within_the_period(home, cast, signed):
    row = story.running(home, cast)
    with pytest.raises(recovering.NotWithin):
        undertake(row, cast, signed, on=max(signed, TODAY))


def test_r12_undertaking_saves_the_home_also_when_it_is_recorded_late(home, cast):
    row = story.running(home, cast)
    night(LAST_DAY + DAY)
    undertake(row, cast, LAST_DAY, on=LAST_DAY + 2 * DAY)
    assert (row.status, row.how_recovered) == ("recovered", "undertaking")
    assert Undertaking.objects.get().signed_on == LAST_DAY


def test_r12_no_undertaking_before_the_period_has_begun(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    with pytest.raises(recovering.NotWithin):
        undertake(row, cast, TODAY)


def by_hand(row, cast, how, paid_on, on=None, proof="kvitto"):
    on = on or paid_on
    actions.recover_by_hand(row, how=how, paid_on=paid_on, proof=proof, by=cast.finn, on=on, at=at(on))


def test_r13_obstacle_keeps_the_home_recoverable_until_the_first_decision(home, cast):
    row, late = story.running(home, cast), LAST_DAY + 5 * DAY
    night(LAST_DAY + DAY)
    pay(rents(home)[0], late)
    night(late)
    assert status(row) == "expired"  # paid as soon as possible is for a person to judge
    with pytest.raises(recovering.NoObstacle):
        by_hand(row, cast, "obstacle", late)
    actions.record_obstacle(row, obstacle_on=late, what="låg på sjukhus", by=cast.alma, on=late, at=at(late))
    by_hand(row, cast, "obstacle", late)
    assert (row.status, row.how_recovered) == ("recovered", "obstacle")


def test_r13_after_the_order_it_is_too_late(home, cast):
    row = ordered(home, cast)
    day = date(2026, 4, 20)
    with pytest.raises(actions.TerminationMoved):
        actions.record_obstacle(row, obstacle_on=day, what="sjuk", by=cast.alma, on=day, at=at(day))


def test_receipt_shows_that_the_bank_had_the_order_in_time(home, cast):
    """JB 12:20 st.3: paid when the bank took the order; booked the day after."""
    row, late = story.running(home, cast), LAST_DAY + DAY
    with pytest.raises(recovering.NotPaid):
        by_hand(row, cast, "paid", LAST_DAY, late)
    pay(rents(home)[0], late)
    night(late)
    with pytest.raises(recovering.NotWithin):
        by_hand(row, cast, "paid", late)
    by_hand(row, cast, "paid", LAST_DAY, late)
    assert (row.status, row.how_recovered, row.why_closed) == ("recovered", "paid", "kvitto")


def test_deposit_with_the_county_board_saves_the_home_though_the_ledger_has_no_money(home, cast):
    row = story.running(home, cast)
    by_hand(row, cast, "deposited", LAST_DAY)
    assert (row.status, row.how_recovered) == ("recovered", "deposited")
