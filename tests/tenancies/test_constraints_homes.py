"""Each constraint of homes, broken once past the actions: the database itself says no."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tenancies.models import Apartment, Loan, OutOfUse, Photo
from tests.factories import ApartmentFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)


@pytest.fixture
def home():
    return ApartmentFactory(head_lease=True, head_starts_on=date(2020, 1, 1))


def out(home, **more):
    facts = {"reason": "repair", "starts_on": date(2026, 1, 1), "set_by": UserFactory()}
    return OutOfUse.objects.create(apartment=home, **(facts | more))


def lend(home, **more):
    facts = {"to": "Vaktmästaren", "kind": "key", "issued_on": DAY, "issued_by": UserFactory()}
    return Loan.objects.create(apartment=home, **(facts | more))


def photo(home, **more):
    facts = {"jpeg": b"x", "width": 1, "height": 1, "added_on": DAY, "added_by": UserFactory()}
    return Photo.objects.create(apartment=home, **(facts | more))


def owned_with_a_head_lease(home):
    Apartment.objects.update(tenure_form="owned", head_rent_ore=None)


def owned_with_notice_of_a_head_lease(home):
    Apartment.objects.update(tenure_form="owned", head_rent_ore=None, head_starts_on=None, head_notice_months=3)


def head_lease_that_ends_as_it_starts(home):
    Apartment.objects.update(head_ends_on=date(2020, 1, 1))


def leased_for_nothing(home):
    Apartment.objects.update(head_rent_ore=0)


def postcode_of_four_digits(home):
    Apartment.objects.update(postcode="1863")


def out_of_use_twice(home):
    out(home)
    out(home, starts_on=DAY, ends_on=date(2026, 4, 1))


def in_use_before_it_was_out(home):
    out(home, ends_on=date(2026, 1, 1))


def withdrawn_by_nobody(home):
    out(home, withdrawn_on=DAY)


def lent_to_nobody(home):
    lend(home, to="")


def lent_to_two(home):
    lend(home, tenancy=TenancyFactory(apartment=home))


def lent_none(home):
    lend(home, number=0)


def returned_to_nobody(home):
    lend(home, returned_on=DAY)


def returned_before_it_was_lent(home):
    lend(home, returned_on=date(2026, 3, 9), returned_by=UserFactory())


def second_photo(home):
    photo(home)
    photo(home)


def removed_photo_that_is_still_there(home):
    photo(home, removed_on=DAY, removed_by=UserFactory())


def photo_of_nothing(home):
    photo(home, jpeg=b"")


BREAKS = {
    owned_with_a_head_lease: "owned_homes_have_no_head_lease",
    owned_with_notice_of_a_head_lease: "owned_homes_have_no_head_lease",
    head_lease_that_ends_as_it_starts: "head_lease_ends_after_it_starts",
    leased_for_nothing: "leased_homes_have_a_head_rent",
    postcode_of_four_digits: "postcode_is_five_digits",
    out_of_use_twice: "out_of_use_once_at_a_time",
    in_use_before_it_was_out: "out_of_use_ends_after_it_starts",
    withdrawn_by_nobody: "out_of_use_withdrawn_on_and_by",
    lent_to_nobody: "loan_is_to_somebody",
    lent_to_two: "loan_is_to_somebody",
    lent_none: "loan_is_of_something",
    returned_to_nobody: "loan_returned_has_day_and_receiver",
    returned_before_it_was_lent: "loan_returned_has_day_and_receiver",
    second_photo: "tenancies_photo_apartment_id_key",
    removed_photo_that_is_still_there: "photo_removed_is_empty",
    photo_of_nothing: "photo_removed_is_empty",
}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_the_database_refuses(home, broken):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        broken(home)
    assert error.value.__cause__.diag.constraint_name == BREAKS[broken]


def test_periods_may_follow_each_other_and_a_withdrawn_one_is_in_nobodys_way(home):
    out(home, ends_on=date(2026, 2, 1))
    out(home, starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 1))
    out(home, withdrawn_on=DAY, withdrawn_by=UserFactory())
    assert OutOfUse.objects.standing().count() == 2
