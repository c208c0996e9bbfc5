"""Cases: which homes are at risk, who owns the next step, and one case whole."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.refusals import Refused
from tenancies import reminder_lists
from tenancies.models import Incident, Tenancy
from tenancies.views import home

from .. import actions, case_lists
from ..forms import CaseFilter, WhyForm
from ..homes import full_name
from ..models import EvictionRiskCase
from .case_page import find, show


@require_GET
@require(Permission.WORK_CASES)
def mine(request):
    """Mina hyresgäster: what needs me this week."""
    on = calendar.today()
    parts = case_lists.mine(request.user, on=on)
    shown = [home for part in (parts, *parts["covered"]) for home in _homes_in(part)]
    access_log.record(request, {tenancy.holder_id for tenancy in shown}, "mine")
    reminders = reminder_lists.number_due(request.user, on)
    return render(request, "outreach/mine.html", {"part": parts, "reminders": reminders})


def _homes_in(part) -> list[Tenancy]:
    rows = [row["case"].tenancy for key in ("soon", "later", "out", "silent") for row in part[key]]
    return [*rows, *part["late"], *part["incidents"], *(task.tenancy for task in part["returned"])]


@require_GET
@require(Permission.SEE_CASES)
def case_list(request):
    """The cases that the user may know of, by next date; narrowed by state and owner."""
    form = CaseFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"status": "", "owner": None, "after": None}
    status, owner, place = chosen["status"], chosen["owner"], chosen["after"]
    page = case_lists.case_page(request.user, on=calendar.today(), status=status, owner=owner, place=place)
    access_log.record(request, {row["case"].tenancy.holder_id for row in page["rows"]}, "case-list")
    are_closed = status == EvictionRiskCase.Status.CLOSED
    context = {"filter": form, "is_first": place is None, "are_closed": are_closed, **page}
    return render(request, "outreach/case_list.html", context)


@require_GET
@require(Permission.SEE_CASES)
def case_detail(request, pk):
    """One case: why it opened, what comes next, what was tried, what was written."""
    return show(request, find(request, pk, "case"))


@require_http_methods(["GET", "POST"])
@require(Permission.WORK_CASES)
def case_open(request, pk):
    """Open a case by hand for a home, with a reason."""
    on = calendar.today()
    homes = Tenancy.objects.visible_to(request.user).with_shown_name(request.user)
    tenancy = get_object_or_404(homes.select_related("apartment"), pk=pk)
    access_log.record(request, [tenancy.holder_id], "case-open")
    known = EvictionRiskCase.objects.open().filter(tenancy=tenancy).first()
    if known:
        messages.info(request, str(actions.CaseAlreadyOpen()))
        return redirect(known)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            case = actions.open_case(tenancy, **form.cleaned_data, by=request.user, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The case is open."))
            return redirect(case)
    context = {"form": form, "tenancy": tenancy, "name": full_name(tenancy)}
    return render(request, "outreach/case_open.html", context, status=422 if form.errors else 200)


@require_POST
@require(Permission.WORK_CASES)
def incident_case(request, pk):
    """Open a case for a serious incident at once, without waiting for the night."""
    incident = get_object_or_404(Incident, pk=pk)
    home.find_known(request, incident.tenancy_id, "incident-case")
    try:
        case = actions.open_for_incident(incident, by=request.user, on=calendar.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(incident)
    messages.success(request, _("The case takes up the incident."))
    return redirect(case)
