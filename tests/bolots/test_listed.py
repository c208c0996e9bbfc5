"""Small lists that come with a row: in their order, with the columns that were named, days as days."""

from datetime import date

import pytest
from django.db.models import OuterRef

from bolots.access import Role
from bolots.listed import listed, rows_of
from tenancies.models import Involvement, RentTerm, Tenancy
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    """Alma's home with a rent of its own and two more."""
    home = TenancyFactory(case_worker=cast.alma)
    for month, ore in ((2, 700_000), (3, 710_000)):
        RentTerm.objects.create(tenancy=home, rent_ore=ore, valid_from=date(2027, month, 1))
    return home


def with_list(rows, *columns):
    return Tenancy.objects.annotate(found=listed(rows.filter(tenancy=OuterRef("pk")), *columns))


def test_rows_come_in_their_order_with_days_as_days(home, django_assert_num_queries):
    terms = RentTerm.objects.filter(valid_from__year=2027).order_by("-valid_from")
    with django_assert_num_queries(1):
        rows = rows_of(RentTerm, with_list(terms, "rent_ore", "valid_from").get(pk=home.pk).found)
    assert [(row.rent_ore, row.valid_from) for row in rows] == [
        (710_000, date(2027, 3, 1)),
        (700_000, date(2027, 2, 1)),
    ]


def test_columns_of_a_related_row_stand_under_it(home, cast, django_assert_num_queries):
    Involvement.objects.all().delete()
    Involvement.objects.create(tenancy=home, user=cast.bosse, why="outreach", from_on=date(2026, 1, 1))
    stays = with_list(Involvement.objects.all(), "why", "user__role", "user__first_name")
    with django_assert_num_queries(1):
        (row,) = rows_of(Involvement, stays.get(pk=home.pk).found)
        said = (row.why, row.user.role, str(row.user))
    assert said == ("outreach", Role.BOLOTS, cast.bosse.first_name)


def test_row_without_any_brings_an_empty_list(home):
    none = with_list(RentTerm.objects.filter(rent_ore=1), "rent_ore").get(pk=home.pk)
    assert rows_of(RentTerm, none.found) == []
