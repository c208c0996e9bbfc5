"""Money that the bank took back: a work item until a person says which payment it was (decision 11)."""

from functools import reduce
from operator import add, or_

from django.contrib import messages
from django.db.models import Case, Q, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.payments import ReversalForm
from ..models import Payment
from ..privacy import with_homes
from .paging import by_key
from .people import payer
from .screen import screen

CHOICES = 10
SAME = (  # what a payment may have in common with its reversal, the strongest first
    ("bank_ref", gettext_lazy("the bank's reference")),
    ("ocr", gettext_lazy("the OCR")),
    ("payer_account", gettext_lazy("the payer's account")),
    ("tenancy_id", gettext_lazy("the home")),
    ("amount_ore", gettext_lazy("the amount")),
)


@require_GET
@require(Permission.SEE_LEDGER)
def reversals(request):
    """The reversals that nobody has decided on, oldest first."""
    rows = Payment.objects.visible_to(request.user).undecided_reversals()
    return screen(request, "reversals", by_key(request, with_homes(rows, request.user), oldest_first=True))


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def decide(request, pk):
    """Which payment did the bank take back? Its bookings are undone, the rent is open again."""
    visible = Payment.objects.visible_to(request.user)
    reversal = get_object_or_404(visible.undecided_reversals(), pk=pk)
    fitting = with_homes(_fitting(visible, reversal), request.user)
    form = ReversalForm(request.POST or None, payments=fitting)
    if form.is_valid():
        payment, why = form.cleaned_data["payment"], form.cleaned_data["why"]
        facts = {"payment": payment, "why": why, "by": request.user, "on": calendar.today()}
        if attempt(form, actions.decide_reversal, reversal, **facts):
            messages.success(request, _("Decided. What the payment had paid is open again."))
            return redirect("arrears:payment", payment.pk)
    chosen = form.cleaned_data.get("payment") if form.is_bound else None
    choices = [_told(payment, reversal) for payment in fitting[:CHOICES]]
    context = {
        "reversal": reversal,
        "payer": payer(request, reversal, "reversal"),
        "chosen": chosen,
        "choices": choices,
    }
    return screen(request, "reversal", {**context, "form": form})


def _fitting(payments, reversal):
    """Payments booked no later that have something in common with the reversal, the best fitting first."""
    wanted = _wanted(reversal)
    same = [Q(**{name: value}) for name, value in wanted.items()]
    weights = [Case(When(fits, then=Value(1 << place)), default=Value(0)) for place, fits in enumerate(reversed(same))]
    earlier = payments.filter(source=Payment.Source.BANK, effective_on__lte=reversal.effective_on)
    found = earlier.filter(reduce(or_, same)).annotate(fit=reduce(add, weights))
    return found.order_by("-fit", "-effective_on", "-pk")


def _wanted(reversal) -> dict:
    """What is known of the payment that was taken back, by field."""
    known = {name: getattr(reversal, name) for name, _word in SAME} | {"amount_ore": -reversal.amount_ore}
    return {name: value for name, value in known.items() if value}


def _told(payment, reversal) -> dict:
    """The payment, and in words what it has in common with the reversal."""
    wanted = _wanted(reversal)
    same = [str(word) for name, word in SAME if name in wanted and getattr(payment, name) == wanted[name]]
    return {"payment": payment, "same": ", ".join(same)}
