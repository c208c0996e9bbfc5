"""Each constraint and trigger of the papers, broken once past the actions."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from arrears.models import Demand, DemandLine, PaperItem, PaperRun, RentNotice
from tests.arrears.book import MARCH, TODAY, at
from tests.arrears.papers import a_letter, demand_of, notice_of
from tests.factories import ChargeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def finn():
    return UserFactory()


@pytest.fixture
def rent(finn):
    """A rent with its notice and its demand."""
    charge = ChargeFactory()
    notice_of(charge, by=finn)
    demand_of(charge, by=finn)
    return charge


def refused(change, *words):
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        change()
    assert any(word in str(error.value) for word in words), str(error.value)


def another(rent, **fields):
    """One more demand of another rent."""
    values = {"kind": "demand", "issued_on": TODAY, "respond_by_on": date(2026, 3, 20), "capital_ore": 1}
    values |= {"letter": a_letter(rent, rent.notice.by)} | fields
    return Demand.objects.create(tenancy=rent.tenancy, by=rent.notice.by, **values)


def line(rent, **fields):
    values = {"demand": another(rent), "kind": "demand", "charge": ChargeFactory(), "capital_ore": 1}
    return DemandLine.objects.create(**{**values, **fields})


def item(rent, **fields):
    run = PaperRun.objects.create(kind="notice", month=MARCH, asked_on=TODAY, asked_at=at(), by=rent.notice.by)
    return PaperItem.objects.create(**{"run": run, "tenancy": rent.tenancy, "charge": rent, **fields})


def twice(change):
    return [change() for _ in range(2)]


RULES = {
    "arrears_rentnotice_charge_id_key": lambda rent: notice_of(rent, by=rent.notice.by),
    "arrears_rentnotice_letter_id_key": lambda rent: RentNotice.objects.create(
        charge=ChargeFactory(), letter=rent.notice.letter, issued_on=TODAY, by=rent.notice.by
    ),
    "arrears_demand_letter_id_key": lambda rent: another(rent, letter=Demand.objects.get().letter),
    "demand_is_for_unpaid_rent": lambda rent: another(rent, capital_ore=0),
    "demand_adds_nothing_negative": lambda rent: another(rent, interest_ore=-1),
    "demand_leaves_time_to_answer": lambda rent: another(rent, respond_by_on=TODAY),
    "one_demand_of_a_kind_per_rent": lambda rent: line(rent, charge=rent),
    "demand_line_is_owed": lambda rent: line(rent, capital_ore=0),
    "one_paper_per_run": lambda rent: twice(lambda: item(rent, run=PaperRun.objects.first(), charge=None)),
    "paper_is_waiting_made_or_left_out": lambda rent: item(rent, made_at=at()),
    "arrears_paperrun_batch_id_key": lambda rent: PaperRun.objects.create(
        kind="notice", asked_on=TODAY, asked_at=at(), by=rent.notice.by, batch=PaperRun.objects.get().batch
    ),
    "arrears_paperitem_notice_id_key": lambda rent: twice(lambda: item(rent, made_at=at(), notice=rent.notice)),
    "arrears_paperitem_demand_id_key": lambda rent: item(rent, made_at=at(), demand=Demand.objects.get()),
}


@pytest.mark.parametrize("name", RULES)
def test_constraint_holds(name, rent):
    refused(lambda: RULES[name](rent), name)


def test_every_constraint_has_its_case():
    models = (RentNotice, Demand, DemandLine, PaperRun, PaperItem)
    assert {constraint.name for model in models for constraint in model._meta.constraints} <= set(RULES)


@pytest.mark.parametrize(
    "values",
    [
        {"made_at": at(), "left_out": ""},
        {"left_out": "paid"},
        {"made_at": at(), "left_out": "paid", "demand": True},
        {"demand": True},
    ],
)
def test_paper_is_exactly_one_of_waiting_made_and_left_out(values, rent):
    if "demand" in values:
        values = values | {"demand": another(rent)}
    refused(lambda: item(rent, **values), "paper_is_waiting_made_or_left_out")


def test_demand_without_a_day_to_answer_is_refused_and_a_reminder_needs_none(rent):
    refused(lambda: another(rent, respond_by_on=None), "demand_leaves_time_to_answer")
    assert another(rent, kind="reminder", respond_by_on=None).pk


@pytest.mark.parametrize(
    ("model", "column"), [(RentNotice, "issued_on"), (Demand, "capital_ore"), (DemandLine, "capital_ore")]
)
def test_what_was_issued_is_never_deleted_or_rewritten(model, column, rent):
    value = date(2020, 1, 1) if column == "issued_on" else 1
    refused(lambda: model.objects.update(**{column: value}), "Cannot update")
    refused(lambda: model.objects.all()._raw_delete("default"), "Cannot delete")
