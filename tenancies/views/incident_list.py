"""The incidents of all homes that one may know of."""

from datetime import date

from django.db.models import Prefetch, Q
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from bolots import access_log, calendar
from bolots.access import Permission, require

from .. import incident_words
from ..forms.incidents import IncidentFilter
from ..models import Incident, Tenancy
from .links import address

PAGE_SIZE = 40
OPEN, SERIOUS, RESOLVED = IncidentFilter.OPEN, IncidentFilter.SERIOUS, IncidentFilter.RESOLVED


@require_GET
@require(Permission.SEE_SOCIAL)
def incident_list(request):
    """Open, serious, or resolved ones, the newest first."""
    form, today = IncidentFilter(request.GET), calendar.today()
    chosen = form.cleaned_data if form.is_valid() else {}
    shown, place = chosen.get("show") or OPEN, chosen.get("after")
    found = list(_found(request.user, shown, place)[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    access_log.record(request, {row.tenancy.holder_id for row in page}, "incident-list")
    context = {
        "rows": [{"incident": row, "next": incident_words.next_step(row, today)} for row in page],
        "chips": _chips(shown),
        "older": address(show=shown, after=f"{page[-1].happened_on}.{page[-1].pk}") if len(found) > PAGE_SIZE else "",
        "first": address(show=shown) if place else "",
    }
    return render(request, "tenancies/incident_list.html", context)


def _found(user, shown: str, place: tuple[date, int] | None):
    """After the place, which is day and number of the last incident that was shown."""
    incidents = Incident.objects.visible_to(user).newest_first()
    if shown == RESOLVED:
        incidents = incidents.exclude(resolved_on=None)
    else:
        incidents = incidents.open().serious() if shown == SERIOUS else incidents.open()
    if place:
        day, pk = place
        incidents = incidents.filter(Q(happened_on__lt=day) | Q(happened_on=day, pk__lt=pk))
    homes = Tenancy.objects.with_shown_name(user).select_related("apartment")
    return incidents.select_related("correction").prefetch_related(Prefetch("tenancy", homes))


def _chips(shown: str) -> list[dict]:
    labels = {
        OPEN: pgettext("incidents", "Open"),
        SERIOUS: pgettext("incidents", "Serious"),
        RESOLVED: pgettext("incidents", "Resolved"),
    }
    return [{"label": label, "url": address(show=key), "current": key == shown} for key, label in labels.items()]
