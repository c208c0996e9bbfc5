"""Guidelines change through actions, and say no in a sentence."""

from datetime import date, timedelta

import pytest

from bolots import actions, guidelines
from bolots.models import GuidelineValue, User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def set_guideline(cast, key="grace_bank_days", value=3, valid_from=TODAY):
    return actions.set_guideline(key, value, valid_from=valid_from, by=cast.miriam, on=TODAY)


def test_guideline_holds_from_its_day_on(cast):
    set_guideline(cast, valid_from=TODAY + timedelta(days=1))
    set_guideline(cast, value=5, valid_from=TODAY + timedelta(days=9))
    assert guidelines.on(TODAY).grace_bank_days == 2
    assert guidelines.on(TODAY + timedelta(days=1)).grace_bank_days == 3
    assert guidelines.on(TODAY + timedelta(days=9)).grace_bank_days == 5


def test_guideline_is_read_beside_other_rows(cast):
    def beside(day):
        text = User.objects.annotate(text=guidelines.column("grace_bank_days", day)).get(pk=cast.miriam.pk).text
        return guidelines.value("grace_bank_days", text)

    set_guideline(cast, valid_from=TODAY + timedelta(days=1))
    set_guideline(cast, value=5, valid_from=TODAY + timedelta(days=9))
    set_guideline(cast, "plan_grace_bank_days", 7)
    assert [beside(TODAY + timedelta(days=days)) for days in (0, 1, 8, 9)] == [2, 3, 3, 5]


def test_guideline_may_be_a_day(cast):
    row = set_guideline(cast, "outreach_from", date(2017, 1, 1))
    assert row.set_by == cast.miriam
    assert guidelines.on(TODAY).outreach_from == date(2017, 1, 1)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"valid_from": TODAY - timedelta(days=1)}, actions.GuidelineBackDated),
        ({"key": "free_beer"}, actions.UnknownGuideline),
        ({"value": -1}, actions.NotAGuidelineValue),
        ({"value": "many"}, actions.NotAGuidelineValue),
        ({"key": "outreach_from", "value": "2017-02-30"}, actions.NotAGuidelineValue),
    ],
)
def test_guideline_refuses_what_makes_no_sense(cast, fields, refusal):
    with pytest.raises(refusal) as refused:
        set_guideline(cast, **fields)
    assert str(refused.value)
    assert not GuidelineValue.objects.exists()


def test_guideline_has_one_value_a_day(cast):
    set_guideline(cast)
    with pytest.raises(actions.GuidelineAlreadySet):
        set_guideline(cast, value=4)


def test_unknown_rows_do_not_disturb(cast):
    GuidelineValue.objects.create(key="from_a_later_version", value="x", valid_from=TODAY)
    assert guidelines.on(TODAY) == guidelines.Guidelines()


def test_first_visit_is_sooner_where_children_live():
    held = guidelines.Guidelines()
    assert held.days_to_first_visit(has_children=True) < held.days_to_first_visit(has_children=False)
