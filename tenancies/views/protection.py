"""Protected identity: the mark, who may know, and the emergency in which somebody else must."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import Refused, attempt

from .. import actions
from ..forms.people import ProtectionForm, ReaderForm, ReasonForm
from . import home
from .people_page import ask, posted, readers, show


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit(request, pk):
    """Mark the tenant as protected, or take the mark away; with a reason."""
    tenancy = home.find_known(request, pk, "protection-edit")

    def change(data):
        return actions.edit_protection(tenancy.holder, **data, by=request.user, on=calendar.today())

    form = ProtectionForm(posted(request), initial={"is_protected": "1" if tenancy.holder.is_protected else ""})
    lede = _("Name, number, phone and address are then shown to those involved in the home only, and to named readers.")
    page = {"title": _("Protected identity"), "lede": lede}
    return ask(request, tenancy, form, change, _("The protection is saved."), page)


@require_POST
@require(Permission.NAME_READERS)
def name_reader(request, pk):
    """Somebody more may know who the person is."""
    tenancy, today = home.find(request, pk, "reader-add"), calendar.today()
    form = ReaderForm(request.POST, by=request.user)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, actions.name_reader, tenancy, **data, by=request.user, on=today):
            messages.success(request, _("%(name)s is a named reader.") % {"name": data["user"].first_name})
            return redirect("tenancies:tenancy-people", pk)
    return show(request, tenancy, status=422, reader=form)


@require_POST
@require(Permission.NAME_READERS)
def take_back_reader(request, pk, reader):
    """From today the named reader no longer knows."""
    tenancy = home.find(request, pk, "reader-take-back")
    row = get_object_or_404(readers(tenancy), pk=reader)
    try:
        actions.take_back_reader(row, by=request.user, on=calendar.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The named reader no longer sees who it is."))
    return redirect("tenancies:tenancy-people", pk)


@require_POST
@require(Permission.SEE_REGISTER)
def open_protected(request, pk):
    """In an emergency: who it is and where, for the rest of the day; a manager is told at once."""
    tenancy, form = home.find(request, pk, "people-open"), ReasonForm(request.POST)
    if form.is_valid():
        moment = {"on": calendar.today(), "at": calendar.now()}
        if attempt(form, actions.break_glass, tenancy, **form.cleaned_data, by=request.user, **moment):
            messages.warning(request, _("Open for you until midnight. It has been reported, with your reason."))
            return redirect("tenancies:tenancy-people", pk)
    return show(request, tenancy, status=422, opening=form)
