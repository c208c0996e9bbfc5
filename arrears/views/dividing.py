"""One transfer for several homes: divided by hand, and put together again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar, formats
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.bank import SHARES, SplitForm
from ..models import Payment
from ..versions import newest_named
from .people import payer
from .screen import screen
from .undoing import ask


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def split(request, pk):
    """Divide what is left of a payment: a share for each rent or home."""
    rows = Payment.objects.visible_to(request.user).filter(source__in=Payment.MONEY, unallocated_ore__gt=0)
    payment = get_object_or_404(rows, pk=pk)
    form = SplitForm(request.POST or None, initial=_proposed(payment), user=request.user)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if shares := attempt(form, actions.split_payment, payment, form.shares, **facts):
            said = _("The payment is divided in %(n)s shares. Each is a payment of its own now.")
            messages.success(request, said % {"n": len(shares)})
            return redirect("arrears:payment", payment.pk)
    context = {"payment": payment, "payer": payer(request, payment, "payment"), "form": form}
    return screen(request, "split", context)


def _proposed(payment) -> dict:
    """The rents that the payer named without amounts, when what is open of them is exactly the payment."""
    named = newest_named(payment.references).values()
    charges = sorted({charge for charge in named if charge.open_ore}, key=lambda charge: charge.pk)
    if not 1 < len(charges) <= SHARES or sum(charge.open_ore for charge in charges) != payment.unallocated_ore:
        return {}
    where = {f"where_{nth}": charge.ocr for nth, charge in enumerate(charges)}
    return where | {f"amount_{nth}": formats.kronor(charge.open_ore) for nth, charge in enumerate(charges)}


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def split_undo(request, pk):
    """Undo a division: the shares are withdrawn, the payment is whole again."""
    rows = Payment.objects.visible_to(request.user).filter(source__in=Payment.MONEY)
    divided = rows.filter(allocations__taken_back_by__source=Payment.Source.SPLIT).distinct()
    words = {
        "title": _("Undo the division"),
        "button": _("Undo the division"),
        "note": _(
            "The shares are taken out and the payment is whole again. Shares that pay a rent must be freed first."
        ),
    }
    payment = get_object_or_404(divided, pk=pk)
    return ask(request, payment, actions.undo_split, words, _("The payment is whole again."))
