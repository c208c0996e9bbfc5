"""The book of a home, and of a person with all homes: the debt stays with the person after the move."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from bolots import access_log
from bolots.access import Permission, require
from tenancies.models import Tenancy

from .. import book
from ..actions.charging import is_own_ocr
from ..forms.ledger import ReadingForm
from ..privacy import shown_texts
from .people import holder
from .screen import screen


@require_GET
@require(Permission.SEE_LEDGER)
def home(request, pk):
    """Every row of one home's book, newest first, with the balance after each."""
    get_object_or_404(Tenancy.objects.visible_to(request.user), pk=pk)
    tenancy = holder(request, pk, "ledger")
    others = Tenancy.objects.visible_to(request.user).filter(holder=tenancy.holder_id).exclude(pk=pk)
    context = {"tenancy": tenancy, "has_others": others.exists()}
    return _screen(request, "home_ledger", [tenancy], context)


@require_GET
@require(Permission.SEE_LEDGER)
def person(request, pk):
    """The same over all the homes of a person that the user may know of."""
    stays = Tenancy.objects.visible_to(request.user).filter(holder=pk).with_shown_name(request.user)
    homes = list(stays.select_related("apartment").order_by("-starts_on", "-pk"))
    if not homes:
        raise Http404
    access_log.record(request, [pk], "person-ledger")
    return _screen(request, "person_ledger", homes, {"number": pk, "name": homes[0].shown_name})


def _screen(request, template, homes, context):
    form = ReadingForm.of(request.GET)
    day, reading = form.asked["day"], form.asked["reading"]
    by_key = {home.pk: home for home in homes}
    page = book.lines(by_key, day, reading=reading, **_place(request))
    balances = book.balances_on(day, tenancies=by_key, reading=reading)
    lines = _with_shown_texts(page.lines, request.user)
    shown = {
        "rows": [(line, by_key[line.tenancy_id], is_own_ocr(line.ocr, line.id)) for line in lines],
        "newer": _address(request, after=page.newer),
        "older": _address(request, before=page.older),
        "balances": [(home, balances.get(home.pk, book.Balance())) for home in homes],
        "sum": sum((balances[pk] for pk in by_key if pk in balances), book.Balance()),
    }
    return screen(request, template, {**context, **shown, "form": form, "day": day, "reading": reading})


def _with_shown_texts(lines, user) -> list:
    """The lines, without what people wrote in the name of a file or the number of a deposit of a protected person."""
    shown = shown_texts([text for line in lines if line.file_id for text in (line.file, line.serial)], user)
    return [replace(line, file=shown[line.file], serial=shown[line.serial]) if line.file_id else line for line in lines]


def _place(request) -> dict:
    keys = {name: book.Key.parse(request.GET.get(name, "")) for name in ("before", "after")}
    return {"after": keys["after"]} if keys["after"] else {"before": keys["before"]}


def _address(request, **key) -> str:
    """This page's address with another place in the book; none where the page has no neighbour."""
    [(name, place)] = key.items()
    if place is None:
        return ""
    query = request.GET.copy()
    for old in ("before", "after"):
        query.pop(old, None)
    query[name] = str(place)
    return f"?{query.urlencode()}"
