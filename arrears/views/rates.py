"""Räntor och avgifter: what late payment costs by law, where that stands, and what the unit has entered itself."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import calendar, editing, guidelines
from bolots.access import Permission, require
from bolots.refusals import Refused, attempt

from .. import actions, rate_lists
from ..forms.rates import FeeEditForm, FeeForm, RateEditForm, RateForm
from ..models import ReferenceRate, StatutoryFee
from .screen import screen

ROWS = {"rate": ReferenceRate, "fee": StatutoryFee}


class UndoForm(forms.Form):
    seen = forms.CharField(max_length=20)


@require_GET
@require(Permission.SEE_LEDGER)
def rates(request):
    """The half-years with their rates, the missing ones marked, and the statutory fees beside what the unit asks."""
    today = calendar.today()
    half_years = rate_lists.half_years(today)
    context = {
        "half_years": half_years,
        "missing": [half.valid_from for half in half_years if half.is_missing],
        "fees": rate_lists.fees(guidelines.on(today)),
        "may_keep": request.user.may(Permission.KEEP_RATES),
    }
    return screen(request, "rates", context)


def _answer(request, form, change, *, title: str, said: str, **context):
    """A form about a rate or a fee: change it and go back to the list; or show the form, with what is wrong."""
    if form.is_valid() and attempt(form, change, **form.cleaned_data, by=request.user):
        messages.success(request, said)
        return redirect("arrears:rates")
    return screen(request, "rate_form", {"form": form, "title": title, **context})


@require_http_methods(["GET", "POST"])
@require(Permission.KEEP_RATES)
def rate_add(request):
    """The rate of a half-year: the first that is missing, or the next."""
    today = calendar.today()
    form = RateForm(request.POST or None, initial={"valid_from": rate_lists.next_wanted(today)})

    def change(**values):
        return actions.set_reference_rate(**values, on=today)

    return _answer(request, form, change, title=_("Enter a reference rate"), said=_("The reference rate is entered."))


@require_http_methods(["GET", "POST"])
@require(Permission.KEEP_RATES)
def rate_edit(request, pk):
    """A rate that was entered wrongly."""
    row = get_object_or_404(ReferenceRate, pk=pk)
    form = RateEditForm(request.POST or None, row=row)

    def change(**values):
        return actions.edit_reference_rate(row, **values)

    title, said = _("Change the reference rate"), _("The reference rate is changed.")
    return _answer(request, form, change, title=title, said=said, undo=_undo(request, "rate", row))


@require_http_methods(["GET", "POST"])
@require(Permission.KEEP_RATES)
def fee_add(request):
    """A statutory fee from a day on."""
    today = calendar.today()

    def change(**values):
        return actions.set_statutory_fee(**values, on=today)

    form = FeeForm(request.POST or None)
    return _answer(request, form, change, title=_("Enter a statutory fee"), said=_("The fee is entered."))


@require_http_methods(["GET", "POST"])
@require(Permission.KEEP_RATES)
def fee_edit(request, pk):
    """A fee that was entered wrongly."""
    row = get_object_or_404(StatutoryFee, pk=pk)
    form = FeeEditForm(request.POST or None, row=row)

    def change(**values):
        return actions.edit_statutory_fee(row, **values)

    title, said = _("Change the statutory fee"), _("The fee is changed.")
    return _answer(request, form, change, title=title, said=said, undo=_undo(request, "fee", row))


def _undo(request, kind: str, row) -> dict | None:
    """The way back from one's own last change."""
    found = editing.undoable(row, request.user, at=calendar.now())
    return found and {"url": reverse(f"arrears:{kind}-undo", args=[row.pk]), "seen": found.version, "back": ""}


@require_POST
@require(Permission.KEEP_RATES)
def undo(request, kind, pk):
    """Put back what stood there."""
    row, form = get_object_or_404(ROWS[kind], pk=pk), UndoForm(request.POST)
    try:
        if not form.is_valid():
            raise editing.NothingToUndo
        editing.undo_change(row, seen=form.cleaned_data["seen"], by=request.user, at=calendar.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The change is undone."))
    return redirect("arrears:rates")
