"""The night's reminders: which dates come back, to whom, when, once each; and what takes them away again."""

from datetime import date, timedelta

import pytest

from bolots.models import Letter
from tenancies import actions
from tenancies.models import (
    Apartment,
    Correction,
    Decision,
    FollowUp,
    Incident,
    Notice,
    Reminder,
    Tenancy,
    TenureWaiver,
)
from tests.arrears.book import at
from tests.factories import ApartmentFactory, TenancyFactory, UserFactory
from tests.outreach.at_once import run_at_once

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
FAR = date(2026, 12, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(cast):
    """Nothing about it is due for long: an owned home, its next review far away."""
    return TenancyFactory(case_worker=cast.alma, starts_on=date(2025, 6, 1), next_review_on=FAR)


def put(stay, **fields):
    Tenancy.objects.filter(pk=stay.pk).update(**fields)


def night(on=TODAY):
    return actions.remind_all(on=on)


def open_ones():
    rows = Reminder.objects.open().order_by("kind", "deadline_on")
    return [(row.kind, row.deadline_on, row.due_on) for row in rows]


def everything():
    return list(Reminder.objects.order_by("pk").values())


# --- the rows behind each kind ----------------------------------------------------------------------------------------


def decision(stay, ends_on, starts_on=date(2025, 6, 1)):
    return Decision.objects.create(
        tenancy=stay, decided_on=starts_on, starts_on=starts_on, ends_on=ends_on, recorded_by=stay.case_worker
    )


def waiver(stay, expires_on, approval="not_needed"):
    approved_on = date(2025, 6, 1) if approval == "approved" else None
    return TenureWaiver.objects.create(
        tenancy=stay,
        reason="tillfälligt",
        signed_on=date(2025, 6, 1),
        approval=approval,
        approved_on=approved_on,
        expires_on=expires_on,
        recorded_by=stay.case_worker,
    )


def notice(stay, ends_on, given_by="landlord", **fields):
    facts = {
        "served_on": date(2025, 12, 1),
        "how": "delgivningskvitto",
        "reason": "slut",
        "recorded_by": stay.case_worker,
    }
    return Notice.objects.create(tenancy=stay, given_by=given_by, ends_on=ends_on, **facts | fields)


def correction(stay, by_on):
    incident = Incident.objects.create(
        tenancy=stay,
        kind="disturbance",
        source="neighbour",
        seriousness="minor",
        happened_on=date(2026, 2, 1),
        what="hög musik",
        recorded_on=date(2026, 2, 1),
        recorded_by=stay.case_worker,
    )
    facts = {"html": "", "sha256": "0" * 64, "issued_on": TODAY, "issued_at": at(), "issued_by_id": stay.case_worker_id}
    letter = Letter.objects.create(template="correction", **facts)
    return Correction.objects.create(
        incident=incident, letter=letter, issued_on=date(2026, 2, 2), correct_by_on=by_on, by=stay.case_worker
    )


def sublet(stay, starts_on):
    Apartment.objects.filter(pk=stay.apartment_id).update(tenure_form="head_lease", head_rent_ore=600_000)
    put(stay, starts_on=starts_on)


# kind → what makes a row of it with a deadline on the day
MAKES = {
    "lease_ends": lambda stay, day: put(stay, lease_ends_on=day),
    "head_lease_ends": lambda stay, day: Apartment.objects.filter(pk=stay.apartment_id).update(
        tenure_form="block_lease", head_rent_ore=1, head_ends_on=day
    ),
    "decision_ends": decision,
    "waiver_expires": waiver,
    "protection_begins": lambda stay, day: sublet(stay, day.replace(year=day.year - 2)),
}


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)
def test_an_end_comes_back_90_60_and_30_days_before_and_one_stage_at_a_time(stay, make, request):
    kind, end = request.node.callspec.id, date(2026, 9, 1)
    make(stay, end)
    night(end - 91 * DAY)
    assert open_ones() == []
    for days in (90, 60, 30):
        for later in (0, 1, 29):
            night(end - (days - later) * DAY)
            assert open_ones() == [(kind, end, end - days * DAY)]
    assert Reminder.objects.filter(kind=kind).count() == 3
    assert Reminder.objects.exclude(withdrawn_on=None).count() == 2


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)
def test_end_that_is_registered_late_comes_back_once_at_its_nearest_stage(stay, make, request):
    make(stay, TODAY + 20 * DAY)
    assert night() == {"reminded": 1, "withdrawn": 0}
    assert open_ones() == [(request.node.callspec.id, TODAY + 20 * DAY, TODAY - 10 * DAY)]


