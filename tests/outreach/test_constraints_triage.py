"""Each constraint of the verdicts on late rent, broken once past the actions."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from outreach.models import Triage
from tests.factories import CaseFactory, LateRentFactory, TriageFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 6)


def verdict(flag, code, case=None):
    return Triage.objects.create(late_rent=flag, verdict=code, case=case, decided_on=DAY)


@pytest.fixture
def flag(cast):
    return LateRentFactory()


def twice(flag, *codes):
    return [verdict(flag, code) for code in codes]


RULES = {
    "triage_has_a_case_when_opened_or_joined": lambda flag: verdict(flag, "opened"),
    "one_final_verdict_per_late_rent": lambda flag: twice(flag, "not_started", "under_plan"),
    "one_verdict_on_hold_per_late_rent": lambda flag: twice(flag, "on_hold", "on_hold"),
}


@pytest.mark.parametrize("name", RULES)
def test_constraint_holds(name, flag):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RULES[name](flag)


def test_every_constraint_has_its_case():
    assert {constraint.name for constraint in Triage._meta.constraints} == set(RULES)


@pytest.mark.parametrize("code", ["on_hold", "under_plan", "below_threshold"])
def test_verdict_without_a_case_has_none(flag, code):
    with pytest.raises(IntegrityError, match="triage_has_a_case"), transaction.atomic():
        verdict(flag, code, CaseFactory())


def test_one_on_hold_and_one_final_verdict_may_stand_together(flag):
    assert len(twice(flag, "on_hold", "below_threshold")) == 2


def test_verdicts_are_never_deleted_or_rewritten(cast):
    TriageFactory()
    for change in (
        lambda: Triage.objects.update(verdict="joined"),
        lambda: Triage.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
