"""Papers that were made: which, in what state, and what happened to each."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.models import LetterEvent, User
from bolots.refusals import Refused

from .. import actions, paper_words
from ..actions.delivering import HANDED, PRINTED, SENT
from ..forms.papers import EventForm
from ..models import Demand
from ..privacy import with_homes
from .paging import by_key
from .papers import known, say_handed_over
from .screen import claims_screen


@require_GET
@require(Permission.SEE_LEDGER)
def demand_list(request):
    """The reminders and demands of the homes that one may know of, newest first, with their state."""
    demands = with_homes(with_state(Demand.objects.visible_to(request.user)), request.user)
    page = by_key(request, demands)
    people = {row.tenancy.holder_id for row in page["rows"] if row.tenancy.shown_name}
    access_log.record(request, people, "demand-list")
    page["rows"] = [{"demand": row, "state": _state(row)} for row in page["rows"]]
    return claims_screen(request, "demand_list", page)


def with_state(demands):
    """Annotate `newest`: what happened to the paper last."""
    events = LetterEvent.objects.filter(letter=OuterRef("letter")).order_by("-pk")
    return demands.annotate(newest=Subquery(events.values("kind")[:1]))


@require_GET
@require(Permission.SEE_LEDGER)
def demand(request, pk):
    """What was asked for, of which rents, and what happened to the paper."""
    row, tenancy = _find(request, pk)
    context = {
        "demand": row,
        "tenancy": tenancy,
        "lines": row.lines.select_related("charge").order_by("charge__month", "pk"),
        "events": _events(row),
        "state": _state(row),
        "text": row.letter.html.partition("<p>")[2].partition("</p>")[0] if row.kind == Demand.Kind.SMS else "",
        "next": _next(row),
        "may_note": request.user.may(Permission.MAKE_PAPERS),
        "may_hand_over": row.by_hand and row.newest in (None, PRINTED) and request.user.may(Permission.KEEP_DATES),
    }
    return claims_screen(request, "demand", context)


def _state(row) -> tuple[str, str]:
    return paper_words.state(row.newest or "", by_hand=row.by_hand)


def _find(request, pk):
    demands = with_state(Demand.objects.visible_to(request.user)).select_related("letter", "by")
    row = get_object_or_404(demands, pk=pk)
    return row, known(request, row.tenancy_id, f"demand {pk}")


def _events(row) -> list[dict]:
    """What happened to the paper, when, and who noted it; newest first."""
    events = list(row.letter.events.order_by("-pk"))
    names = dict(User.objects.filter(pk__in={event.by_id for event in events}).values_list("pk", "first_name"))
    return [
        {"word": paper_words.event(event.kind).capitalize(), "at": event.at, "by": names.get(event.by_id, "")}
        for event in events
    ]


def _next(row) -> list[tuple[str, str]]:
    """What may be noted next: how it was sent, and what came of that."""
    if row.kind == Demand.Kind.SMS:
        return [("sent_sms", paper_words.event("sent_sms"))]
    codes = [PRINTED, HANDED] if row.by_hand else [PRINTED, "sent_post", HANDED]
    if row.newest in SENT:
        codes += ["returned", "received"]
    return [(code, paper_words.event(code)) for code in codes]


@require_POST
@require(Permission.MAKE_PAPERS)
def note_event(request, pk):
    """Note what happened to a paper; one that came back is told to the case worker."""
    row, _tenancy = _find(request, pk)
    form = EventForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what happened to the paper."))
        return redirect("arrears:demand", pk)
    try:
        actions.record_delivery(
            row, kind=form.cleaned_data["event"], by=request.user, on=calendar.today(), at=calendar.now()
        )
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _noted(form.cleaned_data["event"]))
    return redirect("arrears:demand", pk)


@require_POST
@require(Permission.KEEP_DATES)
def hand_over(request, pk):
    """The case worker has given the paper to the tenant."""
    row, _tenancy = _find(request, pk)
    done = {"by": request.user, "on": calendar.today(), "at": calendar.now()}
    say_handed_over(request, actions.hand_over_demand, row, **done)
    return redirect("arrears:demand", pk)


def _noted(code: str) -> str:
    if code == "returned":
        return _("Noted. The case worker has a reminder to find the right address.")
    return _("Noted: %(what)s.") % {"what": paper_words.event(code)}
