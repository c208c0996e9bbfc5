"""What happened at the door, counted exactly once, and what follows from it."""

import hashlib
import json
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from arrears.actions import record_clearance
from arrears.models import Clearance
from bolots import guidelines
from bolots.audit import action
from bolots.calendar import STOCKHOLM
from bolots.refusals import Refused, refusing

from ..models import ContactAttempt, EvictionRiskCase, OutreachTask
from ..rules import due, slots
from ..suggestions import suggest_next
from .cases import leave_homes

Outcome, Agreed = ContactAttempt.Outcome, ContactAttempt.Agreed
Status, NextStep = EvictionRiskCase.Status, EvictionRiskCase.NextStep
TaskStatus, WhyEnded = OutreachTask.Status, OutreachTask.WhyEnded
CHOSEN = "chosen"  # why a slot, when a person chose another than the suggested one

AFTER_MEETING = {
    Agreed.PAY: NextStep.AGREED_PAY,
    Agreed.MEETING: NextStep.AGREED_MEETING,
    Agreed.HELP: NextStep.AGREED_HELP,
}


class ReportConflict(Refused):
    """The id of the report is known, with another content (409)."""

    sentence = _("This report was already saved, with another content.")


class VisitEnded(Refused):
    """The visit is not open, or not with whom the caller thought (409)."""

    sentence = _("The visit has ended or changed hands in the meantime.")


class NextInThePast(Refused):
    sentence = _("The next attempt cannot be in the past.")


@dataclass(frozen=True)
class Reported:
    attempt: ContactAttempt
    replayed: bool


@action
def report_visit(task, *, client_id, outcome, note, at, next_on, next_slot, by, agreed="", hand_over=False) -> Reported:
    """Save what happened at the door, and plan what follows. `client_id` (UUID) makes the same report count once.

    A miss keeps the visit open until `next_on`, `next_slot` (None, "": as suggested), unless it was the last one that
    the guideline allows or `hand_over` is set; anything else is the owner's next step. Visits are offers: to decline
    one has no consequence (JO 7595-2016). Raises ReportConflict, VisitEnded, NextInThePast.
    """
    on = at.astimezone(STOCKHOLM).date()
    case, task = _lock(task)
    digest = _digest(task, outcome, agreed, note, next_on, next_slot, hand_over, by)
    known = ContactAttempt.objects.filter(client_id=client_id).first()
    if known:
        return _replayed(known, digest)
    if task.status != TaskStatus.OPEN:
        raise VisitEnded
    if next_on is not None and next_on < on:
        raise NextInThePast
    with refusing({"outreach_contactattempt_client_id_key": ReportConflict}):
        attempt = ContactAttempt.objects.create(
            task=task,
            client_id=client_id,
            body_sha256=digest,
            at=at,
            recorded_on=on,
            slot=slots.slot_of(at),
            outcome=outcome,
            agreed=agreed,
            note=note,
            by=by,
        )
    record_clearance(task.tenancy, kind=Clearance.Kind.CONTACT, by=by, on=on)  # a termination asks for it
    _follow_up(attempt, case, on, next_on, next_slot, hand_over)
    return Reported(attempt, replayed=False)


def _lock(task):
    """The case before its task, as the night takes them."""
    case = EvictionRiskCase.objects.select_for_update().get(pk=task.case_id) if task.case_id else None
    return case, OutreachTask.objects.select_for_update().get(pk=task.pk)


def _digest(task, outcome, agreed, note, next_on, next_slot, hand_over, by):
    """What the report says. The time is not part of it: it is when the report came in."""
    body = [task.pk, outcome, agreed, note, str(next_on or ""), next_slot or "", hand_over, by.pk]
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def _replayed(known, digest):
    if known.body_sha256 != digest:
        raise ReportConflict
    return Reported(known, replayed=True)


def _follow_up(attempt, case, on, next_on, next_slot, hand_over):
    values, outcome = guidelines.on(on), attempt.outcome
    misses = attempt.task.attempts.filter(outcome__in=ContactAttempt.MISSES).count()
    if outcome == Outcome.MET:
        step = AFTER_MEETING.get(attempt.agreed, NextStep.AFTER_MEETING)
        _end(attempt.task, case, TaskStatus.DONE, WhyEnded.MET, step, on, next_on)
    elif outcome == Outcome.DECLINED:
        _end(attempt.task, case, TaskStatus.DONE, WhyEnded.DECLINED, NextStep.AFTER_DECLINED, on)
    elif hand_over:
        _end(attempt.task, case, TaskStatus.RETURNED, WhyEnded.HANDED_OVER, NextStep.AFTER_HANDOVER, on)
    elif misses >= values.attempts_before_handover:
        _end(attempt.task, case, TaskStatus.RETURNED, WhyEnded.MISSES, NextStep.AFTER_MISSES, on)
    else:
        _try_again(attempt.task, case, on, values, next_on, next_slot)


def _end(task, case, status, why_ended, step, on, next_on=None):
    """The visit is over; the case's owner has the next step, the next bank day unless another day was agreed."""
    OutreachTask.objects.filter(pk=task.pk).update(status=status, ended_on=on, why_ended=why_ended)
    task.refresh_from_db()
    if case:
        fields = {"next_step": step, "next_on": next_on or due.owners_turn(on)}
        if why_ended == WhyEnded.MET and case.status == Status.NEW:
            case.move_to(Status.CONTACT, **fields)
        else:
            EvictionRiskCase.objects.filter(pk=case.pk).update(**fields)
    leave_homes([task.tenancy_id], on)


def _try_again(task, case, on, values, next_on, next_slot):
    suggestion = suggest_next(task, on=on, values=values)
    slot, day = next_slot or suggestion.slot, next_on or suggestion.on
    why = suggestion.why if slot == suggestion.slot else CHOSEN
    OutreachTask.objects.filter(pk=task.pk).update(due_on=day, slot=slot, slot_why=why)
    task.refresh_from_db()
    if case:
        EvictionRiskCase.objects.filter(pk=case.pk).update(next_step=NextStep.VISIT, next_on=day)
