"""One apartment: its facts, what its days have been, what is handed out with it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bolots import calendar
from bolots.access import Permission, require

from ..models import Apartment, OutOfUse, Tenancy
from ..rules import occupancy
from . import undo
from .apartments import seen_stays
from .loans import borrower

RETURNED = 20  # how many of the loans that are back are shown


@dataclass(frozen=True)
class Spell:
    """A stretch of a home's history: `kind` is stay, out or empty; `last_on` None while it goes on."""

    kind: str
    starts_on: date
    last_on: date | None
    stay: Tenancy | None = None
    seen: Tenancy | None = None
    period: OutOfUse | None = None
    days: int = 0
    ore: int = 0


@require_GET
@require(Permission.SEE_REGISTER)
def apartment_detail(request, pk):
    """One home: its facts, who lives there and who did before, its empty days, its keys."""
    today, may = calendar.today(), request.user.may
    homes = Apartment.objects.with_state(today).select_related("owner", "photo").defer("photo__jpeg")
    home = get_object_or_404(homes, pk=pk)
    stays, closed = home.tenancies.order_by("starts_on"), list(home.out_of_use.standing())
    seen = seen_stays(request, stays, "apartment")
    context = {
        "home": home,
        "history": _history(home, stays, closed, seen, today),
        "years": _years(home, stays, closed, today),
        "running": _running(stays, today),
        **_loans(home, seen, _running(stays, today), today),
        "photo": shown_photo(home),
        "sees_social": may(Permission.SEE_SOCIAL),
        "may_edit": may(Permission.EDIT_REGISTER),
    }
    context["undo"] = undo.offer(request, "apartment", home) if context["may_edit"] else None
    return render(request, "tenancies/apartment_detail.html", context)


def shown_photo(home):
    photo = getattr(home, "photo", None)
    return photo if photo and photo.removed_on is None else None


def _running(stays, today) -> Tenancy | None:
    return next((stay for stay in stays if stay.is_running(today)), None)


def _history(home, stays, closed, seen, today) -> list[Spell]:
    """Stays, periods out of use and the emptiness between them, newest first."""
    rows = [Spell("stay", s.starts_on, s.last_on, stay=s, seen=seen.get(s.pk)) for s in stays]
    rows += [Spell("out", p.starts_on, p.last_on, period=p) for p in closed]
    known = [row.starts_on for row in rows] + [home.head_starts_on or today]
    held = occupancy.held(min(known), today, home.head_starts_on, home.head_ends_on)
    rows += [_empty(home, *gap, today) for gap in occupancy.gaps(*held, _periods(stays) + _periods(closed))]
    return sorted(rows, key=lambda row: row.starts_on, reverse=True)


def _empty(home, starts_on, ends_on, today) -> Spell:
    days = (ends_on - starts_on).days
    ore = occupancy.cost_of_days(home.head_rent_ore or 0, days)
    return Spell("empty", starts_on, None if ends_on == today else ends_on - timedelta(days=1), days=days, ore=ore)


def _periods(rows) -> list[occupancy.Period]:
    return [(row.starts_on, row.ends_on) for row in rows]


def _years(home, stays, closed, today) -> list[tuple[int, occupancy.Occupancy]]:
    """The days of this year that have passed, and of last year, by what they were."""
    found = []
    for year in (today.year, today.year - 1):
        passed = min(date(year + 1, 1, 1), today)
        held = occupancy.held(date(year, 1, 1), passed, home.head_starts_on, home.head_ends_on)
        found.append((year, occupancy.days_of(*held, _periods(stays), _periods(closed))))
    return found


def _loans(home, seen, running, today) -> dict:
    """What is out, and what came back last; whom it is lent to where the user may know of the home."""
    is_closed = running is not None and not getattr(seen.get(running.pk), "shown_name", "")
    loans = list(home.loans.select_related("tenancy").order_by("-issued_on", "-pk"))
    rows = [borrower(loan, seen, is_closed=is_closed, on=today) for loan in loans]
    back = sorted((row for row in rows if row["loan"].returned_on), key=lambda row: row["loan"].returned_on)
    return {
        "loans_out": [row for row in rows if row["loan"].returned_on is None],
        "loans_back": back[: -RETURNED - 1 : -1],
    }
