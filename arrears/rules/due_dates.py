"""When rent is due, and from when the home can be lost (JB 12:20 and 12:42, lag 1930:173).

Three days for each rent: the one we print (a bank day), the one the law sets (a vardag), and the safe one, moved on to
the next day on which payment can be demanded. Debt counts from the printed day; interest and forfeiture from the safe.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bolots.calendar import previous_bank_day, previous_vardag, roll

LAST_WEEKDAY_BEFORE = 0
NOTICE_DAYS = 14  # a charge issued late falls due no earlier than this after it was issued
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class DueDates:
    printed_due_on: date
    statutory_due_on: date
    safe_due_on: date

    @property
    def forfeiture_from(self) -> date:
        """The first day on which rent is more than one week late (JB 12:42 st.1 p.1), the week's end rolled on."""
        return roll(self.safe_due_on + _WEEK) + _DAY


def forfeiture_after_respite(until_on: date) -> date:
    """The first day on which rent may cost the home after a respite (anstånd): the week of JB 12:42 runs from its end,
    `until_on`, the first day without it; as if the rent had been due then."""
    return roll(until_on + _WEEK) + _DAY


def due_dates(
    month: date, *, due_rule: int = LAST_WEEKDAY_BEFORE, starts_on: date | None = None, issued_on: date | None = None
) -> DueDates:
    """The due dates (förfallodagar) of the rent for `month`, its first day.

    By default the last vardag before the month. `due_rule` 1–28 is an agreed day of the month, which is always later
    and holds. The first month of a tenancy that `starts_on` in it is not due before the start; a charge not before
    `issued_on` plus 14 days.
    """
    due_on = previous_vardag(month - _DAY) if due_rule == LAST_WEEKDAY_BEFORE else month.replace(day=due_rule)
    earliest = _earliest(month, starts_on, issued_on)
    if due_on <= earliest:
        return DueDates(roll(earliest), earliest, roll(earliest))
    printed = previous_bank_day(due_on)
    return DueDates(printed if printed >= earliest else roll(due_on), due_on, roll(due_on))


def _earliest(month: date, starts_on: date | None, issued_on: date | None) -> date:
    is_first = starts_on is not None and starts_on >= month
    start = starts_on if starts_on and is_first else date.min
    return max(start, issued_on + timedelta(days=NOTICE_DAYS) if issued_on else date.min)
