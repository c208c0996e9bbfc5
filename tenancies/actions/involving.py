"""Who may know of a home, from when until when."""

from datetime import timedelta

from bolots.audit import action

from ..models import Involvement


@action
def involve(tenancy, user, *, why, on) -> None:
    """From `on` the user may know of the home. Again for the same reason: nothing changes."""
    add_involvement(tenancy, user, why, on)


def add_involvement(tenancy, user, why, on):
    """Within another action."""
    row = Involvement(tenancy=tenancy, user=user, why=why, from_on=on)
    Involvement.objects.bulk_create([row], ignore_conflicts=True)


@action
def involve_many(rows, *, on) -> None:
    """The same for many (tenancy id, user id, why) at once, in one statement."""
    known = [Involvement(tenancy_id=home, user_id=user, why=why, from_on=on) for home, user, why in rows]
    Involvement.objects.bulk_create(known, ignore_conflicts=True)


@action
def uninvolve(tenancy, user, *, why, on) -> None:
    """From `on` the user may no longer know of the home for this reason; other reasons stand."""
    tenancy.involvements.filter(user=user, why=why, until_on=None).update(until_on=on)


@action
def uninvolve_many(homes, user, *, why, on) -> None:
    """The same user, many homes: known of until the end of the day. One statement."""
    open_rows = Involvement.objects.filter(tenancy__in=homes, user=user, why=why, until_on=None)
    open_rows.update(until_on=on + timedelta(days=1))
