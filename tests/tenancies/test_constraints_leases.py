"""Each constraint of leases, broken once past the actions: the database itself says no."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tenancies.models import Decision, FollowUp, Inspection, Notice, RentTerm, Tenancy, TenureWaiver
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db
DAY, ONE = date(2026, 3, 10), timedelta(days=1)


@pytest.fixture
def stay():
    return TenancyFactory(starts_on=date(2025, 1, 1))


def running_stay_without_a_next_review(stay):
    Tenancy.objects.update(next_review_on=None)


def lease_that_ends_when_the_stay_starts(stay):
    Tenancy.objects.update(lease_ends_on=stay.starts_on)


def placement_that_is_signed(stay):
    Tenancy.objects.update(kind="placement", signed_on=DAY)


def placement_with_the_end_of_a_lease(stay):
    Tenancy.objects.update(kind="placement", lease_ends_on=DAY)


def informed_without_proof(stay):
    Tenancy.objects.update(informed_on=DAY, informed_by=stay.case_worker)


def informed_by_nobody(stay):
    Tenancy.objects.update(informed_on=DAY, informed_proof="kvitto")


def proof_without_a_day(stay):
    Tenancy.objects.update(informed_proof="kvitto", informed_by=stay.case_worker)


def informed_after_signing(stay):
    Tenancy.objects.update(informed_on=DAY, informed_by=stay.case_worker, informed_proof="kvitto", signed_on=DAY - ONE)


def utilities_above_the_rent(stay):
    RentTerm.objects.update(utilities_ore=684_001)


def negative_utilities(stay):
    RentTerm.objects.update(utilities_ore=-1)


def decision(stay, **fields):
    period = {"decided_on": DAY, "starts_on": DAY, "ends_on": DAY + ONE}
    return Decision.objects.create(tenancy=stay, recorded_by=stay.case_worker, **period | fields)


def two_decisions_for_one_day(stay):
    decision(stay, ends_on=DAY + 3 * ONE)
    decision(stay, starts_on=DAY + 2 * ONE, ends_on=DAY + 4 * ONE)


def decision_without_days(stay):
    decision(stay, ends_on=DAY)


def waiver(stay, **fields):
    return TenureWaiver.objects.create(
        tenancy=stay, reason="x", recorded_by=stay.case_worker, **{"signed_on": DAY} | fields
    )


def waiver_approved_without_a_day(stay):
    waiver(stay, approval="approved", expires_on=DAY + ONE)


def day_of_approval_without_approval(stay):
    waiver(stay, approval="needed", approved_on=DAY)


def valid_waiver_without_an_end(stay):
    waiver(stay, approval="not_needed")


def valid_waiver_that_ends_when_it_is_signed(stay):
    waiver(stay, approval="not_needed", expires_on=DAY)


def waiver_approved_before_it_was_signed(stay):
    waiver(stay, approval="approved", approved_on=DAY - ONE, expires_on=DAY + ONE)


def notice(stay, **fields):
    given = {"given_by": "landlord", "reason": "x", "served_on": DAY, "ends_on": DAY + ONE}
    return Notice.objects.create(tenancy=stay, how="x", recorded_by=stay.case_worker, **given | fields)


def notice_after_the_end(stay):
    notice(stay, ends_on=DAY)


def landlords_notice_without_a_reason(stay):
    notice(stay, reason="")


def tenants_notice_disputed(stay):
    notice(stay, given_by="tenant", disputed_on=DAY)


def tenants_notice_referred(stay):
    notice(stay, given_by="tenant", referred_on=DAY)


def two_standing_notices(stay):
    notice(stay)
    notice(stay, given_by="tenant")


def inspection(stay, **fields):
    held = {"kind": "move_in", "held_on": DAY, "is_in_order": True, "by": stay.case_worker, "tenancy": stay}
    return Inspection.objects.create(apartment=stay.apartment, **held | fields)


def move_in_of_nobody(stay):
    inspection(stay, tenancy=None)


def inspection_that_does_not_say_what_is_wrong(stay):
    inspection(stay, is_in_order=False)


def follow_up(stay, months):
    return FollowUp.objects.create(tenancy=stay, months=months, done_on=DAY, situation="unknown", by=stay.case_worker)


def followed_up_twice(stay):
    follow_up(stay, 6)
    follow_up(stay, 6)


def followed_up_after_seven_months(stay):
    follow_up(stay, 7)


BREAKS = {
    running_stay_without_a_next_review: "running_stay_has_a_next_review",
    lease_that_ends_when_the_stay_starts: "lease_ends_after_the_stay_starts",
    placement_that_is_signed: "placement_has_no_lease",
    placement_with_the_end_of_a_lease: "placement_has_no_lease",
    informed_without_proof: "information_has_day_teller_and_proof",
    informed_by_nobody: "information_has_day_teller_and_proof",
    proof_without_a_day: "information_has_day_teller_and_proof",
    informed_after_signing: "informed_before_signing",
    utilities_above_the_rent: "utilities_are_part_of_the_rent",
    negative_utilities: "utilities_are_part_of_the_rent",
    two_decisions_for_one_day: "one_decision_at_a_time",
    decision_without_days: "decision_ends_after_it_starts",
    waiver_approved_without_a_day: "approved_waiver_has_its_day",
    day_of_approval_without_approval: "approved_waiver_has_its_day",
    valid_waiver_without_an_end: "valid_waiver_expires",
    valid_waiver_that_ends_when_it_is_signed: "valid_waiver_expires",
    waiver_approved_before_it_was_signed: "waiver_approved_after_signing",
    notice_after_the_end: "notice_comes_before_the_end",
    landlords_notice_without_a_reason: "landlords_notice_has_a_reason",
    tenants_notice_disputed: "only_the_landlords_notice_is_disputed",
    tenants_notice_referred: "only_the_landlords_notice_is_disputed",
    two_standing_notices: "one_standing_notice_per_tenancy",
    move_in_of_nobody: "moving_inspection_is_of_a_stay",
    inspection_that_does_not_say_what_is_wrong: "inspection_says_what_is_wrong",
    followed_up_twice: "one_follow_up_per_time",
    followed_up_after_seven_months: "follow_up_at_0_6_or_12_months",
}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_the_database_refuses(stay, broken):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        broken(stay)
    assert error.value.__cause__.diag.constraint_name == BREAKS[broken]


def test_what_follows_is_allowed(stay):
    decision(stay)
    decision(stay, starts_on=DAY + ONE, ends_on=DAY + 2 * ONE)
    notice(stay, withdrawn_on=DAY)
    notice(stay, given_by="tenant", reason="")
    follow_up(stay, 0)
    FollowUp.objects.update(withdrawn_on=DAY)
    follow_up(stay, 0)
    waiver(stay, approval="refused")
    assert Decision.objects.count() == Notice.objects.count() == FollowUp.objects.count() == 2


def test_follow_up_is_never_rewritten(stay):
    row = follow_up(stay, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(situation="homeless")
