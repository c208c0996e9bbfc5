"""A year's due dates, for the finance officer and whoever asks when a home can be lost."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_GET

from bolots import calendar
from bolots.access import Permission, require

from ..rules.due_dates import due_dates
from .screen import screen

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_GET
@require(Permission.SEE_LEDGER)
def year(request, year: int | None = None):
    """The twelve months of a year with their three due dates and the day from which forfeiture is possible."""
    year = year or calendar.today().year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    months = [date(year, number, 1) for number in range(1, 13)]
    rows = [(month, due_dates(month)) for month in months]
    return screen(
        request, "due_dates", {"year": year, "rows": rows, "before": _address(year - 1), "after": _address(year + 1)}
    )


def _address(year: int) -> str:
    return reverse("arrears:due-dates", args=[year]) if FIRST_YEAR <= year <= LAST_YEAR else ""
