"""A period's last day is typed as people say it, and kept as the first day after."""

from datetime import date

from django import forms

from bolots.forms import LastDayField


class Period(forms.Form):
    ends_on = LastDayField(required=False)


def test_last_day_is_shown_and_typed_and_the_day_after_is_kept():
    stored = date(2026, 7, 1)
    assert 'value="2026-06-30"' in str(Period(initial={"ends_on": stored})["ends_on"])
    form = Period({"ends_on": "30 juni"}, initial={"ends_on": stored})
    assert form.is_valid()
    assert form.cleaned_data == {"ends_on": stored}
    assert not Period({"ends_on": "2026-06-30"}, initial={"ends_on": stored}).has_changed()


def test_no_last_day_is_none_and_nonsense_stays_as_typed():
    assert Period({"ends_on": ""}).is_valid()
    form = Period({"ends_on": "31 juni"})
    assert not form.is_valid()
    assert 'value="31 juni"' in str(form["ends_on"])
