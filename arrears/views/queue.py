"""The queue of unmatched money: where does each payment belong? A person says so, with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import access_log, calendar, formats
from bolots.access import Permission, require
from bolots.refusals import attempt
from tenancies.models import Tenancy

from .. import actions, search
from ..forms.payments import AllocateForm, GiveForm, SearchForm
from ..models import Charge, Payment
from ..suggestions import suggest
from .matches import entries, why_person
from .paging import by_key
from .people import payer
from .screen import screen

CHOICES = 20  # how many rents or homes one may choose from


@require_GET
@require(Permission.SEE_LEDGER)
def queue(request):
    """Every payment that belongs to no home, oldest first, with what points to a rent."""
    waiting = Payment.objects.unmatched().visible_to(request.user).with_word()
    page = by_key(request, waiting, 20, oldest_first=True)
    return screen(request, "queue", {**page, "entries": entries(request, page["rows"])})


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def allocate(request, pk):
    """Book a payment on a rent that is suggested or searched for; a credit, on a rent of its own home."""
    payment = _with_money(request.user, pk)
    searching = SearchForm(request.GET, label=_("Home or OCR"))
    form = AllocateForm(request.POST or None, payment=payment, charges=_payable(request.user, payment))
    if form.is_valid():
        charge, ore, why = (form.cleaned_data[name] for name in ("charge", "amount", "why"))
        facts = {"amount_ore": ore, "why": why, "by": request.user, "on": calendar.today()}
        if attempt(form, actions.allocate_by_hand, payment, charge, **facts):
            messages.success(request, _("%(sum)s is booked.") % {"sum": formats.kr(ore)})
            return redirect(_back(payment))
    chosen = _chosen(form, "charge")
    choices = _charges(request, payment, searching, chosen)
    context = {"payment": payment, "payer": payer(request, payment, "allocate"), "why_person": why_person(payment)}
    context |= {"form": form, "search": searching, "chosen": chosen, "choices": choices, "back": _back(payment)}
    return screen(request, "allocate", context)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def give(request, pk):
    """Give a payment to a home as its credit, on no rent."""
    payment = _with_money(request.user, pk, tenancy=None)
    searching, tenancies = SearchForm(request.GET, label=_("Home")), Tenancy.objects.visible_to(request.user)
    form = GiveForm(request.POST or None, tenancies=tenancies)
    if form.is_valid():
        tenancy, why = form.cleaned_data["tenancy"], form.cleaned_data["why"]
        facts = {"why": why, "by": request.user, "on": calendar.today()}
        if attempt(form, actions.give_to_tenancy, payment, tenancy, **facts):
            messages.success(request, _("The money is the home's credit."))
            return redirect("arrears:queue")
    chosen = _chosen(form, "tenancy")
    choices = _homes(request, searching, chosen)
    context = {"payment": payment, "payer": payer(request, payment, "give")}
    return screen(request, "give", {**context, "form": form, "search": searching, "chosen": chosen, "choices": choices})


def _with_money(user, pk, **which):
    rows = Payment.objects.visible_to(user).with_word().filter(unallocated_ore__gt=0, **which)
    return get_object_or_404(rows, pk=pk)


def _back(payment) -> str:
    return reverse("arrears:credits" if payment.tenancy_id else "arrears:queue")


def _payable(user, payment):
    """The rents that the payment may go on: a credit, on those of its own home only."""
    charges = Charge.objects.visible_to(user).unpaid()
    return charges.filter(tenancy=payment.tenancy_id) if payment.tenancy_id else charges


def _charges(request, payment, searching, chosen) -> list[Charge]:
    """What can be chosen, with the tenants' names as the user may see them; each person's reading goes on record."""
    found = _payable(request.user, payment)
    if payment.tenancy_id:
        found = list(found.order_by("safe_due_on"))
    elif searching.is_valid() and searching.cleaned_data["q"]:
        matching = search.charges_matching(found, searching.cleaned_data["q"], request.user)
        found = list(matching.order_by("safe_due_on")[:CHOICES])
    else:
        found = [suggestion.charge for suggestion in suggest([payment], on=calendar.today()).get(payment.pk, [])]
    if chosen and chosen not in found:
        found.insert(0, chosen)
    homes = _seen(request, Tenancy.objects.filter(pk__in={charge.tenancy_id for charge in found}))
    for charge in found:
        charge.tenancy = homes[charge.tenancy_id]
    return found


def _homes(request, searching, chosen) -> list[Tenancy]:
    homes = Tenancy.objects.visible_to(request.user).order_by("-starts_on", "pk")
    text = searching.cleaned_data["q"] if searching.is_valid() else ""
    wanted = [home.pk for home in search.tenancies_matching(homes, text, request.user)[:CHOICES]]
    return list(_seen(request, homes.filter(pk__in=[*wanted, chosen and chosen.pk])).values())


def _seen(request, tenancies) -> dict[int, Tenancy]:
    """Tenancies by key, with their holders' names as the user may see them; the reading goes on record."""
    seen = {t.pk: t for t in tenancies.with_shown_name(request.user).select_related("apartment")}
    access_log.record(request, {tenancy.holder_id for tenancy in seen.values()}, "choose-home")
    return seen


def _chosen(form, field: str):
    """What the person had chosen, so that it stays chosen when something else is wrong."""
    return form.cleaned_data.get(field) if form.is_bound else None
