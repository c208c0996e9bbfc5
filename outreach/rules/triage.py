"""Bedömning: what a late rent or a serious incident leads to. Ordered, dated rules; the first that applies decides, the
others are kept.

"Ringa betydelse" (JB 12:42 st.5) is the threshold below which no late rent opens a case. Amounts are öre.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar


class Judged(Protocol):
    """What a verdict is about."""

    @property
    def on(self) -> date: ...

    def params(self) -> dict[str, int | str]:
        """The facts that the sentences to the reader need."""


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
    is_in_plan: bool = False

    def params(self) -> dict[str, int | str]:
        return {
            "open_ore": self.open_ore,
            "threshold_ore": self.threshold_ore,
            "outreach_from": self.outreach_from.isoformat(),
        }


@dataclass(frozen=True)
class IncidentFacts:
    """What is known of one serious incident and its home on the day of the judgement."""

    on: date
    outreach_from: date
    kind: str
    seriousness: str
    happened_on: date
    is_former_tenant: bool = False
    has_open_case: bool = False

    def params(self) -> dict[str, int | str]:
        return {
            "kind": self.kind,
            "seriousness": self.seriousness,
            "happened_on": self.happened_on.isoformat(),
            "outreach_from": self.outreach_from.isoformat(),
        }


F = TypeVar("F", bound=Judged)


@dataclass(frozen=True)
class Rule(Generic[F]):
    """One reason, and the days on which it holds (`valid_until` exclusive)."""

    code: str
    applies: Callable[[F], bool]
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

RULES: tuple[Rule[Facts], ...] = (
    Rule("not_started", lambda facts: facts.on < facts.outreach_from),
    Rule("former_tenant", lambda facts: facts.is_former_tenant),
    Rule("on_hold", lambda facts: facts.is_on_hold),
    Rule("below_threshold", lambda facts: facts.open_ore < facts.threshold_ore),
    Rule("joined", lambda facts: facts.has_open_case),
    Rule("under_plan", lambda facts: facts.is_in_plan),
)
INCIDENT_RULES: tuple[Rule[IncidentFacts], ...] = (
    Rule("not_started", lambda facts: facts.on < facts.outreach_from),
    Rule("former_tenant", lambda facts: facts.is_former_tenant),
    Rule("joined", lambda facts: facts.has_open_case),
)


def judge(facts: Facts, rules: tuple[Rule[Facts], ...] = RULES) -> Verdict:
    """The verdict on one late rent: the first rule in force that applies; when none does, a case opens."""
    return _first(facts, rules)


def judge_incident(facts: IncidentFacts, rules: tuple[Rule[IncidentFacts], ...] = INCIDENT_RULES) -> Verdict:
    """The same for one serious incident. It has no threshold, and no respite can be agreed on it."""
    return _first(facts, rules)


def _first(facts: F, rules: tuple[Rule[F], ...]) -> Verdict:
    passed: list[str] = []
    for rule in rules:
        if not rule.holds_on(facts.on):
            continue
        if rule.applies(facts):
            return Verdict(rule.code, tuple(passed), facts.params())
        passed.append(rule.code)
    return Verdict(OPENED, tuple(passed), facts.params())
