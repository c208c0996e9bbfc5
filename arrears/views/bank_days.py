"""Is every bank day's money in the book once? Days that two channels told of, side by side."""

from django.views.decorators.http import require_GET

from bolots import calendar
from bolots.access import Permission, require

from .. import coverage
from .screen import screen


@require_GET
@require(Permission.SEE_LEDGER)
def bank_days(request):
    """The days of the last weeks of which something was held back, with both sums; what does not add up first."""
    today = calendar.today()
    return screen(request, "bank_days", {"days": coverage.held_days(today), "weeks": coverage.DAYS // 7})
