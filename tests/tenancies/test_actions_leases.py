"""What a lease rests on changes through its actions, and what is impossible is refused in a sentence."""

from datetime import date, timedelta

import pytest

from bolots import editing
from tenancies import actions, terms
from tenancies.models import Decision, Inspection, Notice, Tenancy, TenureWaiver
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db
TODAY, ONE = date(2026, 3, 10), timedelta(days=1)
NO_FEE = {"reminder_fee_agreed_on": None}
INFORMED = {"informed_on": date(2024, 12, 1), "informed_proof": "kvitto"}


@pytest.fixture
def alma(cast):
    return cast.alma


@pytest.fixture
def stay(alma):
    return TenancyFactory(case_worker=alma, starts_on=date(2025, 1, 1))


def facts_of(row):
    """What the last change of the row is recorded with."""
    return row.events.order_by("pgh_id").last().pgh_context


# --- the lease's facts ------------------------------------------------------------------------------------------------


def lease(stay, by, **fields):
    facts = {"kind": "lease", "signed_on": date(2024, 12, 8), "lease_ends_on": date(2026, 1, 1)} | INFORMED | NO_FEE
    return actions.edit_lease(stay, seen=editing.version(stay), **facts | fields, by=by)


def test_lease_is_changed_and_knows_who_told_the_conditions(stay, alma, cast):
    lease(stay, alma)
    assert (stay.signed_on, stay.lease_ends_on, stay.informed_by) == (date(2024, 12, 8), date(2026, 1, 1), alma)
    assert facts_of(stay) == {"action": "edit_lease", "user": alma.pk}
    lease(stay, cast.miriam, lease_ends_on=None)
    assert (stay.lease_ends_on, stay.informed_by) == (None, alma)
    lease(stay, alma, informed_on=None, informed_proof="")
    assert stay.informed_by is None


def test_lease_that_somebody_else_has_changed_is_not_overwritten(stay, alma):
    seen = editing.version(stay)
    lease(stay, alma)
    facts = {"kind": "lease", "signed_on": None, "lease_ends_on": None, "informed_on": None, "informed_proof": ""}
    with pytest.raises(editing.ChangedMeanwhile):
        actions.edit_lease(stay, seen=seen, **facts, **NO_FEE, by=alma)
    stay.refresh_from_db()
    assert stay.signed_on == date(2024, 12, 8)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"lease_ends_on": date(2025, 1, 1)}, actions.LeaseEndsTooEarly),
        ({"kind": "placement"}, actions.PlacementHasNoLease),
        ({"informed_proof": ""}, actions.InformationIncomplete),
        ({"informed_on": None}, actions.InformationIncomplete),
        ({"informed_on": date(2024, 12, 9)}, actions.InformedTooLate),
    ],
)
def test_lease_that_cannot_be_is_refused(stay, alma, fields, refusal):
    with pytest.raises(refusal):
        lease(stay, alma, **fields)
    assert Tenancy.objects.get().signed_on is None


# --- decisions --------------------------------------------------------------------------------------------------------


def decide(stay, by, starts_on, ends_on):
    return actions.record_decision(
        stay, reference="VUX 1", decided_on=TODAY, starts_on=starts_on, ends_on=ends_on, by=by
    )


def test_decisions_follow_each_other_and_never_overlap(stay, alma):
    first = decide(stay, alma, date(2026, 1, 1), date(2026, 7, 1))
    assert (first.last_on, first.recorded_by) == (date(2026, 6, 30), alma)
    decide(stay, alma, date(2026, 7, 1), date(2027, 1, 1))
    with pytest.raises(actions.DecisionsOverlap):
        decide(stay, alma, date(2026, 12, 31), date(2027, 7, 1))
    with pytest.raises(actions.DecisionEndsTooEarly):
        decide(stay, alma, date(2028, 1, 1), date(2028, 1, 1))
    assert Decision.objects.count() == 2


