"""Krav: which paper a late rent leads to next, and what stands in its way. Ordered, dated rules; they only propose.

Three steps for each rent: a text in the first days, then a reminder, then a demand (inkassolagen 5 §) when the reminder
has had its time. Nothing is ever sent by a rule. Amounts are öre, days are days after the safe due date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

SMS, REMINDER, DEMAND = "sms", "reminder", "demand"
STEPS = (DEMAND, REMINDER, SMS)  # the gravest first: it is the one that a home's paper is about
PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Steps:
    """When each step comes: a text for rent due up to `late_cutoff`, the others so many days after the due date."""

    late_cutoff: date
    reminder_after: int
    demand_after: int

    @property
    def between(self) -> int:
        """Days that a reminder is given before the demand."""
        return max(self.demand_after - self.reminder_after, 1)


@dataclass(frozen=True, slots=True)
class Rent:
    """A rent that is open, and when each paper about it was issued that reached somebody, or still may.

    `is_promised`: the social services have undertaken to pay it (JB 12:44), so nothing is asked of the tenant.
    """

    charge_id: int
    month: date
    open_ore: int
    safe_due_on: date
    sms_on: date | None = None
    reminder_on: date | None = None
    demand_on: date | None = None
    is_promised: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one home's debt on the day of the judgement."""

    on: date
    rents: tuple[Rent, ...]
    steps: Steps
    threshold_ore: int
    is_fresh: bool = True
    is_proven: bool = True
    is_protected: bool = False
    is_deceased: bool = False
    is_terminated: bool = False
    is_barred: bool = False
    is_in_a_run: bool = False
    hold_until: date | None = None
    has_plan: bool = False
    has_reversal: bool = False
    has_credit: bool = False
    has_stray_money: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to leave a home in peace, and the days on which it holds (`valid_until` exclusive)."""

    code: str
    applies: Callable[[Facts], bool]
    valid_from: date = date.min
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is proposed, about which rents; or the code of the rule that says no. `passed` were looked at before it."""

    code: str
    kind: str
    rents: tuple[Rent, ...]
    passed: tuple[str, ...] = ()

    @property
    def is_proposed(self) -> bool:
        return self.code == PROPOSED

    @property
    def capital_ore(self) -> int:
        return sum(rent.open_ore for rent in self.rents)


def next_step(rent: Rent, on: date, steps: Steps) -> str:
    """The paper that a rent leads to on the day; "" while it waits, or when it has had them all.

    A demand follows a reminder that has had its days, however old the rent is; a text only comes before the reminder.
    """
    age = (on - rent.safe_due_on).days
    if rent.demand_on is not None or rent.is_promised:
        return ""
    if rent.reminder_on is not None:
        is_time = age >= steps.demand_after and on >= rent.reminder_on + timedelta(days=steps.between)
        return DEMAND if is_time else ""
    if age >= steps.reminder_after:
        return REMINDER
    return SMS if rent.sms_on is None and rent.safe_due_on <= steps.late_cutoff else ""


def next_paper(facts: Facts) -> tuple[str, tuple[Rent, ...]]:
    """A home's next paper: the gravest step of its rents, and the rents at that step."""
    found = [(next_step(rent, facts.on, facts.steps), rent) for rent in facts.rents]
    kind = next((step for step in STEPS if any(step == at for at, _rent in found)), "")
    return kind, tuple(rent for at, rent in found if kind and at == kind)


def _due_ore(facts: Facts) -> int:
    return sum(rent.open_ore for rent in next_paper(facts)[1])


RULES: tuple[Rule, ...] = (
    Rule("promised", lambda facts: all(rent.is_promised for rent in facts.rents)),
    Rule("waits", lambda facts: not next_paper(facts)[0]),
    Rule("below_threshold", lambda facts: _due_ore(facts) < facts.threshold_ore),
    Rule("not_fresh", lambda facts: not facts.is_fresh),
    Rule("not_proven", lambda facts: not facts.is_proven),
    Rule("deceased", lambda facts: facts.is_deceased),
    Rule("barred", lambda facts: facts.is_barred),
    Rule("protected", lambda facts: facts.is_protected and next_paper(facts)[0] == SMS),
    Rule("on_hold", lambda facts: facts.hold_until is not None),
    Rule("plan", lambda facts: facts.has_plan),
    Rule("terminated", lambda facts: facts.is_terminated),
    Rule("reversal", lambda facts: facts.has_reversal),
    Rule("credit", lambda facts: facts.has_credit),
    Rule("stray_money", lambda facts: facts.has_stray_money),
    Rule("in_a_run", lambda facts: facts.is_in_a_run),
)


def judge(facts: Facts, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """The verdict on one home: the first rule in force that applies says no, or its next paper is proposed."""
    kind, rents = next_paper(facts)
    passed: list[str] = []
    for rule in rules:
        if not rule.holds_on(facts.on):
            continue
        if rule.applies(facts):
            return Verdict(rule.code, kind, rents, tuple(passed))
        passed.append(rule.code)
    return Verdict(PROPOSED, kind, rents, tuple(passed))
