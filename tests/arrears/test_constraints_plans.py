"""Each constraint of holds and payment plans, broken once past the actions: the database itself says no."""

from datetime import date, timedelta

import pytest

from arrears.models import Hold, Instalment, PaymentPlan, PlanCharge
from tests.arrears.book import TODAY, charged
from tests.arrears.deals import deal
from tests.arrears.test_constraints import refused
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def plan(cast):
    return deal(charged(1), by=cast.finn)


def hold(plan, **fields):
    values = {"from_on": TODAY, "until_on": TOMORROW, "why": "sjuk", "set_on": TODAY, "by": UserFactory()}
    return Hold.objects.create(tenancy=plan.tenancy, **{**values, **fields})


def another(plan, **fields):
    """A plan that has ended, of the same home."""
    values = {"status": "kept", "ended_on": TODAY, "agreed_on": TODAY, "income_day": 25, "left_ore": 1, "owed_ore": 1}
    return PaymentPlan.objects.create(tenancy=plan.tenancy, by=plan.by, **{**values, **fields})


def nothing_stopped(plan):
    return hold(plan, stops_cases=False, stops_demands=False, stops_interest=False)


HOLDS = {
    "hold_ends_after_it_begins": lambda plan: hold(plan, until_on=TODAY - timedelta(days=1)),
    "hold_has_a_reason": lambda plan: hold(plan, why=""),
    "hold_stops_something": nothing_stopped,
}
PLANS = {
    "one_running_plan_per_tenancy": lambda plan: another(plan, status="active", ended_on=None),
    "ended_plan_has_its_day": lambda plan: another(plan, ended_on=None),
    "missed_plan_says_since_when": lambda plan: PaymentPlan.objects.filter(pk=plan.pk).update(status="missed"),
    "income_day_is_a_day_of_a_month": lambda plan: another(plan, income_day=32),
    "plan_amounts_are_sound": lambda plan: another(plan, owed_ore=0),
    "one_row_per_plan_and_charge": lambda plan: PlanCharge.objects.create(
        plan=plan, charge=plan.charges.get().charge, open_ore=1
    ),
    "plan_charge_was_open": lambda plan: PlanCharge.objects.create(
        plan=another(plan), charge=plan.charges.get().charge, open_ore=0
    ),
    "one_instalment_per_plan_and_day": lambda plan: Instalment.objects.create(
        plan=plan, due_on=plan.instalments.earliest("due_on").due_on, amount_ore=1
    ),
    "instalment_is_positive": lambda plan: Instalment.objects.create(plan=plan, due_on=TODAY, amount_ore=0),
}
RULES = HOLDS | PLANS


@pytest.mark.parametrize("name", RULES)
def test_constraint_holds(name, plan):
    refused(lambda: RULES[name](plan), name)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ended_on": date(2026, 3, 9)}, "ended_plan_has_its_day"),  # before it was agreed
        ({"status": "active", "ended_on": TODAY}, "ended_plan_has_its_day"),
        ({"status": "missed", "ended_on": TODAY, "missed_on": TODAY}, "ended_plan_has_its_day"),
        ({"income_day": 0}, "income_day_is_a_day_of_a_month"),
        ({"tolerance_ore": -1}, "plan_amounts_are_sound"),
        ({"left_ore": -1}, "plan_amounts_are_sound"),
    ],
)
def test_every_side_of_a_constraint_holds(plan, fields, name):
    refused(lambda: another(plan, **fields), name)


def test_every_constraint_has_its_case():
    models = (Hold, PaymentPlan, PlanCharge, Instalment)
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(RULES)


def test_one_plan_is_made_softer_by_one(plan):
    another(plan, softens=plan)
    refused(lambda: another(plan, softens=plan), "softens_id")


@pytest.mark.parametrize(("model", "column"), [(PlanCharge, "open_ore"), (Instalment, "amount_ore")])
def test_what_was_agreed_is_never_deleted_or_rewritten(plan, model, column):
    refused(lambda: model.objects.update(**{column: 1}), "Cannot update")
    refused(lambda: model.objects.all()._raw_delete("default"), "Cannot delete")


def test_changes_of_plans_and_holds_are_tracked(plan):
    hold(plan)
    Hold.objects.update(until_on=TODAY)
    PaymentPlan.objects.update(status="called_off", ended_on=TODAY)
    for model, column in ((Hold, "until_on"), (PaymentPlan, "status")):
        kept = model.pgh_event_models["update"].objects.latest("pgh_id")
        assert getattr(kept, column) == getattr(model.objects.get(), column)
