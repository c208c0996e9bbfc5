"""Terminations: which homes can still be saved, and one of them with everything that the law asks for."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.listed import rows_of
from bolots.refusals import attempt
from tenancies.models import Incident, Tenancy

from .. import actions, application_facts, termination_facts
from .. import termination_words as words
from ..forms.terminations import ConfirmForm, DraftForm
from ..models import EnforcementNotice, Termination
from ..privacy import with_homes
from ..rules import application
from ..rules.termination import Stage, warnings, what_blocks, what_is_wrong
from .screen import claims_screen
from .termination_home import find, homes
from .termination_steps import offered

SHOWN = 50  # closed terminations on the list
NEXT_STAGE = {
    Termination.Status.DRAFT: Stage.APPROVE,
    Termination.Status.APPROVED: Stage.SERVE,
}
MAY_SAVE = ("credit_waits", "stray_money", "reversal_waits", "planned")


@require_GET
@require(Permission.SEE_TERMINATIONS)
def terminations(request):
    """The open ones, the home with the fewest days left first; then the closed ones, the last first."""
    rows = with_homes(Termination.objects.visible_to(request.user), request.user)
    ending = F("recovery_ends_on").asc(nulls_last=True)
    today = calendar.today()
    found = [{"row": row, "clock": words.clock_line(row, today)} for row in rows.open().order_by(ending, "pk")]
    closed = rows.filter(status__in=Termination.CLOSED).order_by("-closed_on", "-pk")[:SHOWN]
    shown = [{"row": row, "clock": words.clock_line(row, today)} for row in closed]
    return claims_screen(request, "terminations", {"open": found, "closed": shown})


@require_GET
@require(Permission.SEE_TERMINATIONS)
def termination(request, pk):
    """Days left to save the home, what must be paid, what stands in the way, and what may be done now."""
    row, today = find(request, pk, "termination"), calendar.today()
    facts = termination_facts.of(row, user=request.user, on=today)
    notices = rows_of(EnforcementNotice, row.notice_list)
    blocks, warned = _in_the_way(row, facts, today)
    papers = sorted(row.papers.all(), key=lambda paper: paper.pk)
    sees_why = bool(row.tenancy.shown_name) and (row.incident_id is None or request.user.may(Permission.SEE_SOCIAL))
    context = {
        "row": row,
        "kind": words.kind(row),
        "days_left": words.days_left(row, today),
        "next": words.what_is_next(row, today),
        "told": _told(row, notices),
        "facts": facts,
        "blocks": [("late", words.sentence(why)) for why in blocks],
        "warned": [("info", words.sentence(why)) for why in warned],
        "is_paid": bool(row.is_open and row.served_on and row.is_about_rent and facts.open_ore <= 0),
        "clock": _shown(words.steps(row, today, sees_why=sees_why), row),
        "steps": _shown(words.what_was_done(row, today), row),
        "papers": papers if row.tenancy.shown_name else [],
        "notices": notices,
        "offered": offered(row, request.user, today, has_papers=bool(papers)),
        "sees_why": sees_why,
    }
    return claims_screen(request, "termination", context)


def _told(row, notices):
    """Kronofogden's newest letter with a day for the eviction, until the day is recorded."""
    days = [letter for letter in notices if letter.eviction_on]
    return days[-1] if days and row.status == Termination.Status.ORDERED else None


def _in_the_way(row, facts, today) -> tuple[list, list]:
    """What stops the next step, and what should be looked at: money that may have saved the home, until it is over."""
    if not row.is_open:
        return [], []
    if row.status in NEXT_STAGE:
        return [*what_blocks(facts, NEXT_STAGE[Termination.Status(row.status)])], [*warnings(facts)]
    if row.status == Termination.Status.SERVED and row.is_about_rent and row.board_notified_on is None:
        return _but_paid(what_is_wrong(facts)), [*warnings(facts)]
    found = application.what_blocks(application_facts.of(row, facts, today))
    may_apply = row.status == Termination.Status.EXPIRED or (row.applied_on is None and not row.is_about_rent)
    if may_apply:
        return _but_paid(found), [*warnings(facts)]
    return [], [*(why for why in found if why.code in MAY_SAVE), *warnings(facts)]


def _but_paid(reasons) -> list:
    """That the rents are paid is told on its own."""
    return [why for why in reasons if why.code != "paid_since"]


def _shown(rows: list[tuple], row) -> list[tuple]:
    """The steps, each with its note last; without what people wrote where the tenant is protected."""
    return rows if row.tenancy.shown_name else [(*said, "") for *said, _note in rows]


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_TERMINATIONS)
def draft(request, pk):
    """A termination of this home: which rents, which incident, why. Somebody else approves it."""
    home = get_object_or_404(homes(request.user).filter(pk__in=Tenancy.objects.visible_to(request.user)), pk=pk)
    access_log.record(request, [home.holder_id], "termination-new")
    today = calendar.today()
    choices = {"charges": termination_facts.forfeitable(home, today), "incidents": _incidents(home)}
    form = DraftForm(request.POST or None, **choices)
    if form.is_valid():
        done = {"by": request.user, "on": today, "at": calendar.now()}
        row = attempt(form, actions.draft_termination, home, **form.said, **done)
        if row:
            messages.success(request, _("The draft is saved. Somebody else has to approve it."))
            return redirect(row)
    return claims_screen(request, "termination_draft", {"form": form, "home": home})


def _incidents(home):
    return list(Incident.objects.serious().filter(tenancy=home).order_by("-happened_on", "-pk")[:20])


@require_http_methods(["GET", "POST"])
@require(Permission.DECIDE)
def approve(request, pk):
    """The second person's word, with the ledger of the day beside it."""
    row, today = find(request, pk, "termination-approve"), calendar.today()
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = {"by": request.user, "on": today, "at": calendar.now()}
        attempt(form, actions.approve_termination, row, **done)
        if not form.errors:
            messages.success(request, _("Approved. The papers can be issued."))
            return redirect(row)
    facts = termination_facts.of(row, user=request.user, on=today)
    blocks = [("late", words.sentence(why)) for why in what_blocks(facts, Stage.APPROVE)]
    return claims_screen(request, "termination_approve", {"row": row, "form": form, "facts": facts, "blocks": blocks})


@require_GET
@require(Permission.SEE_TERMINATIONS)
def paper(request, pk, kind):
    """A paper as it was issued: the stored PDF, or the stored text where no PDF could be made."""
    row = find(request, pk, f"termination-paper {pk}")
    if not row.tenancy.shown_name:
        raise Http404
    letter = get_object_or_404(row.papers.select_related("letter"), kind=kind).letter
    if letter.pdf is None:
        return HttpResponse(letter.html)
    response = HttpResponse(bytes(letter.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="uppsagning-{pk}-{kind}.pdf"'
    return response
