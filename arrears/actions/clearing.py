"""What must come before a termination is served (decision 17). Outreach writes it when it happens, without content."""

from datetime import date

from bolots.audit import action

from ..models import Clearance


@action
def record_clearance(tenancy, *, kind: str, by, on: date) -> Clearance:
    """A contact attempt in person, a child check, or presence at the eviction, on the day. Once a day and person."""
    row = {"tenancy": tenancy, "kind": kind, "done_on": on, "by": by}
    Clearance.objects.bulk_create([Clearance(**row)], ignore_conflicts=True)
    return Clearance.objects.get(**row)
