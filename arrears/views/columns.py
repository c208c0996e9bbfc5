"""CSV files: payments in no bank format, and rents of the municipality's own billing. Columns are chosen once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.bank import ColumnsForm, CsvForm, guessed
from ..models import ColumnMapping, PendingFile
from .screen import screen

PAYMENTS, CHARGES = ColumnMapping.Purpose.PAYMENTS, ColumnMapping.Purpose.CHARGES
NEXT = {PAYMENTS: "arrears:preview", CHARGES: "arrears:charges-preview"}
COLUMNS = {PAYMENTS: "arrears:csv-columns", CHARGES: "arrears:charges-columns"}
MOST_FAULTS = 50


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def csv_upload(request):
    """A CSV file of payments."""
    return _upload(request, PAYMENTS)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def charges_upload(request):
    """A CSV file of rents from the municipality's own billing."""
    return _upload(request, CHARGES)


def _upload(request, purpose):
    form = CsvForm(*((request.POST, request.FILES) if request.method == "POST" else ()), purpose=purpose)
    if form.is_valid():
        file, mapping = form.cleaned_data["bank_file"], form.cleaned_data["mapping"]
        facts = {"name": file.name, "purpose": purpose, "mapping": mapping, "at": calendar.now()}
        pending = actions.upload_csv(file.read(), **facts, by=request.user)
        return redirect((NEXT if mapping else COLUMNS)[purpose], pending.sha256)
    return screen(request, "csv_upload", {"form": form, "is_charges": purpose == CHARGES})


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def csv_columns(request, sha256):
    """Which column of a file of payments means what."""
    return _columns(request, sha256, PAYMENTS)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def charges_columns(request, sha256):
    """Which column of a file of rents means what."""
    return _columns(request, sha256, CHARGES)


def _columns(request, sha256, purpose):
    waiting = PendingFile.objects.select_related("mapping")
    pending = get_object_or_404(waiting, sha256=sha256, by=request.user, purpose=purpose)
    form = ColumnsForm(request.POST or None, pending=pending, initial=_initial(pending))
    if form.is_valid() and attempt(form, actions.save_columns, pending, by=request.user, **form.facts):
        return redirect(NEXT[purpose], sha256)
    context = {"pending": pending, "form": form, "is_charges": purpose == CHARGES}
    return screen(request, "csv_columns", context)


def _initial(pending) -> dict:
    mapping = pending.mapping
    if mapping is None:
        return guessed(bytes(pending.data))
    plain = {name: getattr(mapping, name) for name in ("name", "delimiter", "encoding", "account")}
    return plain | {f"column_{field}": heading for field, heading in mapping.columns.items()}


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def charges_preview(request, sha256):
    """What the file of rents would do; the button does it, all lines or none."""
    pending = get_object_or_404(
        PendingFile.objects.select_related("mapping"), sha256=sha256, by=request.user, purpose=CHARGES
    )
    if pending.mapping is None:
        if request.method == "POST":
            messages.error(request, actions.ColumnsChanged.sentence)
        return redirect("arrears:charges-columns", sha256)
    if request.method == "POST":
        done = actions.confirm_charges(sha256, by=request.user, on=calendar.today())
        if done and not done.faults:
            said = ngettext("%(n)s new rent is read in.", "%(n)s new rents are read in.", done.created)
            messages.success(request, said % {"n": done.created})
            return redirect("arrears:rents")
    facts = {"layout": pending.mapping.layout, "by": request.user, "on": calendar.today()}
    outcome = actions.import_charges(bytes(pending.data), **facts)
    faults = [("risk", f"{_('Line %(line)s:') % {'line': f.line}} {f.sentence}") for f in outcome.faults[:MOST_FAULTS]]
    context = {"pending": pending, "outcome": outcome, "faults": faults}
    return screen(request, "charges_preview", context)
