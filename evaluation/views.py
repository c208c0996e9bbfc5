"""Uppföljning: the manager's page and the rows behind its figures. Homes by address; names are on the home's page."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.views.decorators.http import require_GET

from arrears import ledger
from arrears.models import Charge, LateRent
from arrears.versions import newest_known
from bolots import calendar
from bolots.access import Permission, require
from tenancies.models import Tenancy

from . import charts
from . import follow_up as manager
from .debts import debts_on
from .first_attempts import cases

ROWS = 50
YEARS = 5  # of evictions
FIRST_DAY = date(2000, 1, 1)  # before it there is no rent, and nobody knows the holidays


@require_GET
@require(Permission.SEE_FIGURES)
def follow_up(request):
    """Is it getting better, and what needs me first?"""
    may_run = request.user.may(Permission.RUN_JOBS)
    return render(request, "evaluation/follow_up.html", {"may_run": may_run, **manager.page(calendar.now())})


@require_GET
@require(Permission.SEE_FIGURES)
def debt(request):
    """Who owed what on a day, as known then; those who have left are told apart."""
    day = _day(request)
    page = Paginator(debts_on(day), ROWS).get_page(request.GET.get("page"))
    homes = _homes(request).in_bulk([row.tenancy_id for row in page])
    rows = [(row, homes[row.tenancy_id]) for row in page]
    total = sum(row.ore for row in page.paginator.object_list)
    return render(request, "evaluation/debt.html", {"day": day, "page": page, "rows": rows, "total": total})


@require_GET
@require(Permission.SEE_FIGURES)
def late(request):
    """The late rents of a day, as known then, the oldest first."""
    day = _day(request)
    found = ledger.late_on(day)
    return _late(request, day, found, list(found))


@require_GET
@require(Permission.SEE_FIGURES)
def flagged(request):
    """The rents that became late in the month of a day, up to it, each in its newest version; those that have been paid
    since owe nothing.
    """
    day = _day(request)
    became = LateRent.objects.filter(flagged_on__range=(day.replace(day=1), day)).values_list("charge", flat=True)
    newest = newest_known(became, day)
    return _late(request, day, ledger.open_on(day, newest), newest, month=day)


def _late(request, day, open_ore, shown, **more):
    """A page of charges with what was open of each on the day, öre."""
    charges = Charge.objects.filter(pk__in=shown).order_by("safe_due_on", "pk")
    charges = charges.prefetch_related(Prefetch("tenancy", _homes(request)))
    pages = Paginator(charges, ROWS)
    pages.count = len(shown)
    page = pages.get_page(request.GET.get("page"))
    rows = [(charge, open_ore.get(charge.pk, 0), (day - charge.safe_due_on).days) for charge in page]
    total = sum(open_ore.get(pk, 0) for pk in shown)
    context = {"day": day, "page": page, "rows": rows, "total": total, "month": None, **more}
    return render(request, "evaluation/late.html", context)


@require_GET
@require(Permission.SEE_FIGURES)
def evictions(request):
    """The evictions of the last years, with their grounds and what is still owed."""
    today = calendar.today()
    owed = (
        Charge.objects.filter(tenancy=OuterRef("pk"), kind__in=Charge.DEBT_KINDS)
        .order_by()
        .values("tenancy")
        .annotate(ore=Sum("open_ore"))
    )
    found = _homes(request).evicted_between(date(today.year - YEARS + 1, 1, 1), today)
    rows = found.annotate(owed_ore=Coalesce(Subquery(owed.values("ore")), 0)).order_by("-ends_on", "-pk")
    return render(request, "evaluation/evictions.html", {"rows": rows, "years": YEARS})


@require_GET
@require(Permission.SEE_FIGURES)
def first_attempts(request):
    """The cases behind the median: when the rent was flagged, when somebody knocked, when the tenant was met."""
    today = calendar.today()
    since = charts.quarters(today)[0]
    page = Paginator(cases(since, today).order_by("-opened_on", "-pk"), ROWS).get_page(request.GET.get("page"))
    return render(request, "evaluation/first_attempts.html", {"page": page, "since": since})


def _homes(request):
    """Homes with their address as the user may see it: not where a protected person lives."""
    return Tenancy.objects.with_shown_name(request.user).select_related("apartment")


def _day(request) -> date:
    """The day that the address asks for, today if it asks for none or for nonsense; never one to come."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return calendar.today()
    return min(day, calendar.today()) if day >= FIRST_DAY else calendar.today()
