"""How old a debt is (åldersanalys): days since the due date that is printed on the notice, in four bands."""

from collections.abc import Iterable
from datetime import date

FROM_DAYS = (1, 8, 31, 91)  # the first day of each band: 1–7, 8–30, 31–90, more than 90


def band(printed_due_on: date, day: date) -> int | None:
    """The place of a debt's band on a day, 0–3; None while it is not overdue: the printed day itself is in time."""
    age = (day - printed_due_on).days
    return max((place for place, first in enumerate(FROM_DAYS) if age >= first), default=None)


def aged(owed: Iterable[tuple[date, int]], day: date) -> tuple[int, int, int, int]:
    """Öre in each band of debts given as (printed due day, öre)."""
    sums = [0, 0, 0, 0]
    for due_on, ore in owed:
        place = band(due_on, day)
        if place is not None:
            sums[place] += ore
    return (sums[0], sums[1], sums[2], sums[3])
