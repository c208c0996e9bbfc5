"""What Kronofogden has written of the homes that somebody rings at (UF 16:2): told the same day on the day's page."""

from datetime import date, timedelta

from arrears.models import EnforcementNotice
from arrears.privacy import with_homes
from tenancies.models import Tenancy

SHOWN_FOR = timedelta(days=7)


def recent(user, on: date) -> list[EnforcementNotice]:
    """The notices of the week about homes that the user may know of, the newest first, with `tenancy.shown_home`."""
    rows = EnforcementNotice.objects.filter(recorded_on__gt=on - SHOWN_FOR, recorded_on__lte=on)
    mine = rows.filter(tenancy__in=Tenancy.objects.visible_to(user)).order_by("-recorded_on", "-pk")
    return list(with_homes(mine, user))
