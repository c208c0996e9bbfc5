"""Which paper is next, and what stands in its way. Safe due date of March: Monday 2 March 2026."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arrears.rules.dunning import PROPOSED, RULES, Facts, Rent, Rule, Steps, judge, next_step

DUE = date(2026, 3, 2)
MARCH = date(2026, 3, 1)


def steps(on: date) -> Steps:
    """A text from the third day on, a reminder after 5 days, a demand after 15."""
    return Steps(late_cutoff=on - timedelta(days=3), reminder_after=5, demand_after=15)


def rent(**papers) -> Rent:
    return Rent(1, MARCH, 684_000, DUE, **papers)


def facts(on: date = date(2026, 3, 10), *rents: Rent, **fields) -> Facts:
    return Facts(on=on, rents=rents or (rent(),), steps=steps(on), threshold_ore=20_000, **fields)


@pytest.mark.parametrize(
    ("on", "papers", "expected"),
    [
        (date(2026, 3, 4), {}, ""),  # 2 days: within the grace
        (date(2026, 3, 5), {}, "sms"),  # 3 days
        (date(2026, 3, 6), {"sms_on": date(2026, 3, 5)}, ""),
        (date(2026, 3, 6), {}, "sms"),  # 4 days
        (date(2026, 3, 7), {}, "reminder"),  # 5 days
        (date(2026, 3, 7), {"sms_on": date(2026, 3, 5)}, "reminder"),
        (date(2026, 3, 16), {"reminder_on": date(2026, 3, 7)}, ""),  # 14 days: a day too early
        (date(2026, 3, 17), {"reminder_on": date(2026, 3, 7)}, "demand"),  # 15 days, and the reminder had its ten
        (date(2026, 3, 17), {"reminder_on": date(2026, 3, 8)}, ""),  # it had nine
        (date(2026, 4, 20), {}, "reminder"),  # however old: no demand without a reminder
        (date(2026, 4, 20), {"sms_on": date(2026, 3, 5)}, "reminder"),
        (date(2026, 4, 20), {"reminder_on": date(2026, 3, 7), "demand_on": date(2026, 3, 17)}, ""),
    ],
)
def test_each_rent_has_its_steps(on, papers, expected):
    assert next_step(rent(**papers), on, steps(on)) == expected


def test_homes_paper_is_the_gravest_and_about_the_rents_at_that_step():
    on = date(2026, 4, 10)
    march = rent(reminder_on=date(2026, 3, 7))
    april = Rent(2, date(2026, 4, 1), 684_000, date(2026, 3, 31))  # 10 days: a reminder
    verdict = judge(facts(on, march, april))
    assert (verdict.code, verdict.kind, verdict.rents, verdict.capital_ore) == (PROPOSED, "demand", (march,), 684_000)


STOPS = {
    "promised": {"rents": (replace(rent(), is_promised=True),)},
    "waits": {"rents": (rent(reminder_on=date(2026, 3, 9)),)},
    "below_threshold": {"rents": (replace(rent(), open_ore=19_999),)},
    "not_fresh": {"is_fresh": False},
    "not_proven": {"is_proven": False},
    "deceased": {"is_deceased": True},
    "barred": {"is_barred": True},
    "protected": {"is_protected": True, "rents": (replace(rent(), safe_due_on=date(2026, 3, 6)),)},
    "on_hold": {"hold_until": date(2026, 3, 11)},
    "plan": {"has_plan": True},
    "terminated": {"is_terminated": True},
    "reversal": {"has_reversal": True},
    "credit": {"has_credit": True},
    "stray_money": {"has_stray_money": True},
    "in_a_run": {"is_in_a_run": True},
}


@pytest.mark.parametrize("code", STOPS)
def test_each_rule_leaves_a_home_in_peace(code):
    verdict = judge(replace(facts(), **STOPS[code]))
    assert verdict.code == code
    assert not verdict.is_proposed
    assert verdict.passed == tuple(rule.code for rule in RULES)[: len(verdict.passed)]


def test_every_rule_has_its_case():
    assert [rule.code for rule in RULES] == list(STOPS)


def test_rent_that_the_social_services_pay_is_not_in_the_paper_about_another():
    on, april = date(2026, 4, 10), Rent(2, date(2026, 4, 1), 684_000, date(2026, 3, 31))
    verdict = judge(facts(on, replace(rent(reminder_on=date(2026, 3, 7)), is_promised=True), april))
    assert (verdict.kind, verdict.rents) == ("reminder", (april,))


def test_amount_at_the_threshold_is_proposed():
    assert judge(facts(date(2026, 3, 10), replace(rent(), open_ore=20_000))).is_proposed


def test_first_rule_that_applies_decides():
    assert judge(facts(is_deceased=True, has_plan=True)).code == "deceased"


def test_protected_person_gets_papers_that_are_handed_over_and_no_text_message():
    verdict = judge(facts(is_protected=True))
    assert (verdict.is_proposed, verdict.kind) == (True, "reminder")


def test_rule_holds_on_its_days_only():
    rule = Rule("x", lambda facts: True, valid_from=date(2026, 3, 10), valid_until=date(2026, 3, 11))
    found = [judge(facts(date(2026, 3, day)), (rule,)).code for day in (9, 10, 11)]
    assert found == [PROPOSED, "x", PROPOSED]
