"""Papers as they were issued: served as stored, the reading on record; a protected person's to those involved only."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bolots import calendar
from bolots.access import Permission, require
from bolots.letters import PdfUnavailable
from bolots.refusals import Refused

from .. import actions
from ..models import Charge, Demand, RentNotice
from .people import holder


def served(letter, name: str) -> HttpResponse:
    """The stored PDF, or the stored text where there is none. The name of the file says nothing of anybody."""
    if letter.pdf is None:
        return HttpResponse(letter.html)
    response = HttpResponse(bytes(letter.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def known(request, tenancy_id: int, what: str):
    """The home, its reading on record; 404 when its tenant is hidden from the user: the paper may carry the name."""
    tenancy = holder(request, tenancy_id, what)
    if not tenancy.shown_name:
        raise Http404
    return tenancy


@require_GET
@require(Permission.SEE_LEDGER)
def notice(request, pk):
    """The notice of a charge, as issued."""
    charges = Charge.objects.visible_to(request.user)
    row = get_object_or_404(RentNotice.objects.filter(charge__in=charges).select_related("charge", "letter"), charge=pk)
    known(request, row.charge.tenancy_id, f"notice {row.pk}")
    return served(row.letter, f"hyresavi-{pk}")


@require_POST
@require(Permission.MAKE_PAPERS)
def issue_notice(request, pk):
    """Make the notice of one charge."""
    charge = get_object_or_404(Charge.objects.visible_to(request.user), pk=pk)
    try:
        made = actions.issue_notice(charge, by=request.user, on=calendar.today(), at=calendar.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say_made(request, made.letter, _("The notice is made."))
    return redirect("arrears:charge", pk)


def say_made(request, letter, sentence: str) -> None:
    """Where no PDF could be made, the one line that helps."""
    if letter.pdf is None:
        messages.warning(request, PdfUnavailable.__doc__)
    messages.success(request, sentence)


@require_POST
@require(Permission.KEEP_DATES)
def hand_over_notice(request, pk):
    """The case worker has given the notice of a charge to the tenant."""
    charges = Charge.objects.visible_to(request.user)
    row = get_object_or_404(RentNotice.objects.filter(charge__in=charges).select_related("charge"), charge=pk)
    known(request, row.charge.tenancy_id, f"notice {row.pk}")
    done = {"by": request.user, "on": calendar.today(), "at": calendar.now()}
    say_handed_over(request, actions.hand_over_notice, row, **done)
    return redirect("arrears:charge", pk)


def say_handed_over(request, change, row, **facts) -> None:
    """Note it, and say so or why not."""
    try:
        change(row, **facts)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Noted: it is handed over. The reminder is off the list."))


@require_GET
@require(Permission.SEE_LEDGER)
def demand(request, pk):
    """A demand, as issued."""
    row = get_object_or_404(Demand.objects.visible_to(request.user).select_related("letter"), pk=pk)
    known(request, row.tenancy_id, f"demand {pk}")
    return served(row.letter, f"krav-{pk}")
