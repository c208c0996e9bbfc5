"""What stands in the way of an application for eviction, when a termination has been served (JB 12:44, R3, R10).

As in `rules.termination`: each rule gives the parameters of its reason, or None; the rules only ever say no.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .termination import Params, Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """A served termination as it is known on the day: what is open of the rents that it names, öre, and what may be
    theirs. `known_from` is the day through which payments must be known: the last day to pay and the banks' days after
    it, since money that the bank had in time may be booked later (JB 12:20)."""

    is_about_rent: bool = True
    open_ore: int = 0
    threshold_ore: int = 0
    credit_ore: int = 0
    stray_money: int = 0
    reversal_waits: bool = False
    has_plan: bool = False
    paid_through: date | None = None
    known_from: date | None = None
    is_at_once: bool = False
    board_notified_on: date | None = None


def paid_since(facts: Facts) -> Params | None:
    return {} if facts.open_ore <= 0 else None


def small_rest(facts: Facts) -> Params | None:
    """A rest of minor importance costs nobody a home (ringa betydelse, JB 12:42 st.5, R3)."""
    if 0 < facts.open_ore < facts.threshold_ore:
        return {"open_ore": facts.open_ore, "threshold_ore": facts.threshold_ore}
    return None


def credit_waits(facts: Facts) -> Params | None:
    """Money that came without a designation belongs on the rent that threatens the home first (NJA 2013 s. 1190)."""
    return {"credit_ore": facts.credit_ore} if facts.credit_ore > 0 else None


def stray_money(facts: Facts) -> Params | None:
    return {"count": facts.stray_money} if facts.stray_money else None


def reversal_waits(facts: Facts) -> Params | None:
    return {} if facts.reversal_waits else None


def not_known(facts: Facts) -> Params | None:
    """Nobody loses a home to a payment that lies in a file which nobody has read."""
    if facts.known_from is None or (facts.paid_through and facts.paid_through >= facts.known_from):
        return None
    return {"day": facts.known_from}


def planned(facts: Facts) -> Params | None:
    """What was agreed counts: the agreement says that its rents cost no home while it is kept."""
    return {} if facts.has_plan else None


def no_copy(facts: Facts) -> Params | None:
    """Terminated at once for misconduct: the social services get a copy (JB 12:42 st.4)."""
    return {} if facts.is_at_once and facts.board_notified_on is None else None


Check = Callable[[Facts], Params | None]
ABOUT_RENT: tuple[Check, ...] = (
    paid_since,
    small_rest,
    credit_waits,
    stray_money,
    reversal_waits,
    not_known,
    planned,
)
ABOUT_MISCONDUCT: tuple[Check, ...] = (no_copy,)


def what_blocks(facts: Facts) -> tuple[Reason, ...]:
    """Everything that stands in the way of an application; empty: it may be made, when its day has come."""
    checks = (*(ABOUT_RENT if facts.is_about_rent else ()), *ABOUT_MISCONDUCT)
    found = [(check.__name__, check(facts)) for check in checks]
    return tuple(Reason(code, params) for code, params in found if params is not None)
