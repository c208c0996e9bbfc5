"""A visit: what to know at the door, what happened, who takes it over."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import access_log, calendar, formats, guidelines
from bolots.access import Permission, require
from bolots.refusals import Refused
from tenancies.models import Tenancy

from .. import actions
from ..forms import HandOnForm, OrderVisitForm
from ..homes import full_name
from ..models import OutreachTask
from .visit_page import find, private_part, report_form, show

SECONDS_SHOWN = 20  # of what is private


@require_GET
@require(Permission.SEE_OUTREACH)
def visit(request, pk):
    """The door, what to bear in mind, the last attempts, and the report."""
    values = guidelines.on(calendar.today())
    return show(request, find(request, pk, "visit", values), values=values)


@require_GET
@require(Permission.SEE_OUTREACH)
def private(request, pk):
    """The same with name, amount and case for twenty seconds; the reading is recorded as such."""
    values = guidelines.on(calendar.today())
    task = find(request, pk, "visit-private", values)
    response = show(request, task, values=values, private=private_part(task, values))
    if not request.htmx:
        response["Refresh"] = f"{SECONDS_SHOWN};url={task.get_absolute_url()}"
    return response


@require_POST
@require(Permission.DO_OUTREACH)
def report(request, pk):
    """Save the report, once. What cannot be saved stays in the form, with what to do about it."""
    on = calendar.today()
    values = guidelines.on(on)
    task = find(request, pk, "visit-report", values)
    form = report_form(task, on, request.POST)
    if not form.is_valid():
        return show(request, task, values=values, form=form, status=422)
    try:
        reported = actions.report_visit(task, **form.what_happened, at=calendar.now(), by=request.user)
    except (actions.ReportConflict, actions.VisitEnded) as conflict:
        return _conflict(request, task, values, form, conflict)
    _say_saved(request, reported.attempt.task, on)
    return redirect("outreach:today")


def _conflict(request, task, values, form, refusal):
    """409: the page with what was typed and what to do. A report of another visit gets another id."""
    form.data = form.data.copy()
    form.data["client_id"] = str(uuid4())
    known = task.attempts.order_by("-at", "-pk").first()
    conflict = {"sentence": str(refusal), "known": known, "note": form.cleaned_data["note"]}
    return show(request, task, values=values, form=form, status=409, conflict=conflict)


def _say_saved(request, task, on):
    """What follows from the report, in words."""
    if task.status == OutreachTask.Status.OPEN:
        next_attempt = {"day": formats.nar(task.due_on, on), "slot": task.get_slot_display()}
        messages.success(request, _("Saved. Next attempt %(day)s, %(slot)s.") % next_attempt)
    elif task.case:
        messages.success(request, _("Saved. %(name)s has the next step.") % {"name": task.case.owner.first_name})
    else:
        messages.success(request, _("Saved. The visit is done."))


@require_POST
@require(Permission.DO_OUTREACH)
def hand_on(request, pk):
    """A colleague takes the visit."""
    task, on = find(request, pk, "visit-hand-on"), calendar.today()
    form = HandOnForm(request.POST, task=task, on=on)
    if not form.is_valid():
        messages.error(request, _("Choose a colleague who is at work."))
        return redirect(task)
    try:
        actions.hand_on(task, to=form.cleaned_data["to"], by=request.user, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(task)
    messages.success(request, _("%(name)s has the visit now.") % {"name": task.assignee.first_name})
    return redirect("outreach:today")


@require_http_methods(["GET", "POST"])
@require(Permission.WORK_CASES)
def order(request, pk):
    """Order a visit to a home, with or without a case."""
    on = calendar.today()
    homes = Tenancy.objects.visible_to(request.user).with_shown_name(request.user)
    tenancy = get_object_or_404(homes.select_related("apartment"), pk=pk)
    access_log.record(request, [tenancy.holder_id], "visit-order")
    form = OrderVisitForm(request.POST or None, on=on)
    if form.is_valid():
        try:
            task = actions.order_visit(tenancy, **form.cleaned_data, by=request.user, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s has the visit.") % {"name": task.assignee.first_name})
            return redirect(task.case or tenancy)
    context = {"form": form, "tenancy": tenancy, "name": full_name(tenancy)}
    return render(request, "outreach/order_visit.html", context, status=422 if form.errors else 200)
