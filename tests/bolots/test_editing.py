"""Two people at one row: nobody overwrites what they have not seen, and the last change can be taken back."""

from datetime import timedelta

import pytest
from django import forms

from bolots import calendar, editing
from bolots.audit import acting, action
from bolots.forms import DayField, KronorField, choose_among, people
from tenancies.models import Apartment
from tests.factories import ApartmentFactory, TenancyFactory

pytestmark = pytest.mark.django_db


class HomeForm(editing.EditForm):
    floor = forms.IntegerField(label="Floor")
    entry_code = forms.CharField(label="Code", required=False)
    is_furnished = forms.BooleanField(label="Furnished", required=False)
    tenure_form = forms.ChoiceField(label="Held by", choices=Apartment.TenureForm)
    head_rent_ore = KronorField(label="Rent", required=False)
    head_ends_on = DayField(label="Ends", required=False)


@action
def edit_home(home, *, by, seen=None, **fields):
    return editing.change(home, seen=seen, **fields)


@pytest.fixture
def home():
    return ApartmentFactory(floor=1, entry_code="4719")


def saved(home, user, at=None, **fields):
    """A change within a request of the user."""
    with acting(user=user.pk, at=(at or calendar.now()).isoformat()):
        edit_home(home, by=user, **fields)


def filled(form, **fields):
    """What the browser sends: the form as it stands, with some fields changed."""
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return {name: value for name, value in (sent | fields).items() if value is not False}


def test_form_shows_the_row_and_its_version(home):
    form = HomeForm(row=home)
    assert form["floor"].value() == 1
    assert form["seen"].value() == editing.version(home) != ""


def test_change_writes_only_what_differs_and_says_whether_it_did(home, cast):
    before = home.events.count()
    assert edit_home(home, by=cast.alma, seen=editing.version(home), floor=3, entry_code="4719")
    assert (home.floor, home.events.count()) == (3, before + 1)
    assert not edit_home(home, by=cast.alma, seen=None, floor=3)
    assert home.events.count() == before + 1


def test_change_over_a_version_that_is_gone_is_refused_and_changes_nothing(home, cast):
    seen = editing.version(home)
    saved(home, cast.miriam, floor=2)
    with pytest.raises(editing.ChangedMeanwhile):
        edit_home(home, by=cast.alma, seen=seen, floor=5)
    home.refresh_from_db()
    assert home.floor == 2


def test_second_to_save_sees_both_versions_and_keeps_what_was_typed(home, cast):
    sent = filled(HomeForm(row=home), floor="5", entry_code="1111")
    saved(home, cast.miriam, floor=2)
    form = HomeForm(sent, row=home)
    assert not form.is_valid()
    assert form.both == [("Floor", "2", "5"), ("Code", "4719", "1111")]
    assert form.changed_by == "Miriam"
    assert form["floor"].value() == "5"
    again = HomeForm(filled(form), row=home)
    assert again.is_valid(), again.errors
    assert not again.both


def test_versions_are_told_in_the_words_of_the_form(cast):
    home = ApartmentFactory(head_lease=True)
    fields = {
        "head_rent_ore": "6100",
        "head_ends_on": "10/3 2027",
        "tenure_form": "block_lease",
        "is_furnished": False,
    }
    sent = filled(HomeForm(row=home), **fields)
    saved(home, cast.miriam, floor=9)
    form = HomeForm(sent, row=home)
    assert not form.is_valid()
    assert form.both == [
        ("Floor", "9", "1"),
        ("Furnished", "ja", "nej"),
        ("Held by", "förstahandskontrakt", "blockhyra"),
        ("Rent", "6000", "6100"),
        ("Ends", "–", "2027-03-10"),
    ]


def test_version_of_a_choice_among_people_is_told_by_name(cast):
    class Form(editing.EditForm):
        case_worker = forms.ModelChoiceField(queryset=None, label="Who")

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            choose_among(self.fields["case_worker"], people("work_cases"))

    stay = TenancyFactory(case_worker=cast.alma)
    form = Form({"seen": "0", "case_worker": cast.miriam.pk}, row=stay)
    assert not form.is_valid()
    assert form.both == [("Who", "Alma", "Miriam")]


def test_own_last_change_is_offered_for_an_hour_and_taken_back(home, cast):
    now = calendar.now()
    saved(home, cast.alma, at=now, floor=7, entry_code="9")
    assert editing.undoable(home, cast.miriam, at=now) is None
    assert editing.undoable(home, cast.alma, at=now + timedelta(minutes=61)) is None
    found = editing.undoable(home, cast.alma, at=now + timedelta(minutes=59))
    editing.undo_change(home, seen=found.version, by=cast.alma, at=now)
    assert (home.floor, home.entry_code) == (1, "4719")
    assert home.events.latest("pgh_id").pgh_context["action"] == "undo_change"


def test_what_is_undone_is_not_undone_twice(home, cast):
    now = calendar.now()
    saved(home, cast.alma, floor=7)
    seen = editing.undoable(home, cast.alma, at=now).version
    editing.undo_change(home, seen=seen, by=cast.alma, at=now)
    with pytest.raises(editing.NothingToUndo):
        editing.undo_change(home, seen=seen, by=cast.alma, at=now)


def test_change_is_not_undone_over_somebody_elses(home, cast):
    now = calendar.now()
    saved(home, cast.alma, floor=7)
    seen = editing.undoable(home, cast.alma, at=now).version
    saved(home, cast.miriam, floor=8)
    with pytest.raises(editing.NothingToUndo):
        editing.undo_change(home, seen=seen, by=cast.alma, at=now)
    home.refresh_from_db()
    assert home.floor == 8


def test_undo_that_no_longer_fits_is_refused(home, cast):
    now = calendar.now()
    saved(home, cast.alma, number="2001")
    ApartmentFactory(number=home.events.earliest("pgh_id").number)
    seen = editing.undoable(home, cast.alma, at=now).version
    with pytest.raises(editing.NothingToUndo):
        editing.undo_change(home, seen=seen, by=cast.alma, at=now)
    home.refresh_from_db()
    assert home.number == "2001"


def test_changes_that_are_no_edits_and_those_without_a_time_are_not_offered(home, cast):
    now = calendar.now()
    edit_home(home, by=cast.alma, floor=3)
    assert editing.undoable(home, cast.alma, at=now) is None
    with acting(user=cast.alma.pk, at=now.isoformat(), action="end_tenancy"):
        Apartment.objects.update(floor=4)
    assert editing.undoable(home, cast.alma, at=now) is None
