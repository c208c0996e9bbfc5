"""Efter flytten: old debts by their last days, and what keeps them alive."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.refusals import attempt
from tenancies.models import Tenancy
from tenancies.models.stays import sees_every_home

from .. import actions
from .. import claims as reading
from ..forms.claims import BreakForm
from ..models import LimitationBreak
from ..rules.limitation import sue_by
from .people import holder
from .screen import claims_screen

PAGE_SIZE = 50
SOON_DAYS = 184  # before a last day, as the first reminder
LISTS = {"": reading.after_the_home, "running": reading.at_home}
SINCE = {
    "due": gettext_lazy("since it was due"),
    "payment": gettext_lazy("since a payment"),
    "demand": gettext_lazy("since a written demand"),
    "acknowledged": gettext_lazy("since the tenant acknowledged it"),
    "claimed": gettext_lazy("since a written claim"),
    "suit": gettext_lazy("since it was sued for"),
}


@require_GET
@require(Permission.SEE_LEDGER)
def claims(request):
    """What former tenants owe, the nearest last day first; or the old rents of those who live there still."""
    on, kind = calendar.today(), request.GET.get("show", "")
    kind = kind if kind in LISTS else ""
    visible = Tenancy.objects.visible_to(request.user)
    homes = None if sees_every_home(request.user) else list(visible.values_list("pk", flat=True))
    page = Paginator(LISTS[kind](on, homes), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = _rows(request, page, on)
    chips = [
        {"label": _("Moved out"), "url": "?show=", "current": not kind},
        {"label": _("Live there"), "url": "?show=running", "current": bool(kind)},
    ]
    total = sum(claim.rent_ore + claim.other_ore for claim in page.paginator.object_list)
    return claims_screen(
        request, "claims", {"rows": rows, "page": page, "chips": chips, "kind": kind, "total_ore": total}
    )


def _rows(request, page, on) -> list[dict]:
    """Each claim with its home; the reading of whom it tells of goes on record."""
    stays = Tenancy.objects.with_shown_name(request.user).select_related("apartment")
    homes = stays.in_bulk([claim.tenancy_id for claim in page])
    access_log.record(request, {home.holder_id for home in homes.values()}, "claims")
    return [
        {
            "claim": claim,
            "tenancy": homes[claim.tenancy_id],
            "days": (on - claim.last_on).days if claim.last_on else 0,
            "sue": _state(claim.sue_by, on),
            "lapses": _state(claim.lapses_on, on),
        }
        for claim in page
    ]


def _state(day, on) -> tuple | None:
    """A last day as (kind, day); None without one."""
    if day is None:
        return None
    return ("risk" if day < on else "late" if (day - on).days <= SOON_DAYS else "waiting"), day


@require_GET
@require(Permission.SEE_LEDGER)
def claim(request, pk):
    """The open rents of one home, each with its clock, and what has interrupted it."""
    stay = get_object_or_404(Tenancy.objects.visible_to(request.user), pk=pk)
    on, breaks = calendar.today(), LimitationBreak.objects.filter(tenancy=stay).select_related("by")
    breaks = list(breaks.order_by("-happened_on", "-pk"))
    suits = [row.happened_on for row in breaks if row.kind == LimitationBreak.Kind.SUIT]
    is_over = stay.is_over(on)
    clocks = reading.clocks_of(stay)
    context = {
        "tenancy": holder(request, pk, "claim"),
        "is_over": is_over,
        "sue": _state(sue_by(stay.last_on, suits), on) if is_over else None,
        "rows": [(clock, _state(clock.lapse.lapses_on, on), SINCE[clock.since]) for clock in clocks],
        "rent_ore": sum(clock.charge.open_ore for clock in clocks),
        "breaks": breaks,
        "may_record": request.user.may(Permission.HANDLE_CHARGES),
    }
    return claims_screen(request, "claim", context)


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_CHARGES)
def record_break(request, pk):
    """What interrupts limitation: kind, day and proof."""
    stay = get_object_or_404(Tenancy.objects.visible_to(request.user).with_shown_name(request.user), pk=pk)
    form = BreakForm(request.POST or None)
    if form.is_valid():
        facts = {**form.cleaned_data, "by": request.user, "on": calendar.today()}
        if attempt(form, actions.record_break, stay, **facts):
            messages.success(request, _("Recorded. The clocks count from that day."))
            return redirect("arrears:claim", pk)
    return claims_screen(request, "limitation_break", {"form": form, "tenancy": stay})