def test_decision_that_was_written_down_wrongly_is_corrected(stay, alma):
    row = decide(stay, alma, date(2026, 1, 1), date(2026, 7, 1))
    facts = {"reference": "VUX 2", "decided_on": TODAY, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 10, 1)}
    actions.edit_decision(row, seen=editing.version(row), **facts, by=alma)
    assert (row.reference, row.ends_on) == ("VUX 2", date(2026, 10, 1))
    with pytest.raises(editing.ChangedMeanwhile):
        actions.edit_decision(row, seen="1", **facts, by=alma)


# --- waivers ----------------------------------------------------------------------------------------------------------


def waive(stay, by, **fields):
    return actions.record_waiver(
        stay, **{"reason": "Biståndet upphör.", "signed_on": date(2024, 12, 8)} | fields, by=by
    )


def test_waiver_counts_only_when_it_is_approved(stay, alma):
    waiver = waive(stay, alma)
    assert waiver.approval == "needed"
    assert terms.valid_waiver([waiver]) is None
    approved = {"approval": "approved", "approved_on": date(2025, 2, 1), "expires_on": date(2029, 2, 1)}
    actions.edit_waiver(waiver, seen=editing.version(waiver), partner_signed=True, **approved, by=alma)
    assert terms.valid_waiver([waiver]) == waiver
    assert terms.protection(stay, stay.starts_on, [waiver]).begins_on == date(2029, 2, 1)
    assert waiver.partner_signed


def test_of_two_waivers_the_one_that_lasts_longest_counts(stay, alma):
    valid = {"approval": "not_needed", "signed_on": date(2025, 6, 1)}
    short = waive(stay, alma, **valid, expires_on=date(2026, 6, 1))
    long = waive(stay, alma, **valid, expires_on=date(2027, 6, 1))
    refused = waive(stay, alma, approval="refused", expires_on=date(2030, 1, 1))
    assert terms.valid_waiver([short, long, refused]) == long


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"approval": "approved", "expires_on": date(2029, 1, 1)}, actions.WaiverApprovalMismatch),
        ({"approved_on": TODAY}, actions.WaiverApprovalMismatch),
        ({"approval": "approved", "approved_on": TODAY}, actions.WaiverWithoutEnd),
        (
            {"approval": "approved", "approved_on": date(2024, 12, 7), "expires_on": date(2029, 1, 1)},
            actions.ApprovedBeforeSigned,
        ),
        ({"approval": "not_needed", "expires_on": date(2029, 1, 1)}, actions.WaiverNeedsApproval),
        (
            {"approval": "not_needed", "expires_on": date(2029, 1, 1), "signed_on": date(2025, 1, 1)},
            actions.WaiverNeedsApproval,
        ),
    ],
)
def test_waiver_that_cannot_hold_is_refused(stay, alma, fields, refusal):
    with pytest.raises(refusal):
        waive(stay, alma, **fields)
    assert not TenureWaiver.objects.exists()


# --- notice -----------------------------------------------------------------------------------------------------------


def give(stay, by, **fields):
    given = {"given_by": "landlord", "served_on": TODAY, "how": "delgivning", "reason": "biståndet upphör"}
    return actions.give_notice(stay, **given | fields, by=by, on=TODAY)


def test_notice_ends_the_lease_as_the_law_counts(stay, alma):
    row = give(stay, alma)
    assert row.ends_on == date(2026, 7, 1)
    with pytest.raises(actions.AlreadyGivenNotice):
        give(stay, alma, given_by="tenant")
    withdrawn = {"disputed_on": None, "referred_on": None, "withdrawn_on": TODAY}
    actions.edit_notice(row, seen=editing.version(row), **withdrawn, by=alma, on=TODAY)
    assert give(stay, alma, given_by="tenant", reason="").ends_on == date(2026, 7, 1)
    assert Notice.objects.count() == 2


