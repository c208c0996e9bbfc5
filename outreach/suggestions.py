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


def suggest_next(task, *, on, values, at=None) -> Suggestion:
    """After the attempts on record, or as if nobody opened `at` this instant. Two queries."""
    promise = task.mailbox_notes.filter(back_on__gt=on).order_by("-printed_at").first()
    if promise:
        return Suggestion(promise.back_on, Slot(promise.back_slot), Why.PROMISED)
    tried = tried_in([task.tenancy_id])[task.tenancy_id]
    if at:
        tried = [*tried, Tried(slot_of(at), answered=False)]
    return suggest(tried, after=on, within_bank_days=values.first_visit_bank_days)
