"""In which turn undesignated money is suggested to a home's debts (destination, HB 9:5; NJA 2013 s. 1190).

Money that its payer did not destine counts to the debt whose non-payment would cost the tenant the home. So first the
rent of a termination whose recovery period runs (JB 12:44), then of the rents that are due the one nearest to being a
week late (JB 12:42 st.1 p.1), then what is due later; fees, interest and costs last, for they cost nobody a home.
"""

from datetime import date, timedelta
from typing import NamedTuple

from bolots.calendar import roll

_WEEK = timedelta(days=7)
_DEBTS = ("rent", "opening")


class Turn(NamedTuple):
    """`place` orders, the least first; debts of one place go by age. `why` is a code for the reader."""

    place: tuple[int, int]
    why: str


def turn(kind: str, safe_due_on: date, *, is_recovering: bool, on: date) -> Turn:
    """The turn of a charge on a day. `is_recovering`: paying it can still avert a termination."""
    if kind not in _DEBTS:
        return Turn((3, 0), "oldest")
    if is_recovering:
        return Turn((0, 0), "recovery")
    if safe_due_on > on:
        return Turn((2, 0), "oldest")
    return Turn((1, abs((roll(safe_due_on + _WEEK) - on).days)), "near_week")
