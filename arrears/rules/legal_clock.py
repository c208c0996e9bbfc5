"""The legal clock of a termination: the days to save the home, and what follows when they are over.

JB 12:44 (three weeks), lag 1930:173 (weeks and their last day), lag 1990:746 34 and 53 §§, UB 16:6. Nothing here ends a
lease: the days only say what may not happen before, and what must be done by.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bolots.calendar import is_vardag, roll
from bolots.periods import add_months

_DAY = timedelta(days=1)
RECOVERY_WEEKS = 3  # JB 12:44 st.1
FURTHER_VARDAGAR = 2  # JB 12:44 st.2
COURT_WEEKS = 4  # lag 1990:746 34 §
REOPEN_MONTHS = 1  # lag 1990:746 53 §
GOODS_MONTHS = 3  # UB 16:6
REMIND_BEFORE = (10, 5, 2, 0)  # days before a last day on which somebody is reminded of it


@dataclass(frozen=True, slots=True)
class Recovery:
    """The recovery period (återvinningsfrist): from the day both had been told, up to and including the last day.

    Eviction may not be decided before `earliest_decision_on`.
    """

    starts_on: date
    ends_on: date
    earliest_decision_on: date

    @property
    def reminder_days(self) -> tuple[date, ...]:
        return reminder_days(self.ends_on)

    def days_left(self, on: date) -> int:
        """Days left to save the home, the last day included as 0 days left; negative when it is over."""
        return (self.ends_on - on).days


def recovery(served_on: date | None, notified_on: date | None) -> Recovery | None:
    """The period of JB 12:44. None while the tenant has not been served or the social services not been told: then it
    has not begun to run. It starts on the later of the two days."""
    if served_on is None or notified_on is None:
        return None
    starts_on = max(served_on, notified_on)
    ends_on = roll(starts_on + timedelta(weeks=RECOVERY_WEEKS))
    return Recovery(starts_on, ends_on, earliest_decision(ends_on))


def earliest_decision(ends_on: date) -> date:
    """The day after the second further vardag when the period ended (JB 12:44 st.2); Saturdays count as vardagar."""
    day = ends_on
    for _ in range(FURTHER_VARDAGAR):
        day += _DAY
        while not is_vardag(day):
            day += _DAY
    return day + _DAY


def reminder_days(last_day: date) -> tuple[date, ...]:
    """The days on which somebody is reminded of a last day, the first one first."""
    return tuple(last_day - timedelta(days=number) for number in REMIND_BEFORE)


def ask_court_by(disputed_on: date) -> date:
    """The last day to ask for the court when the tenant has disputed (lag 1990:746 34 §): four weeks, rolled on."""
    return roll(disputed_on + timedelta(weeks=COURT_WEEKS))


def reopen_by(ordered_on: date) -> date:
    """The last day on which the tenant may ask to have the order reopened (lag 1990:746 53 §): a month, rolled on."""
    return roll(add_months(ordered_on, REOPEN_MONTHS))


def goods_kept_until(evicted_on: date) -> date:
    """The day until which Kronofogden keeps what was in the home (UB 16:6): three months."""
    return add_months(evicted_on, GOODS_MONTHS)
