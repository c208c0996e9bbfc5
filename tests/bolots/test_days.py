"""Days as people type them."""

from datetime import date

import pytest

from bolots.days import parse_day
from bolots.forms import DayField

TODAY = date(2026, 3, 10)
TENTH = date(2026, 3, 10)


@pytest.mark.parametrize(
    "said",
    [
        "2026-03-10",
        "20260310",
        "260310",
        "10/3",
        "10/3 2026",
        "10/3/26",
        "10.3",
        "10.3.2026",
        "10 mars",
        "10 mar",
        "10 mars 2026",
        "Den 10 mars",
        "  10   MARS ",
        "10 March",
        "i dag",
        "idag",
    ],
)
def test_day_is_read_as_it_is_said(said):
    assert parse_day(said, TODAY) == TENTH


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("i morgon", date(2026, 3, 11)),
        ("29/2 2024", date(2024, 2, 29)),
        ("31 dec", date(2026, 12, 31)),
        ("1 maj", date(2026, 5, 1)),
        ("1 may 2027", date(2027, 5, 1)),
        ("5 oktober", date(2026, 10, 5)),
    ],
)
def test_year_is_this_one_when_none_is_said(said, day):
    assert parse_day(said, TODAY) == day


@pytest.mark.parametrize(
    "said", ["", "snart", "29/2", "32/1", "2026-13-01", "10 mrs", "10 m", "1234567", "10/3 5", "\u0661\u0660/3 x", "–"]
)
def test_what_is_no_day_is_refused(said):
    with pytest.raises(ValueError):
        parse_day(said, TODAY)


@pytest.mark.parametrize("said", ["31/2", "10/3 1016", "2999-01-01", "x" * 31, "2026-3"])
def test_field_says_how_to_write_a_day_and_keeps_what_was_typed(said):
    from django import forms

    class Form(forms.Form):
        day = DayField()

    form = Form({"day": said})
    assert not form.is_valid()
    assert form["day"].value() == said
    assert f'value="{said}"' in str(form["day"])


def test_field_shows_a_day_of_a_row_as_it_may_be_typed():
    from django import forms

    class Form(forms.Form):
        day = DayField(required=False)

    assert 'value="2026-03-10"' in str(Form(initial={"day": TENTH})["day"])
    assert Form({"day": ""}).fields["day"].clean("") is None
    assert not Form({"day": "2026-03-10"}, initial={"day": TENTH}).has_changed()
    assert Form({"day": "11/3"}, initial={"day": TENTH}).has_changed()
