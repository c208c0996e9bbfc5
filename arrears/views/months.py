"""A month's charges, by how they were paid."""

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from bolots import calendar, money, periods
from bolots.access import Permission, require

from .. import months
from ..models import Charge
from ..privacy import with_homes
from .screen import YEARS, screen

SHOWN = {
    "": _("All"),
    months.IN_TIME: _("Paid in time"),
    months.LATE: _("Paid late"),
    months.UNPAID: _("Unpaid"),
    months.CREDITED: _("Credited"),
    months.WRITTEN_OFF: _("Written off"),
}
BARS = ("b3", "b2", "evict-bar")
ROWS = 50


def charges_of(month, *, user, on):
    """The month's rents that the user may see, with their state, in street order: no fees, and of a rent that was
    changed the newest version only.

    Those of protected persons stand last, for everybody: their place among the streets would tell where they live.
    """
    charges = Charge.objects.visible_to(user).newest().filter(month=month, kind__in=Charge.DEBT_KINDS)
    charges = months.with_state(charges, on=on)
    place = ("street", "staircase", "number")
    home = ("tenancy__holder__is_protected", *(f"tenancy__apartment__{name}" for name in place), "pk")
    return with_homes(charges, user).order_by(*home)


@require_GET
@require(Permission.SEE_LEDGER)
def month(request, month=None):
    """Every charge of a month, or those of one state. The figures count the rows, so that no page does."""
    today = calendar.today()
    month = month or periods.first_of(today)
    if not _known(month):
        raise Http404
    charges = charges_of(month, user=request.user, on=today)
    figures, shown = months.figures(charges), _shown(request)
    rows = Paginator(charges.filter(state=shown) if shown else charges, ROWS)
    rows.count = figures.count_of(shown)
    context = {
        "month": month,
        **drawn(figures),
        "page": rows.get_page(request.GET.get("page")),
        "chips": _chips(figures, shown),
        "before": _known(periods.previous_month(month)),
        "after": _known(periods.next_month(month)),
    }
    return screen(request, "month", context)


def _shown(request) -> str:
    said = request.GET.get("show", "")
    return said if said in SHOWN else ""


def _known(month):
    return month if month.year in YEARS else None


def drawn(figures) -> dict:
    """The figures with the bar that shows them: css class, place and width in per cent."""
    shares = (
        money.split(1000, [figures.in_time.ore, figures.late.ore, figures.unpaid.ore + figures.written_off.ore])
        if figures.charged.ore
        else ()
    )
    edges = [sum(shares[:place]) for place in range(len(shares))]
    bars = [
        {"css": css, "x": _tenths(edge), "width": _tenths(width)}
        for css, edge, width in zip(BARS, edges, shares, strict=False)
        if width
    ]
    percent = money.share(100, figures.in_time.homes, figures.charged.homes) if figures.charged.homes else 0
    return {"figures": figures, "bars": bars, "in_time_percent": percent}


def _tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}"


def _chips(figures, shown):
    labels = [
        (name, f"{label} {figures.count_of(name)}")
        for name, label in SHOWN.items()
        if name != months.WRITTEN_OFF or figures.written_off.homes
    ]
    return [{"label": label, "url": f"?show={name}", "current": name == shown} for name, label in labels]
