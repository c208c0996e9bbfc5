"""Long lists by day, paged by key: no page counts the rows before it, and none is shown twice or missed."""

import re
from datetime import date

from django.db.models import Q

PLACE = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})")


def onward(request, rows, size: int) -> tuple[list, dict]:
    """The rows with a `day` from the place that `?after=` names on, and what `tenancies/onward.html` needs."""
    place = _place(request.GET.get("after", ""))
    if place:
        day, pk = place
        rows = rows.filter(Q(day__gt=day) | Q(day=day, pk__gt=pk))
    found = list(rows.order_by("day", "pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return found[:size], {"place": f"{last.day}.{last.pk}" if last else "", "is_first": place is None}


def _place(text: str) -> tuple[date, int] | None:
    """A place that a person may have changed in the address: anything else is none."""
    found = PLACE.fullmatch(text)
    try:
        return (date.fromisoformat(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
