"""What people do with a reminder: done, put off, handed over; and their own."""

from copy import copy
from datetime import date

import pytest

from tenancies import actions
from tenancies.models import Reminder
from tests.factories import ApartmentFactory, TenancyFactory, UserFactory

TODAY, LATER = date(2026, 3, 10), date(2026, 3, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(cast):
    return TenancyFactory(case_worker=cast.alma)


@pytest.fixture
def remind(stay, cast):
    def make(kind="lease_ends", **fields):
        facts = {"tenancy": stay, "source": "tenancy", "source_id": stay.pk, "owner": cast.alma}
        return actions.remind(kind=kind, **facts | {"deadline_on": LATER, "due_on": TODAY} | fields, on=TODAY)

    return make


def test_reminder_comes_once(remind, cast):
    first = remind(text="a")
    assert remind(text="b") == first
    assert Reminder.objects.get().text == "a"
    assert remind(owner=cast.miriam) != first
    assert remind(due_on=LATER) != first


def test_reminder_that_was_withdrawn_and_is_asked_for_again_is_open_again(remind, stay, cast):
    first = remind(text="a")
    about = {"source": first.source, "ids": [first.source_id], "kinds": [first.kind], "on": TODAY}
    assert actions.withdraw_reminders(**about) == 1
    again = remind(text="b")
    assert (again, again.is_open, again.text) == (first, True, "a")
    assert actions.withdraw_reminders(**about) == 1
    other = copy(first)
    other.pk, other.owner = None, cast.miriam
    mine = copy(first)
    mine.pk = None
    actions.remind_many([mine, other], on=TODAY)
    assert set(Reminder.objects.open().values_list("owner__username", flat=True)) == {"alma", "miriam"}
    assert Reminder.objects.count() == 2


def test_reminder_that_is_done_stays_done_when_it_is_asked_for_again(remind, cast):
    first = remind()
    actions.finish_reminder(first, by=cast.alma, on=TODAY)
    events = Reminder.pgh_event_model.objects.count()
    again = remind()
    assert (again.pk, again.done_on, again.done_by) == (first.pk, TODAY, cast.alma)
    assert Reminder.pgh_event_model.objects.count() == events


def test_reminder_may_be_about_an_apartment(remind, cast):
    home = ApartmentFactory()
    assert remind(kind="head_lease_ends", tenancy=None, apartment=home, source="apartment").apartment == home


def test_done_is_done_by_one_person_once(remind, cast):
    reminder = remind()
    actions.finish_reminder(reminder, by=cast.alma, on=TODAY)
    assert (reminder.done_on, reminder.done_by, reminder.is_open) == (TODAY, cast.alma, False)
    for change in (
        lambda: actions.finish_reminder(reminder, by=cast.miriam, on=TODAY),
        lambda: actions.snooze_reminder(reminder, until=LATER, why="ledig", by=cast.miriam, on=TODAY),
        lambda: actions.hand_over_reminder(reminder, to=cast.miriam, why="ledig", by=cast.alma, on=TODAY),
    ):
        with pytest.raises(actions.NoLongerOpen):
            change()
    assert Reminder.objects.get().done_by == cast.alma


def test_reminder_that_was_withdrawn_cannot_be_done(remind, cast):
    reminder = remind()
    Reminder.objects.update(withdrawn_on=TODAY)
    with pytest.raises(actions.NoLongerOpen):
        actions.finish_reminder(reminder, by=cast.alma, on=TODAY)


def test_put_off_it_is_away_until_then(remind, cast):
    reminder = remind()
    actions.snooze_reminder(reminder, until=LATER, why="väntar på svar", by=cast.alma, on=TODAY)
    assert not Reminder.objects.due_on(date(2026, 3, 19)).exists()
    assert list(Reminder.objects.due_on(LATER).with_day().values_list("day", flat=True)) == [LATER]


@pytest.mark.parametrize(
    ("kind", "until", "why", "refusal"),
    [
        ("lease_ends", TODAY, "x", actions.NotLater),
        ("lease_ends", date(2026, 3, 9), "x", actions.NotLater),
        ("lease_ends", LATER, "  ", actions.WithoutReason),
        ("refer_to_tribunal", date(2026, 3, 21), "x", actions.BeyondTheLastDay),
    ],
)
def test_putting_off_has_its_limits(remind, cast, kind, until, why, refusal):
    reminder = remind(kind)
    with pytest.raises(refusal):
        actions.snooze_reminder(reminder, until=until, why=why, by=cast.alma, on=TODAY)
    assert Reminder.objects.get().snoozed_until is None


@pytest.mark.parametrize(("kind", "until"), [("refer_to_tribunal", LATER), ("lease_ends", date(2026, 12, 1))])
def test_only_the_laws_last_day_is_a_limit(remind, cast, kind, until):
    reminder = remind(kind)
    actions.snooze_reminder(reminder, until=until, why="x", by=cast.alma, on=TODAY)
    assert reminder.snoozed_until == until


def test_handing_over_is_to_somebody_who_may_know_of_it(stay, remind, cast):
    lease, review = remind(), remind("review")
    for reminder, to in ((lease, cast.elsa), (lease, cast.bosse), (lease, cast.axel), (review, cast.finn)):
        with pytest.raises(actions.MayNotKnow):
            actions.hand_over_reminder(reminder, to=to, why="x", by=cast.alma, on=TODAY)
    actions.hand_over_reminder(lease, to=cast.finn, why="hyran", by=cast.alma, on=TODAY)
    actions.hand_over_reminder(review, to=cast.miriam, why="semester", by=cast.alma, on=TODAY)
    assert (lease.owner, review.owner) == (cast.finn, cast.miriam)
    facts = review.events.order_by("-pgh_id").first().pgh_context
    assert (facts["why"], facts["user"]) == ("semester", cast.alma.pk)


def test_handing_over_needs_a_reason_and_the_owner_that_was_seen(remind, cast):
    reminder = remind()
    with pytest.raises(actions.WithoutReason):
        actions.hand_over_reminder(reminder, to=cast.miriam, why=" ", by=cast.alma, on=TODAY)
    stale = copy(reminder)
    actions.hand_over_reminder(reminder, to=cast.miriam, why="x", by=cast.alma, on=TODAY)
    with pytest.raises(actions.NoLongerOpen):
        actions.hand_over_reminder(stale, to=cast.finn, why="x", by=cast.alma, on=TODAY)
    assert Reminder.objects.get().owner == cast.miriam


def test_nobody_gets_the_same_reminder_twice(remind, cast):
    hers = remind()
    remind(owner=cast.miriam)
    with pytest.raises(actions.AlreadyTheirs):
        actions.hand_over_reminder(hers, to=cast.miriam, why="x", by=cast.alma, on=TODAY)


def test_own_reminder_counts_once_and_another_text_is_another(stay, cast):
    def own(text, on=TODAY, **fields):
        return actions.remind_self(stay, text=text, **{"due_on": LATER} | fields, by=cast.alma, on=on)

    assert own("ring modern") == own(" ring modern ")
    own("ring fadern")
    assert Reminder.objects.filter(kind="own", owner=cast.alma, deadline_on=LATER).count() == 2
    with pytest.raises(actions.NotLater):
        own("för sent", due_on=date(2026, 3, 9))
    with pytest.raises(actions.WithoutReason):
        own("  ")


def test_reminders_are_known_to_those_who_may_know_of_the_home(stay, remind, cast):
    lease, review = remind(), remind("review")

    def seen(user):
        return set(Reminder.objects.visible_to(user))

    assert seen(cast.alma) == seen(cast.miriam) == {lease, review}
    assert seen(cast.finn) == {lease}
    assert seen(cast.elsa) == seen(UserFactory(bolots=True)) == set()
