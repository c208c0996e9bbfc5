"""What the days of a home were: lived in, out of use, or empty (beläggning), and what emptiness costs. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from bolots import money

Period = tuple[date, date | None]  # from, and the first day after; None: still running
MONTHS, DAYS = 12, 365  # a day costs a year's head rent divided by its days, leap year or not


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Days of each sort; together they are the days of the period."""

    occupied: int
    out_of_use: int
    empty: int

    @property
    def days(self) -> int:
        return self.occupied + self.out_of_use + self.empty


def held(
    first: date, last_exclusive: date, head_starts_on: date | None, head_ends_on: date | None
) -> tuple[date, date]:
    """The part of first…last_exclusive in which the municipality holds the home: a leased one during its head lease.

    A home has no other beginning in the register: an owned one counts for the whole period.
    """
    return max(first, head_starts_on or first), min(last_exclusive, head_ends_on or last_exclusive)


def days_of(first: date, last_exclusive: date, stays: Iterable[Period], out_of_use: Iterable[Period]) -> Occupancy:
    """The days of first…last_exclusive by what they were; where somebody lived in a home out of use, it was lived in.

    A period that ends before it begins, as that of a home not held then, has no days.
    """
    lived, whole = list(stays), max(0, (last_exclusive - first).days)
    occupied = whole - _length(gaps(first, last_exclusive, lived))
    empty = _length(gaps(first, last_exclusive, [*lived, *out_of_use]))
    return Occupancy(occupied, whole - occupied - empty, empty)


def gaps(first: date, last_exclusive: date, busy: Iterable[Period]) -> list[tuple[date, date]]:
    """The stretches of first…last_exclusive in which none of the periods runs, in order."""
    found, free_from = [], first
    for starts_on, ends_on in sorted(busy, key=itemgetter(0)):
        if starts_on >= last_exclusive:
            break
        if starts_on > free_from:
            found.append((free_from, starts_on))
        free_from = max(free_from, ends_on or last_exclusive)
    if free_from < last_exclusive:
        found.append((free_from, last_exclusive))
    return found


def _length(periods: list[tuple[date, date]]) -> int:
    return sum((end - start).days for start, end in periods)


def cost_of_days(head_rent_ore: int, days: int) -> int:
    """What so many days of a home cost, in öre: twelve months' head rent × days / 365, half up."""
    return money.share(head_rent_ore * MONTHS, days, DAYS)
