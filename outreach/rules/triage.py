"""Bedömning: what a late rent leads to. Ordered, dated rules; the first that applies decides, the others are kept.

"Ringa betydelse" (JB 12:42 st.5) is the threshold below which no case opens. Amounts are öre.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Facts:
    """What is known of one late rent and its home on the day of the judgement."""

    on: date
    open_ore: int
    threshold_ore: int
    outreach_from: date
    is_former_tenant: bool = False
    is_on_hold: bool = False
    has_open_case: bool = False

    def params(self) -> dict[str, int | str]:
        """The facts that the sentences to the reader need."""
        return {
            "open_ore": self.open_ore,
            "threshold_ore": self.threshold_ore,
            "outreach_from": self.outreach_from.isoformat(),
        }


@dataclass(frozen=True)
class Rule:
    """One reason, and the days on which it holds (`valid_until` exclusive)."""

    code: str
    applies: Callable[[Facts], bool]
    valid_from: date = date.min
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True)
class Verdict:
    """The code of the rule that decided, the codes of those that were looked at and did not apply, and the facts."""

    code: str
    passed: tuple[str, ...]
    params: dict[str, int | str]


OPENED = "opened"

RULES = (
    Rule("not_started", lambda facts: facts.on < facts.outreach_from),
    Rule("former_tenant", lambda facts: facts.is_former_tenant),
    Rule("on_hold", lambda facts: facts.is_on_hold),
    Rule("below_threshold", lambda facts: facts.open_ore < facts.threshold_ore),
    Rule("joined", lambda facts: facts.has_open_case),
)


def judge(facts: Facts, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """The verdict on one late rent: the first rule in force that applies; when none does, a case opens."""
    passed: list[str] = []
    for rule in rules:
        if not rule.holds_on(facts.on):
            continue
        if rule.applies(facts):
            return Verdict(rule.code, tuple(passed), facts.params())
        passed.append(rule.code)
    return Verdict(OPENED, tuple(passed), facts.params())
