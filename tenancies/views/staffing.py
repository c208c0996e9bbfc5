"""Homes change hands: all of a case worker's in one step, or one home."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar, staffing
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..staff_forms import CaseWorkerForm, HandOverForm, ReasonForm
from . import home
from .links import address


@require_http_methods(["GET", "POST"])
@require(Permission.HAND_OVER)
def hand_over(request):
    """Choose from whom and to whom, see what that is, confirm with a reason."""
    today = calendar.today()
    choice = HandOverForm(request.POST or request.GET or None, on=today)
    context = {"choice": choice}
    if choice.is_valid():
        giver, taker = choice.cleaned_data["giver"], choice.cleaned_data["taker"]
        form = ReasonForm(request.POST or None)
        if form.is_valid() and _handed_over(request, form, giver, taker, today):
            return redirect(f"{reverse('tenancies:hand-over')}{address(giver=giver.pk, taker=taker.pk)}")
        work = [work for work in staffing.work_of(giver, today) if work[0]]
        context |= {"form": form, "giver": giver, "taker": taker, "work": work, "absence": taker.absence_on(today)}
    return render(request, "tenancies/hand_over.html", context, status=422 if request.method == "POST" else 200)


def _handed_over(request, form, giver, taker, today) -> bool:
    attempt(form, actions.hand_over, giver, taker, why=form.cleaned_data["why"], by=request.user, on=today)
    if not form.errors:
        messages.success(request, _("The homes are handed over."))
    return not form.errors


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def case_worker(request, pk):
    """One home to another case worker, with what goes with it."""
    tenancy = home.find(request, pk, "case-worker")
    form = CaseWorkerForm(request.POST or None, row=tenancy)
    if form.is_valid():
        change = actions.change_case_worker
        attempt(form, change, tenancy, **form.values, by=request.user, on=calendar.today())
        if not form.errors:
            messages.success(request, _("%(name)s has the home now.") % {"name": form.cleaned_data["case_worker"]})
            return redirect(tenancy)
    return home.show(request, tenancy, "case_worker", {"form": form}, status=422 if form.errors else 200)
