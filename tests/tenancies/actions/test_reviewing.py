"""Reviews are held once, with a reason and a next date; goals and facts on the way."""

from datetime import date
from threading import Barrier

import pytest

from bolots.editing import ChangedMeanwhile, version
from tenancies import actions
from tenancies.actions.reviewing import newest_review, review_seen
from tenancies.models import Review
from tests.factories import TenancyFactory
from tests.outreach.at_once import run_at_once

TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(cast):
    return TenancyFactory(case_worker=cast.alma, next_review_on=TODAY)


def hold(stay, by, **fields):
    facts = {"decision": "extend", "because": "kort tid i kön", "blockers": ["queue", "debt"]}
    days = {"planned_end_on": date(2026, 9, 1), "next_on": date(2026, 6, 10)}
    return actions.hold_review(stay, **facts | days | fields, by=by, on=TODAY)


def test_review_sets_the_next_date_and_the_planned_end_of_the_stay(stay, cast):
    review = hold(stay, cast.alma)
    assert (review.held_on, review.by, review.blockers) == (TODAY, cast.alma, ["queue", "debt"])
    assert (stay.next_review_on, stay.planned_end_on) == (date(2026, 6, 10), date(2026, 9, 1))
    assert stay.events.order_by("-pgh_id").first().pgh_context["action"] == "hold_review"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"because": " "}, actions.ReviewWithoutReason),
        ({"next_on": TODAY}, actions.NextReviewNotAhead),
        ({"next_on": date(2027, 3, 11)}, actions.NextReviewTooFar),
        ({"planned_end_on": TODAY}, actions.PlannedEndNotAhead),
    ],
)
@pytest.mark.parametrize("decision", ["extend", "ready", "end"])
def test_no_decision_goes_without_reason_end_and_next_date(stay, cast, decision, fields, refusal):
    with pytest.raises(refusal):
        hold(stay, cast.alma, decision=decision, **fields)
    stay.refresh_from_db()
    assert stay.next_review_on == TODAY
    assert not Review.objects.exists()


def test_stay_that_is_over_is_not_reviewed(stay, cast):
    actions.end_tenancy(stay, ends_on=TODAY, reason="own_lease", by=cast.alma, on=TODAY)
    with pytest.raises(actions.StayOver):
        hold(stay, cast.alma)


def test_second_who_holds_the_same_review_is_told(stay, cast):
    seen = review_seen(newest_review(stay))
    hold(stay, cast.alma, seen=seen)
    with pytest.raises(actions.ReviewHeldMeanwhile):
        hold(stay, cast.miriam, decision="ready", seen=seen)
    assert Review.objects.get().by == cast.alma
    hold(stay, cast.miriam, decision="ready", seen=review_seen(newest_review(stay)))  # on purpose, after the other's
    assert Review.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_hold_one_review(stay, cast):
    refused, both = [], Barrier(2)

    def one():
        both.wait()
        try:
            hold(stay, cast.alma, seen="")
        except actions.ReviewHeldMeanwhile:
            refused.append(True)

    run_at_once(2, one)
    assert Review.objects.count() == 1
    assert refused == [True]


def test_facts_on_the_way_are_changed_over_the_version_that_was_seen(stay, cast):
    seen, days = version(stay), {"in_queue_since_on": date(2024, 5, 1), "course_done_on": None}
    assert actions.edit_plan(stay, seen=seen, **days, by=cast.alma, on=TODAY)
    assert stay.in_queue_since_on == date(2024, 5, 1)
    assert not actions.edit_plan(stay, seen=version(stay), **days, by=cast.alma, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        actions.edit_plan(stay, seen=seen, **days | {"course_done_on": TODAY}, by=cast.miriam, on=TODAY)


@pytest.mark.parametrize("name", ["in_queue_since_on", "course_done_on"])
def test_what_has_happened_is_not_in_the_future(stay, cast, name):
    days = {"in_queue_since_on": None, "course_done_on": None, name: date(2026, 3, 11)}
    with pytest.raises(actions.NotYetSo):
        actions.edit_plan(stay, **days, by=cast.alma, on=TODAY)


def test_goal_is_reached_or_dropped_once(stay, cast):
    kept, dropped = (actions.add_goal(stay, text=text, by=cast.alma, on=TODAY) for text in (" sova hemma ", "hund"))
    assert (kept.text, kept.set_on, kept.set_by, kept.is_open) == ("sova hemma", TODAY, cast.alma, True)
    actions.reach_goal(kept, by=cast.alma, on=TODAY)
    actions.drop_goal(dropped, by=cast.alma, on=TODAY)
    assert (kept.reached_on, dropped.dropped_on, kept.is_open, dropped.is_open) == (TODAY, TODAY, False, False)
    for again in (actions.reach_goal, actions.drop_goal):
        with pytest.raises(actions.GoalIsOver):
            again(kept, by=cast.alma, on=TODAY)