@pytest.mark.parametrize("kind", [kind for kind in MAKES if kind != "protection_begins"])
def test_end_that_has_passed_unnoticed_comes_back_too(stay, kind):
    MAKES[kind](stay, TODAY - 5 * DAY)
    night()
    assert open_ones() == [(kind, TODAY - 5 * DAY, TODAY - 35 * DAY)]


def test_protection_that_has_begun_is_no_news(stay):
    sublet(stay, TODAY.replace(year=2024))
    night()
    assert open_ones() == []


def test_reminder_of_protection_stands_when_it_begins_until_somebody_has_seen_it(stay):
    sublet(stay, date(2024, 3, 20))
    night()
    night(date(2026, 4, 1))
    assert open_ones() == [("protection_begins", date(2026, 3, 20), date(2026, 2, 18))]


@pytest.mark.parametrize("tenure_form", ["owned", "block_lease"])
def test_protection_from_the_first_day_never_begins_later(stay, tenure_form):
    sublet(stay, date(2024, 4, 1))
    Apartment.objects.update(tenure_form=tenure_form, head_rent_ore=None if tenure_form == "owned" else 1)
    night()
    assert open_ones() == []


def test_valid_waiver_puts_protection_off_and_one_that_waits_for_the_tribunal_does_not(stay):
    sublet(stay, date(2024, 4, 1))
    waiver(stay, date(2027, 1, 1), approval="needed")
    night()
    assert [kind for kind, *_ in open_ones()] == ["protection_begins"]
    TenureWaiver.objects.update(approval="approved", approved_on=date(2025, 7, 1))
    night()
    assert open_ones() == []


def test_standing_notice_takes_the_place_of_the_lease(stay):
    put(stay, lease_ends_on=TODAY + 80 * DAY)
    night()
    given = notice(stay, TODAY + 25 * DAY, given_by="tenant", reason="")
    night()
    assert open_ones() == [("lease_ends", TODAY + 25 * DAY, TODAY - 5 * DAY)]
    Notice.objects.update(withdrawn_on=TODAY)
    night()
    assert open_ones() == [("lease_ends", TODAY + 80 * DAY, TODAY - 10 * DAY)]
    assert Reminder.objects.get(source="notice").source_id == given.pk


def test_newest_decision_and_newest_valid_waiver_count(stay):
    decision(stay, TODAY + 10 * DAY)
    waiver(stay, TODAY + 12 * DAY)
    night()
    assert [kind for kind, *_ in open_ones()] == ["decision_ends", "waiver_expires"]
    decision(stay, FAR, starts_on=TODAY + 10 * DAY)
    waiver(stay, FAR, approval="needed")
    night()
    assert [kind for kind, *_ in open_ones()] == ["waiver_expires"]
    TenureWaiver.objects.filter(approval="needed").update(approval="not_needed")
    night()
    assert open_ones() == []


# --- referral, review, follow-up, correction --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends_on", "last_day"),
    [
        (date(2026, 4, 1), date(2026, 4, 30)),  # the lease's last day is 31 March
        (date(2026, 3, 1), date(2026, 3, 28)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 5, 16), date(2026, 6, 15)),
    ],
)
def test_landlords_notice_is_referred_within_a_month_from_the_last_day_of_the_lease(stay, ends_on, last_day):
    notice(stay, ends_on, disputed_on=date(2026, 1, 5))
    for days in (30, 10, 2):
        night(last_day - days * DAY)
        assert ("refer_to_tribunal", last_day, last_day - days * DAY) in open_ones()
    assert len([1 for kind, *_ in open_ones() if kind == "refer_to_tribunal"]) == 1


@pytest.mark.parametrize(
    ("change", "is_needed"),
    [
        (lambda stay: None, True),  # an owned home is protected from the first day
        (lambda stay: Notice.objects.update(referred_on=TODAY), False),
        (lambda stay: Notice.objects.update(withdrawn_on=TODAY), False),
        (lambda stay: waiver(stay, date(2026, 3, 25)), False),
        (lambda stay: waiver(stay, date(2026, 3, 24)), True),  # it expires before the last day of the lease
        (lambda stay: waiver(stay, FAR, approval="refused"), True),
        (lambda stay: sublet(stay, date(2025, 1, 1)), False),
        (lambda stay: sublet(stay, date(2024, 3, 1)), True),  # more than two years in a row
        (lambda stay: put(stay, kind="placement"), False),
        (lambda stay: put(stay, ends_on=TODAY, end_reason="unknown"), False),
    ],
)
def test_referral_is_needed_where_the_tenant_disputes_or_is_protected(stay, change, is_needed):
    notice(stay, date(2026, 3, 25))
    change(stay)
    night(date(2026, 4, 14))
    assert ("refer_to_tribunal" in [kind for kind, *_ in open_ones()]) == is_needed


