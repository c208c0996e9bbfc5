"""Apartments: who lives where since when and until when, what stands empty and what that costs."""

from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import access_log, calendar
from bolots.access import Permission, require

from ..models import Apartment, OutOfUse, Tenancy
from .links import address
from .paging import by_key

PAGE_SIZE = 60
State = Apartment.State


@require_GET
@require(Permission.SEE_REGISTER)
def apartment_list(request):
    """All homes by address; the holder only where the user may know of the home."""
    today = calendar.today()
    homes, text = Apartment.objects.with_state(today).with_emptiness(today), _asked_for(request)
    counts, chosen = homes.counts(), request.GET.get("state", "")
    page = by_key(request, _found(homes, text, chosen), Apartment.STREET_ORDER, PAGE_SIZE)
    page |= {"counts": counts, "chips": _chips(counts, chosen, text), "text": text, "chosen": chosen}
    page |= {"rows": _with_stays(page["rows"], request, today), "may_edit": request.user.may(Permission.EDIT_REGISTER)}
    return render(request, "tenancies/apartment_list.html", page)


def _asked_for(request) -> str:
    """What the address asks for; no text in the database holds a NUL."""
    return request.GET.get("q", "").replace("\0", "").strip()[:60]


def _found(homes, text: str, state: str):
    """Narrowed to an address or number (never a name) and to a state."""
    for word in text.split():
        homes = homes.filter(Q(street__icontains=word) | Q(staircase__iexact=word) | Q(number__startswith=word))
    return homes.filter(state=state) if state in State else homes


def _chips(counts, chosen, text):
    labels = [
        ("", _("All"), counts["all"]),
        (State.LET, _("Let"), counts["let"]),
        (State.ENDING, _("Ending soon"), counts["ending"]),
        (State.OVERDUE, _("Past its planned end"), counts["overdue"]),
        (State.EMPTY, _("Empty"), counts["empty"]),
        (State.OUT_OF_USE, _("Out of use"), counts["out_of_use"]),
    ]
    if counts["not_held"]:
        labels.append((State.NOT_HELD, _("No head lease"), counts["not_held"]))
    return [
        {"label": f"{label} {number}", "url": address(state=state, q=text), "current": state == chosen}
        for state, label, number in labels
    ]


def _with_stays(homes, request, today) -> list[dict]:
    """Each home with its running stay, or the period that keeps it out of use."""
    stays = Tenancy.objects.filter(apartment__in=homes).running_on(today)
    running = {stay.apartment_id: stay for stay in stays}
    closed = {row.apartment_id: row for row in OutOfUse.objects.running_on(today).filter(apartment__in=homes)}
    seen = seen_stays(request, stays, "apartment-list")
    rows = [{"home": home, "stay": running.get(home.pk), "out": closed.get(home.pk)} for home in homes]
    return [row | {"seen": row["stay"] and seen.get(row["stay"].pk)} for row in rows]


def seen_stays(request, stays, what: str) -> dict:
    """The stays that the user may know of, with the name to show; each person's reading goes on record.

    A protected person's is as any other's home: no mark stands beside an address, and no way leads from it to the mark.
    """
    visible = stays.visible_to(request.user).with_shown_name(request.user)
    seen = {stay.pk: stay for stay in visible if stay.shown_name}
    access_log.record(request, {stay.holder_id for stay in seen.values()}, what)
    return seen
