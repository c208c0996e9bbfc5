"""The lease of a home on one page: on what terms somebody lives there, how it may end, and what it rests on."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import calendar
from bolots.access import Permission, require

from .. import terms
from ..models import Inspection
from . import home
from .lease_words import (
    decision_reasons,
    lease_reasons,
    missing_follow_ups,
    notice_steps,
    notice_words,
    protection_words,
    waiver_reasons,
)
from .undo import offer


@require_GET
@require(Permission.SEE_REGISTER)
def lease(request, pk):
    """Lease, protection, notice, rent, inspections; decision and follow-up for those who may see social facts."""
    user, today = request.user, calendar.today()
    tenancy = home.find(request, pk, "lease")
    sees_social = user.may(Permission.SEE_SOCIAL)
    context = _terms(tenancy, today) | _rents(tenancy, today) | {"sees_social": sees_social}
    context["inspections"] = list(tenancy.inspections.select_related("by").order_by("-held_on", "-pk"))
    social = _social(tenancy, today) if sees_social else {"reasons": []}
    reasons = lease_reasons(tenancy, context["rent"], today) + context.pop("reasons") + social.pop("reasons")
    context["reasons"] = reasons + _moving_reasons(tenancy, context["inspections"], user, today)
    if user.may(Permission.EDIT_REGISTER):
        context["undo"] = offer(request, "tenancy", tenancy)
    return home.show(request, tenancy, "tenancy_lease", {"undo": None} | social | context)


def _terms(tenancy, today) -> dict:
    """The protection, and the notice that stands or what one would lead to."""
    since, waivers = terms.since(tenancy), list(tenancy.waivers.order_by("-signed_on", "-pk"))
    notices = list(tenancy.notices.order_by("-served_on", "-pk"))
    found = terms.protection(tenancy, since, waivers)
    given = next((row for row in notices if row.withdrawn_on is None), None)
    return {
        "protection": protection_words(found, today),
        "waivers": waivers,
        "given": given,
        "steps": notice_steps(given, today) if given else [],
        "notice_words": [] if given or tenancy.is_over(today) else notice_words(tenancy, since, today),
        "withdrawn": [row for row in notices if row.withdrawn_on],
        "has_other_reason": given is not None and terms.rests_on_another_reason(given, found, waivers),
        "reasons": waiver_reasons(tenancy, waivers, today),
    }


def _rents(tenancy, today) -> dict:
    """The rent that holds, its cap, and the ones before and after."""
    rents = list(tenancy.rent_terms.order_by("-valid_from"))
    started = [row for row in rents if row.valid_from <= today]
    now = started[0] if started else rents[-1]
    return {
        "rent": now,
        "rents": rents,
        "cap_ore": terms.rent_cap_ore(tenancy.apartment, now.utilities_ore),
    }


def _social(tenancy, today) -> dict:
    """What only those may see who may see social facts."""
    decisions = list(tenancy.decisions.order_by("-starts_on"))
    done = list(tenancy.follow_ups.standing().select_related("by").order_by("months")) if tenancy.ends_on else []
    return {
        "decisions": decisions,
        "follow_ups": done,
        "missing": missing_follow_ups(tenancy, done) if tenancy.ends_on else [],
        "reasons": decision_reasons(tenancy, decisions, today),
    }


def _moving_reasons(tenancy, inspections, user, today) -> list[tuple]:
    """The inspection that should have been held, with the way to write it down for those who may."""
    has = {row.kind for row in inspections}
    way = (reverse("tenancies:inspection-add", args=[tenancy.pk]), _("Write it down"))
    link = way if user.may(Permission.EDIT_REGISTER) else ()
    if tenancy.ends_on and tenancy.ends_on <= today and Inspection.Kind.MOVE_OUT not in has:
        return [("late", _("No inspection at moving out is written down."), *link)]
    if tenancy.is_running(today) and Inspection.Kind.MOVE_IN not in has:
        return [("info", _("No inspection at moving in is written down."), *link)]
    return []
