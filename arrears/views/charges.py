"""One charge: what it is, when it is due, what paid it; and a credit note when it was wrong."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar, formats
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions, months
from ..forms.payments import CreditNoteForm
from ..models import Charge, RentNotice
from ..privacy import with_homes
from ..rules.due_dates import DueDates
from ..versions import versions_of
from .demands import with_state
from .people import holder
from .screen import screen


@require_GET
@require(Permission.SEE_LEDGER)
def charge(request, pk):
    """The charge's days, the bookings on it, and what is left."""
    today = calendar.today()
    visible = Charge.objects.visible_to(request.user)
    found = visible.filter(pk=pk).select_related("late_rent", "replaced_by")
    charge = get_object_or_404(months.with_state(found, on=today))
    rows = charge.allocations.select_related("payment", "by", "reverses").order_by("pk")
    tenancy = holder(request, charge.tenancy_id, "charge")
    context = {
        "charge": charge,
        "tenancy": tenancy,
        "is_hidden": not tenancy.shown_name,
        "paid_ore": charge.amount_ore - charge.open_ore,
        "due": DueDates(charge.printed_due_on, charge.statutory_due_on, charge.safe_due_on),
        "bookings": rows,
        "undone": {row.reverses_id for row in rows},
        "flag": getattr(charge, "late_rent", None),
        "notice": with_state(RentNotice.objects.filter(charge=charge)).first(),
        "may_hand_over": request.user.may(Permission.KEEP_DATES),
        "may_make_notice": request.user.may(Permission.MAKE_PAPERS) and charge.kind == Charge.Kind.RENT,
        "versions": versions_of(charge),
    }
    return screen(request, "charge", context)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def credit(request, pk):
    """A credit note (kreditering) for a charge that was wrong: amount and reason."""
    charge = get_object_or_404(with_homes(Charge.objects.visible_to(request.user), request.user), pk=pk)
    form = CreditNoteForm(request.POST or None)
    if form.is_valid():
        amount, why = form.cleaned_data["amount"], form.cleaned_data["why"]
        on = calendar.today()
        if attempt(form, actions.credit_charge, charge, amount_ore=amount, why=why, by=request.user, on=on):
            messages.success(request, _("%(sum)s is credited.") % {"sum": formats.kr(amount)})
            return redirect("arrears:charge", pk)
    return screen(request, "credit", {"form": form, "charge": charge})
