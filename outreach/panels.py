"""What outreach adds to the pages of the register: the case's state, its next step, what can be done from here."""

from datetime import date

from bolots.access import Permission
from tenancies.panels import Panel

from . import words
from .models import EvictionRiskCase, IncidentTriage, OutreachTask


def tenancy(tenancy, user, on: date) -> list[Panel]:
    """The open case as a status and as what waits now; without one, the ways to open a case or order a visit."""
    if not user.may(Permission.SEE_CASES):
        return []
    case = EvictionRiskCase.objects.open().filter(tenancy=tenancy).select_related("owner").first()
    visits = OutreachTask.objects.open().filter(tenancy=tenancy).select_related("assignee").order_by("due_on", "pk")
    may_work = user.may(Permission.WORK_CASES) and not tenancy.is_over(on)
    context = {"case": case, "visits": list(visits), "may_work": may_work}
    panels = [Panel("now", "outreach/panel_now.html", context | {"due": words.due(case.next_on, on) if case else None})]
    return [Panel("status", "outreach/panel_status.html", context), *panels] if case else panels


def incident(incident, user, on: date) -> list[Panel]:
    """Of a serious incident: the case that it opened or joined, or how one can be opened."""
    known = IncidentTriage.objects.filter(incident=incident).select_related("case").first()
    if not user.may(Permission.SEE_CASES) or not (known or incident.is_serious):
        return []
    open_case = EvictionRiskCase.objects.open().filter(tenancy=incident.tenancy_id).first()
    is_at_risk = incident.is_open and incident.is_serious and not incident.tenancy.is_over(on)
    may_open = user.may(Permission.WORK_CASES) and is_at_risk
    context = {"incident": incident, "known": known, "open_case": open_case, "may_open": may_open}
    return [Panel("main", "outreach/panel_incident.html", context)]