def test_disputed_notice_is_referred_even_where_nobody_is_protected(stay):
    sublet(stay, date(2025, 6, 1))
    notice(stay, date(2026, 3, 25), disputed_on=date(2026, 1, 5))
    night(date(2026, 4, 14))
    assert "refer_to_tribunal" in [kind for kind, *_ in open_ones()]


def test_tenants_own_notice_is_never_referred(stay):
    notice(stay, date(2026, 3, 25), given_by="tenant", reason="")
    night(date(2026, 4, 14))
    assert [kind for kind, *_ in open_ones()] == ["lease_ends"]


def test_review_comes_back_on_its_day_again_after_two_weeks_and_goes_when_it_is_held(stay, cast):
    put(stay, next_review_on=TODAY)
    night(TODAY - DAY)
    assert open_ones() == []
    night()
    assert open_ones() == [("review", TODAY, TODAY)]
    actions.finish_reminder(Reminder.objects.get(), by=cast.alma, on=TODAY)  # and yet nobody holds it
    night(TODAY + 13 * DAY)
    assert open_ones() == []
    night(TODAY + 14 * DAY)
    assert open_ones() == [("review", TODAY, TODAY + 14 * DAY)]
    later = TODAY + 14 * DAY
    held = {"decision": "extend", "because": "kön är kort", "planned_end_on": FAR, "next_on": date(2026, 6, 24)}
    actions.hold_review(stay, **held, by=cast.alma, on=later)
    night(later + DAY)
    assert open_ones() == []


def test_former_stay_is_followed_up_after_six_and_twelve_months(stay):
    put(stay, starts_on=date(2024, 1, 1), ends_on=date(2025, 8, 31), end_reason="own_lease")
    assert night(date(2026, 2, 27)) == {"reminded": 0, "withdrawn": 0}
    night(date(2026, 2, 28))
    assert open_ones() == [("follow_up", date(2026, 2, 28), date(2026, 2, 28))]
    night(date(2026, 8, 31))  # half a year later nobody knows how it was then
    assert open_ones() == [("follow_up", date(2026, 8, 31), date(2026, 8, 31))]
    FollowUp.objects.create(tenancy=stay, months=12, done_on=TODAY, situation="own_lease", by=stay.case_worker)
    night(date(2026, 9, 1))
    assert open_ones() == []


@pytest.mark.parametrize("reason", ["end", "follow-up"])
def test_the_dead_are_not_followed_up(stay, reason):
    put(stay, ends_on=date(2025, 9, 1), end_reason="deceased" if reason == "end" else "unknown")
    if reason == "follow-up":
        FollowUp.objects.create(tenancy=stay, months=0, done_on=TODAY, situation="deceased", by=stay.case_worker)
    night()
    assert open_ones() == []


def test_correction_is_looked_at_the_day_after_it_was_due_unless_it_is_resolved(stay):
    correction(stay, TODAY)
    night()
    assert open_ones() == []
    night(TODAY + DAY)
    assert open_ones() == [("correct_by", TODAY, TODAY + DAY)]
    Incident.objects.update(resolved_on=TODAY, resolved_by=stay.case_worker, how_resolved="tyst")
    night(TODAY + 2 * DAY)
    assert open_ones() == []


# --- once, and no longer than needed ----------------------------------------------------------------------------------


@pytest.fixture
def busy(stay):
    """A stay about which everything is due."""
    put(stay, lease_ends_on=TODAY + 40 * DAY, next_review_on=TODAY - DAY)
    decision(stay, TODAY + 30 * DAY)
    waiver(stay, TODAY + 5 * DAY)
    correction(stay, TODAY - 3 * DAY)
    notice(stay, TODAY - 2 * DAY)
    MAKES["head_lease_ends"](stay, TODAY + 88 * DAY)
    former = TenancyFactory(starts_on=date(2025, 1, 1), ends_on=date(2025, 8, 1), end_reason="unknown")
    return stay, former


