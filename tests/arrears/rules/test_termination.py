"""What stands in the way of a termination: one home that may be terminated, and each thing that stops it."""

from dataclasses import replace
from datetime import date

import pytest

from arrears.rules.termination import (
    Facts,
    Misconduct,
    Rent,
    Stage,
    may_apply_from,
    warnings,
    what_blocks,
    what_is_wrong,
)

# The rent of March 2026: safe due Monday 2 March, a week on Monday 9, so lost from Tuesday 10 at the earliest.
MARCH = Rent(date(2026, 3, 1), 684_000, 684_000, date(2026, 3, 10))
RENT = Facts(
    on=date(2026, 3, 10),
    rents=(MARCH,),
    threshold_ore=20_000,
    contact_on=date(2026, 3, 6),
    children_on=date(2026, 3, 6),
)
CORRECTED = Misconduct("serious", date(2026, 2, 2), date(2026, 2, 3), date(2026, 3, 9))
MISCONDUCT = replace(RENT, is_about_rent=False, rents=(), misconduct=CORRECTED)
AT_ONCE = replace(MISCONDUCT, misconduct=Misconduct("very_serious", why_at_once="hot med vapen mot grannar"))


def codes(facts, stage=Stage.SERVE):
    return [reason.code for reason in what_blocks(facts, stage)]


@pytest.mark.parametrize("facts", [RENT, MISCONDUCT, AT_ONCE, replace(RENT, misconduct=CORRECTED)])
def test_home_may_be_terminated_when_nothing_is_in_the_way(facts):
    assert codes(facts) == []
    assert warnings(facts) == ()


RENTS = {
    "no_lease": replace(RENT, has_lease=False),
    "is_over": replace(RENT, is_over=True),
    "is_hidden": replace(RENT, is_hidden=True),
    "no_rent": replace(RENT, rents=()),
    "paid": replace(RENT, rents=(replace(MARCH, open_ore=0),)),
    "saved_before": replace(RENT, rents=(replace(MARCH, is_saved=True),)),
    "too_early": replace(RENT, on=date(2026, 3, 9)),
    "too_small": replace(RENT, rents=(replace(MARCH, open_ore=19_999, named_ore=19_999),)),
    "from_crime": replace(RENT, is_from_crime=True),
    "on_hold": replace(RENT, is_on_hold=True),
    "has_plan": replace(RENT, has_plan=True),
    "credit_waits": replace(RENT, credit_ore=1),
    "reversal_waits": replace(RENT, reversal_waits=True),
    "stray_money": replace(RENT, stray_money=1),
    "amount_differs": replace(RENT, rents=(replace(MARCH, open_ore=683_999),)),
    "papers_differ": replace(RENT, changed=("rooms",)),
    "not_proven": replace(RENT, is_proven=False),
    "not_fresh": replace(RENT, is_fresh=False, paid_through=date(2026, 3, 2)),
    "incomplete": replace(RENT, missing=("rooms",)),
    "no_contact": replace(RENT, contact_on=None),
    "no_child_check": replace(RENT, children_on=None),
}
MISCONDUCTS = {
    "minor": replace(CORRECTED, seriousness="minor"),
    "put_right": replace(CORRECTED, is_resolved=True),
    "not_notified": replace(CORRECTED, notified_on=None),
    "not_demanded": replace(CORRECTED, demanded_on=None, correct_by_on=None),
    "time_to_correct": replace(CORRECTED, correct_by_on=date(2026, 3, 10)),
}


@pytest.mark.parametrize("code", RENTS)
def test_each_fact_about_the_rent_stops_the_service_alone(code):
    assert codes(RENTS[code]) == [code]


@pytest.mark.parametrize("code", MISCONDUCTS)
def test_each_fact_about_the_misconduct_stops_it_alone(code):
    assert codes(replace(MISCONDUCT, misconduct=MISCONDUCTS[code])) == [code]


