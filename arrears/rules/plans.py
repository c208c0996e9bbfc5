"""Payment plans (avbetalningsplaner): what is left to live on, instalments that fit it, and how a plan stands on a day.

Amounts are öre. A plan that asks for more than what is left is broken from the start, so none is proposed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from bolots.calendar import roll
from bolots.periods import add_months, days_in, first_of

from .late import cutoff, last_day_in_time

LONG_MONTHS = 12  # a longer plan is warned of
MOST_MONTHS = 36  # rent lapses after three years (lag 1981:130 2 §): nothing longer is proposed


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment (delbetalning): öre, by a day."""

    due_on: date
    ore: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Instalments that fit what is left. Without any when nothing is left, or too little; `months` is then None or too
    many."""

    parts: tuple[Part, ...]
    left_ore: int
    months: int | None

    @property
    def is_enough(self) -> bool:
        """What is left pays the debt within three years."""
        return bool(self.parts)

    @property
    def is_long(self) -> bool:
        return self.months is not None and self.months > LONG_MONTHS


def left_ore(income_ore: int, rent_ore: int, other_ore: int) -> int:
    """What is left for the month when rent and other costs are paid; never below zero."""
    return max(0, income_ore - rent_ore - other_ore)


def income_on(month: date, income_day: int) -> date:
    """The day of the month on which the income comes; the last one where the month has no such day."""
    return first_of(month).replace(day=min(income_day, days_in(month)))


def due_days(after: date, income_day: int, number: int) -> list[date]:
    """The first bank day from the day after the income on, once a month, the first of them later than `after`."""
    days: list[date] = []
    month = add_months(first_of(after), -1)  # what comes on the 31st is paid from in the month after
    while len(days) < number:
        day = roll(income_on(month, income_day) + timedelta(days=1))
        if day > after:
            days.append(day)
        month = add_months(month, 1)
    return days


def propose(owed_ore: int, *, left_ore: int, income_day: int, after: date) -> Proposal:
    """Instalments for the debt: monthly, when the income has come, at most what is left; the last is the rest."""
    months = -(-owed_ore // left_ore) if left_ore else None
    if months is None or months > MOST_MONTHS:
        return Proposal((), left_ore, months)
    days = due_days(after, income_day, months)
    parts = [Part(day, min(left_ore, owed_ore - place * left_ore)) for place, day in enumerate(days)]
    return Proposal(tuple(parts), left_ore, months)


@dataclass(frozen=True, slots=True)
class Share:
    """Öre of an instalment on one rent, by its place among the rents."""

    rent: int
    ore: int


def shares(parts: Sequence[Part], rents_ore: Sequence[int]) -> list[list[Share]]:
    """Which rents each instalment pays: the oldest first, so in the order of `rents_ore`."""
    left, place, found = list(rents_ore), 0, []
    for part in parts:
        ore, split = part.ore, []
        while ore and place < len(left):
            paid = min(ore, left[place])
            split.append(Share(place, paid))
            ore, left[place] = ore - paid, left[place] - paid
            place += not left[place]
        found.append(split)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan on a day: what should have come by then and what has, öre (what came is negative after a reversal)."""

    on: date
    expected_ore: int
    actual_ore: int
    tolerance_ore: int

    @property
    def missing_ore(self) -> int:
        return max(0, self.expected_ore - self.actual_ore)

    @property
    def is_missing(self) -> bool:
        """So little too little that the tolerance covers it is no miss."""
        return self.actual_ore + self.tolerance_ore < self.expected_ore


def expected_ore(parts: Sequence[Part], on: date, grace_bank_days: int) -> int:
    """What should have come: the instalments whose bank days of grace are over, as for a late rent."""
    upto = cutoff(on, grace_bank_days)
    return sum(part.ore for part in parts if part.due_on <= upto)


def standings(
    parts: Sequence[Part], came: Sequence[tuple[date, int]], *, tolerance_ore: int, grace_bank_days: int, on: date
) -> list[Standing]:
    """The plan on each day up to and including `on` on which something changed; `came` is (day it was known, öre)."""
    falls_due = [last_day_in_time(part.due_on, grace_bank_days) + timedelta(days=1) for part in parts]
    days = sorted({day for day in (*falls_due, *(day for day, _ in came)) if day <= on} | {on})
    return [
        Standing(
            day,
            expected_ore(parts, day, grace_bank_days),
            sum(ore for known_on, ore in came if known_on <= day),
            tolerance_ore,
        )
        for day in days
    ]


def covered(parts: Sequence[Part], actual_ore: int) -> list[int]:
    """How much of each instalment has come, the first one first."""
    upto = list(accumulate(part.ore for part in parts))
    return [max(0, min(part.ore, actual_ore - edge + part.ore)) for part, edge in zip(parts, upto, strict=True)]
