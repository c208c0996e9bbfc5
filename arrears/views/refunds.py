"""Paying a home's credit back."""

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar, formats
from bolots.access import Permission, require
from bolots.refusals import attempt
from tenancies.models import Tenancy

from .. import actions
from ..forms.claims import RefundForm
from ..models import Charge, Payment, WriteOff
from .people import holder
from .screen import screen


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def refund(request, pk):
    """How much of the credit, why, and how it was paid out; beside it the credits, and what is owed or written off."""
    tenancy = get_object_or_404(Tenancy.objects.visible_to(request.user).select_related("holder"), pk=pk)
    form = RefundForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        facts = {"amount_ore": said["amount"], "why": said["why"], "to": said["to"]}
        if back := attempt(form, actions.refund, tenancy, **facts, by=request.user, on=calendar.today()):
            messages.success(request, _("%(sum)s is paid back.") % {"sum": formats.kr(-back.amount_ore)})
            return redirect("arrears:payment", back.pk)
    credits = list(Payment.objects.refundable().filter(tenancy=tenancy).order_by("effective_on", "pk"))
    owed = Charge.objects.of(tenancy).unpaid().aggregate(ore=Sum("open_ore", default=0))["ore"]
    done = WriteOff.objects.standing().filter(charge__tenancy=tenancy, status=WriteOff.Status.DONE)
    context = {
        "form": form,
        "credits": credits,
        "credit_ore": sum(row.unallocated_ore for row in credits),
        "owed_ore": owed,
        "written_off_ore": done.aggregate(ore=Sum("amount_ore", default=0))["ore"],
        "tenancy": holder(request, pk, "refund"),
    }
    return screen(request, "refund", context)
