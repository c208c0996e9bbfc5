from dataclasses import replace
from datetime import date

import pytest

from outreach.models import IncidentTriage, Triage
from outreach.rules.triage import (
    INCIDENT_RULES,
    OPENED,
    RULES,
    Facts,
    IncidentFacts,
    Rule,
    judge,
    judge_incident,
)

FACTS = Facts(on=date(2026, 3, 6), open_ore=684_000, threshold_ore=20_000, outreach_from=date(2016, 10, 1))

CASES = [
    ({}, "opened"),
    ({"open_ore": 20_000}, "opened"),
    ({"open_ore": 19_999}, "below_threshold"),
    ({"open_ore": 0}, "below_threshold"),
    ({"has_open_case": True}, "joined"),
    ({"has_open_case": True, "open_ore": 19_999}, "below_threshold"),
    ({"is_on_hold": True}, "on_hold"),
    ({"is_on_hold": True, "has_open_case": True}, "on_hold"),
    ({"is_in_plan": True}, "under_plan"),
    ({"is_in_plan": True, "has_open_case": True}, "joined"),
    ({"is_in_plan": True, "open_ore": 19_999}, "below_threshold"),
    ({"is_in_plan": True, "is_on_hold": True}, "on_hold"),
    ({"is_former_tenant": True}, "former_tenant"),
    ({"is_former_tenant": True, "is_on_hold": True}, "former_tenant"),
    ({"on": date(2016, 9, 30)}, "not_started"),
    ({"on": date(2016, 10, 1)}, "opened"),
    ({"on": date(2016, 9, 30), "is_former_tenant": True, "open_ore": 1}, "not_started"),
]


@pytest.mark.parametrize(("changed", "code"), CASES)
def test_first_rule_that_applies_decides(changed, code):
    assert judge(replace(FACTS, **changed)).code == code


def test_rules_stand_in_this_order():
    order = ["not_started", "former_tenant", "on_hold", "below_threshold", "joined", "under_plan"]
    assert [rule.code for rule in RULES] == order


def test_verdict_says_what_was_looked_at_and_did_not_apply():
    assert judge(replace(FACTS, open_ore=1)).passed == ("not_started", "former_tenant", "on_hold")
    assert judge(FACTS).passed == tuple(rule.code for rule in RULES)
    assert judge(replace(FACTS, on=date(2016, 1, 4))).passed == ()


def test_verdict_keeps_the_facts_that_the_sentences_need():
    assert judge(FACTS).params == {"open_ore": 684_000, "threshold_ore": 20_000, "outreach_from": "2016-10-01"}


def test_every_verdict_is_known_to_the_model():
    assert {rule.code for rule in RULES} | {OPENED} == set(Triage.Verdict.values)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 12, 31), "opened"),
        (date(2026, 1, 1), "on_hold"),
        (date(2026, 6, 30), "on_hold"),
        (date(2026, 7, 1), "opened"),
    ],
)
def test_rule_decides_only_on_the_days_when_it_is_in_force(day, code):
    dated = Rule("on_hold", lambda facts: True, valid_from=date(2026, 1, 1), valid_until=date(2026, 7, 1))
    verdict = judge(replace(FACTS, on=day), (dated,))
    assert (verdict.code, verdict.passed) == (code, ())


INCIDENT = IncidentFacts(
    on=date(2026, 3, 7),
    outreach_from=date(2016, 10, 1),
    kind="disturbance",
    seriousness="serious",
    happened_on=date(2026, 3, 5),
)
OF_INCIDENTS = [
    ({}, "opened", ("not_started", "former_tenant", "joined")),
    ({"has_open_case": True}, "joined", ("not_started", "former_tenant")),
    ({"is_former_tenant": True}, "former_tenant", ("not_started",)),
    ({"is_former_tenant": True, "has_open_case": True}, "former_tenant", ("not_started",)),
    ({"on": date(2016, 9, 30)}, "not_started", ()),
    ({"on": date(2016, 10, 1)}, "opened", ("not_started", "former_tenant", "joined")),
    ({"on": date(2016, 9, 30), "has_open_case": True}, "not_started", ()),
]


@pytest.mark.parametrize(("changed", "code", "passed"), OF_INCIDENTS)
def test_incident_has_its_verdict_by_the_first_rule_that_applies(changed, code, passed):
    verdict = judge_incident(replace(INCIDENT, **changed))
    assert (verdict.code, verdict.passed) == (code, passed)


def test_verdict_on_an_incident_keeps_what_the_sentence_needs():
    assert judge_incident(INCIDENT).params == {
        "kind": "disturbance",
        "seriousness": "serious",
        "happened_on": "2026-03-05",
        "outreach_from": "2016-10-01",
    }
    assert {rule.code for rule in INCIDENT_RULES} | {OPENED} == set(IncidentTriage.Verdict.values)
