"""The one mechanism by which a date comes back to a person (decision 24)."""

from bolots.audit import action

from ..models import Reminder


@action
def remind(*, tenancy=None, apartment=None, kind, source, source_id, deadline_on, due_on, owner, text="", on) -> None:
    """From `due_on` the owner is reminded of the deadline, about a tenancy or an apartment. Again: nothing changes."""
    row = Reminder(
        tenancy=tenancy,
        apartment=apartment,
        kind=kind,
        source=source,
        source_id=source_id,
        deadline_on=deadline_on,
        due_on=due_on,
        owner=owner,
        text=text,
    )
    Reminder.objects.bulk_create([row], ignore_conflicts=True)
