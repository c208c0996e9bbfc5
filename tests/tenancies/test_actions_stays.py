"""A stay begins all or nothing, costs no more than the law allows, ends with where to, and may be taken back."""

from datetime import date, timedelta

import pytest

from tenancies import actions
from tenancies.models import Decision, FollowUp, Reminder, RentTerm, Tenancy, Tenant, TenureWaiver
from tests.factories import ApartmentFactory, TenancyFactory, TenantFactory

pytestmark = pytest.mark.django_db
TODAY, ONE = date(2026, 3, 10), timedelta(days=1)
PERSON = {"name": "Ny Person", "personal_number": "191212121212", "phone": "", "language": "sv"}
DECISION = {"decided_on": TODAY, "starts_on": TODAY, "ends_on": date(2026, 9, 10)}
WAIVER = {"signed_on": TODAY, "reason": "biståndet upphör"}


@pytest.fixture
def alma(cast):
    return cast.alma


def start(by, **fields):
    facts = {"apartment": fields.pop("apartment", None) or ApartmentFactory(), "holder": TenantFactory()}
    facts |= {"case_worker": by, "starts_on": TODAY, "rent_ore": 684_000}
    return actions.start_tenancy(**facts | fields, by=by, on=TODAY)


# --- a new stay -------------------------------------------------------------------------------------------------------


def register(by, **fields):
    facts = {"apartment": ApartmentFactory(), "person": PERSON, "decision": DECISION, "waiver": WAIVER}
    facts |= {"case_worker": by, "starts_on": TODAY, "rent_ore": 684_000}
    return actions.register_stay(**facts | fields, by=by, on=TODAY)


def test_stay_is_registered_with_person_decision_and_waiver(alma):
    stay = register(alma, signed_on=TODAY, informed_on=TODAY, informed_proof="kvitto", lease_ends_on=date(2027, 3, 10))
    assert (stay.holder.name, stay.kind, stay.informed_by) == ("Ny Person", "lease", alma)
    assert stay.next_review_on == date(2026, 6, 10)
    assert stay.decisions.get().ends_on == date(2026, 9, 10)
    assert stay.waivers.get().approval == "needed"
    assert stay.events.get().pgh_context["user"] == alma.pk


def test_stay_of_a_person_in_the_register_needs_neither_decision_nor_waiver(alma):
    tenant = TenantFactory()
    stay = register(alma, holder=tenant, person=None, decision=None, waiver=None)
    assert stay.holder == tenant
    assert not Decision.objects.exists()
    assert not TenureWaiver.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"waiver": WAIVER | {"approval": "approved"}}, actions.WaiverApprovalMismatch),
        ({"decision": DECISION | {"ends_on": TODAY}}, actions.DecisionEndsTooEarly),
        ({"person": PERSON | {"personal_number": "191212121213"}}, actions.NotAPersonalNumber),
        ({"kind": "placement", "signed_on": TODAY}, actions.PlacementHasNoLease),
        ({"utilities_ore": 684_001}, actions.UtilitiesAboveRent),
    ],
)
def test_stay_is_registered_all_or_nothing(alma, fields, refusal):
    with pytest.raises(refusal):
        register(alma, **fields)
    assert not Tenancy.objects.exists()
    assert not Tenant.objects.exists()
    assert not Decision.objects.exists()


def test_stay_in_a_home_that_is_taken_is_refused(alma):
    home = TenancyFactory().apartment
    with pytest.raises(actions.ApartmentTaken):
        register(alma, apartment=home)
    assert not Tenant.objects.filter(name="Ny Person").exists()


# --- the cap on the rent ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "terms", "is_lawful"),
    [
        ({"head_lease": True}, {"rent_ore": 690_000}, True),
        ({"head_lease": True}, {"rent_ore": 690_001}, False),
        ({"head_lease": True, "is_furnished": False}, {"rent_ore": 600_001}, False),
        ({"head_lease": True}, {"rent_ore": 720_000, "utilities_ore": 30_000}, True),
        ({"head_lease": True}, {"rent_ore": 720_001, "utilities_ore": 30_000}, False),
        ({}, {"rent_ore": 99_000_000}, True),
    ],
)
def test_sublet_home_costs_no_more_than_the_law_allows(alma, home, terms, is_lawful):
    home = ApartmentFactory(**home)
    if is_lawful:
        assert start(alma, apartment=home, **terms).rent_terms.get().rent_ore == terms["rent_ore"]
    else:
        with pytest.raises(actions.RentAboveCap):
            start(alma, apartment=home, **terms)
        assert not Tenancy.objects.exists()


def test_refusal_says_the_cap_in_kronor_and_a_reason_lifts_it_and_is_kept(alma):
    home = ApartmentFactory(head_lease=True)
    with pytest.raises(actions.RentAboveCap) as refused:
        start(alma, apartment=home, rent_ore=750_000)
    assert "6\xa0900\xa0kr" in str(refused.value)
    stay = start(alma, apartment=home, rent_ore=750_000, above_cap_why="städning ingår")
    assert stay.rent_terms.get().events.get().pgh_context["why"] == "städning ingår"
    assert "why" not in stay.events.get().pgh_context


def test_reason_is_not_kept_for_a_rent_that_needs_none(alma):
    stay = start(alma, apartment=ApartmentFactory(head_lease=True), above_cap_why="behövdes inte")
    assert "why" not in stay.rent_terms.get().events.get().pgh_context


