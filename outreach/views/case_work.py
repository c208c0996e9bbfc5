"""What a case worker does with a case. Each form is one action; what fails comes back as it was filled in."""

from copy import copy

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import Refused

from .. import actions
from ..forms import CheckForm, CloseForm, NextStepForm, NoteForm, OrderVisitForm
from .case_page import find, show


def _answer(request, case, name: str, form, change, said: str):
    """Change the case and go back to it; or the case as it was, with what is wrong in its form."""
    if form.is_valid():
        try:
            with transaction.atomic():
                change(copy(case), form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(case)
    return show(request, case, status=422, **{name: form})


@require_POST
@require(Permission.WORK_CASES)
def write(request, pk):
    """A note on the case."""
    case = find(request, pk, "case-note")

    def change(case, data):
        actions.add_note(case, **data, by=request.user, at=calendar.now())

    return _answer(request, case, "note", NoteForm(request.POST), change, _("The note is saved."))


@require_POST
@require(Permission.WORK_CASES)
def plan(request, pk):
    """Next step, date, owner and state: what has changed of them, together or not at all."""
    case, on = find(request, pk, "case-next"), calendar.today()

    def change(case, data):
        step = case.next_step if data["next_step"] == case.next_words else data["next_step"]
        if (step, data["next_on"]) != (case.next_step, case.next_on):
            actions.change_next(case, next_on=data["next_on"], next_step=step, by=request.user, on=on)
        actions.move_case(case, status=data["status"], by=request.user, on=on)
        actions.change_owner(case, owner=data["owner"], by=request.user, on=on)

    form = NextStepForm(request.POST, case=case, on=on)
    return _answer(request, case, "next_step", form, change, _("The next step is saved."))


@require_POST
@require(Permission.WORK_CASES)
def visit(request, pk):
    """Order a visit within the case."""
    case, on = find(request, pk, "case-visit"), calendar.today()

    def change(case, data):
        actions.order_visit(case.tenancy, **data, case=case, by=request.user, on=on)

    form = OrderVisitForm(request.POST, auto_id="visit_%s", on=on)
    return _answer(request, case, "visit", form, change, _("The visit is ordered."))


@require_POST
@require(Permission.WORK_CASES)
def close(request, pk):
    """Close with outcome and reason."""
    case = find(request, pk, "case-close")

    def change(case, data):
        actions.close_case(case, **data, by=request.user, on=calendar.today())

    form = CloseForm(request.POST, auto_id="close_%s")
    return _answer(request, case, "closing", form, change, _("The case is closed."))


@require_POST
@require(Permission.WORK_CASES)
def check(request, pk):
    """What must come before a termination has been done: who and when, no content."""
    case = find(request, pk, "case-check")

    def change(case, data):
        actions.record_check(case, **data, by=request.user, on=calendar.today())

    form = CheckForm(request.POST, auto_id="check_%s")
    return _answer(request, case, "checking", form, change, _("It is noted on the case."))
