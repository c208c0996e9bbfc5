"""What the ledger says of somebody who wants a home of their own: half a year of rents in time."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bolots.periods import add_months, first_of
from tenancies.moving_on import Criterion

from .models import Charge
from .months import CREDITED, IN_TIME, with_state

MONTHS = 6


def criteria(homes: Collection[int], on: date) -> dict[int, list[Criterion]]:
    """Whether each home's last six rents came in time, judged when the last day in time has passed. Two queries."""
    states = defaultdict(list)
    for home, state in _judged(homes, on):
        states[home].append(state)
    return {home: [_in_time(states[home][:MONTHS])] for home in homes}


def _judged(homes, on):
    """(home, state) of the rents that are judged by now, newest first; some months more than are needed."""
    recent = Charge.objects.newest().filter(kind=Charge.Kind.RENT, tenancy__in=homes, safe_due_on__lt=on)
    recent = recent.filter(month__gt=add_months(first_of(on), -MONTHS - 2))
    judged = with_state(recent, on=on).filter(last_day__lt=on)
    return judged.order_by("-month", "-pk").values_list("tenancy_id", "state")


def _in_time(states: list[str]) -> Criterion:
    late = sum(state not in (IN_TIME, CREDITED) for state in states)
    if late:
        return Criterion("rent", False, _late(late, len(states)))
    if len(states) < MONTHS:
        words = ngettext(
            "%(n)s rent in time so far, of six that are needed",
            "%(n)s rents in time so far, of six that are needed",
            len(states),
        )
        return Criterion("rent", False, words % {"n": len(states)})
    return Criterion("rent", True, _("Six months of rent in time"))


def _late(late: int, number: int) -> str:
    words = ngettext(
        "The only rent so far came late or not at all",
        "%(n)s of the last %(of)s rents came late or not at all",
        number,
    )
    return words % {"n": late, "of": number}
