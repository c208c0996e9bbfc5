"""A bank file from its upload to the button that makes it count."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import calendar, formats
from bolots.access import Permission, require
from bolots.refusals import Refused

from .. import actions
from .. import preview as previews
from ..bankfiles.wording import sentence
from ..forms.payments import UploadForm
from ..models import ColumnMapping, ImportFile, PendingFile
from .screen import screen


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def upload(request):
    """Take a file and show what it would do. A rejected one is recorded with its reasons."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return screen(request, "upload", {"form": form, "pending": waiting(request.user)})
    file = form.cleaned_data["bank_file"]
    moment = {"on": calendar.today(), "at": calendar.now()}
    taken = actions.upload(file.read(), name=file.name, by=request.user, **moment)
    if isinstance(taken, PendingFile):
        return redirect("arrears:preview", taken.sha256)
    if taken.verdict != ImportFile.Verdict.REJECTED:
        _say_known(request, taken)
    return redirect("arrears:file", taken.pk)


def waiting(user):
    """The user's files that wait for an answer, without what is in them."""
    return PendingFile.objects.filter(by=user).defer("data").order_by("-uploaded_at")


@require_GET
@require(Permission.HANDLE_PAYMENTS)
def preview(request, sha256):
    """What the file would do: the verdict, the figures, and what becomes of each row. Changes nothing."""
    pending = PendingFile.objects.filter(sha256=sha256, by=request.user).select_related("mapping").first()
    if pending is None:
        return redirect("arrears:file", get_object_or_404(ImportFile.objects.accepted(), sha256=sha256).pk)
    if pending.purpose == ColumnMapping.Purpose.CHARGES:
        return redirect("arrears:charges-preview", sha256)
    if pending.purpose and pending.mapping is None:
        return redirect("arrears:csv-columns", sha256)
    return screen(request, "preview", {"pending": pending, **_foreseen(pending, request.user)})


def _foreseen(pending, user) -> dict:
    """What reading the file in would come to: it is read, and taken back."""
    moment = {"on": calendar.today(), "at": calendar.now()}
    facts = {"name": pending.name, "mapping": pending.mapping, "via": ImportFile.Via.UPLOAD}
    outcome = actions.import_bank_file(bytes(pending.data), **facts, **moment, dry_run=True)
    kind = "risk" if outcome.is_rejected else "late"
    return {
        "outcome": outcome,
        "figures": previews.figures(outcome),
        "rows": previews.rows(outcome, user),
        "reasons": [(kind, sentence(reason)) for reason in outcome.reasons],
        "can_confirm": outcome.is_taken,
    }


@require_POST
@require(Permission.HANDLE_PAYMENTS)
def confirm(request, sha256):
    """Make the file count. Pressed twice, it counts once."""
    moment = {"on": calendar.today(), "at": calendar.now()}
    try:
        confirmed = actions.confirm_upload(sha256, by=request.user, **moment)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("arrears:preview", sha256)
    if confirmed is None:
        raise Http404
    if not confirmed.is_new:
        _say_known(request, confirmed.file)
    elif confirmed.file.verdict != ImportFile.Verdict.REJECTED:
        count = confirmed.file.new_count
        said = ngettext("%(n)s new payment is read in.", "%(n)s new payments are read in.", count)
        messages.success(request, said % {"n": count})
    return redirect("arrears:file", confirmed.file.pk)


@require_POST
@require(Permission.HANDLE_PAYMENTS)
def discard(request, sha256):
    """Throw the file away; nothing of it ever counted."""
    actions.discard_upload(sha256, by=request.user)
    messages.info(request, _("The file is thrown away. Nothing of it counted."))
    return redirect("arrears:rents")


def _say_known(request, file):
    when = formats.stund(file.recorded_at, calendar.today())
    who = file.by.first_name if file.by else file.get_via_display()
    sentence = _("This file was read in before: %(when)s, %(who)s. Nothing was changed.")
    messages.info(request, sentence % {"when": when, "who": who})
