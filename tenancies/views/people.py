"""Personer: the tenant and the children of a home, and what to bear in mind at visits."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar
from bolots.access import Permission, require

from .. import actions
from ..forms.people import CautionForm, ChildEditForm, ChildForm, ReasonForm, TenantForm
from ..models import Caution
from . import home, undo
from .people_page import A_QUARTER, ask, posted, show


@require_GET
@require(Permission.SEE_REGISTER)
def people(request, pk):
    """Who lives here, whom to ask about them, what they may be told, and what to bear in mind."""
    return show(request, home.find(request, pk, "people"))


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit(request, pk):
    """The tenant's name, number, contact ways, who pays, target group."""
    tenancy = home.find_known(request, pk, "people-edit")
    tenant = tenancy.holder

    def change(data):
        return actions.edit_tenant(tenant, **data, by=request.user, on=calendar.today())

    form = TenantForm(posted(request), row=tenant)
    return ask(request, tenancy, form, change, _("The tenant is saved."), {"title": _("Change the tenant")})


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def add_child(request, pk):
    tenancy = home.find_known(request, pk, "child-add")

    def change(data):
        return actions.add_child(tenancy.holder, **data, by=request.user, on=calendar.today())

    page = {"title": _("Add a child"), "lede": _("Birth year only: no name and no number of a child is kept here.")}
    return ask(request, tenancy, ChildForm(posted(request)), change, _("The child is saved."), page)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit_child(request, pk, child):
    """A child's year and residence; with a day, the child has left the household."""
    tenancy = home.find_known(request, pk, "child-edit")
    row = get_object_or_404(tenancy.holder.children, pk=child)

    def change(data):
        return actions.edit_child(row, **data, by=request.user, on=calendar.today())

    form = ChildEditForm(posted(request), row=row)
    page = {"title": _("Change or remove the child"), "undo": undo.offer(request, "child", row)}
    return ask(request, tenancy, form, change, _("The child is saved."), page)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def set_caution(request, pk):
    """Something to bear in mind at visits, until a day."""
    tenancy, today = home.find_known(request, pk, "caution-add"), calendar.today()

    def change(data):
        return actions.set_caution(tenancy.holder, **data, by=request.user)

    form = CautionForm(posted(request), initial={"from_on": today, "until_on": today + A_QUARTER})
    page = {"title": _("Set a caution"), "lede": _("Everybody who visits sees it before the door opens.")}
    return ask(request, tenancy, form, change, _("The caution is set."), page)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def end_caution(request, pk, caution):
    """No longer needed, before its day."""
    tenancy, today = home.find_known(request, pk, "caution-end"), calendar.today()
    row = get_object_or_404(Caution.objects.filter(tenant=tenancy.holder), pk=caution)

    def change(data):
        return actions.end_caution(row, **data, by=request.user, on=today)

    page = {"title": _("End the caution"), "lede": row.reason, "button": _("End it today")}
    return ask(request, tenancy, ReasonForm(posted(request)), change, _("The caution has ended."), page)
