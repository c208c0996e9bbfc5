"""When to knock next: the time of day and the day, with the reason. Never the time of day that was just tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bolots.calendar import STOCKHOLM, add_bank_days, is_vardag


class Slot(StrEnum):
    """A time of day to knock: 8–12, 12–16, 16–20 on bank days, or a Saturday."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


class Why(StrEnum):
    """The reason for a suggestion."""

    PROMISED = "promised"  # the note in the mailbox says so
    FIRST = "first"  # nothing has been tried
    ANSWERED_THEN = "answered_then"  # the tenant has opened at that time of day before
    UNTRIED = "untried"
    LONGEST_AGO = "longest_ago"  # all have been tried, this one longest ago


# People who work are home in the evening; the weekend is the last resort.
IN_ORDER = (Slot.EVENING, Slot.AFTERNOON, Slot.MORNING, Slot.WEEKEND)
HOURS = {Slot.MORNING: (8, 12), Slot.AFTERNOON: (12, 16), Slot.EVENING: (16, 20), Slot.WEEKEND: (10, 16)}
_EVES = {(12, 24), (12, 31)}


@dataclass(frozen=True)
class Tried:
    """One attempt: the time of day, and whether somebody opened."""

    slot: Slot
    answered: bool


@dataclass(frozen=True)
class Suggestion:
    on: date
    slot: Slot
    why: Why


def slot_of(at: datetime) -> Slot:
    """The slot that an instant falls in, in Stockholm; before 8 counts as morning, after 20 as evening."""
    local = at.astimezone(STOCKHOLM)
    if local.weekday() >= 5:
        return Slot.WEEKEND
    if local.hour < 12:
        return Slot.MORNING
    return Slot.AFTERNOON if local.hour < 16 else Slot.EVENING


def suggest(tried: Sequence[Tried], *, after: date, within_bank_days: int) -> Suggestion:
    """The next attempt, from the attempts so far (oldest first): the first allowed day after `after`.

    A weekend counts only when its day comes within the guideline's bank days.
    """
    last = tried[-1].slot if tried else None
    latest = add_bank_days(after, within_bank_days)
    days = {slot: _next_day(slot, after) for slot in IN_ORDER if slot != last}
    open_to_us = [slot for slot in days if slot != Slot.WEEKEND or days[slot] <= latest]
    slot, why = _choose(open_to_us, tried)
    return Suggestion(days[slot], slot, why)


def _choose(slots: list[Slot], tried: Sequence[Tried]) -> tuple[Slot, Why]:
    for attempt in reversed(tried):
        if attempt.answered and attempt.slot in slots:
            return attempt.slot, Why.ANSWERED_THEN
    known = [attempt.slot for attempt in tried]
    for slot in slots:
        if slot not in known:
            return slot, Why.UNTRIED if tried else Why.FIRST
    return min(slots, key=lambda slot: _last_index(known, slot)), Why.LONGEST_AGO


def _last_index(known: list[Slot], slot: Slot) -> int:
    return len(known) - 1 - known[::-1].index(slot)


def _next_day(slot: Slot, after: date) -> date:
    return _next_saturday(after) if slot == Slot.WEEKEND else add_bank_days(after, 1)


def _next_saturday(after: date) -> date:
    """The next Saturday that is no public holiday, julafton or nyårsafton."""
    day = after + timedelta(days=(4 - after.weekday()) % 7 + 1)
    while not is_vardag(day) or (day.month, day.day) in _EVES:
        day += timedelta(days=7)
    return day
