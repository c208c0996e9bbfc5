"""The page of one visit, as it is first shown and as it comes back with an answer."""

from django.shortcuts import get_object_or_404, render

from bolots import access_log, calendar, guidelines
from bolots.access import Permission

from .. import words
from ..day import CAUTION_TAGS, is_paid, second_language
from ..forms import HandOnForm, ReportForm
from ..homes import called, full_name, warnings_of, with_homes
from ..lateness import late_charges, with_lateness
from ..models import OutreachTask, Slot
from ..suggestions import attempts_in, suggest_next

ATTEMPTS_SHOWN = 3
AGREED_ICONS = {"pay": "money", "meeting": "calendar", "help": "speech", "nothing": "waiting"}
STEP_ICONS = {"again": "clock", "other": "calendar", "owner": "person"}


def find(request, pk, what: str, values=None) -> OutreachTask:
    """The visit with its home, as the user may see it; the reading is recorded."""
    on = calendar.today()
    threshold = (values or guidelines.on(on)).case_threshold_ore
    visible = OutreachTask.objects.visible_to(request.user).select_related("case__owner", "assignee", "ordered_by")
    task = get_object_or_404(with_homes(with_lateness(visible, threshold), request.user, on), pk=pk)
    access_log.record(request, [task.tenancy.holder_id], what)
    return task


def show(request, task, *, values, form=None, status=200, **more):
    """The visit; whoever may report gets the report, filled in as far as it was."""
    on, home = calendar.today(), task.tenancy
    attempts = list(attempts_in(task.tenancy_id))
    last = attempts[: -ATTEMPTS_SHOWN - 1 : -1]
    context = {
        "task": task,
        "home": home.apartment if home.shown_name else None,
        "name": called(home),
        "floor": words.floor(home.apartment.floor),
        "is_paid": is_paid(task),
        "has_children": home.has_children,
        "warnings": [(*CAUTION_TAGS[row.kind], row) for row in warnings_of(home)],
        "attempts": last,
        "spoken": second_language(home.holder),
        "slot_why": words.slot_why(task.slot_why),
        "private": None,
        "report": None,
        "conflict": None,
    }
    if task.status == OutreachTask.Status.OPEN and request.user.may(Permission.DO_OUTREACH):
        suggestion = suggest_next(task, on=on, values=values, at=calendar.now(), attempts=attempts)
        missed = sum(row.task_id == task.pk and row.outcome in row.MISSES for row in attempts)
        is_last = missed + 1 >= values.attempts_before_handover
        context |= _to_answer(task, form, on, suggestion, is_last)
    return render(request, "outreach/visit.html", context | more, status=status)


def _to_answer(task, form, on, suggestion, is_last) -> dict:
    """The report and the other things to do with an open visit; after the last try its owner takes over."""
    when = f"{Slot(suggestion.slot).label}, {words.slot_why(suggestion.why)}"
    likely = {"step": ReportForm.OWNER} if is_last else {}
    return {
        "report": form or report_form(task, on, suggestion=suggestion, initial=likely),
        "takes_over": _owner(task) if is_last else None,
        "icons": words.OUTCOME_ICONS,
        "agreed_icons": AGREED_ICONS,
        "step_icons": STEP_ICONS,
        "step_hints": {"again": when} if form is None else {},
        "hand_on": HandOnForm(task=task, on=on),
    }


def report_form(task, on, data=None, **more) -> ReportForm:
    return ReportForm(data, owner=_owner(task) or "", on=on, **more)


def _owner(task):
    """Who takes over: the owner of the case, or whoever ordered the visit."""
    return task.case.owner if task.case else task.ordered_by


def private_part(task, values) -> dict:
    """What nobody else at the door should read: full name, phone, amount, case."""
    late = late_charges(values.case_threshold_ore).filter(tenancy=task.tenancy_id)
    charges = list(late.order_by("month"))
    return {
        "name": full_name(task.tenancy),
        "phone": task.tenancy.holder.phone if task.tenancy.shown_name else "",
        "charges": charges,
        "late_ore": sum(charge.open_ore for charge in charges),
    }
