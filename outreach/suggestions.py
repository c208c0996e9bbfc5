"""The next attempt at a door: the promise that lies in the mailbox, otherwise what the attempts so far tell."""

from collections import defaultdict

from .models import ContactAttempt
from .rules.slots import Slot, Suggestion, Tried, Why, slot_of, suggest


def tried_in(tenancy_ids) -> dict[int, list[Tried]]:
    """The attempts at each home so far, oldest first, as the rules want them. One query."""
    rows = ContactAttempt.objects.filter(task__tenancy__in=tenancy_ids).order_by("at", "pk")
    tried = defaultdict(list)
    for tenancy, slot, outcome in rows.values_list("task__tenancy", "slot", "outcome"):
        tried[tenancy].append(Tried(Slot(slot), outcome in ContactAttempt.ANSWERED))
    return tried


def attempts_in(tenancy_id):
    """Every attempt at the home, whichever visit it belonged to, oldest first."""
    return ContactAttempt.objects.filter(task__tenancy=tenancy_id).select_related("by").order_by("at", "pk")


def suggest_next(task, *, on, values, at=None, attempts=None) -> Suggestion:
    """After the attempts on record (or those given), or as if nobody opened `at` this instant."""
    promise = task.mailbox_notes.filter(back_on__gt=on).order_by("-printed_at").first()
    if promise:
        return Suggestion(promise.back_on, Slot(promise.back_slot), Why.PROMISED)
    known = attempts_in(task.tenancy_id) if attempts is None else attempts
    tried = [Tried(Slot(attempt.slot), attempt.outcome in ContactAttempt.ANSWERED) for attempt in known]
    if at:
        tried.append(Tried(slot_of(at), answered=False))
    return suggest(tried, after=on, within_bank_days=values.first_visit_bank_days)
