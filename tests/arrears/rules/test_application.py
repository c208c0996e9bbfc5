"""What stands in the way of an application for eviction: one that may be made, and each thing that stops it."""

from dataclasses import replace
from datetime import date

import pytest

from arrears.rules.application import Facts, what_blocks

# Served and told on 10 March 2026: the period ends on Tuesday the 31st; two bank days on is Thursday 2 April.
RENT = Facts(open_ore=684_000, threshold_ore=20_000, paid_through=date(2026, 4, 2), known_from=date(2026, 4, 2))
AT_ONCE = Facts(is_about_rent=False, is_at_once=True, board_notified_on=date(2026, 3, 10))
STOPS = {
    "paid_since": {"open_ore": 0},
    "small_rest": {"open_ore": 10},
    "credit_waits": {"credit_ore": 1},
    "stray_money": {"stray_money": 1},
    "reversal_waits": {"reversal_waits": True},
    "not_known": {"paid_through": date(2026, 4, 1)},
    "planned": {"has_plan": True},
}


def codes(facts) -> list[str]:
    return [reason.code for reason in what_blocks(facts)]


@pytest.mark.parametrize("facts", [RENT, AT_ONCE, replace(RENT, is_at_once=True, board_notified_on=date(2026, 3, 10))])
def test_application_may_be_made_when_nothing_is_in_the_way(facts):
    assert codes(facts) == []


@pytest.mark.parametrize("code", STOPS)
def test_each_fact_about_the_rent_stops_it_alone_and_no_application_for_misconduct(code):
    assert codes(replace(RENT, **STOPS[code])) == [code]
    assert codes(replace(AT_ONCE, **STOPS[code])) == []


def test_rest_of_the_threshold_is_no_trifle_any_more():
    assert codes(replace(RENT, open_ore=19_999)) == ["small_rest"]
    assert codes(replace(RENT, open_ore=20_000)) == []


def test_no_payments_known_at_all_stops_it():
    assert codes(replace(RENT, paid_through=None)) == ["not_known"]


def test_misconduct_at_once_needs_its_copy_and_other_misconduct_does_not():
    assert codes(replace(AT_ONCE, board_notified_on=None)) == ["no_copy"]
    assert codes(replace(AT_ONCE, is_at_once=False, board_notified_on=None)) == []
