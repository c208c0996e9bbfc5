"""When a stay is looked at again, and when one asks how it went: days in, days and reasons out."""

from datetime import date
from enum import StrEnum

from bolots.periods import add_months

LONGEST_MONTHS = 12  # from one review to the next, whatever the guideline says
FOLLOW_UPS = (6, 12)  # months after the end; at the end itself (0) the question is part of ending the stay
ASKED_FOR_MONTHS = 6  # later than this, the answer no longer tells how it went by then


class Fault(StrEnum):
    """What is wrong with a review that somebody wants to hold."""

    NO_REASON = "no_reason"
    NEXT_NOT_AHEAD = "next_not_ahead"
    NEXT_TOO_FAR = "next_too_far"
    END_NOT_AHEAD = "end_not_ahead"


def next_review(held_on: date, every_months: int) -> date:
    """The day that is proposed for the next review: the guideline's months on, at most twelve."""
    return add_months(held_on, min(max(every_months, 1), LONGEST_MONTHS))


def faults(*, held_on: date, because: str, planned_end_on: date | None, next_on: date | None) -> list[Fault]:
    """Every stay has a reason to go on, a planned end ahead of it and a next date: nobody stays by default."""
    found = []
    if not because.strip():
        found.append(Fault.NO_REASON)
    if planned_end_on is None or planned_end_on <= held_on:
        found.append(Fault.END_NOT_AHEAD)
    if next_on is None or next_on <= held_on:
        found.append(Fault.NEXT_NOT_AHEAD)
    elif next_on > add_months(held_on, LONGEST_MONTHS):
        found.append(Fault.NEXT_TOO_FAR)
    return found


def whole_months(since: date, day: date) -> int:
    """How many whole months have passed: since 31 January, one on the last of February."""
    months = (day.year - since.year) * 12 + day.month - since.month
    return months if add_months(since, months) <= day else months - 1
