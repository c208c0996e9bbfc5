"""The mailbox note: how it will look, printed, and as it was issued."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar, guidelines
from bolots.access import Permission, require
from bolots.letters import PdfUnavailable

from .. import actions
from ..forms import NotePaperForm
from ..letters import MailboxNotePaper
from ..models import OutreachTask
from ..suggestions import suggest_next
from .visit_page import find


@require_http_methods(["GET", "POST"])
@require(Permission.DO_OUTREACH)
def note(request, pk):
    """The note as it will look, in another language or for another day too; with `print` it is issued."""
    on, at = calendar.today(), calendar.now()
    values = guidelines.on(on)
    task = _find_known(request, pk, "note", values)
    if task.status != OutreachTask.Status.OPEN:
        messages.info(request, str(actions.VisitEnded()))
        return redirect(task)
    suggested = _suggested(task, on, at, values)
    form = NotePaperForm(request.POST or None, initial=suggested, on=on)
    chosen = form.cleaned_data if form.is_valid() else suggested
    if "print" in request.POST and form.is_valid():
        return _print(request, task, chosen, on, at)
    looks = asdict(MailboxNotePaper.from_task(task, by=request.user, **chosen))
    notes = task.mailbox_notes.select_related("by").order_by("-printed_at")
    context = {"task": task, "form": form, "notes": notes} | looks
    return render(request, "outreach/note.html", context, status=422 if form.errors else 200)


def _suggested(task, on, at, values) -> dict:
    suggestion = suggest_next(task, on=on, values=values, at=at)
    spoken = task.tenancy.holder.language
    return {"language": spoken, "back_on": suggestion.on, "back_slot": suggestion.slot.value}


def _print(request, task, chosen, on, at):
    """Issue the note; where no PDF could be made, say the one line that helps."""
    try:
        printed = actions.print_note(task, by=request.user, on=on, at=at, **chosen)
    except actions.VisitEnded as refusal:
        messages.error(request, str(refusal))
        return redirect(task)
    if printed.letter.pdf is None:
        instead = _("Print the page below from the browser instead.")
        messages.warning(request, f"{PdfUnavailable.__doc__} {instead}")
        return redirect("outreach:note", task.pk)
    return redirect("outreach:note-paper", task.pk, printed.pk)


def _find_known(request, pk, what: str, values=None):
    """The visit; 404 when its tenant is hidden from the user: an older note may carry the name."""
    task = find(request, pk, what, values)
    if not task.tenancy.shown_name:
        raise Http404
    return task


@require_GET
@require(Permission.SEE_OUTREACH)
def paper(request, pk, note):
    """The note as it was issued: the stored PDF, or the stored text where no PDF could be made."""
    task = _find_known(request, pk, f"note {note}")
    letter = get_object_or_404(task.mailbox_notes.select_related("letter"), pk=note).letter
    if letter.pdf is None:
        return HttpResponse(letter.html)
    response = HttpResponse(bytes(letter.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lapp-{note}.pdf"'
    return response
