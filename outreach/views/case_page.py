"""The page of one case, as it is first shown and as it comes back with an answer."""

from datetime import date

from django.shortcuts import render
from django.utils.translation import gettext as _

from arrears import plans
from arrears.models import Clearance, Termination
from arrears.rules.due_dates import DueDates
from arrears.termination_words import clock_line, days_left
from arrears.versions import open_version
from bolots import access_log, calendar, guidelines
from bolots.access import Permission
from bolots.listed import rows_of
from tenancies.views import home

from .. import words
from ..forms import CheckForm, CloseForm, NextStepForm, NoteForm, OrderVisitForm
from ..homes import full_name
from ..lateness import is_settled, late_charges
from ..models import EvictionRiskCase, OutreachTask
from ..suggestions import attempts_in
from ..whole_case import with_lists


def find(request, pk, what: str) -> EvictionRiskCase:
    """The case with its home, as the user may see it; the reading is recorded."""
    visible = EvictionRiskCase.objects.visible_to(request.user).select_related("owner", "opened_by", "closed_by")
    case = home.find_with_home(with_lists(visible, calendar.today()), request.user, pk)
    access_log.record(request, [case.tenancy.holder_id], what)
    return case


def show(request, case, *, status=200, **forms):
    """The case; whoever works with cases gets its forms, the one that failed as it was filled in."""
    on = calendar.today()
    attempts = list(attempts_in(case.tenancy_id).select_related("task").reverse())
    triages = _triages(case)
    incidents = list(case.incident_triages.select_related("incident").order_by("decided_on", "pk"))
    unpaid, beside = _late_rent(case, triages)
    forfeiture_from = _forfeiture_from([*unpaid, *beside])
    context = {
        "case": case,
        "name": full_name(case.tenancy),
        "due": words.due(case.next_on, on),
        "why": _why(case, triages, incidents),
        "why_not": words.passed((triages or incidents)[0]) if triages or incidents else [],
        "is_settled": is_settled(case),
        "runs": plans.running(case.tenancy_id, on),
        "sees_ledger": request.user.may(Permission.SEE_LEDGER),
        "settled": words.settled(case),
        "unpaid": unpaid,
        "beside": _summed(beside),
        "forfeiture_from": forfeiture_from,
        "days_left": max(0, (forfeiture_from - on).days) if forfeiture_from else 0,
        "attempts": attempts,
        "answered": sum(attempt.outcome in attempt.ANSWERED for attempt in attempts),
        "notes": case.notes.select_related("by").order_by("-at", "-pk"),
        "termination": _termination(case, on),
        "cleared": _cleared(case),
        "is_known": bool(case.tenancy.shown_name),
        "visits": rows_of(OutreachTask, case.visit_list),
    }
    if not context["is_known"]:
        context |= {"notes": (), "attempts": [_without_words(attempt) for attempt in attempts]}
    return render(request, "outreach/case.html", context | _forms(request, case, on) | forms, status=status)


def _termination(case, on) -> dict | None:
    """The home's newest termination since the case opened, and its legal clock in one line (decision 13)."""
    rows = rows_of(Termination, case.termination_list)
    return {"row": rows[0], "clock": clock_line(rows[0], on), "left": days_left(rows[0], on)} if rows else None


def _cleared(case) -> list[tuple[str, str, date | None]]:
    """What must come before a termination is considered: done or not, in words, when."""
    done, words = {row.kind: row.done_on for row in rows_of(Clearance, case.cleared_list)}, Clearance.Kind
    asked = [(words.CONTACT, done.get(words.CONTACT)), (words.CHILDREN, done.get(words.CHILDREN))]
    return [("done" if day else "waiting", kind.label, day) for kind, day in asked]


def _without_words(attempt):
    """What somebody wrote about a person who is hidden may name that person."""
    attempt.note = ""
    return attempt


def _forms(request, case, on) -> dict:
    """What the user may do with the case as it is."""
    forms = {"note": None, "next_step": None, "closing": None, "visit": None, "checking": None}
    if request.user.may(Permission.WORK_CASES):
        forms["note"] = NoteForm()
        if case.is_open:
            forms |= {"next_step": NextStepForm(case=case, on=on), "closing": CloseForm(auto_id="close_%s")}
            forms["visit"] = OrderVisitForm(auto_id="visit_%s", on=on)
            forms["checking"] = CheckForm(auto_id="check_%s")
    return forms


def _why(case, triages, incidents) -> list[tuple]:
    """The reason of who opened it by hand, and of each late rent and incident that opened or joined it."""
    told = case.why_opened_words if case.tenancy.shown_name else ""
    said = [("risk", told)] if told else []
    if case.why_opened == case.PLAN_ENDED:
        said.append(("risk", _("A payment plan has ended and rent is late.")))
    for triage in triages:
        said += words.verdict(triage)
    for triage in incidents:
        kind = "risk" if triage.incident.is_open else "done"
        page = triage.incident.get_absolute_url() if case.tenancy.shown_name else ""
        said.append((kind, words.incident_verdict(triage), page, _("To the incident")))
    if triages:
        said.append(("done", words.payments_read(triages[0])))
    return said


def _triages(case) -> list:
    """The verdicts of the case with their rents; `version` is the open one of a rent that has versions."""
    rows = case.triages.select_related("late_rent__charge").annotate(version=open_version("late_rent__charge"))
    return list(rows.order_by("decided_on", "pk"))


def _late_rent(case, triages) -> tuple[list, list]:
    """The open rents that are the grounds of the case (what a new version says counts, not what was wrong), and the
    home's late rents that are none, oldest first. Notes on the case how much is late (`late_ore`).
    """
    threshold_ore = guidelines.value("case_threshold_ore", case.threshold)
    flagged = {charge.pk: charge for charge in late_charges(1).filter(tenancy=case.tenancy_id).order_by("month")}
    late = [charge for charge in flagged.values() if charge.open_ore >= threshold_ore]
    case.late_ore = sum(charge.open_ore for charge in late)
    grounds = [row.version or row.late_rent.charge_id for row in triages]
    unpaid = [flagged[pk] for pk in grounds if pk in flagged]
    return unpaid, [charge for charge in late if charge.pk not in grounds]


def _summed(charges) -> dict | None:
    """How many, how much, and the oldest month."""
    total = sum(charge.open_ore for charge in charges)
    return {"number": len(charges), "ore": total, "first": charges[0].month} if charges else None


def _forfeiture_from(charges):
    """The first day on which the home could be lost for the oldest rent that is still unpaid (JB 12:42)."""
    days = [DueDates(c.printed_due_on, c.statutory_due_on, c.safe_due_on).forfeiture_from for c in charges]
    return min(days, default=None)
