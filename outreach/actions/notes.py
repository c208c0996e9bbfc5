"""The mailbox note: printed from a visit, stored as issued."""

from bolots import guidelines, letters
from bolots.audit import action

from ..letters import MailboxNotePaper
from ..models import MailboxNote, OutreachTask
from ..suggestions import suggest_next
from .reports import NextInThePast, VisitEnded


@action
def print_note(task, *, by, on, at, language="", back_on=None, back_slot="") -> MailboxNote:
    """Issue the note for a visit. Language as the tenant's, the next visit as suggested, unless told otherwise.

    It promises to come back: raises VisitEnded when nobody will, NextInThePast.
    """
    if not OutreachTask.objects.open().filter(pk=task.pk).select_for_update(no_key=True).exists():
        raise VisitEnded
    suggestion = suggest_next(task, on=on, values=guidelines.on(on), at=at)
    promise = {
        "language": language or task.tenancy.holder.language,
        "back_on": back_on or suggestion.on,
        "back_slot": back_slot or suggestion.slot,
    }
    if promise["back_on"] < on:
        raise NextInThePast
    letter = letters.issue(MailboxNotePaper.from_task(task, by=by, **promise), by=by, on=on, at=at)
    letters.record_event(letter, kind="printed", by=by, at=at)
    return MailboxNote.objects.create(task=task, letter=letter, printed_at=at, by=by, **promise)
