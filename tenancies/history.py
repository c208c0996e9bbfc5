"""The register's part of a home's timeline: the stay, its papers, its people, what went wrong."""

from datetime import timedelta

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from bolots.access import Permission

from .models import (
    Caution,
    Consent,
    Correction,
    Decision,
    FollowUp,
    Goal,
    Incident,
    Inspection,
    Loan,
    Notice,
    RentTerm,
    Review,
    Tenancy,
    TenureWaiver,
)
from .timeline import Shape, recorded_by, shape


def entries(tenancy_id, user) -> list[Shape]:
    """What happened with the stay itself; what the social services know, for those who may see it."""
    shapes = [*_stay(tenancy_id), *_lease(tenancy_id)]
    return [*shapes, *_social(tenancy_id), *_people(tenancy_id)] if user.may(Permission.SEE_SOCIAL) else shapes


def _last(end: str):
    """The last day of a period, as people say it: the column holds the first day after it."""
    return F(end) - Value(timedelta(days=1))


def _stay(tenancy_id):
    stay = Tenancy.objects.filter(pk=tenancy_id)
    inserted, ended = {"pgh_label": "insert"}, {"pgh_context__action": "end_tenancy"}
    moved_in = {"at": "starts_on", "day": "planned_end_on", "by": recorded_by(Tenancy, **inserted)}
    later_rents = RentTerm.objects.filter(tenancy=tenancy_id).exclude(valid_from=F("tenancy__starts_on"))
    rent = {"at": "valid_from", "ore": "rent_ore", "by": recorded_by(RentTerm)}
    return [
        shape(stay, kind="stay", what="moved_in", **moved_in),
        shape(
            stay.exclude(ends_on=None),
            kind="stay",
            what="moved_out",
            at=_last("ends_on"),
            by=recorded_by(Tenancy, **ended),
        ),
        shape(later_rents, kind="money", what="another_rent", **rent),
    ]


def _lease(tenancy_id):
    """What the landlord knows: papers of the lease, looks at the home, keys."""
    notices = Notice.objects.filter(tenancy=tenancy_id)
    waivers = TenureWaiver.objects.filter(tenancy=tenancy_id)
    looks = Inspection.objects.filter(tenancy=tenancy_id)
    loans = Loan.objects.filter(tenancy=tenancy_id)
    back = loans.exclude(returned_on=None)
    notice = {"kind": "paper", "at": "served_on", "day": _last("ends_on"), "by": "recorded_by"}
    return [
        shape(notices.filter(given_by="tenant"), what="notice_by_tenant", **notice),
        shape(notices.filter(given_by="landlord"), what="notice_by_landlord", text="reason", **notice),
        shape(
            waivers,
            kind="paper",
            what="waiver",
            at="signed_on",
            day=_last("expires_on"),
            text="reason",
            by="recorded_by",
        ),
        shape(looks, kind="stay", what="inspection", at="held_on", text="kind", by="by"),
        shape(loans, kind="stay", what="lent", at="issued_on", ore="number", text="kind", by="issued_by"),
        shape(back, kind="stay", what="handed_back", at="returned_on", ore="number", text="kind", by="returned_by"),
    ]


def _social(tenancy_id):
    decisions = Decision.objects.filter(tenancy=tenancy_id)
    reviews = Review.objects.filter(tenancy=tenancy_id)
    goals = Goal.objects.filter(tenancy=tenancy_id)
    later = FollowUp.objects.filter(tenancy=tenancy_id)
    incidents = Incident.objects.filter(tenancy=tenancy_id)
    letters = Correction.objects.filter(incident__tenancy=tenancy_id)
    incident = Cast(F("incident"), CharField())
    resolved = {"at": "resolved_on", "text": "how_resolved", "by": "resolved_by"}
    return [
        shape(decisions, kind="paper", what="decision", at="decided_on", day=_last("ends_on"), by="recorded_by"),
        *(
            shape(
                reviews.filter(decision=decision),
                kind="stay",
                what=f"review_{decision}",
                at="held_on",
                day="next_on",
                text="because",
                by="by",
            )
            for decision in Review.Decision.values
        ),
        shape(goals, kind="stay", what="goal_set", at="set_on", text="text", by="set_by"),
        shape(goals.exclude(reached_on=None), kind="stay", what="goal_reached", at="reached_on", text="text"),
        shape(later, kind="contact", what="follow_up", at="done_on", ore="months", text="situation", by="by"),
        shape(incidents, kind="incident", what="incident", at="happened_on", text="kind", by="recorded_by"),
        shape(incidents.exclude(resolved_on=None), kind="incident", what="incident_resolved", **resolved),
        shape(letters, kind="paper", what="correction", at="issued_on", day="correct_by_on", text=incident, by="by"),
    ]


def _people(tenancy_id):
    cautions = Caution.objects.filter(tenant__tenancies=tenancy_id)
    consents = Consent.objects.filter(contact__tenant__tenancies=tenancy_id)
    return [
        shape(cautions, kind="stay", what="caution", at="from_on", day=_last("until_on"), text="reason", by="set_by"),
        shape(
            consents, kind="paper", what="consent", at="given_on", day=_last("until_on"), text="what", by="recorded_by"
        ),
    ]
