"""One row of every kind of fact that the register keeps about a stay."""

from datetime import date, datetime

from bolots.calendar import STOCKHOLM
from bolots.models import Letter
from tenancies.models import (
    Caution,
    Consent,
    Contact,
    Correction,
    Decision,
    FollowUp,
    Goal,
    Incident,
    Inspection,
    Loan,
    Notice,
    Review,
    TenureWaiver,
)

DAY, LATER = date(2026, 2, 1), date(2026, 9, 1)


def everything(stay, *, by) -> None:
    """Straight into the tables, all on one day: for readers of the register, not for its rules."""
    Caution.objects.create(tenant=stay.holder, kind="other", reason="hund", from_on=DAY, until_on=LATER, set_by=by)
    contact = Contact.objects.create(tenant=stay.holder, kind="trustee", name="God Man")
    Consent.objects.create(contact=contact, what="hyran", given_on=DAY, until_on=LATER, recorded_by=by)
    Decision.objects.create(tenancy=stay, decided_on=DAY, starts_on=DAY, ends_on=LATER, recorded_by=by)
    TenureWaiver.objects.create(tenancy=stay, reason="tillfälligt", signed_on=DAY, recorded_by=by)
    Notice.objects.create(tenancy=stay, given_by="tenant", served_on=DAY, how="kvittens", ends_on=LATER, recorded_by=by)
    Inspection.objects.create(
        apartment=stay.apartment, tenancy=stay, kind="move_in", held_on=DAY, is_in_order=True, by=by
    )
    Loan.objects.create(
        apartment=stay.apartment, tenancy=stay, kind="key", issued_on=DAY, issued_by=by, returned_on=DAY, returned_by=by
    )
    Review.objects.create(tenancy=stay, held_on=DAY, decision="extend", because="kön", next_on=LATER, by=by)
    Goal.objects.create(tenancy=stay, text="sova hemma", set_on=DAY, reached_on=DAY, set_by=by)
    FollowUp.objects.create(tenancy=stay, months=0, done_on=DAY, situation="own_lease", by=by)
    incident = Incident.objects.create(
        tenancy=stay,
        kind="disturbance",
        source="neighbour",
        seriousness="serious",
        happened_on=DAY,
        what="musik",
        recorded_on=DAY,
        recorded_by=by,
        resolved_on=DAY,
        resolved_by=by,
        how_resolved="tyst sedan dess",
    )
    letter = Letter.objects.create(
        template="correction",
        html="",
        sha256="0" * 64,
        issued_on=DAY,
        issued_at=datetime(2026, 2, 1, 9, tzinfo=STOCKHOLM),
        issued_by_id=by.pk,
    )
    Correction.objects.create(incident=incident, letter=letter, issued_on=DAY, correct_by_on=LATER, by=by)
