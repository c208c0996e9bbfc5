"""A spreadsheet from its upload to the button that makes it count."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import access_log, calendar
from bolots.access import Permission, require

from ..exchange import columns, pending, wording
from ..exchange.forms import ColumnsForm, UploadForm
from ..exchange.workbook import Unreadable


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_REGISTER)
def upload(request):
    """Take a spreadsheet; its columns are asked for next."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            data = form.cleaned_data["sheet"].read()
            kept = pending.keep_upload(data, by=request.user, at=calendar.now())
        except Unreadable as error:
            form.add_error("sheet", wording.of_file(error))
        else:
            return redirect("tenancies:import-columns", kept.key)
    waiting = list(pending.waiting(request.user, calendar.now()))
    return render(request, "tenancies/import_upload.html", {"form": form, "pending": waiting})


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_REGISTER)
def choose_columns(request, key):
    """What each column is: as last time, or as its heading says. Then the file is tried."""
    kept = _waiting(request, key)
    table = pending.table_of(kept.data)
    chosen = kept.columns or pending.columns_for(table.headers)
    form = ColumnsForm(request.POST or None, table=table, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        pending.choose_columns(kept, table, form.chosen, by=request.user, on=calendar.today())
        return redirect("tenancies:import-preview", kept.key)
    context = {"form": form, "kept": kept, "rows": len(table.rows)}
    return render(request, "tenancies/import_columns.html", context)


@require_GET
@require(Permission.IMPORT_REGISTER)
def preview(request, key):
    """What the file would do, as it was tried. Changes nothing."""
    kept = _waiting(request, key)
    if kept.report is None:
        return redirect("tenancies:import-columns", key)
    report = kept.report
    access_log.record(request, report["people"], "import")
    none = {"new": 0, "same": 0, "differs": 0}
    figures = [{"label": part.label} | none | report["counts"].get(part.key, {}) for part in columns.parts()]
    context = {
        "kept": kept,
        "report": report,
        "figures": figures,
        "may_confirm": report["new"] and not report["faults"],
    }
    return render(request, "tenancies/import_preview.html", context)


@require_POST
@require(Permission.IMPORT_REGISTER)
def confirm(request, key):
    """Make the file count: all of it, or nothing. Pressed twice, it counts once."""
    moment = {"on": calendar.today(), "at": calendar.now()}
    report = pending.import_register(key, by=request.user, **moment)
    if report is None:
        messages.info(request, _("The file waits no longer: it has been answered, or is older than a day."))
        return redirect("tenancies:exchange")
    if report.faults:
        messages.error(request, _("Nothing is saved: the register has changed since the file was tried."))
        return redirect("tenancies:import-preview", key)
    said = ngettext("The file is read in: %(n)s new entry.", "The file is read in: %(n)s new entries.", report.new)
    messages.success(request, said % {"n": report.new})
    return redirect("tenancies:exchange")


@require_POST
@require(Permission.IMPORT_REGISTER)
def discard(request, key):
    """Throw the file away; nothing of it ever counted."""
    pending.discard_import(key, by=request.user)
    messages.info(request, _("The file is thrown away. Nothing of it counted."))
    return redirect("tenancies:exchange")


def _waiting(request, key):
    """The user's own file, with what is in it; 404 for anybody else's, and for one of yesterday."""
    return get_object_or_404(pending.waiting(request.user, calendar.now()).defer(None), key=key)
