"""Misconduct (misskötsel): what the law asks for before a lease may be terminated, and how far an incident has come.

JB 12:25, 25 a, 42, 43 as in force since 2024-07-01 (SFS 2024:313). Nothing here terminates anything.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bolots.calendar import roll

VERY_SERIOUS = "very_serious"
DONE, NOW, NEXT = "done", "now", "next"
REPORTED, NOTICE, DEMAND, PUT_RIGHT, RESOLVED = "reported", "notice", "demand", "put_right", "resolved"
NOT_REQUIRED, DAY_HAS_PASSED = "not_required", "day_has_passed"
TIME_TO_CORRECT = timedelta(days=14)  # our suggestion; the law says "without delay" (utan dröjsmål)


@dataclass(frozen=True)
class Required:
    """What must have happened before a termination, and what goes with it."""

    demand: bool
    notice: bool
    copy_of_termination: bool


def what_is_required(seriousness: str, *, by_the_owner: bool = False) -> Required:
    """Demand and notice to the social services, unless the incident is particularly serious (JB 12:25 a, 42 st. 3–4).

    Then a copy of the notice of termination goes to the social services instead. `by_the_owner`: an external owner acts
    against the head lease, and who disturbs is a sub-tenant with permission: demand and notice always (42 § st. 4).
    """
    is_excused = seriousness == VERY_SERIOUS and not by_the_owner
    return Required(demand=not is_excused, notice=not is_excused, copy_of_termination=is_excused)


@dataclass(frozen=True)
class Facts:
    """How far an incident has come."""

    seriousness: str
    reported_on: date
    notified_on: date | None = None
    demanded_on: date | None = None
    correct_by_on: date | None = None
    resolved_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One line of the clock: what, whether it is done, its day if it has one, and the code of what to add."""

    code: str
    state: str
    on: date | None = None
    note: str = ""


def steps(facts: Facts, on: date) -> tuple[Step, ...]:
    """The order of JB 12:25 a as of `on`; the first step that is not done is `now`. What never came is left out at the
    end: a resolved incident shows what was done."""
    rows = [Step(REPORTED, DONE, facts.reported_on), *_asked_for(facts, on)]
    if facts.resolved_on:
        return (*(row for row in rows if row.state == DONE), Step(RESOLVED, DONE, facts.resolved_on))
    rows.append(Step(RESOLVED, NEXT))
    first = next(row for row in rows if row.state != DONE)
    return tuple(Step(row.code, NOW, row.on, row.note) if row is first else row for row in rows)


def _asked_for(facts: Facts, on: date) -> list[Step]:
    required = what_is_required(facts.seriousness)
    has_passed = facts.correct_by_on is not None and facts.correct_by_on < on
    return [
        _step(NOTICE, facts.notified_on, "" if required.notice else NOT_REQUIRED),
        _step(DEMAND, facts.demanded_on, "" if required.demand else NOT_REQUIRED),
        Step(PUT_RIGHT, NEXT, facts.correct_by_on, DAY_HAS_PASSED if has_passed else ""),
    ]


def _step(code: str, done_on: date | None, note: str) -> Step:
    return Step(code, DONE, done_on) if done_on else Step(code, NEXT, None, note)


def current(facts: Facts, on: date) -> Step:
    """The step that comes now; of a resolved incident the last one."""
    return next((step for step in steps(facts, on) if step.state == NOW), steps(facts, on)[-1])


def suggested_day(on: date) -> date:
    """The day by which things are to be put right, unless somebody chooses another."""
    return roll(on + TIME_TO_CORRECT)
