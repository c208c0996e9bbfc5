"""The late interest of one rent: its lines, what has been charged of it, and no interest for a reason."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import access_log, calendar, formats
from bolots.access import Permission, require
from bolots.refusals import Refused, attempt
from tenancies.views import home

from .. import actions, interest
from ..forms.rates import WaiveForm
from ..models import Charge
from ..privacy import with_homes
from .screen import screen

_DAY = timedelta(days=1)


def _rent(request, pk, rents=None) -> Charge:
    """The rent, if the user may know of it; interest and fees have no interest of their own."""
    rents = Charge.objects.all() if rents is None else rents
    return get_object_or_404(rents.visible_to(request.user).filter(kind__in=Charge.DEBT_KINDS), pk=pk)


@require_GET
@require(Permission.SEE_LEDGER)
def interest_of(request, pk):
    """What the rent has cost in interest up to today, half-year by half-year, and why."""
    rents = Charge.objects.visible_to(request.user).filter(kind__in=Charge.DEBT_KINDS)
    charge = home.find_with_home(rents, request.user, pk)
    access_log.record(request, [charge.tenancy.holder_id], "interest")
    context = {"charge": charge, "tenancy": charge.tenancy, **_picture(charge, calendar.today())}
    return screen(request, "interest", context)


def _picture(charge: Charge, today) -> dict:
    """The lines up to today, what has been charged, and how much of that was too much as the ledger stands now."""
    terms, known = interest.terms_of_rents([charge])[charge.pk], interest.rates()
    before, left = terms.as_charged(known), interest.uncredited(terms)
    charged_ore = sum(ore for _extra, ore in left)
    return {
        "terms": terms,
        "found": terms.until(today + _DAY, known),
        "waiver": terms.waiver,
        "charged_last_on": terms.charged_until - _DAY if left else None,
        "too_much_ore": max(0, charged_ore - before.ore) if before.is_known else 0,
    }


@require_POST
@require(Permission.HANDLE_CHARGES)
def charge_it(request, pk):
    """Charge the interest up to and including today, as a charge of its own."""
    charge, today = _rent(request, pk), calendar.today()
    try:
        made = actions.charge_interest(charge, until_on=today + _DAY, by=request.user, on=today)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(sum)s of late interest is charged.") % {"sum": formats.kr(made.amount_ore)})
    return redirect("arrears:charge-interest", pk)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def waive(request, pk):
    """No late interest on the rent, for a reason."""
    charge = _rent(request, pk, with_homes(Charge.objects.all(), request.user))
    form = WaiveForm(request.POST or None)
    if form.is_valid():
        said = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if attempt(form, actions.waive_interest, charge, **said):
            messages.success(request, _("There is no late interest on this rent."))
            return redirect("arrears:charge-interest", pk)
    return screen(request, "interest_waive", {"form": form, "charge": charge})
