"""The service, and when the recovery period begins and ends (R8, R9)."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from arrears import actions
from arrears.actions import serving, terminating
from tenancies.models import Apartment, Tenant
from tests.arrears import terminations as story
from tests.arrears.book import TODAY
from tests.arrears.terminations import (
    LAST_DAY,
    blocked,
    cleared,
    known,
    late_home,
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


# --- the service ------------------------------------------------------------------------------------------------------


def test_registered_mail_is_no_service_and_the_sentence_says_the_law(home, cast):
    row = story.issued(home, cast)
    with pytest.raises(actions.RegisteredMail) as caught:
        story.serve(row, cast, how="registered")
    assert "8" in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"proof": "  "}, terminating.NotComplete),
        ({"how": ""}, terminating.NotComplete),
        ({"served_on": TODAY - DAY, "on": TODAY}, terminating.TooEarly),
        ({"served_on": TODAY + DAY, "on": TODAY}, terminating.StillToCome),
    ],
)
def test_service_has_proof_and_a_day_between_the_papers_and_today(home, cast, fields, refusal):
    row = story.issued(home, cast)
    with pytest.raises(refusal):
        story.serve(row, cast, **fields)


def test_nothing_is_served_before_the_papers_are_issued(home, cast):
    row = story.approved(home, cast)
    with pytest.raises(serving.NoPapers):
        story.serve(row, cast)
    with pytest.raises(serving.NoPapers):
        story.notify(row, cast)


def test_service_needs_contact_in_person_and_child_check_since_the_rent_was_due(cast):
    home = story.TenancyFactory(case_worker=cast.alma, apartment__rooms=2)
    actions.charge_month(month=story.MARCH, on=date(2026, 2, 10))
    known(cast, story.THROUGH)
    cleared(home, cast, on=date(2026, 3, 1))  # a day before the rent was due
    row = story.issued(home, cast)
    assert blocked(story.serve, row, cast) == ["no_contact", "no_child_check"]
    cleared(home, cast, on=TODAY, kinds=["contact"])
    assert blocked(story.serve, row, cast) == ["no_child_check"]
    cleared(home, cast, on=TODAY, kinds=["children"])
    story.serve(row, cast)
    assert status(row) == "served"


def test_part_payment_after_the_papers_stops_the_service(home, cast):
    row = story.issued(home, cast)
    pay(rents(home)[0], date(2026, 3, 11), 50_000)
    assert blocked(story.serve, row, cast, date(2026, 3, 11)) == ["amount_differs"]


def test_service_needs_contact_and_child_check_since_the_newest_rent_was_due(cast):
    """Two years ago somebody was there, for a rent of then that is named too."""
    home = story.TenancyFactory(case_worker=cast.alma, apartment__rooms=2, starts_on=date(2024, 1, 1))
    old = date(2024, 3, 1)
    actions.open_balance(home, month=old, amount_ore=700_000, by=cast.finn, on=old)
    actions.charge_month(month=story.MARCH, on=date(2026, 2, 10))
    known(cast, story.THROUGH)
    cleared(home, cast, on=date(2024, 3, 5))
    row = story.issued(home, cast)
    assert story.named(row) == [700_000, 684_000]
    with translation.override("sv"), pytest.raises(actions.Blocked) as caught:
        story.serve(row, cast)
    assert [why.code for why in caught.value.reasons] == ["no_contact", "no_child_check"]
    with translation.override("sv"):
        assert "sedan mån 2 mar. En bolots ringer på först." in str(caught.value).replace("\u00a0", " ")


CHANGES = {
    "hyresgästens namn": lambda home: Tenant.objects.filter(pk=home.holder_id).update(name="Nytt Namn"),
    "hemmets adress": lambda home: Apartment.objects.filter(pk=home.apartment_id).update(street="Helt annan gata 1"),
    "antalet rum": lambda home: Apartment.objects.filter(pk=home.apartment_id).update(rooms=4),
}


@pytest.mark.parametrize("what", CHANGES)
def test_papers_that_do_not_agree_with_the_register_are_neither_served_nor_given(home, cast, what):
    row = story.issued(home, cast)
    CHANGES[what](home)
    with translation.override("sv"), pytest.raises(actions.Blocked) as caught:
        story.serve(row, cast)
    assert [why.code for why in caught.value.reasons] == ["papers_differ"]
    with translation.override("sv"):
        assert what in str(caught.value)
    assert blocked(story.notify, row, cast) == ["papers_differ"]


def test_r14_message_is_not_given_with_an_amount_that_was_paid_in_part_by_then(home, cast):
    """RH 1995:34: served on the 10th, 3 000 kr on the 11th, formulär 3 with 6 840 kr on the 12th."""
    row = story.issued(home, cast)
    story.serve(row, cast)
    pay(rents(home)[0], date(2026, 3, 11), 300_000)
    with pytest.raises(actions.Blocked) as caught:
        story.notify(row, cast, date(2026, 3, 12))
    assert [why.code for why in caught.value.reasons] == ["amount_differs"]
    assert "3\u00a0840" in str(caught.value)
    row.refresh_from_db()
    assert (row.board_notified_on, row.recovery_ends_on) == (None, None)


def test_r14_message_that_was_right_when_it_was_given_is_recorded_afterwards(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    pay(rents(home)[0], date(2026, 3, 11), 300_000)
    story.notify(row, cast, TODAY, on=date(2026, 3, 12))
    assert row.recovery_ends_on == LAST_DAY


def test_message_about_rent_that_is_paid_is_not_given(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    pay(rents(home)[0], date(2026, 3, 11))
    assert blocked(story.notify, row, cast, date(2026, 3, 12)) == ["paid_since"]


# --- R8 and R9: the period --------------------------------------------------------------------------------------------


def test_r8_period_begins_when_both_have_been_told_whichever_comes_first(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    assert row.recovery_ends_on is None
    assert reminded("recovery_ends") == []
    story.notify(row, cast, date(2026, 3, 12))
    assert row.recovery_ends_on == date(2026, 4, 2)  # Thursday 12 March + 21 days


def test_r8_the_other_way_round(home, cast):
    row = story.issued(home, cast)
    story.notify(row, cast)
    known(cast, date(2026, 3, 11), on=date(2026, 3, 12))
    story.serve(row, cast, date(2026, 3, 12))
    assert row.recovery_ends_on == date(2026, 4, 2)
    with pytest.raises(serving.AlreadyNotified):
        story.notify(row, cast)


def test_r9_case_worker_and_handler_are_reminded_ten_five_two_and_no_days_before(home, cast):
    story.running(home, cast)
    days = [date(2026, 3, 21), date(2026, 3, 26), date(2026, 3, 29), LAST_DAY]
    assert reminded("recovery_ends") == [(who, day) for day in days for who in ("alma", "finn")]


def test_days_that_have_passed_when_it_is_recorded_come_at_once(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    on = date(2026, 3, 27)
    story.notify(row, cast, TODAY, on)
    assert [day for who, day in reminded("recovery_ends") if who == "alma"] == [on, date(2026, 3, 29), LAST_DAY]
