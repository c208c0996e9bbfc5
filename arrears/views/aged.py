"""Aged balances: who owes how much since when, on any day; those who have left stand apart."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import access_log
from bolots.access import Permission, require
from tenancies.exchange.writing import CSV, Ore, Sheet, as_csv
from tenancies.models import Tenancy
from tenancies.models.stays import sees_every_home

from ..aged import Aged, aged_on, sums
from ..forms.ledger import DayForm
from .screen import screen

ROWS = 50
FORMER = "former"


@require_GET
@require(Permission.SEE_LEDGER)
def aged(request):
    """The bands of both groups, and the homes of one of them, the largest debt first."""
    form = DayForm.of(request.GET)
    day = form.asked["day"]
    here, former = _found(request.user, day)
    shows_former = request.GET.get("show") == FORMER
    page = Paginator(former if shows_former else here, ROWS).get_page(request.GET.get("page"))
    homes = _homes(request, [row.tenancy_id for row in page])
    context = {
        "form": form,
        "day": day,
        "groups": [(_("Living here"), len(here), sums(here)), (_("Former tenants"), len(former), sums(former))],
        "total": sums([*here, *former]),
        "page": page,
        "rows": [(row, homes[row.tenancy_id]) for row in page],
        "chips": _chips(day, shows_former),
        "shows_former": shows_former,
    }
    return screen(request, "aged", context)


@require_GET
@require(Permission.EXPORT_LEDGER)
def aged_file(request):
    """The same as CSV, by the tenancies' numbers: no names. Whose debts they are goes on record."""
    day = DayForm.of(request.GET).asked["day"]
    here, former = _found(request.user, day)
    homes = _homes(request, [row.tenancy_id for row in (*here, *former)])
    access_log.record(request, {home.holder_id for home in homes.values()}, "export aged")
    response = HttpResponse(as_csv(_sheet([*here, *former])), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="aldersanalys-{day}.csv"'
    return response


def _found(user, day) -> tuple[list[Aged], list[Aged]]:
    """The debts of the homes that the user may know of: of those who live there on the day, and of those who left."""
    visible = None if sees_every_home(user) else Tenancy.objects.visible_to(user).values_list("pk", flat=True)
    rows = aged_on(day, tenancies=visible)
    return [row for row in rows if not row.is_former], [row for row in rows if row.is_former]


def _homes(request, keys) -> dict[int, Tenancy]:
    return Tenancy.objects.with_shown_name(request.user).select_related("apartment").in_bulk(keys)


def _sheet(rows: list[Aged]) -> Sheet:
    heading = [_("Tenancy"), _("Former tenant"), _("1–7 days"), _("8–30 days"), _("31–90 days")]
    heading += [_("More than 90 days"), _("Sum"), _("The oldest was due")]
    said = {True: _("yes"), False: _("no")}
    written = [[row.tenancy_id, said[row.is_former], *map(Ore, row.bands), Ore(row.ore), row.oldest_on] for row in rows]
    return Sheet(_("Aged balances"), heading, written)


def _chips(day, shows_former: bool):
    return [
        {"label": _("Living here"), "url": f"?day={day}", "current": not shows_former},
        {"label": _("Former tenants"), "url": f"?day={day}&show={FORMER}", "current": shows_former},
    ]
