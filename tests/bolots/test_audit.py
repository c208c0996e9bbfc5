"""Every change of a mutable model leaves a snapshot with who, what and why, whichever way it was made."""

import pytest
from django.db import connection

from bolots.audit import acting, action
from tenancies.models import Apartment
from tests.factories import ApartmentFactory

pytestmark = pytest.mark.django_db


def trail(obj):
    return [(e.pgh_label, e.pgh_context) for e in obj.events.order_by("pgh_id")]


def test_bulk_update_and_raw_sql_are_recorded_with_their_context():
    home = ApartmentFactory()
    with acting(user=7, action="renumber", why="new signs"):
        Apartment.objects.update(floor=2)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tenancies_apartment SET floor = 3")
    facts = {"user": 7, "action": "renumber", "why": "new signs"}
    assert trail(home) == [("insert", None), ("update", facts), ("update", facts)]
    assert list(home.events.order_by("pgh_id").values_list("floor", flat=True)) == [1, 2, 3]


def test_deleted_row_keeps_its_history():
    home = ApartmentFactory()
    history = home.events.model.objects.filter(pgh_obj_id=home.pk)
    with acting(user=7, action="remove"):
        home.delete()
    assert [event.pgh_label for event in history.order_by("pgh_id")] == ["insert", "delete"]


def test_update_that_changes_nothing_leaves_no_row():
    home = ApartmentFactory()
    Apartment.objects.update(floor=home.floor)
    assert len(trail(home)) == 1


def test_reason_of_one_change_never_ends_up_on_the_next():
    home = ApartmentFactory()
    with acting(user=7, path="/x/"):
        with acting(action="first", why="because"):
            Apartment.objects.update(floor=2)
        Apartment.objects.update(floor=3)
    assert [facts for _label, facts in trail(home)[1:]] == [
        {"user": 7, "path": "/x/", "action": "first", "why": "because"},
        {"user": 7, "path": "/x/"},
    ]


@action
def lift(home, *, floor, by=None, why=""):
    Apartment.objects.filter(pk=home.pk).update(floor=floor)
    if floor > 9:
        raise ValueError
    return floor


def test_action_records_its_name_who_and_why(cast):
    home = ApartmentFactory()
    assert lift(home, floor=2, by=cast.alma, why="measured") == 2
    assert lift(home, floor=3) == 3
    assert [facts for _label, facts in trail(home)[1:]] == [
        {"action": "lift", "user": cast.alma.pk, "why": "measured"},
        {"action": "lift"},
    ]


def test_action_that_fails_changes_nothing():
    home = ApartmentFactory()
    with pytest.raises(ValueError):
        lift(home, floor=10)
    home.refresh_from_db()
    assert home.floor == 1
    assert len(trail(home)) == 1
