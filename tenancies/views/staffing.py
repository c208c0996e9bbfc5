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
from ..staff_forms import CaseWorkerForm, HandOverChoice, HandOverForm
from . import home
from .links import address


@require_http_methods(["GET", "POST"])
@require(Permission.HAND_OVER)
def hand_over(request):
    """Choose from whom and to whom, see what that is, confirm with a reason."""
    today = calendar.today()
    choice = HandOverChoice(request.POST or request.GET or None, on=today)
    context = {"choice": choice}
    if choice.is_valid():
        giver, taker = choice.cleaned_data["giver"], choice.cleaned_data["taker"]
        form = HandOverForm(request.POST or None, initial=request.GET.dict(), on=today)
        if form.is_valid() and _handed_over(request, form, today):
            return redirect(f"{reverse('tenancies:hand-over')}{address(giver=giver.pk, taker=taker.pk)}")
        context |= {"form": form, "giver": giver, "taker": taker, "absence": taker.absence_on(today)}
        context["work"] = [work for work in staffing.work_of(giver, today) if work[0]]
    return render(request, "tenancies/hand_over.html", context, status=422 if request.method == "POST" else 200)


def _handed_over(request, form, today) -> bool:
    attempt(form, actions.hand_over, **form.cleaned_data, by=request.user, on=today)
    if form.errors:
        return False
    messages.success(request, _("The homes are handed over."))
    return True


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
