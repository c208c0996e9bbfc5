"""The months of the whole book, closed: does what was owed, charged and paid give what is owed?"""

from django.http import Http404
from django.views.decorators.http import require_GET

from bolots import calendar, periods
from bolots.access import Permission, require

from .. import closing
from ..models import Charge, Payment
from ..whose import waiting_on
from .screen import YEARS, screen

MONTHS = 12


@require_GET
@require(Permission.SEE_LEDGER)
def months(request):
    """The last twelve months, the newest first."""
    today = calendar.today()
    this = periods.first_of(today)
    shown = [periods.add_months(this, -back) for back in reversed(range(MONTHS))]
    rows = closing.closed(shown, until=today)
    context = {"rows": rows[::-1], "wrong": [row for row in rows if not row.is_proved]}
    return screen(request, "closing", context)


@require_GET
@require(Permission.SEE_LEDGER)
def month(request, month):
    """One month with its rows summed per kind, and the proof as a sum that one can follow."""
    today = calendar.today()
    if month.year not in YEARS or month > today:
        raise Http404
    [row] = closing.closed([month], until=today)
    before = periods.previous_month(month)
    after = periods.next_month(month)
    context = {
        "row": row,
        "charged": _labelled(row.charged, Charge.Kind),
        "settled": _labelled(row.settled, Payment.Source),
        "waiting_ore": waiting_on(row.until_on),
        "is_running": row.until_on < after and row.until_on == today,
        "before": before if before.year in YEARS else None,
        "after": after if after <= today else None,
    }
    return screen(request, "closing_month", context)


def _labelled(sums, choices) -> list[tuple]:
    """Words and öre of each kind that there was, in the order of the model."""
    return [(choice.label, choice.value, sums[choice.value]) for choice in choices if choice.value in sums]