def test_particularly_serious_misconduct_needs_no_demand_but_a_reason():
    """JB 12:42 st.4: no demand and no notice, if somebody has said why; put right does not help either."""
    assert codes(replace(AT_ONCE, misconduct=Misconduct("very_serious"))) == ["not_notified", "not_demanded"]
    assert codes(replace(AT_ONCE, misconduct=Misconduct("very_serious", why_at_once="  "))) != []
    assert codes(replace(AT_ONCE, misconduct=Misconduct("very_serious", is_resolved=True, why_at_once="hot"))) == []
    assert codes(replace(AT_ONCE, misconduct=Misconduct("serious", why_at_once="bråttom"))) != []


def test_what_is_about_money_does_not_stop_misconduct():
    money = {"is_on_hold": True, "has_plan": True, "credit_ore": 1, "reversal_waits": True, "is_fresh": False}
    money |= {"stray_money": 1, "is_proven": False}
    assert codes(replace(MISCONDUCT, **money)) == []


def test_both_grounds_answer_for_both():
    both = replace(RENT, misconduct=MISCONDUCTS["not_demanded"], is_on_hold=True)
    assert codes(both) == ["on_hold", "not_demanded"]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.DRAFT, ["on_hold"]),
        (Stage.APPROVE, ["on_hold", "amount_differs"]),
        (Stage.ISSUE, ["on_hold", "amount_differs", "not_fresh", "incomplete"]),
        (Stage.SERVE, ["on_hold", "amount_differs", "not_fresh", "incomplete", "no_contact", "no_child_check"]),
    ],
)
def test_later_stages_ask_for_more_and_never_for_less(stage, expected):
    bad = {"is_on_hold": True, "is_fresh": False, "missing": ("rooms",), "contact_on": None, "children_on": None}
    assert codes(replace(RENT, rents=(replace(MARCH, open_ore=500_000),), **bad), stage) == expected


def test_reasons_carry_what_their_sentences_need():
    [early] = what_blocks(RENTS["too_early"], Stage.DRAFT)
    assert early.params == {"month": date(2026, 3, 1), "day": date(2026, 3, 10)}
    [differs] = what_blocks(RENTS["amount_differs"], Stage.ISSUE)
    assert differs.params == {"named_ore": 684_000, "open_ore": 683_999}


def test_message_to_the_social_services_says_what_is_so():
    """RH 1995:34: amount, tenant, home and size; that the respite runs or nobody was met makes no paper wrong."""
    said = {code: [why.code for why in what_is_wrong(facts)] for code, facts in RENTS.items()}
    wrong = {"paid": ["paid_since"], "amount_differs": ["amount_differs"], "papers_differ": ["papers_differ"]}
    assert said == {code: wrong.get(code, []) for code in RENTS}
    assert what_is_wrong(MISCONDUCT) == ()


def test_amounts_are_compared_rent_by_rent():
    """The sum may be right while each rent is wrong: formulär 3 names each with its due day."""
    april = replace(MARCH, month=date(2026, 2, 1), forfeiture_from=date(2026, 2, 10))
    rents = (replace(MARCH, open_ore=683_000), replace(april, open_ore=685_000))
    assert codes(replace(RENT, rents=rents)) == ["amount_differs"]


def test_money_of_an_amount_that_others_owe_too_is_warned_of_and_stops_nothing():
    facts = replace(RENT, unmatched=2)
    assert codes(facts) == []
    [warning] = warnings(facts)
    assert (warning.code, warning.params, warning.is_warning) == ("unmatched", {"count": 2}, True)


def test_address_without_a_postcode_is_warned_of_and_stops_nothing():
    facts = replace(RENT, has_postcode=False)
    assert codes(facts) == []
    assert [warning.code for warning in warnings(facts)] == ["no_postcode"]


def test_rent_is_applied_for_after_the_earliest_decision_and_misconduct_from_the_service():
    served, earliest = date(2026, 3, 12), date(2026, 4, 8)
    assert may_apply_from(True, earliest, served) == earliest
    assert may_apply_from(True, None, served) is None
    assert may_apply_from(False, None, served) == served
