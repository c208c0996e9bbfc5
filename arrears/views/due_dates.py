"""A year's due dates, for the finance officer and whoever asks when a home can be lost."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_GET

from bolots import calendar
from bolots.access import Permission, require

from ..rules.due_dates import due_dates
from .screen import YEARS, screen


@require_GET
@require(Permission.SEE_LEDGER)
def year(request, year: int | None = None):
    """The twelve months of a year with their three due dates and the day from which forfeiture is possible."""
    year = calendar.today().year if year is None else year
    if year not in YEARS:
        raise Http404
    months = [date(year, number, 1) for number in range(1, 13)]
    rows = [(month, due_dates(month)) for month in months]
    return screen(
        request, "due_dates", {"year": year, "rows": rows, "before": _address(year - 1), "after": _address(year + 1)}
    )


def _address(year: int) -> str:
    return reverse("arrears:due-dates", args=[year]) if year in YEARS else ""
