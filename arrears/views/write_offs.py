"""Write-offs: asked for, decided by one person or two, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import calendar, formats, guidelines
from bolots.access import Permission, require
from bolots.refusals import Refused, attempt

from .. import actions
from ..forms.claims import WriteOffForm
from ..forms.payments import WhyForm
from ..models import Charge, Payment, WriteOff
from ..privacy import with_homes
from .paging import by_key
from .people import holder
from .screen import claims_screen, screen


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def ask(request, pk):
    """Write off a charge, or ask a second person to."""
    charge = get_object_or_404(with_homes(Charge.objects.visible_to(request.user), request.user), pk=pk)
    today = calendar.today()
    form = WriteOffForm(request.POST or None)
    if form.is_valid():
        amount, why = form.cleaned_data["amount"], form.cleaned_data["why"]
        facts = {"amount_ore": amount, "why": why, "by": request.user, "on": today}
        if asked := attempt(form, actions.ask_write_off, charge, **facts):
            messages.success(request, _told(asked))
            return redirect("arrears:write-off", asked.pk)
    limit = guidelines.on(today).write_off_alone_ore
    return screen(request, "write_off_ask", {"form": form, "charge": charge, "limit_ore": limit})


def _told(write_off) -> str:
    if write_off.status == WriteOff.Status.ASKED:
        return _("It waits for a second person, who has a reminder.")
    return _("%(sum)s is written off.") % {"sum": formats.kr(write_off.amount_ore)}


@require_GET
@require(Permission.SEE_LEDGER)
def write_offs(request):
    """Those that wait for a second person, the oldest first; and what was decided, the newest first."""
    rows = with_homes(WriteOff.objects.visible_to(request.user), request.user, "charge__tenancy")
    rows = rows.with_taken_back().select_related("charge", "asked_by", "decided_by")
    waiting = rows.undecided().order_by("pk")
    return claims_screen(request, "write_offs", {"waiting": waiting, **by_key(request, rows.decided())})


@require_GET
@require(Permission.SEE_LEDGER)
def write_off(request, pk):
    """One write-off, with the home's ledger beside it."""
    return _show(request, _found(request, pk), WhyForm())


@require_POST
@require(Permission.DECIDE)
def decide(request, pk):
    """Yes: at most what is open now is written off."""
    asked = _found(request, pk)
    try:
        done = actions.decide_write_off(asked, by=request.user, on=calendar.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("arrears:write-off", pk)
    lowered = _("%(sum)s is written off: that was all that was still open.") % {"sum": formats.kr(done.amount_ore)}
    messages.success(request, lowered if done.amount_ore < asked.amount_ore else _told(done))
    return redirect("arrears:write-off", pk)


@require_POST
@require(Permission.DECIDE)
def decline(request, pk):
    """No, with the reason."""
    asked = _found(request, pk)
    form = WhyForm(request.POST)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if attempt(form, actions.decline_write_off, asked, **facts):
            messages.success(request, _("The write-off is declined. The debt stays."))
            return redirect("arrears:write-off", pk)
    return _show(request, asked, form)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def take_back(request, pk):
    """Claim again what was written off, with the reason."""
    done = _found(request, pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if attempt(form, actions.revive, done, **facts):
            messages.success(request, _("The debt is claimed again."))
            return redirect("arrears:charge", done.charge_id)
    return claims_screen(request, "write_off_take_back", {"form": form, "row": done})


def _found(request, pk) -> WriteOff:
    visible = WriteOff.objects.visible_to(request.user).with_taken_back()
    rows = with_homes(visible, request.user, "charge__tenancy")
    return get_object_or_404(rows.select_related("charge", "asked_by", "decided_by"), pk=pk)


def _show(request, row, form):
    home = row.charge.tenancy_id
    context = {
        "row": row,
        "form": form,
        "tenancy": holder(request, home, "write-off"),
        "charges": list(Charge.objects.filter(tenancy=home).unpaid().order_by("month", "pk")),
        "credits": list(Payment.objects.credits().filter(tenancy=home).order_by("effective_on", "pk")),
        "may_decide": _may_decide(request.user, row),
        "may_take_back": request.user.may(Permission.HANDLE_CHARGES),
        "ore": min(row.amount_ore, row.charge.open_ore),
    }
    return claims_screen(request, "write_off", context)


def _may_decide(user, row) -> bool:
    """Not who asked; nor by the power that who asked has lent."""
    return row.asked_by_id != user.pk and actions.may_decide(user, calendar.today(), asked_by=row.asked_by_id)
