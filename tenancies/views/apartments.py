"""Apartments: who lives where since when and until when, what stands empty and what that costs."""

from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import access_log, calendar
from bolots.access import Permission, require

from ..models import Apartment, Tenancy
from .links import address

PAGE_SIZE = 60
State = Apartment.State


@require_GET
@require(Permission.SEE_REGISTER)
def apartment_list(request):
    """All homes by address; the holder only where the user may know of the home."""
    today = calendar.today()
    homes, text = Apartment.objects.with_state(today).in_street_order(), _asked_for(request)
    counts = homes.counts()
    chosen = request.GET.get("state", "")
    page = Paginator(_found(homes, text, chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = _with_stays(list(page.object_list), request, today)
    chips = _chips(counts, chosen, text)
    context = {"page": page, "rows": rows, "counts": counts, "chips": chips, "text": text, "chosen": chosen}
    return render(request, "tenancies/apartment_list.html", context)


def _asked_for(request) -> str:
    """What the address asks for; no text in the database holds a NUL."""
    return request.GET.get("q", "").replace("\0", "").strip()[:60]


def _found(homes, text: str, state: str):
    """Narrowed to an address or number (never a name) and to a state."""
    for word in text.split():
        homes = homes.filter(Q(street__icontains=word) | Q(staircase__iexact=word) | Q(number__startswith=word))
    return homes.filter(state=state) if state in State else homes


def _chips(counts, chosen, text):
    labels = [("", _("All"), counts["all"]), (State.LET, _("Let"), counts["let"])]
    labels += [(State.ENDING, _("Ending soon"), counts["ending"])]
    labels += [(State.OVERDUE, _("Past its planned end"), counts["overdue"])]
    labels += [(State.EMPTY, _("Empty"), counts["empty"])]
    return [
        {"label": f"{label} {number}", "url": address(state=state, q=text), "current": state == chosen}
        for state, label, number in labels
    ]


def _with_stays(homes, request, today) -> list[dict]:
    """Each home with its running stay and since when it has been empty."""
    stays = Tenancy.objects.filter(apartment__in=homes)
    running = {stay.apartment_id: stay for stay in stays.running_on(today)}
    seen = _seen(request, stays.running_on(today), "apartment-list")
    left = stays.filter(ends_on__lte=today).values_list("apartment").annotate(Max("ends_on"))
    empty_since = dict(left.order_by())
    rows = [{"home": home, "stay": running.get(home.pk), "empty_since": empty_since.get(home.pk)} for home in homes]
    return [row | {"seen": row["stay"] and seen.get(row["stay"].pk)} for row in rows]


def _seen(request, stays, what: str) -> dict:
    """The stays that the user may know of, with the name to show; each person's reading goes on record.

    A protected person's is as any other's home: no mark stands beside an address, and no way leads from it to the mark.
    """
    visible = stays.visible_to(request.user).with_shown_name(request.user)
    seen = {stay.pk: stay for stay in visible if stay.shown_name}
    access_log.record(request, {stay.holder_id for stay in seen.values()}, what)
    return seen


@require_GET
@require(Permission.SEE_REGISTER)
def apartment_detail(request, pk):
    """One home: its facts, who lives there, and who did before."""
    today = calendar.today()
    homes = Apartment.objects.with_state(today).select_related("owner")
    home = get_object_or_404(homes, pk=pk)
    stays = home.tenancies.order_by("-starts_on")
    seen = _seen(request, stays, "apartment")
    rows = [{"stay": stay, "seen": seen.get(stay.pk)} for stay in stays]
    running = next((stay for stay in stays if stay.is_running(today)), None)
    sees_social = request.user.may(Permission.SEE_SOCIAL)
    context = {"home": home, "rows": rows, "running": running, "sees_social": sees_social}
    return render(request, "tenancies/apartment_detail.html", context)
