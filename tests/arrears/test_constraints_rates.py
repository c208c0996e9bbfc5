"""Each constraint of rates, fees and waivers, broken once past the actions; and that a waiver is never rewritten."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from arrears.models import InterestWaiver, ReferenceRate, StatutoryFee
from tests.factories import ChargeFactory, UserFactory

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def rate(**fields):
    values = {"valid_from": JULY, "hundredths": 200, "source": "x", "set_on": JULY}
    return ReferenceRate.objects.create(**values | fields, set_by=UserFactory())


def fee(**fields):
    values = {"kind": "demand", "valid_from": JULY, "most_ore": 18_000, "source": "x", "set_on": JULY}
    return StatutoryFee.objects.create(**values | fields, set_by=UserFactory())


def waiver(charge=None, why="sjuk"):
    return InterestWaiver.objects.create(charge=charge or ChargeFactory(), why=why, on=JULY, by=UserFactory())


def twice(make, **fields):
    for _ in range(2):
        make(**fields)


RULES = {
    "reference_rate_of_a_half_year": lambda: rate(valid_from=date(2026, 7, 2)),
    "reference_rate_has_a_source": lambda: rate(source=""),
    "reference_rate_is_plausible": lambda: rate(hundredths=-801),
    "arrears_referencerate_valid_from_key": lambda: twice(rate),
    "one_statutory_fee_per_kind_and_day": lambda: twice(fee),
    "statutory_fee_is_not_negative": lambda: fee(most_ore=-1),
    "statutory_fee_has_a_source": lambda: fee(source=""),
    "interest_waived_for_a_reason": lambda: waiver(why=""),
    "arrears_interestwaiver_charge_id_key": lambda: twice(waiver, charge=ChargeFactory()),
}


def refused(change, words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        change()


@pytest.mark.parametrize("name", RULES)
def test_constraint_holds(name):
    refused(RULES[name], name)


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 1, 2), date(2026, 12, 31)])
def test_half_year_begins_on_1_january_or_1_july(day):
    refused(lambda: rate(valid_from=day), "reference_rate_of_a_half_year")


def test_rate_above_fifty_per_cent_is_a_slip():
    refused(lambda: rate(hundredths=5_001), "reference_rate_is_plausible")
    assert rate(hundredths=5_000).pk
    assert rate(valid_from=date(2027, 1, 1), hundredths=-800).pk


def test_every_constraint_has_its_case():
    models = (InterestWaiver, ReferenceRate, StatutoryFee)
    assert {constraint.name for model in models for constraint in model._meta.constraints} <= set(RULES)


def test_waiver_is_never_deleted_or_rewritten():
    row = InterestWaiver.objects.filter(pk=waiver().pk)
    refused(lambda: row.update(why="annat"), "Cannot update")
    refused(lambda: row._raw_delete("default"), "Cannot delete")
