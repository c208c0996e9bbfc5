"""In and out: the page that gathers both, and the register's lists as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bolots import access_log, calendar
from bolots.access import Permission, require

from ..exchange import exporting, pending, template, writing
from ..exchange.forms import UploadForm

FORMS = {"xlsx": writing.XLSX, "csv": writing.CSV, "txt": "text/plain; charset=utf-8"}


@require_GET
@require(Permission.EXPORT_REGISTER)
def exchange(request):
    """Which files can be had, and where one is read in."""
    user = request.user
    context = {
        "lists": [one for one in exporting.LISTS.values() if user.may(one.needs)],
        "may_import": user.may(Permission.IMPORT_REGISTER),
        "pending": list(pending.waiting(user, calendar.now())),
        "form": UploadForm(),
    }
    return render(request, "tenancies/exchange.html", context)


@require_GET
@require(Permission.EXPORT_REGISTER)
def export(request, what, form):
    """A list as a file (`txt`: what its columns mean). Each person in it goes on record."""
    wanted, today = exporting.LISTS.get(what), calendar.today()
    if wanted is None or form not in FORMS or not request.user.may(wanted.needs):
        raise Http404
    listed, meaning, persons = exporting.sheets(wanted, request.user, today)
    if form == "txt":
        return _file(writing.as_words(meaning), form, f"{what}-kolumner")
    access_log.record(request, persons, f"export {what}")
    content = writing.as_xlsx(listed, meaning) if form == "xlsx" else writing.as_csv(listed)
    return _file(content, form, f"{what}-{today}")


@require_GET
@require(Permission.IMPORT_REGISTER)
def import_template(request):
    """The spreadsheet to fill in."""
    return _file(template.template(), "xlsx", "registret-mall")


def _file(content: bytes, form: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
