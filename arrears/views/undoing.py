"""The ways back: a whole file, a payment that is not for us or came twice, and the word that it is real after all."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..actions.known import TWICE
from ..forms.payments import WhyForm
from ..models import Charge, ImportFile, Payment
from ..privacy import with_homes
from .files import with_shown_texts
from .people import payer
from .screen import screen

MOST = 50


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def file_undo(request, pk):
    """What taking the whole file back would do, and the button that does it, with a reason."""
    file = get_object_or_404(ImportFile.objects.accepted(), pk=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today(), "at": calendar.now()}
        if attempt(form, actions.undo_file, file, **facts):
            messages.success(request, _("The file is taken back. It may be read in again."))
            return redirect("arrears:file", file.pk)
    with_shown_texts(file, [], request.user)
    seen = actions.foresee_undoing(file)
    unpaid = Charge.objects.filter(pk__in=seen.unpaid[:MOST]).order_by("month", "pk")
    context = {"file": file, "form": form, "seen": seen, "unpaid": with_homes(unpaid, request.user)}
    return screen(request, "file_undo", context)


def ask(request, payment, change, words: dict, said: str):
    """Ask for the reason of a change of one payment, and do it."""
    form = WhyForm(request.POST or None)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if attempt(form, change, payment, **facts):
            messages.success(request, said)
            return redirect("arrears:payment", payment.pk)
    context = {"payment": payment, "payer": payer(request, payment, "payment"), "form": form, **words}
    return screen(request, "why", context)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def payment_withdraw(request, pk):
    """Take one payment out of the book: it came twice, or it is not for us."""
    rows = Payment.objects.visible_to(request.user).filter(source__in=Payment.FROM_THE_BANK).exclude(unallocated_ore=0)
    words = {
        "title": _("Take the payment out of the book"),
        "button": _("Take it out"),
        "note": _(
            "For money that is here twice or is another service's, and for a reversal of what is not in the book. It "
            "counts for nothing any more; the row and your reason stay. Wrong? It can be put back."
        ),
    }
    said = _("The payment is out of the book. Nothing was deleted.")
    return ask(request, get_object_or_404(rows, pk=pk), actions.withdraw, words, said)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def withdrawal_undo(request, pk):
    """Put a payment back that was taken out by mistake."""
    rows = Payment.objects.visible_to(request.user).filter(
        source=Payment.Source.WITHDRAWAL, of__source__in=Payment.FROM_THE_BANK
    )
    words = {
        "title": _("Put the payment back"),
        "button": _("Put it back"),
        "note": _("The payment is then free money again, as before it was taken out."),
    }
    return ask(request, get_object_or_404(rows, pk=pk), actions.undo_withdrawal, words, _("The payment is back."))


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def twin_accept(request, pk):
    """A payment that seemed to have come twice is real."""
    rows = Payment.objects.visible_to(request.user).unmatched().filter(needs_person=TWICE)
    words = {
        "title": _("The payment is real"),
        "button": _("It is real"),
        "note": _("It then pays the rent whose OCR it names; what is too much becomes the home's credit."),
    }
    said = _("The payment counts.")
    return ask(request, get_object_or_404(rows, pk=pk), actions.accept_twin, words, said)
