"""Changes to a home's lease: its facts, the rent, the decision on assistance, the waiver. Each form is one action."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.periods import first_of, next_month
from bolots.refusals import attempt

from .. import actions
from ..forms.leases import (
    DecisionEditForm,
    DecisionForm,
    LeaseForm,
    RentForm,
    WaiverEditForm,
    WaiverForm,
)
from . import home


def answer(request, tenancy, form, change, *, title: str, said: str, **context):
    """A form about the home: change it and go back to the lease; or show the form, with what is wrong."""
    if form.is_valid() and attempt(form, change, form.cleaned_data):
        messages.success(request, said)
        return redirect("tenancies:tenancy-lease", tenancy.pk)
    frame = {"form": form, "title": title}
    return home.show(request, tenancy, "lease_form", frame | context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit(request, pk):
    """The lease's facts."""
    tenancy = home.find(request, pk, "lease-edit")

    def change(data):
        return actions.edit_lease(tenancy, **data, by=request.user)

    form = LeaseForm(request.POST or None, row=tenancy)
    return answer(request, tenancy, form, change, title=_("Change the lease"), said=_("The lease is changed."))


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def rent(request, pk):
    """Another rent from a day on."""
    tenancy, today = home.find(request, pk, "rent-change"), calendar.today()

    def change(data):
        try:
            return actions.change_rent(tenancy, **form.terms, by=request.user, on=today)
        except actions.RentAboveCap:
            form.ask_why()
            raise

    now = tenancy.rent_terms.filter(valid_from__lte=max(today, tenancy.starts_on)).latest("valid_from")
    first = max(next_month(first_of(today)), tenancy.starts_on)
    asked = {"rent": now.rent_ore, "utilities": now.utilities_ore, "valid_from": first}
    form = RentForm(request.POST or None, initial=asked)
    said = _("The new rent is written down.")
    return answer(request, tenancy, form, change, title=_("Change the rent"), said=said)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def decision(request, pk):
    """A decision on assistance; the form proposes the period after the last one."""
    tenancy = home.find(request, pk, "decision-add")

    def change(data):
        return actions.record_decision(tenancy, **data, by=request.user)

    last = tenancy.decisions.order_by("ends_on").last()
    asked = {"starts_on": last.ends_on, "reference": last.reference} if last else {"starts_on": tenancy.starts_on}
    form = DecisionForm(request.POST or None, initial=asked)
    title, said = _("A decision on assistance"), _("The decision is written down.")
    return answer(request, tenancy, form, change, title=title, said=said)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def decision_edit(request, pk, decision):
    """A decision that was written down wrongly."""
    tenancy = home.find(request, pk, "decision-edit")
    row = get_object_or_404(tenancy.decisions, pk=decision)

    def change(data):
        return actions.edit_decision(row, **data, by=request.user)

    form = DecisionEditForm(request.POST or None, row=row)
    return answer(request, tenancy, form, change, title=_("Correct the decision"), said=_("The decision is changed."))


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def waiver(request, pk):
    """A waiver of tenure protection."""
    tenancy = home.find(request, pk, "waiver-add")

    def change(data):
        return actions.record_waiver(tenancy, **data, by=request.user)

    title, said = _("A waiver of tenure protection"), _("The waiver is written down.")
    lede = _("A paper of its own, signed by the tenant. It counts when the rent tribunal has approved it (JB 12:45 a).")
    return answer(request, tenancy, WaiverForm(request.POST or None), change, title=title, said=said, lede=lede)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def waiver_edit(request, pk, waiver):
    """What became of the waiver at the rent tribunal."""
    tenancy = home.find(request, pk, "waiver-edit")
    row = get_object_or_404(tenancy.waivers.select_related("tenancy"), pk=waiver)

    def change(data):
        return actions.edit_waiver(row, **data, by=request.user)

    form = WaiverEditForm(request.POST or None, row=row)
    title, said = _("What became of the waiver"), _("The waiver is changed.")
    return answer(request, tenancy, form, change, title=title, said=said)
