"""Each constraint of the register, broken once past the actions: the database itself says no."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tenancies.models import Apartment, Caution, Child, Involvement, PropertyOwner, RentTerm, Tenancy, Tenant
from tests.factories import ApartmentFactory, TenancyFactory, TenantFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)


@pytest.fixture
def stay():
    return TenancyFactory(starts_on=date(2025, 1, 1))


def same_owner(stay):
    PropertyOwner.objects.create(name=stay.apartment.owner.name)


def same_apartment(stay):
    ApartmentFactory(street=stay.apartment.street, number=stay.apartment.number)


def owned_with_head_rent(stay):
    Apartment.objects.update(head_rent_ore=1)


def leased_without_head_rent(stay):
    Apartment.objects.update(tenure_form="head_lease")


def same_personal_number(stay):
    Tenant.objects.update(personal_number="191212121212")
    TenantFactory(personal_number="191212121212")


def child_of_the_bronze_age(stay):
    Child.objects.create(tenant=stay.holder, birth_year=1500)


def caution_without_time(stay):
    Caution.objects.create(
        tenant=stay.holder, kind="other", reason="x", from_on=DAY, until_on=DAY, set_by=stay.case_worker
    )


def overlapping_stay(stay):
    TenancyFactory(apartment=stay.apartment, starts_on=DAY)


def ends_before_it_starts(stay):
    Tenancy.objects.update(ends_on=date(2025, 1, 1), end_reason="unknown")


def end_without_reason(stay):
    Tenancy.objects.update(ends_on=DAY)


def reason_without_end(stay):
    Tenancy.objects.update(end_reason="unknown")


def eviction_without_ground(stay):
    Tenancy.objects.update(ends_on=DAY, end_reason="evicted")


def ground_without_eviction(stay):
    Tenancy.objects.update(ends_on=DAY, end_reason="unknown", ground="rent")


def two_rents_from_one_day(stay):
    RentTerm.objects.create(tenancy=stay, rent_ore=1, valid_from=stay.starts_on)


def negative_rent(stay):
    RentTerm.objects.update(rent_ore=-1)


def due_on_the_31st(stay):
    RentTerm.objects.update(due_rule=31)


def involved_twice_for_one_reason(stay):
    Involvement.objects.create(tenancy=stay, user=stay.case_worker, why="case_worker", from_on=DAY)


def apartment_deleted_under_a_stay(stay):
    Apartment.objects.filter(pk=stay.apartment_id)._raw_delete("default")
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


BREAKS = {
    same_owner: "tenancies_propertyowner_name_key",
    same_apartment: "one_apartment_per_number_and_street",
    owned_with_head_rent: "leased_homes_have_a_head_rent",
    leased_without_head_rent: "leased_homes_have_a_head_rent",
    same_personal_number: "tenancies_tenant_personal_number_key",
    child_of_the_bronze_age: "child_birth_year_plausible",
    caution_without_time: "caution_ends_after_it_starts",
    overlapping_stay: "no_two_tenancies_at_once_in_one_apartment",
    ends_before_it_starts: "tenancy_ends_after_it_starts",
    end_without_reason: "tenancy_ended_has_a_reason",
    reason_without_end: "tenancy_ended_has_a_reason",
    eviction_without_ground: "eviction_has_a_ground",
    ground_without_eviction: "eviction_has_a_ground",
    two_rents_from_one_day: "one_rent_per_tenancy_and_day",
    negative_rent: "rent_is_not_negative",
    due_on_the_31st: "agreed_due_day_exists_in_every_month",
    involved_twice_for_one_reason: "one_open_involvement_per_reason",
    apartment_deleted_under_a_stay: "tenancies_tenancy_apartment_id",
}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_the_database_refuses(stay, broken):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        broken(stay)
    assert error.value.__cause__.diag.constraint_name.startswith(BREAKS[broken])


def test_one_stay_may_follow_another_and_an_ended_involvement_may_open_again(stay):
    Tenancy.objects.update(ends_on=DAY, end_reason="unknown")
    TenancyFactory(apartment=stay.apartment, starts_on=DAY)
    stay.involvements.update(until_on=DAY)
    Involvement.objects.create(tenancy=stay, user=UserFactory(), why="case_worker", from_on=DAY)
    assert Tenancy.objects.count() == 2
