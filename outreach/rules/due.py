"""When somebody must act, in bank days (lag 1930:173 2 §)."""

from datetime import date

from bolots.calendar import add_bank_days

OWNER_BANK_DAYS = 1  # a step that returns from the door is the owner's the next bank day


def first_visit(flagged_on: date, *, run_on: date, bank_days: int) -> date:
    """The last day for the first knock. A night that is caught up counts from the day on which it ran."""
    return add_bank_days(max(flagged_on, run_on), bank_days)


def owners_turn(on: date) -> date:
    """The day on which the case's owner takes the step that came back from the door."""
    return add_bank_days(on, OWNER_BANK_DAYS)
