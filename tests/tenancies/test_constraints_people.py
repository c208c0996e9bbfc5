"""Each constraint on people, broken once past the actions: the database itself says no."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tenancies.models import Caution, Consent, Contact, Involvement
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def stay():
    return TenancyFactory()


def caution(stay, until_on):
    facts = {"tenant": stay.holder, "kind": "other", "reason": "x", "set_by": stay.case_worker}
    Caution.objects.create(**facts, from_on=DAY, until_on=until_on)


def consent(stay, **fields):
    contact = Contact.objects.create(tenant=stay.holder, kind="trustee", name="x")
    facts = {"contact": contact, "what": "x", "recorded_by": stay.case_worker, "given_on": DAY, "until_on": TOMORROW}
    Consent.objects.create(**(facts | fields))


def caution_without_time(stay):
    caution(stay, DAY)


def caution_of_two_years(stay):
    caution(stay, DAY + timedelta(days=367))


def consent_without_time(stay):
    consent(stay, until_on=DAY)


def taken_back_before_given(stay):
    consent(stay, withdrawn_on=DAY - timedelta(days=1))


def glass_broken_twice(stay):
    facts = {"tenancy": stay, "user": stay.case_worker, "why": "break_glass", "from_on": DAY, "until_on": TOMORROW}
    Involvement.objects.create(**facts)
    Involvement.objects.create(**facts)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        (caution_without_time, "caution_ends_after_it_starts"),
        (caution_of_two_years, "caution_is_a_year_at_most"),
        (consent_without_time, "consent_ends_after_it_is_given"),
        (taken_back_before_given, "consent_taken_back_after_it_is_given"),
        (glass_broken_twice, "glass_is_broken_once_a_day"),
    ],
)
def test_database_says_no(stay, wrong, constraint):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        wrong(stay)
    assert refused.value.__cause__.diag.constraint_name == constraint


def test_year_of_a_caution_holds_its_last_day(stay):
    caution(stay, DAY + timedelta(days=366))
    assert Caution.objects.valid_on(DAY + timedelta(days=365)).count() == 1


def test_glass_is_broken_again_another_day(stay):
    for day in (DAY, TOMORROW):
        Involvement.objects.create(
            tenancy=stay, user=stay.case_worker, why="break_glass", from_on=day, until_on=day + timedelta(days=1)
        )
    assert stay.involvements.filter(why="break_glass").count() == 2
