"""Holds (anstånd): which run, a new one with what it stops in words, and calling one off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar, formats
from bolots.access import Permission, require
from bolots.refusals import attempt
from tenancies.models import Tenancy

from .. import actions
from ..forms.payments import WhyForm
from ..forms.plans import HoldForm
from ..models import Hold
from ..privacy import with_homes
from ..stops import said
from .paging import by_key
from .people import holder
from .screen import claims_screen


@require_GET
@require(Permission.SEE_LEDGER)
def hold_list(request):
    """The holds that run or will, and those that are over, the newest first."""
    today = calendar.today()
    rows = Hold.objects.visible_to(request.user).select_related("by")
    running = with_homes(rows.filter(until_on__gt=today), request.user).order_by("until_on", "pk")
    over = by_key(request, with_homes(rows.filter(until_on__lte=today), request.user))
    may = request.user.may(Permission.MAKE_PLANS)
    context = {"running": [(row, said(row)) for row in running], "may_change": may, **over}
    return claims_screen(request, "hold_list", context)


@require_http_methods(["GET", "POST"])
@require(Permission.MAKE_PLANS)
def new(request, pk):
    """A hold for a home: first what it will mean, in words; then it is set."""
    today = calendar.today()
    home = get_object_or_404(Tenancy.objects.visible_to(request.user), pk=pk)
    tenancy = holder(request, home.pk, "hold-new")
    form = HoldForm(request.POST or None, initial={"from_on": today})
    if form.is_valid() and "confirm" in request.POST:
        made = attempt(form, actions.set_hold, home, **form.cleaned_data, by=request.user, on=today)
        if made:
            until = formats.dag(made.last_on, today)
            messages.success(request, _("The respite runs up to and including %(day)s.") % {"day": until})
            return redirect(home)
    shown = Hold(tenancy=home, **form.cleaned_data) if form.is_bound and form.is_valid() else None
    context = {"form": form, "tenancy": tenancy, "shown": shown, "said": said(shown) if shown else ()}
    return claims_screen(request, "hold_new", context)


@require_http_methods(["GET", "POST"])
@require(Permission.MAKE_PLANS)
def call_off(request, pk):
    """End a hold today, with a reason."""
    row = get_object_or_404(Hold.objects.visible_to(request.user), pk=pk)
    tenancy = holder(request, row.tenancy_id, "hold-call-off")
    form = WhyForm(request.POST or None)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if attempt(form, actions.call_off_hold, row, **facts):
            messages.success(request, _("The respite has ended."))
            return redirect("arrears:hold-list")
    return claims_screen(request, "hold_end", {"form": form, "hold": row, "tenancy": tenancy, "said": said(row)})