def test_notice_reads_the_fixed_term_of_the_lease(stay, alma):
    Tenancy.objects.update(lease_ends_on=date(2027, 1, 1))
    stay.refresh_from_db()
    assert give(stay, alma).ends_on == date(2027, 1, 1)


def test_tenant_may_leave_sooner_by_agreement_and_the_landlord_gives_no_less_than_the_law(stay, alma):
    with pytest.raises(actions.NoticeTooShort) as refused:
        give(stay, alma, ends_on=date(2026, 6, 30))
    assert "30\xa0jun" in str(refused.value)
    row = give(stay, alma, given_by="tenant", ends_on=date(2026, 4, 1))
    assert row.ends_on == date(2026, 4, 1)
    Notice.objects.update(withdrawn_on=TODAY)
    assert give(stay, alma, ends_on=date(2026, 8, 1)).ends_on == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"reason": ""}, actions.NoticeWithoutReason),
        ({"served_on": TODAY + ONE}, actions.NoticeNotYetServed),
        ({"given_by": "tenant", "ends_on": TODAY}, actions.EndsBeforeNotice),
    ],
)
def test_notice_that_makes_no_sense_is_refused(stay, alma, fields, refusal):
    with pytest.raises(refusal):
        give(stay, alma, **fields)
    assert not Notice.objects.exists()


def test_placement_has_no_lease_to_end(stay, alma):
    Tenancy.objects.update(kind="placement")
    stay.refresh_from_db()
    with pytest.raises(actions.NoLeaseToEnd):
        give(stay, alma)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"disputed_on": TODAY - ONE}, actions.BeforeTheNotice),
        ({"withdrawn_on": TODAY + ONE}, actions.BeforeTheNotice),
    ],
)
def test_notice_is_disputed_after_it_was_received(stay, alma, fields, refusal):
    row = give(stay, alma)
    days = {"disputed_on": None, "referred_on": None, "withdrawn_on": None}
    with pytest.raises(refusal):
        actions.edit_notice(row, seen=None, **days | fields, by=alma, on=TODAY)


def test_tenants_own_notice_is_not_disputed(stay, alma):
    row = give(stay, alma, given_by="tenant")
    with pytest.raises(actions.NotDisputable):
        actions.edit_notice(row, seen=None, disputed_on=TODAY, referred_on=None, withdrawn_on=None, by=alma, on=TODAY)


def test_landlords_reason_is_compared_with_that_of_the_waiver(stay, alma):
    waiver = waive(stay, alma, approval="approved", approved_on=date(2025, 1, 1), expires_on=date(2029, 1, 1))
    protected = terms.protection(stay, stay.starts_on, [waiver])
    other, same = give(stay, alma, reason="hyran"), Notice(given_by="landlord", reason="  biståndet  UPPHÖR ")
    assert terms.rests_on_another_reason(other, protected, [waiver])
    assert not terms.rests_on_another_reason(same, protected, [waiver])
    assert not terms.rests_on_another_reason(Notice(given_by="tenant"), protected, [waiver])
    unprotected = terms.protection(stay, stay.starts_on, [])
    assert not terms.rests_on_another_reason(other, unprotected, [])


# --- inspections ------------------------------------------------------------------------------------------------------


def test_inspection_at_a_move_is_of_the_home_and_the_stay(stay, alma):
    held = {"kind": "move_in", "held_on": TODAY, "by": alma, "on": TODAY}
    row = actions.inspect_at_move(stay, **held, is_in_order=False, remarks="repa i golvet")
    assert (row.apartment, row.tenancy, row.by) == (stay.apartment, stay, alma)
    with pytest.raises(actions.InspectionWithoutRemarks):
        actions.inspect_at_move(stay, **held, is_in_order=False)
    with pytest.raises(actions.NotYetHeld):
        actions.inspect_at_move(stay, **held | {"held_on": TODAY + ONE}, is_in_order=True)
    assert Inspection.objects.count() == 1
