"""The demand to put things right (rättelseanmaning): how it will look, issued, and as it was issued."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.letters import PdfUnavailable
from bolots.refusals import attempt

from .. import actions
from ..forms.incidents import CorrectionForm
from ..letters import CorrectionPaper
from .incidents import find


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def write(request, pk):
    """The letter as it will look; with `issue` it is issued, once."""
    row, today = find(request, pk, "correction-new"), calendar.today()
    refusal = _refusal(row)
    if refusal:
        messages.info(request, str(refusal))
        return redirect(row)
    form = CorrectionForm(request.POST or None, incident=row, on=today)
    if form.is_valid() and "issue" in request.POST:
        by, at = request.user, calendar.now()
        issued = attempt(form, actions.issue_correction, row, **form.cleaned_data, by=by, on=today, at=at)
        if issued:
            _say_issued(request, issued)
            return redirect(row)
    context = {"form": form, "incident": row, **_looks(row, form, request.user, today)}
    return render(request, "tenancies/correction.html", context, status=422 if form.errors else 200)


def _refusal(row):
    """Why no letter can be written now."""
    if not row.is_open:
        return actions.AlreadyResolved()
    if hasattr(row, "correction"):
        return actions.AlreadyDemanded()
    return None if row.notified_on else actions.NotNotified()


def _looks(row, form, by, today) -> dict:
    """The letter with what has been typed so far; what cannot be read yet stands as it was suggested."""
    typed = getattr(form, "cleaned_data", {})
    said = {name: typed.get(name) or form.initial.get(name) or "…" for name in ("what", "demand", "correct_by_on")}
    return asdict(CorrectionPaper.from_incident(row, **said, by=by, on=today))


def _say_issued(request, issued):
    """Where no PDF could be made, the one line that helps."""
    if issued.letter.pdf is None:
        messages.warning(request, PdfUnavailable.__doc__)
        messages.success(request, _("The demand is issued. Open it and print it from the browser."))
    else:
        messages.success(request, _("The demand is issued. Print it and send it as a registered letter."))


@require_GET
@require(Permission.SEE_SOCIAL)
def paper(request, pk):
    """The letter as it was issued: the stored PDF, or the stored text where no PDF could be made."""
    row = find(request, pk, f"correction {pk}")
    if not hasattr(row, "correction"):
        raise Http404
    letter = row.correction.letter
    if letter.pdf is None:
        return HttpResponse(letter.html)
    response = HttpResponse(bytes(letter.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="rattelseanmaning-{pk}.pdf"'
    return response
