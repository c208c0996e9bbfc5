"""The order of JB 12:25 a and 42, by tables."""

from dataclasses import replace
from datetime import date

import pytest

from tenancies.models import Incident
from tenancies.rules.incidents import (
    VERY_SERIOUS,
    Facts,
    Required,
    Step,
    current,
    steps,
    suggested_day,
    what_is_required,
)

REPORTED, TOLD, DEMANDED, BY, ON = (date(2026, 3, day) for day in (2, 3, 4, 18, 10))
FACTS = Facts(seriousness="serious", reported_on=REPORTED)
BOTH = Required(demand=True, notice=True, copy_of_termination=False)
NEITHER = Required(demand=False, notice=False, copy_of_termination=True)


@pytest.mark.parametrize(
    ("seriousness", "by_the_owner", "required"),
    [
        ("minor", False, BOTH),
        ("serious", False, BOTH),
        ("very_serious", False, NEITHER),
        ("minor", True, BOTH),
        ("serious", True, BOTH),
        ("very_serious", True, BOTH),
    ],
)
def test_demand_and_notice_come_before_a_termination_unless_it_is_particularly_serious(
    seriousness, by_the_owner, required
):
    assert what_is_required(seriousness, by_the_owner=by_the_owner) == required


def test_the_rule_knows_the_word_of_the_model():
    assert VERY_SERIOUS == Incident.Seriousness.VERY_SERIOUS


STATES = [
    ({}, ["reported done", "notice now", "demand next", "put_right next", "resolved next"]),
    (
        {"notified_on": TOLD},
        ["reported done", "notice done", "demand now", "put_right next", "resolved next"],
    ),
    (
        {"notified_on": TOLD, "demanded_on": DEMANDED, "correct_by_on": BY},
        ["reported done", "notice done", "demand done", "put_right now", "resolved next"],
    ),
    (
        {"notified_on": TOLD, "demanded_on": DEMANDED, "correct_by_on": BY, "resolved_on": ON},
        ["reported done", "notice done", "demand done", "resolved done"],
    ),
    ({"notified_on": TOLD, "resolved_on": ON}, ["reported done", "notice done", "resolved done"]),
    ({"resolved_on": ON}, ["reported done", "resolved done"]),
]


@pytest.mark.parametrize(("known", "expected"), STATES)
def test_steps_stand_in_their_order_and_the_first_undone_one_is_now(known, expected):
    assert [f"{step.code} {step.state}" for step in steps(replace(FACTS, **known), ON)] == expected


@pytest.mark.parametrize(("known", "expected"), STATES)
def test_at_most_one_step_is_now_and_current_names_it(known, expected):
    facts = replace(FACTS, **known)
    now = [step for step in steps(facts, ON) if step.state == "now"]
    assert len(now) == (0 if facts.resolved_on else 1)
    assert current(facts, ON) == (now[0] if now else Step("resolved", "done", ON))


def test_done_steps_carry_their_days_and_the_coming_one_its_last():
    known = replace(FACTS, notified_on=TOLD, demanded_on=DEMANDED, correct_by_on=BY)
    assert [step.on for step in steps(known, ON)] == [REPORTED, TOLD, DEMANDED, BY, None]


@pytest.mark.parametrize(
    ("on", "note"),
    [(date(2026, 3, 17), ""), (BY, ""), (date(2026, 3, 19), "day_has_passed")],
)
def test_day_to_put_it_right_has_passed_the_day_after(on, note):
    known = replace(FACTS, notified_on=TOLD, demanded_on=DEMANDED, correct_by_on=BY)
    assert current(known, on) == Step("put_right", "now", BY, note)


def test_particularly_serious_one_says_that_neither_is_required():
    notes = {step.code: step.note for step in steps(replace(FACTS, seriousness=VERY_SERIOUS), ON)}
    assert (notes["notice"], notes["demand"]) == ("not_required", "not_required")
    assert {step.note for step in steps(FACTS, ON)} == {""}


@pytest.mark.parametrize(
    ("on", "by"),
    [
        (date(2026, 3, 10), date(2026, 3, 24)),
        (date(2026, 3, 21), date(2026, 4, 7)),  # 4 April is the Saturday of Easter
        (date(2026, 12, 10), date(2026, 12, 28)),  # julafton
    ],
)
def test_two_weeks_are_suggested_to_a_day_when_an_act_can_be_demanded(on, by):
    assert suggested_day(on) == by
