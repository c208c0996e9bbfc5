"""Each constraint of the plan and of reminders, broken once past the actions: the database itself says no."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tenancies.models import FollowUp, Goal, Reminder, Review, Tenancy
from tests.factories import TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY, LATER, EARLIER = date(2026, 3, 10), date(2026, 6, 10), date(2026, 1, 10)


@pytest.fixture
def stay():
    return TenancyFactory(starts_on=date(2025, 1, 1))


def review(stay, **fields):
    facts = {"held_on": DAY, "decision": "extend", "because": "kön", "next_on": LATER, "by": stay.case_worker}
    return Review.objects.create(tenancy=stay, **facts | fields)


def goal(stay, **fields):
    facts = {"text": "sova hemma", "set_on": DAY, "set_by": stay.case_worker}
    return Goal.objects.create(tenancy=stay, **facts | fields)


def follow_up(stay, **fields):
    facts = {"months": 6, "done_on": DAY, "situation": "own_lease", "by": stay.case_worker}
    return FollowUp.objects.create(tenancy=stay, **facts | fields)


def reminder(stay, **fields):
    facts = {"tenancy": stay, "kind": "review", "source": "tenancy", "source_id": 1, "owner": stay.case_worker}
    return Reminder.objects.create(**facts | {"deadline_on": DAY, "due_on": DAY} | fields)


def twice(make, stay):
    make(stay)
    make(stay)


BREAKS = {
    "review without a reason": (lambda stay: review(stay, because=""), "review_says_why"),
    "review that goes on without a next date": (lambda stay: review(stay, next_on=None), "review_has_a_next_date"),
    "next review on the same day": (lambda stay: review(stay, next_on=DAY), "review_has_a_next_date"),
    "planned end that has passed": (lambda stay: review(stay, planned_end_on=DAY), "review_plans_ahead"),
    "running stay without a next review": (
        lambda stay: Tenancy.objects.update(next_review_on=None),
        "running_stay_has_a_next_review",
    ),
    "goal reached and dropped": (
        lambda stay: goal(stay, reached_on=DAY, dropped_on=DAY),
        "goal_is_reached_or_dropped",
    ),
    "goal without words": (lambda stay: goal(stay, text=""), "goal_says_something"),
    "goal reached before it was set": (lambda stay: goal(stay, reached_on=EARLIER), "goal_ends_after_it_is_set"),
    "goal dropped before it was set": (lambda stay: goal(stay, dropped_on=EARLIER), "goal_ends_after_it_is_set"),
    "the same follow-up twice": (lambda stay: twice(follow_up, stay), "one_follow_up_per_time"),
    "follow-up at some other time": (lambda stay: follow_up(stay, months=9), "follow_up_at_0_6_or_12_months"),
    "reminder about nothing": (
        lambda stay: reminder(stay, tenancy=None),
        "reminder_is_about_a_tenancy_or_an_apartment",
    ),
    "reminder about both": (
        lambda stay: reminder(stay, apartment=stay.apartment),
        "reminder_is_about_a_tenancy_or_an_apartment",
    ),
    "done by nobody": (lambda stay: reminder(stay, done_on=DAY), "reminder_done_on_and_by"),
    "done by somebody on no day": (lambda stay: reminder(stay, done_by=stay.case_worker), "reminder_done_on_and_by"),
    "put off without a reason": (lambda stay: reminder(stay, snoozed_until=LATER), "reminder_put_off_with_a_reason"),
    "reason without being put off": (lambda stay: reminder(stay, snooze_why="ledig"), "reminder_put_off_with_a_reason"),
    "the same reminder twice": (lambda stay: twice(reminder, stay), "reminder_comes_once"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_the_database_refuses(stay, broken):
    breaks, constraint = BREAKS[broken]
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        breaks(stay)
    assert error.value.__cause__.diag.constraint_name == constraint


def test_what_ends_needs_no_next_date_and_another_owner_has_a_reminder_of_the_same(stay):
    review(stay, decision="end", next_on=None)
    reminder(stay)
    reminder(stay, owner=UserFactory())
    follow_up(stay)
    follow_up(stay, months=12)
    assert Reminder.objects.count() == FollowUp.objects.count() == 2


@pytest.mark.parametrize("make", [review, follow_up])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_said_is_never_changed(stay, make, change):
    rows = type(make(stay)).objects.all()
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        rows.update(by=UserFactory()) if change == "update" else rows._raw_delete("default")
