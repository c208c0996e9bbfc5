"""A new version of a charge that was wrong."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar, formats
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.claims import NewVersionForm
from ..models import Charge
from ..privacy import with_homes
from ..versions import with_uses
from .screen import screen


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def replace(request, pk):
    """The right amount and the reason; before that, who has been told the old one and what follows."""
    visible = with_uses(Charge.objects.visible_to(request.user))
    charge = get_object_or_404(with_homes(visible, request.user), pk=pk)
    form = NewVersionForm(request.POST or None)
    if form.is_valid():
        amount, why = form.cleaned_data["amount"], form.cleaned_data["why"]
        facts = {"amount_ore": amount, "why": why, "by": request.user, "on": calendar.today()}
        if new := attempt(form, actions.replace_charge, charge, **facts):
            messages.success(request, _("The new version has the OCR number %(ocr)s.") % {"ocr": new.ocr})
            return redirect("arrears:charge", new.pk)
    return screen(request, "replace", {"form": form, "charge": charge, "told": _told(charge)})


def _told(charge) -> list[tuple[str, str]]:
    """What follows from a new version, where somebody has been told the old amount: (kind, sentence)."""
    said = [
        (charge.is_in_termination, "risk", _("An open termination names it. Withdraw the termination first.")),
        (charge.is_planned, "risk", _("A running payment plan counts on it. End the plan first.")),
        (charge.is_noticed, "late", _("A rent notice was issued. The new version needs a new notice.")),
        (charge.is_demanded, "late", _("It was demanded. The demand's amount is wrong; a new demand must be made.")),
        (charge.extras_ore, "late", _("%(sum)s of fees and interest came from it. Credit what should not stand.")),
    ]
    return [(kind, words % {"sum": formats.kr(charge.extras_ore)}) for applies, kind, words in said if applies]
