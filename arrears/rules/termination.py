"""What stands in the way of a termination, in the order in which a person should see to it (JB 12:25 a, 42–44).

Each rule looks at the facts and gives the parameters of its reason, or None. Reasons are codes: sentences are made in
the reader's language. Nothing here terminates anything; the rules only ever say no, or warn.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

VERY_SERIOUS, MINOR = "very_serious", "minor"
Params = dict[str, object]


class Stage(IntEnum):
    """How far a termination is about to go. What stands in the way of one stage stands in the way of all later ones."""

    DRAFT = 1
    APPROVE = 2
    ISSUE = 3
    SERVE = 4


@dataclass(frozen=True, slots=True)
class Rent:
    """A rent that is named: öre open now, öre that the termination says (None before it is drafted). `is_saved`: an
    earlier termination named it, and the home was saved."""

    month: date
    open_ore: int
    named_ore: int | None
    forfeiture_from: date
    is_saved: bool = False


@dataclass(frozen=True, slots=True)
class Misconduct:
    """How far the incident behind a termination has come."""

    seriousness: str
    notified_on: date | None = None
    demanded_on: date | None = None
    correct_by_on: date | None = None
    is_resolved: bool = False
    why_at_once: str = ""

    @property
    def is_at_once(self) -> bool:
        """Particularly serious, and somebody has said why no demand to correct comes first (JB 12:42 st.4)."""
        return self.seriousness == VERY_SERIOUS and bool(self.why_at_once.strip())


@dataclass(frozen=True, slots=True)
class Facts:
    """A home, what is owed, what has been done: as they are on the day."""

    on: date
    is_about_rent: bool = True
    rents: tuple[Rent, ...] = ()
    misconduct: Misconduct | None = None
    has_lease: bool = True
    is_over: bool = False
    is_hidden: bool = False
    is_from_crime: bool = False
    threshold_ore: int = 0
    credit_ore: int = 0
    is_on_hold: bool = False
    has_plan: bool = False
    reversal_waits: bool = False
    stray_money: int = 0
    unmatched: int = 0
    paid_through: date | None = None
    is_fresh: bool = True
    is_proven: bool = True
    clear_from: date | None = None
    contact_on: date | None = None
    children_on: date | None = None
    missing: tuple[str, ...] = ()
    has_postcode: bool = True
    changed: tuple[str, ...] = ()

    @property
    def open_ore(self) -> int:
        return sum(rent.open_ore for rent in self.rents)

    @property
    def named_ore(self) -> int:
        return sum(rent.named_ore or 0 for rent in self.rents)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not, as a code and what fills in its sentence; a warning stops nothing."""

    code: str
    params: Params = field(default_factory=dict)
    is_warning: bool = False


def no_lease(facts: Facts) -> Params | None:
    """A placement without a lease is no lease: JB 12 does not apply, the decision on assistance does (JO 416-2016)."""
    return None if facts.has_lease else {}


def is_over(facts: Facts) -> Params | None:
    return {} if facts.is_over else None


def is_hidden(facts: Facts) -> Params | None:
    """A protected identity: the papers name the person, so a reader of the home has to make them."""
    return {} if facts.is_hidden else None


def no_rent(facts: Facts) -> Params | None:
    return {} if facts.is_about_rent and not facts.rents else None


def paid(facts: Facts) -> Params | None:
    """Paid before the termination: the tenant stays (JB 12:43)."""
    return {} if facts.is_about_rent and facts.rents and facts.open_ore <= 0 else None


def saved_before(facts: Facts) -> Params | None:
    """The home was saved from this rent: that is for good (R10, JB 12:44)."""
    month = next((rent.month for rent in facts.rents if rent.is_saved), None)
    return {"month": month} if facts.is_about_rent and month else None


def too_early(facts: Facts) -> Params | None:
    """A rent must be more than a week late before it can cost the home (JB 12:42 st.1 p.1)."""
    early = [rent for rent in facts.rents if rent.forfeiture_from > facts.on]
    if not facts.is_about_rent or not early:
        return None
    last = max(early, key=lambda rent: rent.forfeiture_from)
    return {"month": last.month, "day": last.forfeiture_from}


def too_small(facts: Facts) -> Params | None:
    """Of minor importance (ringa betydelse, JB 12:42 st.5)."""
    if facts.is_about_rent and 0 < facts.open_ore < facts.threshold_ore:
        return {"open_ore": facts.open_ore, "threshold_ore": facts.threshold_ore}
    return None


def from_crime(facts: Facts) -> Params | None:
    """It comes from a crime by somebody close against the tenant or the household (JB 12:42 st.5)."""
    return {} if facts.is_from_crime else None


def on_hold(facts: Facts) -> Params | None:
    return {} if facts.is_about_rent and facts.is_on_hold else None


def has_plan(facts: Facts) -> Params | None:
    return {} if facts.is_about_rent and facts.has_plan else None


def credit_waits(facts: Facts) -> Params | None:
    """The home has money to its good: it belongs on the rent that threatens the home first (NJA 2013 s. 1190)."""
    return {"credit_ore": facts.credit_ore} if facts.is_about_rent and facts.credit_ore > 0 else None


def stray_money(facts: Facts) -> Params | None:
    """Money in the queue that may be the tenant's: what stops a mere demand stops a termination (JB 12:43)."""
    return {"count": facts.stray_money} if facts.is_about_rent and facts.stray_money else None


def minor(facts: Facts) -> Params | None:
    return {} if facts.misconduct and facts.misconduct.seriousness == MINOR else None


