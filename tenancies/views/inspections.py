"""Necessary inspections by the landlord (nödvändig tillsyn, JB 12:26), kept apart from visits, which are offers."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.incidents import EditInspectionForm, InspectionForm
from ..models import Inspection
from . import home, undo


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def record(request, pk):
    """An inspection that has been held."""
    tenancy, today = home.find_known(request, pk, "inspection-new"), calendar.today()
    form = InspectionForm(request.POST or None, initial={"held_on": today})
    if form.is_valid():
        who = {"by": request.user, "on": today}
        if attempt(form, actions.record_necessary_inspection, tenancy, **form.cleaned_data, **who):
            messages.success(request, _("The inspection is recorded."))
            return redirect("tenancies:tenancy-incidents", tenancy.pk)
    context = {"form": form, "tenancy": tenancy}
    return render(request, "tenancies/inspection.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit(request, pk):
    """Correct what was recorded. Whoever is second sees both versions."""
    row = get_object_or_404(Inspection, pk=pk, kind=Inspection.Kind.NECESSARY)
    if row.tenancy_id is None:
        raise Http404
    row.tenancy = home.find_known(request, row.tenancy_id, "inspection-edit")
    form = EditInspectionForm(request.POST or None, row=row)
    if form.is_valid():
        who = {"by": request.user, "on": calendar.today()}
        if attempt(form, actions.edit_necessary_inspection, copy(row), **form.values, **who) is not None:
            return redirect("tenancies:inspection-edit", row.pk)
    context = {"form": form, "tenancy": row.tenancy, "inspection": row, "undo": undo.offer(request, "inspection", row)}
    return render(request, "tenancies/inspection.html", context, status=422 if form.errors else 200)