def test_rent_changes_within_the_cap_and_keeps_the_utilities(alma):
    stay = start(alma, apartment=ApartmentFactory(head_lease=True), rent_ore=700_000, utilities_ore=30_000)
    april = {"valid_from": date(2026, 4, 1), "by": alma, "on": TODAY}
    with pytest.raises(actions.RentAboveCap):
        actions.change_rent(stay, rent_ore=720_001, **april)
    assert actions.change_rent(stay, rent_ore=720_000, **april).utilities_ore == 30_000
    with pytest.raises(actions.RentAboveCap):
        actions.change_rent(stay, rent_ore=720_000, utilities_ore=0, **april)
    with pytest.raises(actions.UtilitiesAboveRent):
        actions.change_rent(stay, rent_ore=100, utilities_ore=101, **april)
    term = actions.change_rent(stay, rent_ore=720_000, utilities_ore=0, above_cap_why="el ingår", **april)
    assert (term.rent_ore, term.utilities_ore) == (720_000, 0)
    assert RentTerm.objects.count() == 2


# --- the end ----------------------------------------------------------------------------------------------------------


def remind(stay, kind, **fields):
    return Reminder.objects.create(
        tenancy=stay,
        kind=kind,
        source="test",
        source_id=Reminder.objects.count(),
        deadline_on=TODAY,
        due_on=TODAY,
        owner=stay.case_worker,
        **fields,
    )


def end(stay, by, **fields):
    facts = {"ends_on": TODAY + 20 * ONE, "reason": "own_lease", "situation": "own_lease"}
    return actions.end_tenancy(stay, **facts | fields, by=by, on=TODAY)


def test_end_says_where_to_and_ends_the_reminders_of_the_stay(alma):
    stay = start(alma)
    mine, review, own = start(alma), remind(stay, "review"), remind(stay, "own")
    other = remind(mine, "review")
    end(stay, alma, note="ringer om en månad")
    follow_up = stay.follow_ups.get()
    assert (follow_up.months, follow_up.situation, follow_up.done_on) == (0, "own_lease", TODAY)
    assert list(Reminder.objects.open().order_by("pk")) == [own, other]
    review.refresh_from_db()
    assert review.withdrawn_on == TODAY


def test_end_that_has_not_come_is_taken_back_with_all_that_came_with_it(alma):
    stay = start(alma)
    remind(stay, "review")
    gone_before = remind(stay, "lease_ends", withdrawn_on=TODAY)
    end(stay, alma, reason="evicted", ground="rent")
    actions.take_back_end(stay, by=alma, on=TODAY + 19 * ONE)
    assert (stay.ends_on, stay.end_reason, stay.ground) == (None, "", "")
    assert not stay.follow_ups.standing().exists()
    assert [row.kind for row in Reminder.objects.open()] == ["review"]
    gone_before.refresh_from_db()
    assert gone_before.withdrawn_on == TODAY
    assert [row.until_on for row in stay.involvements.all()] == [None]
    end(stay, alma)
    assert stay.follow_ups.standing().get().situation == "own_lease"
    assert FollowUp.objects.count() == 2


def test_home_goes_to_the_case_worker_of_the_day_when_an_end_is_taken_back(alma, cast):
    stay = start(alma)
    end(stay, alma)
    Tenancy.objects.update(case_worker=cast.miriam)
    stay.refresh_from_db()
    actions.take_back_end(stay, by=cast.miriam, on=TODAY)
    open_ones = stay.involvements.filter(until_on=None)
    assert [row.user for row in open_ones] == [cast.miriam]


def test_end_that_has_come_stays(alma):
    stay = start(alma, starts_on=TODAY - 20 * ONE)
    with pytest.raises(actions.EndHasCome):
        actions.take_back_end(stay, by=alma, on=TODAY)
    end(stay, alma, ends_on=TODAY)
    with pytest.raises(actions.EndHasCome):
        actions.take_back_end(stay, by=alma, on=TODAY)
    assert stay.follow_ups.standing().exists()


def test_end_stays_when_somebody_else_is_to_move_in(alma):
    stay = start(alma)
    end(stay, alma)
    start(alma, apartment=stay.apartment, starts_on=stay.ends_on)
    with pytest.raises(actions.ApartmentTaken):
        actions.take_back_end(stay, by=alma, on=TODAY)
    stay.refresh_from_db()
    assert stay.ends_on == TODAY + 20 * ONE


# --- afterwards -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "on", "is_time"),
    [
        (6, date(2025, 12, 1), True),  # the stay ended 31 December: a month early is in time
        (6, date(2025, 11, 30), False),
        (12, date(2026, 6, 1), True),
        (12, date(2026, 5, 31), False),
        (0, date(2025, 7, 1), True),
        (0, date(2025, 6, 30), False),
    ],
)
def test_follow_up_waits_for_its_time(alma, months, on, is_time):
    stay = TenancyFactory(ends_on=date(2025, 7, 1), end_reason="unknown", starts_on=date(2024, 1, 1))
    if is_time:
        row = actions.follow_up(stay, months=months, situation="no_contact", by=alma, on=on)
        assert (row.situation, row.done_on) == ("no_contact", on)
    else:
        with pytest.raises(actions.TooEarlyToFollowUp):
            actions.follow_up(stay, months=months, situation="no_contact", by=alma, on=on)


def test_follow_up_is_done_once_for_each_time_and_never_of_a_running_stay(alma):
    stay = TenancyFactory(ends_on=date(2025, 1, 1), end_reason="unknown", starts_on=date(2024, 1, 1))
    actions.follow_up(stay, months=6, situation="no_contact", by=alma, on=TODAY)
    with pytest.raises(actions.AlreadyFollowedUp):
        actions.follow_up(stay, months=6, situation="own_lease", by=alma, on=TODAY)
    with pytest.raises(actions.TooEarlyToFollowUp):
        actions.follow_up(TenancyFactory(), months=6, situation="own_lease", by=alma, on=TODAY)
