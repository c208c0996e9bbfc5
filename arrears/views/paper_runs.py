"""Many papers at once: how far a run has come, what was left out and why, the printer's file; and rent notices."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import access_log, calendar, periods
from bolots.access import Permission, require
from bolots.models import LetterEvent
from bolots.refusals import Refused
from tenancies.models import Tenancy

from .. import actions, paper_words
from ..actions.delivering import SENT
from ..models import Charge, PaperItem, PaperRun, RentNotice
from ..privacy import with_homes
from .papers import served
from .screen import YEARS, claims_screen

SECONDS = 3  # between two looks at a run that works
SHOWN = 200
SENT_EVENTS = LetterEvent.objects.filter(letter=OuterRef("demand__letter"), kind__in=SENT)
BY_HAND = Q(demand__by_hand=True) | Q(notice__by_hand=True)


@require_GET
@require(Permission.MAKE_PAPERS)
def run(request, pk):
    """Made, left out with the reason, or waiting. While workers are at it the page looks again by itself."""
    row = get_object_or_404(PaperRun.objects.select_related("by"), pk=pk)
    counts = row.items.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(made_at__isnull=False)),
        out=Count("pk", filter=~Q(left_out="")),
        by_hand=Count("pk", filter=BY_HAND),
        unsent=Count("pk", filter=Q(demand__by_hand=False) & ~Q(Exists(SENT_EVENTS))),
    )
    is_stopped = actions.is_stopped(row)
    is_working = not is_stopped and (counts["done"] < counts["all"] or _is_being_bound(row, counts))
    context = {"run": row, **counts, "made": counts["done"] - counts["out"], "is_working": is_working}
    context |= {"is_stopped": is_stopped, "items": _items(request, row), "more": max(0, counts["all"] - SHOWN)}
    response = claims_screen(request, "paper_run", context)
    if is_working:
        response["Refresh"] = str(SECONDS)
    return response


def _is_being_bound(row, counts) -> bool:
    return row.kind != PaperRun.Kind.SMS and row.batch_id is None and counts["done"] > counts["out"] + counts["by_hand"]


def _items(request, row) -> list[dict]:
    """What was left out first, then the rest in the order of the printer."""
    items = row.items.select_related("demand", "notice").order_by("left_out", "pk")
    found = list(with_homes(items.exclude(left_out=""), request.user)[:SHOWN])
    found += list(with_homes(items.filter(left_out=""), request.user)[: SHOWN - len(found)])
    access_log.record(
        request, {item.tenancy.holder_id for item in found if item.tenancy.shown_name}, f"papers {row.pk}"
    )
    return [_row(item) for item in found]


def _row(item) -> dict:
    paper = item.demand or item.notice
    why = paper_words.left_out(item.left_out) if item.left_out else ""
    return {"item": item, "why": why, "by_hand": paper is not None and paper.by_hand}


@require_GET
@require(Permission.MAKE_PAPERS)
def batch(request, pk):
    """All papers of a run in one file. Not after somebody in it has got a protected identity."""
    row = get_object_or_404(PaperRun.objects.select_related("batch").exclude(batch=None), pk=pk)
    inside = Tenancy.objects.filter(pk__in=row.items.filter(left_out="").exclude(BY_HAND).values("tenancy"))
    if inside.hidden_from(request.user).exists():
        messages.error(request, _("Somebody in it has a protected identity now. Print the others one by one."))
        return redirect("arrears:paper-run", pk)
    access_log.record(request, inside.values_list("holder", flat=True), f"papers {pk}")
    return served(row.batch, f"utskrift-{pk}")


@require_POST
@require(Permission.MAKE_PAPERS)
def posted(request, pk):
    """All papers of a run that go by post were posted today: from now on they count."""
    row = get_object_or_404(PaperRun.objects.exclude(kind=PaperRun.Kind.NOTICE), pk=pk)
    try:
        number = actions.record_run_posted(row, by=request.user, on=calendar.today(), at=calendar.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        said = ngettext("Noted: %(n)s paper was posted.", "Noted: %(n)s papers were posted.", number)
        messages.success(request, said % {"n": number})
    return redirect("arrears:paper-run", pk)


@require_POST
@require(Permission.MAKE_PAPERS)
def go_on(request, pk):
    """A run whose last part gave up goes on."""
    row = get_object_or_404(PaperRun, pk=pk)
    try:
        actions.go_on(row, by=request.user, on=calendar.today(), at=calendar.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("arrears:paper-run", pk)


@require_http_methods(["GET", "POST"])
@require(Permission.MAKE_PAPERS)
def notices(request, month=None):
    """The rent notices of a month: how many are made, and the runs in which they were. POST makes the rest."""
    month = month or periods.next_month(calendar.today())
    if month.year not in YEARS:
        raise Http404
    if request.method == "POST":
        return _make(request, month)
    made = Exists(RentNotice.objects.filter(charge=OuterRef("pk")))
    waits = Exists(RentNotice.objects.to_hand_over().filter(charge=OuterRef("pk")))
    rents = Charge.objects.filter(kind=Charge.Kind.RENT, month=month, replaced_by=None)
    counts = rents.aggregate(
        all=Count("pk"),
        made=Count("pk", filter=Q(made)),
        open=Count("pk", filter=~Q(made) & Q(open_ore__gt=0)),
        to_hand_over=Count("pk", filter=Q(waits)),
    )
    context = {
        "month": month,
        **counts,
        "runs": _runs(month),
        "before": periods.previous_month(month),
        "after": periods.next_month(month),
    }
    return claims_screen(request, "notices", context)


def _runs(month):
    waiting = Exists(PaperItem.objects.waiting().filter(run=OuterRef("pk")))
    runs = PaperRun.objects.filter(kind=PaperRun.Kind.NOTICE, month=month).select_related("by")
    return runs.annotate(number=Count("items"), is_waiting=waiting).order_by("-pk")


def _make(request, month):
    try:
        row = actions.ask_for_notices(month=month, by=request.user, on=calendar.today(), at=calendar.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("arrears:notices", month)
    return redirect("arrears:paper-run", row.pk)
