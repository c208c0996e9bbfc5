"""Changes to what a stay rests on: the lease itself, the decision on assistance, the waiver of tenure protection."""

from django.utils.translation import gettext_lazy as _

from bolots import editing
from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Decision, Tenancy, TenureWaiver


class LeaseEndsTooEarly(Refused):
    sentence = _("A lease ends after the day on which the tenant moves in.")


class PlacementHasNoLease(Refused):
    sentence = _("A placement has no lease: leave the signing and the end of the lease empty, or choose a lease.")


class InformationIncomplete(Refused):
    sentence = _("Write both the day on which the tenant was told the conditions, and what proves it.")


class InformedTooLate(Refused):
    sentence = _("The tenant must be told the conditions before signing, or on the same day.")


class DecisionsOverlap(Refused):
    sentence = _("There is already a decision for some of those days. The next one begins when that one ends.")


class DecisionEndsTooEarly(Refused):
    sentence = _("A decision ends after it begins.")


class WaiverApprovalMismatch(Refused):
    sentence = _("Write the day of approval when the rent tribunal has approved the waiver, and only then.")


class WaiverWithoutEnd(Refused):
    sentence = _("A waiver that holds has a last day, after the day on which it was signed.")


class ApprovedBeforeSigned(Refused):
    sentence = _("The rent tribunal cannot have approved the waiver before it was signed.")


class WaiverNeedsApproval(Refused):
    sentence = _(
        "Only a waiver that was signed after the tenant moved in may be valid without approval (JB 12:45 a). "
        "Choose that it waits for the rent tribunal."
    )


LEASE_REFUSALS = {
    "lease_ends_after_the_stay_starts": LeaseEndsTooEarly,
    "placement_has_no_lease": PlacementHasNoLease,
    "information_has_day_teller_and_proof": InformationIncomplete,
    "informed_before_signing": InformedTooLate,
}
DECISION_REFUSALS = {
    "one_decision_at_a_time": DecisionsOverlap,
    "decision_ends_after_it_starts": DecisionEndsTooEarly,
}
WAIVER_REFUSALS = {
    "approved_waiver_has_its_day": WaiverApprovalMismatch,
    "valid_waiver_expires": WaiverWithoutEnd,
    "waiver_approved_after_signing": ApprovedBeforeSigned,
}


@action
def edit_lease(
    tenancy, *, seen, kind, signed_on, lease_ends_on, informed_on, informed_proof, reminder_fee_agreed_on, by
) -> Tenancy:
    """The lease's facts. `lease_ends_on`: first day after it, None until further notice. Raises ChangedMeanwhile.

    `reminder_fee_agreed_on`: since when it allows a fee for a reminder (lag 1981:739 2 §), None: it does not.
    """
    told_by = (tenancy.informed_by or by) if informed_on else None
    with refusing(LEASE_REFUSALS):
        editing.change(
            tenancy,
            seen=seen,
            kind=kind,
            signed_on=signed_on,
            lease_ends_on=lease_ends_on,
            informed_on=informed_on,
            informed_by=told_by,
            informed_proof=informed_proof,
            reminder_fee_agreed_on=reminder_fee_agreed_on,
        )
    return tenancy


@action
def record_decision(tenancy, *, decided_on, starts_on, ends_on, reference="", by) -> Decision:
    """A decision on assistance (SoL 11:1) for a period, `ends_on` exclusive; never two for one day."""
    with refusing(DECISION_REFUSALS):
        return Decision.objects.create(
            tenancy=tenancy,
            reference=reference,
            decided_on=decided_on,
            starts_on=starts_on,
            ends_on=ends_on,
            recorded_by=by,
        )


@action
def edit_decision(decision, *, seen, reference, decided_on, starts_on, ends_on, by) -> Decision:
    """Correct a decision that was written down wrongly. Raises ChangedMeanwhile."""
    facts = {"reference": reference, "decided_on": decided_on, "starts_on": starts_on, "ends_on": ends_on}
    with refusing(DECISION_REFUSALS):
        editing.change(decision, seen=seen, **facts)
    return decision


@action
def record_waiver(
    tenancy,
    *,
    reason,
    signed_on,
    partner_signed=False,
    approval=TenureWaiver.Approval.NEEDED,
    approved_on=None,
    expires_on=None,
    by,
) -> TenureWaiver:
    """A waiver of tenure protection (JB 12:45 a); it counts only when it is approved, or valid without approval.

    `expires_on`: first day without it. Without approval only when signed after the first day of the stay.
    """
    _check_approval(tenancy, approval, signed_on)
    with refusing(WAIVER_REFUSALS):
        return TenureWaiver.objects.create(
            tenancy=tenancy,
            reason=reason,
            signed_on=signed_on,
            partner_signed=partner_signed,
            approval=approval,
            approved_on=approved_on,
            expires_on=expires_on,
            recorded_by=by,
        )


@action
def edit_waiver(waiver, *, seen, partner_signed, approval, approved_on, expires_on, by) -> TenureWaiver:
    """What became of the waiver at the rent tribunal, and until when it holds. Raises ChangedMeanwhile."""
    _check_approval(waiver.tenancy, approval, waiver.signed_on)
    facts = {"partner_signed": partner_signed, "approved_on": approved_on, "expires_on": expires_on}
    with refusing(WAIVER_REFUSALS):
        editing.change(waiver, seen=seen, approval=approval, **facts)
    return waiver


def _check_approval(tenancy, approval, signed_on):
    if approval == TenureWaiver.Approval.NOT_NEEDED and signed_on <= tenancy.starts_on:
        raise WaiverNeedsApproval