def put_right(facts: Facts) -> Params | None:
    """Put right before the termination: the tenant stays, unless it is particularly serious (JB 12:43)."""
    case = facts.misconduct
    return {} if case and case.is_resolved and case.seriousness != VERY_SERIOUS else None


def not_notified(facts: Facts) -> Params | None:
    """The social services are told first (JB 12:25 a and 42 st.3)."""
    case = facts.misconduct
    return {} if case and not case.is_at_once and case.notified_on is None else None


def not_demanded(facts: Facts) -> Params | None:
    """A demand to put things right comes first (rättelseanmaning, JB 12:25 a)."""
    case = facts.misconduct
    return {} if case and not case.is_at_once and case.demanded_on is None else None


def time_to_correct(facts: Facts) -> Params | None:
    case = facts.misconduct
    if case and not case.is_at_once and case.correct_by_on and case.correct_by_on >= facts.on:
        return {"day": case.correct_by_on}
    return None


def amount_differs(facts: Facts) -> Params | None:
    """A wrong amount on formulär 3 loses the case (RH 1995:34): to the öre, rent by rent."""
    named = [rent for rent in facts.rents if rent.named_ore is not None]
    if facts.is_about_rent and facts.open_ore > 0 and any(rent.named_ore != rent.open_ore for rent in named):
        return {"named_ore": facts.named_ore, "open_ore": facts.open_ore}
    return None


def incomplete(facts: Facts) -> Params | None:
    """What the papers must say and nobody has written: name, address, rooms, the landlord's own."""
    return {"missing": facts.missing} if facts.missing else None


def papers_differ(facts: Facts) -> Params | None:
    """The papers name somebody, somewhere, of a size: what is given must be so on that day (förordning 1978:314)."""
    return {"changed": facts.changed} if facts.changed else None


def not_proven(facts: Facts) -> Params | None:
    """The nightly proof found rows that do not add up: the amounts may be wrong."""
    return {} if facts.is_about_rent and not facts.is_proven else None


def not_fresh(facts: Facts) -> Params | None:
    """Nobody loses a home to a payment that lies in a file which nobody has read."""
    return {"day": facts.paid_through} if facts.is_about_rent and not facts.is_fresh else None


def reversal_waits(facts: Facts) -> Params | None:
    return {} if facts.is_about_rent and facts.reversal_waits else None


def no_contact(facts: Facts) -> Params | None:
    return {"day": facts.clear_from} if facts.contact_on is None else None


def no_child_check(facts: Facts) -> Params | None:
    return {"day": facts.clear_from} if facts.children_on is None else None


def unmatched(facts: Facts) -> Params | None:
    """Money of nobody, of exactly an amount that others owe too."""
    return {"count": facts.unmatched} if facts.is_about_rent and facts.unmatched else None


def no_postcode(facts: Facts) -> Params | None:
    """The papers name the home's postal address. Without postcode and town they hold, but somebody should look."""
    return None if facts.has_postcode else {}


Check = Callable[[Facts], Params | None]
RULES: tuple[tuple[Check, Stage], ...] = (
    (no_lease, Stage.DRAFT),
    (is_over, Stage.DRAFT),
    (is_hidden, Stage.DRAFT),
    (no_rent, Stage.DRAFT),
    (paid, Stage.DRAFT),
    (saved_before, Stage.DRAFT),
    (too_early, Stage.DRAFT),
    (too_small, Stage.DRAFT),
    (from_crime, Stage.DRAFT),
    (on_hold, Stage.DRAFT),
    (has_plan, Stage.DRAFT),
    (credit_waits, Stage.DRAFT),
    (reversal_waits, Stage.DRAFT),
    (stray_money, Stage.DRAFT),
    (minor, Stage.DRAFT),
    (put_right, Stage.DRAFT),
    (not_notified, Stage.DRAFT),
    (not_demanded, Stage.DRAFT),
    (time_to_correct, Stage.DRAFT),
    (amount_differs, Stage.APPROVE),
    (not_fresh, Stage.ISSUE),
    (not_proven, Stage.ISSUE),
    (incomplete, Stage.ISSUE),
    (papers_differ, Stage.SERVE),
    (no_contact, Stage.SERVE),
    (no_child_check, Stage.SERVE),
)
# formulär 3, which may also be given after the service; "paid" is said in other words then
OF_THE_MESSAGE: tuple[tuple[str, Check], ...] = (
    ("paid_since", paid),
    ("amount_differs", amount_differs),
    ("papers_differ", papers_differ),
)
WARNINGS: tuple[Check, ...] = (unmatched, no_postcode)


def what_blocks(facts: Facts, stage: Stage) -> tuple[Reason, ...]:
    """Everything that stands in the way of the stage; empty: it may go on."""
    found = [(check.__name__, check(facts)) for check, first in RULES if first <= stage]
    return tuple(Reason(code, params) for code, params in found if params is not None)


def what_is_wrong(facts: Facts) -> tuple[Reason, ...]:
    """What the message to the social services would say that is not so: a wrong one loses the case (RH 1995:34)."""
    found = [(code, check(facts)) for code, check in OF_THE_MESSAGE]
    return tuple(Reason(code, params) for code, params in found if params is not None)


def warnings(facts: Facts) -> tuple[Reason, ...]:
    """What somebody should look at first, though it stops nothing."""
    found = [(check.__name__, check(facts)) for check in WARNINGS]
    return tuple(Reason(code, params, is_warning=True) for code, params in found if params is not None)


def may_apply_from(is_about_rent: bool, earliest_decision_on: date | None, served_on: date) -> date | None:
    """The first day to apply for eviction. None while the recovery period has not begun; misconduct has none."""
    return earliest_decision_on if is_about_rent else served_on
