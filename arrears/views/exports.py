"""The book as a file: which period, which format."""

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from bolots import access_log, calendar, periods
from bolots.access import Permission, require
from tenancies.models import Tenancy

from ..exports import FORMATS, tenancies_of
from ..forms.ledger import ExportForm
from .screen import screen

DAY = timedelta(days=1)


@require_http_methods(["GET", "POST"])
@require(Permission.EXPORT_LEDGER)
def export(request):
    """Asks for the period, last month at first; the answer is the file. Whose rows it holds goes on record."""
    this = periods.first_of(calendar.today())
    last_month = {"from_on": periods.previous_month(this), "until_on": this - DAY, "format": "sie"}
    form = ExportForm(request.POST or None, initial=last_month)
    if not form.is_valid():
        return screen(request, "ledger_export", {"form": form})
    period = form.cleaned_data["from_on"], form.cleaned_data["until_on"]
    wanted = FORMATS[form.cleaned_data["format"]]
    holders = Tenancy.objects.filter(pk__in=tenancies_of(*period)).values_list("holder", flat=True)
    access_log.record(request, holders, "export ledger")
    response = HttpResponse(wanted.write(*period), content_type=wanted.content_type)
    name = f"reskontra-{period[0]}-{period[1]}.{wanted.ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
