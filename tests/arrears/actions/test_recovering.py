"""Homes that are saved: by the night, by an undertaking, in spite of an obstacle (R10, R12, R13)."""

from datetime import date, timedelta

import pytest

from arrears import actions, alarms
from arrears.actions import recovering, terminating
from arrears.models import Charge, Termination, TerminationStep, Undertaking
from bolots.models import Letter
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.deals import renewed
from tests.arrears.terminations import (
    LAST_DAY,
    applied,
    late_home,
    night,
    ordered,
    pay,
    reminded,
    rents,
    status,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def home(cast):
    return late_home(cast)


# --- R10: recovered or expired, by the night --------------------------------------------------------------------------


def test_r10_rent_paid_on_the_last_day_saves_the_home_by_itself(home, cast):
    row = story.running(home, cast)
    pay(rents(home)[0], LAST_DAY)
    assert night(LAST_DAY + DAY) == {"recovered": 1}
    row.refresh_from_db()
    assert (row.status, row.how_recovered, row.closed_on) == ("recovered", "paid", LAST_DAY + DAY)
    assert reminded("recovery_ends") == []
    assert [step.by for step in row.steps.filter(status="recovered")] == [None]
    assert night(LAST_DAY + 2 * DAY) == {}


def test_r10_a_day_too_late_is_too_late(home, cast):
    row = story.running(home, cast)
    pay(rents(home)[0], LAST_DAY + DAY)
    assert night(LAST_DAY + DAY) == {"expired": 1}
    assert status(row) == "expired"
    assert night(LAST_DAY + DAY) == {}


def test_r10_money_paid_in_time_and_known_late_saves_the_home_afterwards(home, cast):
    row = story.running(home, cast)
    night(LAST_DAY + DAY)
    assert status(row) == "expired"
    pay(rents(home)[0], LAST_DAY, on=LAST_DAY + 2 * DAY)
    night(LAST_DAY + 2 * DAY)
    assert status(row) == "recovered"


@pytest.mark.parametrize("is_set", [False, True])
def test_r10_money_paid_in_time_and_known_after_the_order_saves_the_home_and_somebody_is_told(home, cast, is_set):
    """Only an obstacle ends with the first decision (R13)."""
    row, day = ordered(home, cast), date(2026, 4, 16)
    if is_set:
        facts = {"eviction_on": date(2026, 4, 30), "presence": "Alma", "by": cast.finn, "on": day, "at": at(day)}
        actions.schedule_eviction(row, **facts)
    pay(rents(home)[0], LAST_DAY, on=day)
    assert night(day) == {"recovered": 1}
    assert status(row) == "recovered"
    assert reminded("take_back") == [("alma", day), ("finn", day)]
    assert reminded("eviction") == reminded("order_stands") == []


def test_home_saved_before_anything_was_applied_for_leaves_nothing_to_take_back(home, cast):
    story.running(home, cast)
    pay(rents(home)[0], LAST_DAY)
    night(LAST_DAY)
    assert reminded("take_back") == []


def test_r10_part_payment_is_not_enough(home, cast):
    row = story.running(home, cast)
    pay(rents(home)[0], LAST_DAY, 683_999)
    assert night(LAST_DAY) == {}
    night(LAST_DAY + DAY)
    assert status(row) == "expired"


def test_r10_fees_interest_and_later_rents_play_no_part(home, cast):
    row, [rent] = story.running(home, cast), rents(home)
    actions.charge_interest(rent, until_on=TODAY + DAY, by=cast.finn, on=TODAY)
    actions.charge_month(month=date(2026, 4, 1), on=TODAY)
    pay(rent, LAST_DAY)
    night(LAST_DAY)
    assert status(row) == "recovered"
    assert Charge.objects.of(home).filter(open_ore__gt=0).count() == 2


def test_r10_is_irrevocable_and_a_later_reversal_is_alarming(home, cast):
    row, [rent] = story.running(home, cast), rents(home)
    pay(rent, LAST_DAY)
    night(LAST_DAY)
    allocation = rent.allocations.get()
    actions.undo_allocation(allocation, why="banken tog tillbaka", by=cast.finn, on=LAST_DAY + DAY)
    assert night(LAST_DAY + 2 * DAY) == {}
    assert status(row) == "recovered"
    assert {alarm.code: alarm.params for alarm in alarms.current(LAST_DAY + DAY)}["open_again"] == {"count": 1}


def test_money_taken_back_before_the_night_saw_it_saves_nothing(home, cast):
    row, [rent] = story.running(home, cast), rents(home)
    pay(rent, LAST_DAY)
    actions.undo_allocation(rent.allocations.get(), why="fel", by=cast.finn, on=LAST_DAY)
    night(LAST_DAY)
    assert status(row) == "served"


def test_paid_after_the_service_but_before_the_period_began_saves_the_home(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    pay(rents(home)[0], date(2026, 3, 11))
    night(date(2026, 3, 11))
    assert status(row) == "recovered"


def test_night_never_drafts_serves_or_applies(home, cast):
    """Nothing is terminated or sent automatically, however long nobody looks."""
    row = story.issued(home, cast)
    for number in range(90):
        assert night(TODAY + number * DAY) == {}
    assert (status(row), Termination.objects.count()) == ("approved", 1)
    story.serve(row, cast)
    story.notify(row, cast)
    for number in range(90):
        night(TODAY + number * DAY)
    assert status(row) == "expired"
    assert TerminationStep.objects.filter(by=None).values_list("status", flat=True).get() == "expired"
    assert Letter.objects.count() == 3


def test_night_asks_the_same_few_questions_for_any_number(home, cast, django_assert_max_num_queries):
    story.running(home, cast)
    for _ in range(3):
        story.running(late_home(cast), cast)
    with django_assert_max_num_queries(9):
        assert night(TODAY) == {}


# --- R12 and R13 ------------------------------------------------------------------------------------------------------

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
def test_r12_undertaking_lies_between_the_service_and_the_last_day(home, cast, signed):
    row = story.running(home, cast)
    with pytest.raises(recovering.NotWithin):
        undertake(row, cast, signed, on=max(signed, TODAY))


def test_r12_undertaking_signed_in_time_saves_the_home_after_the_order_too(home, cast):
    row = ordered(home, cast)
    undertake(row, cast, LAST_DAY, on=date(2026, 4, 16))
    assert (row.status, row.how_recovered) == ("recovered", "undertaking")
    assert [who for who, _ in reminded("take_back")] == ["alma", "finn"]


def test_r12_undertaking_saves_the_home_also_when_it_is_recorded_late(home, cast):
    row = story.running(home, cast)
    night(LAST_DAY + DAY)
    undertake(row, cast, LAST_DAY, on=LAST_DAY + 2 * DAY)
    assert (row.status, row.how_recovered) == ("recovered", "undertaking")
    assert Undertaking.objects.get().signed_on == LAST_DAY


def test_r12_undertaking_is_given_as_soon_as_the_tenant_has_been_served(home, cast):
    """The three weeks have not begun: formulär 3 is still to be given. Earlier than need be is in time."""
    row = story.issued(home, cast)
    with pytest.raises(actions.TerminationMoved):
        undertake(row, cast, TODAY)
    story.serve(row, cast)
    undertake(row, cast, TODAY)
    assert (row.status, row.how_recovered) == ("recovered", "undertaking")


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


def test_r13_paid_after_the_order_it_is_too_late_and_paid_before_it_is_recorded_after(home, cast):
    row, day = applied(home, cast), date(2026, 4, 14)
    actions.record_obstacle(row, obstacle_on=day, what="låg på sjukhus", by=cast.alma, on=day, at=at(day))
    decided = day + DAY
    actions.record_order(row, ordered_on=decided, by=cast.finn, on=decided, at=at(decided))
    pay(rents(home)[0], decided, on=decided + DAY)
    with pytest.raises(recovering.DecidedBefore):
        by_hand(row, cast, "obstacle", decided + DAY)
    by_hand(row, cast, "obstacle", decided, on=decided + DAY)
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


def test_rent_that_was_charged_anew_is_paid_in_its_newest_version(home, cast):
    row, [rent] = story.running(home, cast), rents(home)
    new = renewed(rent, by=cast.finn, on=date(2026, 3, 20))
    assert night(date(2026, 3, 20)) == {}
    pay(new, LAST_DAY)
    assert night(LAST_DAY) == {"recovered": 1}
    assert status(row) == "recovered"


def test_every_home_by_its_own_rent_and_its_own_last_day(home, cast):
    """Served on 10, 10 and 11 March, so until 31 March, 31 March and 1 April; the second is paid."""
    late, paid = late_home(cast), late_home(cast)
    waits = story.issued(home, cast)
    expires, saved = story.running(late, cast), story.running(paid, cast)
    story.serve(waits, cast, TODAY + DAY)
    story.notify(waits, cast, TODAY + DAY)
    pay(rents(paid)[0], LAST_DAY)
    assert night(LAST_DAY + DAY) == {"recovered": 1, "expired": 1}
    assert [status(row) for row in (waits, expires, saved)] == ["served", "expired", "recovered"]
    assert {row[0] for row in reminded("recovery_ends", source_id=waits.pk)} == {"alma", "finn"}
    assert reminded("recovery_ends", source_id__in=[expires.pk, saved.pk]) == []
    steps = TerminationStep.objects.filter(by=None).order_by("status").values_list("termination", "status", "note")
    assert list(steps) == [(expires.pk, "expired", ""), (saved.pk, "recovered", "")]
    assert night(LAST_DAY + 2 * DAY) == {"expired": 1}
