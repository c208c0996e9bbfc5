"""What outreach adds to the page of a home: rows of the timeline, and the case's state."""

from datetime import date, datetime

import pytest

from bolots.calendar import STOCKHOLM
from outreach import actions, panels, timeline
from outreach.models import EvictionRiskCase
from tests.factories import AttemptFactory, CaseFactory, TaskFactory, TriageFactory

TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def history(cast, home, now):
    """A case that opened, a visit of each outcome, a note, a paper, and the end."""
    case = CaseFactory(tenancy=home)
    task = TaskFactory(tenancy=home, case=case, assignee=cast.bosse)
    for hour, outcome in enumerate(["nobody_home", "note_left", "other", "declined", "met"], 10):
        at = datetime(2026, 3, 9, hour, tzinfo=STOCKHOLM)
        AttemptFactory(task=task, outcome=outcome, at=at, note=f"Sagt: {outcome}.")
    actions.print_note(task, by=cast.bosse, on=TODAY, at=now)
    actions.add_note(case, text="Bokade möte.", by=cast.alma, at=now)
    actions.close_case(case, outcome="moved", why="Fick egen lägenhet.", by=cast.alma, on=TODAY)
    CaseFactory()
    return case


def test_timeline_of_the_home_words_every_kind_of_row(sign_in, home, history):
    html = sign_in("alma").get(home.get_absolute_url()).content.decode()
    visits = ("öppnade", "öppnade inte", "öppnade inte, lapp lagd", "någon annan öppnade", "ville inte prata")
    for what in (*(f"Besök: {visit}" for visit in visits), "Ärende öppnades", "Ärendet avslutades"):
        assert f'<p class="what">{what}</p>' in html
    for text in ("Sagt: met.", "Bokade möte.", "Fick egen lägenhet.", "Lapp till brevlådan utskriven", "Sen hyra."):
        assert text in html


def test_case_that_the_night_closed_is_worded_for_the_reader(sign_in, home, late_home, pay):
    actions.triage_new(on=date(2026, 3, 6))
    pay(home)
    actions.close_paid(on=TODAY)
    assert "All sen hyra är betald." in sign_in("alma").get(home.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("below_threshold", "6\xa0840\xa0kr är under gränsen."),
        ("former_tenant", "Hyresgästen hade flyttat."),
        ("on_hold", "Ett anstånd gällde."),
        ("under_plan", "Den ingår i en avbetalningsplan."),
        ("not_started", "Det uppsökande arbetet hade inte börjat."),
    ],
)
def test_late_rent_that_opened_no_case_says_why(sign_in, home, verdict, said):
    TriageFactory(case=None, verdict=verdict, late_rent__charge__tenancy=home)
    html = sign_in("alma").get(home.get_absolute_url()).content.decode()
    assert "Hyran för mars\xa02026 öppnade inget ärende" in html
    assert said in html


@pytest.mark.parametrize("name", ["finn", "axel"])
def test_who_may_not_see_cases_gets_nothing_of_them(cast, home, history, name):
    user = getattr(cast, name)
    assert timeline.entries(home.pk, user) == []
    assert panels.tenancy(home, user, TODAY) == []


def test_finance_officer_reads_no_word_of_outreach_on_the_home(sign_in, home, history):
    html = sign_in("finn").get(home.get_absolute_url()).content.decode()
    for secret in ("Besök", "Ärende", "Bokade möte", "Sagt", "egen lägenhet"):
        assert secret not in html


def test_open_case_and_visit_stand_first_on_the_home(sign_in, cast, home):
    case = actions.open_case(home, why="Bråk.", by=cast.alma, on=TODAY)
    html = sign_in("alma").get(home.get_absolute_url()).content.decode()
    assert "Första besöket av en bolots" in html
    assert case.label in html
    assert "Bosse knackar på" in html
    assert "Öppna ett ärende" not in html
    assert f"/besok/nytt/{home.pk}/" in html


def test_home_without_a_case_offers_one_to_case_workers(sign_in, cast, home):
    assert f"/arenden/ny/{home.pk}/" in sign_in("alma").get(home.get_absolute_url()).content.decode()
    context = panels.tenancy(home, cast.bosse, TODAY)[0].context
    assert not context["may_work"]


def test_home_that_is_left_offers_nothing(cast, home):
    home.ends_on = TODAY
    assert not panels.tenancy(home, cast.alma, TODAY)[0].context["may_work"]
    assert not EvictionRiskCase.objects.exists()
