"""A new tenancy in one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.new_tenancy import NewTenancyForm
from ..models import Apartment, Tenancy
from ..vacancies import why_not_free


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def new_tenancy(request):
    """Home, tenant, lease, rent, decision and waiver: all of it or nothing."""
    asked = {key: request.GET.get(key, "").replace("\0", "")[:30] for key in ("starts_on", "apartment")}
    form = NewTenancyForm(request.POST or None, user=request.user, initial=asked)
    is_valid = form.is_valid()
    if form.holder:
        access_log.record(request, [form.holder.pk], "tenancy-new")
    tenancy = is_valid and attempt(form, _register, form, by=request.user, on=calendar.today())
    if tenancy:
        messages.success(request, _("The tenancy is registered."))
        is_seen = Tenancy.objects.visible_to(request.user).filter(pk=tenancy.pk).exists()
        return redirect(*(["tenancies:tenancy-lease", tenancy.pk] if is_seen else ["tenancies:tenancy-list"]))
    context = {"form": form, "not_free": _why_not(asked["apartment"])}
    return render(request, "tenancies/tenancy_new.html", context, status=422 if form.is_bound else 200)


def _register(form, *, by, on):
    try:
        return actions.register_stay(**form.stay, by=by, on=on)
    except actions.RentAboveCap:
        form.ask_why()
        raise


def _why_not(asked: str) -> str:
    """Why the home that the link came from is not among the free ones."""
    home = Apartment.objects.filter(pk=asked).first() if asked.isascii() and asked.isdecimal() else None
    today = calendar.today()
    return why_not_free(home, today, today=today) if home else ""
