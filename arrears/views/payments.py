"""One payment's whole life, and the way back from each booking."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..actions.known import TWICE
from ..forms.payments import WhyForm
from ..models import Allocation, Payment
from ..privacy import with_any_homes, with_homes
from .matches import why_person
from .people import holder, payer_and_source
from .screen import screen


@require_GET
@require(Permission.SEE_LEDGER)
def payment(request, pk):
    """File → deposit → payment → bookings and undoings: when, by whom, why. The amounts sum up."""
    visible = Payment.objects.visible_to(request.user).with_word()
    payment = get_object_or_404(visible.select_related("deposit__file__by", "by", "of"), pk=pk)
    context = {
        "payment": payment,
        "payer": payer_and_source(request, payment, "payment"),
        "why_person": why_person(payment),
        "tenancy": holder(request, payment.tenancy_id, "payment"),
        "parts": _other_parts(payment, visible),
        "said": with_any_homes(payment.attributions.by_people().select_related("by").order_by("pk"), request.user),
        **_bookings(payment, request.user),
    }
    context["is_hidden"] = _is_hidden(context)
    context["ways"] = _ways(payment, context["standing"])
    context["shares"] = _shares(payment, context["standing"], request.user)
    return screen(request, "payment", context)


def _is_hidden(context) -> bool:
    """The payment is, or was, that of a protected home: then nothing is shown of what people wrote about it."""
    homes = [context["tenancy"], *(word.tenancy for word in context["said"])]
    homes += [row.charge.tenancy for row in context["bookings"] if row.charge_id]
    return context["payer"].is_protected or any(home and not home.shown_name for home in homes)


def _shares(payment, standing, user):
    """The payments that this one was divided in, as long as it is."""
    is_divided = any(row.taken_back_by_id and row.taken_back_by.source == Payment.Source.SPLIT for row in standing)
    return with_any_homes(Payment.objects.divided_from(payment), user) if is_divided else ()


def _ways(payment, standing) -> list[dict]:
    """What else can be done with the payment: its label and address."""
    taken = {row.taken_back_by.source for row in standing if row.taken_back_by_id and row.payment_id == payment.pk}
    is_ours = payment.source in Payment.FROM_THE_BANK
    is_bank, is_free = payment.source == Payment.Source.BANK, payment.unallocated_ore > 0
    is_out = payment.source == Payment.Source.WITHDRAWAL and any(
        payment.of_id in (row.payment_id, row.taken_back_by_id) for row in standing
    )
    is_twin = payment.needs_person == TWICE and payment.tenancy_id is None and not payment.has_word
    found = [
        (_("It is real, not the same payment"), "twin-accept", is_bank and is_free and is_twin),
        (_("Divide it between homes"), "payment-split", payment.source in Payment.MONEY and is_free),
        (_("Take it out of the book"), "payment-withdraw", is_ours and payment.is_unused),
        (_("Undo the division"), "split-undo", Payment.Source.SPLIT in taken),
        (_("Put the payment back"), "withdrawal-undo", is_out and payment.of.source in Payment.FROM_THE_BANK),
    ]
    return [{"label": label, "url": reverse(f"arrears:{name}", args=[payment.pk])} for label, name, can in found if can]


def _other_parts(payment, visible):
    """The rest of what the payer ordered at once, when several charges were named with an amount each."""
    if payment.deposit_id is None:
        return []
    same = visible.filter(deposit=payment.deposit_id, ordinal=payment.ordinal).exclude(pk=payment.pk)
    return same.order_by("part")


def _bookings(payment, user) -> dict:
    """Every row of its life, and those that stand; a reversal's rows are those of the payments that it took back."""
    mine = Q(payment=payment) | Q(taken_back_by=payment)
    found = Allocation.objects.filter(mine).select_related("charge", "payment", "taken_back_by", "by").order_by("pk")
    rows = list(with_any_homes(found, user, "charge__tenancy"))
    undone = {row.reverses_id for row in rows}
    for row in rows:
        row.moved_ore = row.ore if row.payment_id == payment.pk else -row.ore
    standing = [row for row in rows if row.ore > 0 and row.pk not in undone]
    return {"bookings": rows, "undone": undone, "standing": standing}


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def undo(request, pk):
    """Undo a booking by an opposite row, with a reason."""
    visible = Payment.objects.visible_to(request.user)
    rows = Allocation.objects.filter(payment__in=visible, reverses=None).exclude(charge=None)
    row = get_object_or_404(with_homes(rows.select_related("charge"), request.user, "charge__tenancy"), pk=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        why, on = form.cleaned_data["why"], calendar.today()
        if attempt(form, actions.undo_allocation, row, why=why, by=request.user, on=on):
            messages.success(request, _("The booking is undone. The rent is open again."))
            return redirect("arrears:payment", row.payment_id)
    return screen(request, "undo", {"form": form, "row": row})
