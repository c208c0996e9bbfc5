"""Incidents: those of a home, one of them whole, and what can be done with it."""

from copy import copy

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import Refused, attempt

from .. import actions, incident_words, panels
from ..forms.incidents import EditIncidentForm, IncidentForm, NotifyForm, ReopenForm, ResolveForm
from ..models import Incident, Inspection
from . import home, undo

TOO_LATE = (actions.AlreadyNotified, actions.AlreadyResolved, actions.NotResolved)
SHOWN = 100  # incidents, and inspections, on the page of a home


# --- of one home ------------------------------------------------------------------------------------------------------


@require_GET
@require(Permission.SEE_SOCIAL)
def of_home(request, pk):
    """What has gone wrong in this home, what became of it; and the landlord's necessary inspections, apart."""
    tenancy, today = home.find_known(request, pk, "incidents"), calendar.today()
    rows = list(tenancy.incidents.select_related("correction").newest_first()[:SHOWN])
    looks = tenancy.inspections.filter(kind=Inspection.Kind.NECESSARY).select_related("by")
    context = {
        "open": [{"incident": row, "next": incident_words.next_step(row, today)} for row in rows if row.is_open],
        "resolved": [row for row in rows if not row.is_open],
        "inspections": looks.order_by("-held_on", "-pk")[:SHOWN],
    }
    return home.show(request, tenancy, "incidents", context)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def report(request, pk):
    """An incident that somebody has told of."""
    tenancy, today = home.find_known(request, pk, "incident-new"), calendar.today()
    form = IncidentForm(request.POST or None, initial={"happened_on": today})
    if form.is_valid():
        row = attempt(form, actions.report_incident, tenancy, **form.cleaned_data, by=request.user, on=today)
        if row:
            messages.success(request, _("The incident is recorded."))
            return redirect(row)
    return home.show(request, tenancy, "incident_new", {"form": form}, status=422 if form.errors else 200)


# --- one of them ------------------------------------------------------------------------------------------------------


def find(request, pk, what: str) -> Incident:
    """The incident with its letter and its home, as the user may see it; the reading is recorded."""
    rows = Incident.objects.select_related("correction", "recorded_by", "notified_by", "resolved_by")
    row = get_object_or_404(rows, pk=pk)
    row.tenancy = home.find_known(request, row.tenancy_id, what)
    return row


def show(request, row, *, status=200, **forms):
    """The incident; whoever may change the register gets its forms, the one that failed as it was filled in."""
    user, today = request.user, calendar.today()
    context = {
        "incident": row,
        "tenancy": row.tenancy,
        "correction": getattr(row, "correction", None),
        "clock": incident_words.clock(row, today),
        "law": incident_words.law(row),
        "reopenings": row.reopenings.select_related("by").order_by("-pk"),
        "panels": panels.of_incident(row, user, today),
        "may_edit": user.may(Permission.EDIT_REGISTER),
    }
    if context["may_edit"]:
        context |= {"undo": undo.offer(request, "incident", row), **_forms(row, today)}
    return render(request, "tenancies/incident.html", context | forms, status=status)


def _forms(row, today) -> dict:
    return {
        "notifying": NotifyForm(initial={"notified_on": today}, auto_id="notify_%s"),
        "resolving": ResolveForm(auto_id="resolve_%s"),
        "reopening": ReopenForm(auto_id="reopen_%s"),
    }


@require_GET
@require(Permission.SEE_SOCIAL)
def incident(request, pk):
    """One incident: what was seen and heard, how far it has come, what the law asks for, what to do next."""
    return show(request, find(request, pk, "incident"))


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit(request, pk):
    """Correct what was reported. Whoever is second sees both versions."""
    row = find(request, pk, "incident-edit")
    if not row.is_open:
        messages.error(request, str(actions.AlreadyResolved()))
        return redirect(row)
    form = EditIncidentForm(request.POST or None, row=row)
    if form.is_valid():
        saved = attempt(form, actions.edit_incident, copy(row), **form.values, by=request.user)
        if saved is not None:
            return redirect(row)
    context = {"form": form, "incident": row, "tenancy": row.tenancy}
    return render(request, "tenancies/incident_edit.html", context, status=422 if form.errors else 200)


def _answer(request, row, name: str, form, change, said: str):
    """Change the incident and go back to it; or the incident as it was, with what is wrong in its form.

    Where somebody was faster the form is no longer there: then the page says so.
    """
    if form.is_valid():
        try:
            with transaction.atomic():
                change(copy(row), **form.cleaned_data, by=request.user, on=calendar.today())
        except TOO_LATE as refusal:
            messages.error(request, str(refusal))
            return redirect(row)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(row)
    return show(request, row, status=422, **{name: form})


@require_POST
@require(Permission.EDIT_REGISTER)
def notify(request, pk):
    """The social services have been told."""
    row, form = find(request, pk, "incident-notify"), NotifyForm(request.POST, auto_id="notify_%s")
    said = _("It is recorded that the social services have been told.")
    return _answer(request, row, "notifying", form, actions.notify_social_services, said)


@require_POST
@require(Permission.EDIT_REGISTER)
def resolve(request, pk):
    """It is over, and how."""
    row, form = find(request, pk, "incident-resolve"), ResolveForm(request.POST, auto_id="resolve_%s")
    return _answer(request, row, "resolving", form, actions.resolve_incident, _("The incident is resolved."))


@require_POST
@require(Permission.EDIT_REGISTER)
def reopen(request, pk):
    """It was not over after all, with a reason."""
    row, form = find(request, pk, "incident-reopen"), ReopenForm(request.POST, auto_id="reopen_%s")
    return _answer(request, row, "reopening", form, actions.reopen_incident, _("The incident is open again."))