def test_second_run_changes_nothing(busy):
    assert night() == {"reminded": 7, "withdrawn": 0}
    once = everything()
    assert night() == {"reminded": 0, "withdrawn": 0}
    assert everything() == once


def test_night_that_runs_for_an_older_day_takes_nothing_back(busy):
    night()
    once = everything()
    night(TODAY - 20 * DAY)
    assert everything() == once


def test_nights_that_are_caught_up_give_what_the_nights_would_have_given(busy):
    days = [TODAY + n * DAY for n in range(30)]
    for day in days:
        night(day)
    nightly = [{**row, "id": 0} for row in everything()]
    Reminder.objects.all()._raw_delete("default")
    for day in days[:24]:
        night(day)
    for day in days[24:27]:  # three days without a worker, and then all at once, each for its own day
        night(day)
    for day in days[27:]:
        night(day)
    assert [{**row, "id": 0} for row in everything()] == nightly


def test_what_stands_open_after_a_gap_is_the_same_without_the_nights_between(busy):
    for n in range(31):
        night(TODAY + n * DAY)
    nightly = open_ones()
    Reminder.objects.all()._raw_delete("default")
    night(TODAY)
    night(TODAY + 27 * DAY)
    night(TODAY + 30 * DAY)
    assert open_ones() == nightly


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_remind_once(stay):
    put(stay, lease_ends_on=TODAY + 40 * DAY, next_review_on=TODAY)
    run_at_once(2, night)
    assert [kind for kind, *_ in open_ones()] == ["lease_ends", "review"]
    assert Reminder.objects.count() == 2


def test_date_that_moves_takes_its_reminder_along_and_back_again(stay):
    put(stay, lease_ends_on=TODAY + 40 * DAY)
    night()
    put(stay, lease_ends_on=TODAY + 50 * DAY)
    assert night(TODAY + DAY) == {"reminded": 1, "withdrawn": 1}
    put(stay, lease_ends_on=TODAY + 40 * DAY)  # it was a slip
    assert night(TODAY + 2 * DAY) == {"reminded": 1, "withdrawn": 1}
    assert open_ones() == [("lease_ends", TODAY + 40 * DAY, TODAY - 20 * DAY)]
    assert Reminder.objects.count() == 2


def test_done_is_done_until_the_next_stage(stay, cast):
    put(stay, lease_ends_on=TODAY + 60 * DAY)
    night()
    actions.finish_reminder(Reminder.objects.get(), by=cast.alma, on=TODAY)
    night(TODAY + 29 * DAY)
    assert open_ones() == []
    night(TODAY + 30 * DAY)
    assert open_ones() == [("lease_ends", TODAY + 60 * DAY, TODAY + 30 * DAY)]


def test_end_of_the_stay_takes_away_what_lies_beyond_it(stay):
    put(stay, lease_ends_on=TODAY + 40 * DAY, next_review_on=TODAY)
    decision(stay, TODAY + 10 * DAY)
    night()
    put(stay, ends_on=TODAY + 20 * DAY, end_reason="own_lease")
    night(TODAY + DAY)
    assert [kind for kind, *_ in open_ones()] == ["decision_ends", "review"]  # the home is needed until then
    night(TODAY + 20 * DAY)
    assert open_ones() == []


def test_owner_is_the_case_worker_and_what_was_handed_over_stays_there(stay, cast):
    put(stay, lease_ends_on=TODAY + 40 * DAY)
    night()
    reminder = Reminder.objects.get()
    assert reminder.owner == cast.alma
    actions.hand_over_reminder(reminder, to=cast.miriam, why="semester", by=cast.alma, on=TODAY)
    night()
    assert Reminder.objects.get().owner == cast.miriam


def test_head_lease_of_an_empty_home_belongs_to_the_first_unit_manager(cast):
    ApartmentFactory(head_lease=True, head_ends_on=TODAY + 10 * DAY)
    UserFactory(role="unit_manager")
    night()
    reminder = Reminder.objects.get()
    assert (reminder.owner, reminder.tenancy) == (cast.miriam, None)


def test_own_reminders_are_nobody_elses_business(stay, cast):
    actions.remind_self(stay, due_on=TODAY, text="ring modern", by=cast.alma, on=TODAY)
    night()
    assert [kind for kind, *_ in open_ones()] == ["own"]


def test_night_is_on_record_as_who_changed_the_rows(stay):
    put(stay, lease_ends_on=TODAY + 40 * DAY)
    night()
    assert Reminder.objects.get().events.get().pgh_context["action"] == "remind_all"
