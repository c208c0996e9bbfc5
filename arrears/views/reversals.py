"""Money that the bank took back: a work item until a person says which payment it was (decision 11)."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar
from bolots.access import Permission, require

from .. import actions
from ..forms import ReversalForm
from ..models import Payment
from .paging import by_key
from .people import payer
from .screen import attempt, screen

CHOICES = 20


@require_GET
@require(Permission.SEE_LEDGER)
def reversals(request):
    """The reversals that nobody has decided on, oldest first."""
    rows = Payment.objects.visible_to(request.user).undecided_reversals().select_related("tenancy__apartment")
    return screen(request, "reversals", by_key(request, rows, oldest_first=True))


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def decide(request, pk):
    """Which payment did the bank take back? Its bookings are undone, the rent is open again."""
    visible = Payment.objects.visible_to(request.user)
    reversal = get_object_or_404(visible.undecided_reversals(), pk=pk)
    fitting = _fitting(visible, reversal)
    form = ReversalForm(request.POST or None, payments=fitting)
    if form.is_valid():
        payment, why = form.cleaned_data["payment"], form.cleaned_data["why"]
        facts = {"payment": payment, "why": why, "by": request.user, "on": calendar.today()}
        if attempt(form, actions.decide_reversal, reversal, **facts):
            messages.success(request, _("Decided. What the payment had paid is open again."))
            return redirect("arrears:payment", payment.pk)
    chosen = form.cleaned_data.get("payment") if form.is_bound else None
    choices = [_told(payment, reversal) for payment in fitting.order_by("-effective_on", "-pk")[:CHOICES]]
    context = {"reversal": reversal, "payer": payer(reversal, request.user), "chosen": chosen, "choices": choices}
    return screen(request, "reversal", {**context, "form": form})


def _fitting(payments, reversal):
    """Payments booked no later that have the bank's reference, the OCR, or the payer and at least the amount."""
    fits = Q(pk=None)
    if reversal.bank_ref:
        fits |= Q(bank_ref=reversal.bank_ref)
    if reversal.ocr:
        fits |= Q(ocr=reversal.ocr)
    if reversal.payer_account:
        fits |= Q(payer_account=reversal.payer_account)
    if reversal.tenancy_id:
        fits |= Q(tenancy=reversal.tenancy_id)
    fits |= Q(amount_ore=-reversal.unallocated_ore)
    earlier = payments.filter(source=Payment.Source.BANK, effective_on__lte=reversal.effective_on)
    return earlier.filter(fits).select_related("tenancy__apartment")


def _told(payment, reversal) -> dict:
    """The payment, and in words why it may be the one."""
    same = [
        (_("the bank's reference"), reversal.bank_ref and payment.bank_ref == reversal.bank_ref),
        (_("the OCR"), reversal.ocr and payment.ocr == reversal.ocr),
        (_("the payer's account"), reversal.payer_account and payment.payer_account == reversal.payer_account),
        (_("the amount"), payment.amount_ore == -reversal.amount_ore),
        (_("the home"), reversal.tenancy_id and payment.tenancy_id == reversal.tenancy_id),
    ]
    return {"payment": payment, "same": ", ".join(word for word, is_same in same if is_same)}
