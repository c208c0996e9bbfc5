"""Krav: what the rules propose, as a list to tick, the ledger beside each. Nothing is sent by itself."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.refusals import attempt
from tenancies.models import Tenancy

from .. import actions, paper_words, proposals
from ..forms.papers import KINDS, MOST, KindForm, ProposalForm
from ..rules.dunning import DEMAND, REMINDER, SMS
from .screen import claims_screen

LABELS = {SMS: _("Text messages"), REMINDER: _("Payment reminders"), DEMAND: _("Demands")}


@require_http_methods(["GET", "POST"])
@require(Permission.MAKE_PAPERS)
def proposal_list(request):
    """The homes to whom a kind of paper is proposed, those that have moved out apart, and why the others are not."""
    today, at = calendar.today(), calendar.now()
    form = ProposalForm(request.POST or None)
    if form.is_valid():
        run = attempt(form, actions.ask_for_demands, **form.cleaned_data, by=request.user, on=today, at=at)
        if run:
            number = len(form.cleaned_data["chosen"])
            said = ngettext("%(n)s paper is being made.", "%(n)s papers are being made.", number) % {"n": number}
            messages.success(request, said)
            return redirect("arrears:paper-run", run.pk)
    found = proposals.propose(today)
    context = {"form": form, **_shown(request, found, _kind(request, found))}
    return claims_screen(request, "proposals", context, status=422 if form.errors else 200)


def _kind(request, found) -> str:
    """The list that was asked for; else the gravest that has anything in it."""
    asked = KindForm(request.POST or request.GET)
    if asked.is_valid() and asked.cleaned_data["kind"]:
        return asked.cleaned_data["kind"]
    kinds = {one.verdict.kind for one in found if one.verdict.is_proposed}
    return next((kind for kind in (DEMAND, REMINDER, SMS) if kind in kinds), REMINDER)


def _shown(request, found, kind: str) -> dict:
    mine = [one for one in found if one.verdict.is_proposed and one.verdict.kind == kind]
    others = [one for one in found if not one.verdict.is_proposed and one.verdict.code != "waits"]
    rows, left = _rows(request, mine[:MOST], others[:MOST])
    return {
        "kind": kind,
        "kind_label": LABELS[kind],
        "chips": _chips(found, kind),
        "rows": [row for row in rows if not row["one"].is_former],
        "former": [row for row in rows if row["one"].is_former],
        "more": max(0, len(mine) - MOST),
        "left_out": left,
        "waiting": sum(one.verdict.code == "waits" for one in found),
    }


def _rows(request, mine, others) -> tuple[list[dict], list[dict]]:
    """The proposals with their homes, in street order, protected persons' last. Readings go on record."""
    keys = [one.tenancy_id for one in (*mine, *others)]
    homes = Tenancy.objects.with_shown_name(request.user).select_related("apartment", "holder").in_bulk(keys)
    access_log.record(request, {home.holder_id for home in homes.values() if home.shown_name}, "proposals")
    rows = [{"one": one, "home": homes[one.tenancy_id], "why": paper_words.why(one)} for one in mine]
    left = [{"one": one, "home": homes[one.tenancy_id], "why": paper_words.why_not(one)} for one in others]
    return sorted(rows, key=_place), sorted(left, key=_place)


def _place(row) -> tuple:
    home = row["home"]
    place = (home.apartment.street, home.apartment.staircase, home.apartment.number) if home.shown_name else ()
    return (not home.shown_name, place, home.pk)


def _chips(found, kind: str) -> list[dict]:
    kinds = [one.verdict.kind for one in found if one.verdict.is_proposed]
    return [
        {"label": f"{LABELS[one]} {kinds.count(one)}", "url": f"?kind={one}", "current": one == kind} for one in KINDS
    ]
