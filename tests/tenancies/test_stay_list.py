"""Vistelser: whose review is due, who stays too long, who is ready, whose stay ends, whom to ask how it went."""

import re
from datetime import date, timedelta

import pytest

from bolots.models import AccessRecord
from tenancies import actions, stay_lists
from tenancies.models import FollowUp, Incident, Reminder, Tenancy
from tests.factories import TenancyFactory

TODAY = date(2026, 3, 10)
FAR = date(2026, 12, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def make(cast):
    def stay(name, **fields):
        facts = {"case_worker": cast.alma, "holder__name": name, "next_review_on": FAR}
        return TenancyFactory(**facts | fields)

    return stay


def names(html) -> list[str]:
    return re.findall(r"(?:Ada|Bea|Cia|Disa|Eva) \w+", html)


@pytest.fixture
def listed(sign_in):
    def look(show="", user="alma", **query):
        response = sign_in(user).get("/vistelser/", {"show": show, **query})
        assert response.status_code == 200
        return response.content.decode()

    return look


def test_reviews_due_stand_longest_first_with_how_long(make, listed):
    make("Ada Nyss", next_review_on=TODAY)
    make("Bea Länge", next_review_on=date(2025, 12, 9))
    make("Cia Dagar", next_review_on=TODAY - timedelta(days=59))
    make("Disa Inte")
    make("Eva Borta", next_review_on=date(2025, 1, 1), ends_on=TODAY, end_reason="unknown")
    html = listed()
    assert names(html) == ["Bea Länge", "Cia Dagar", "Ada Nyss"]
    assert "3 månader sedan" in html
    assert "59 dagar sedan" in html
    assert names(listed("nonsense")) == names(html)


def test_stays_beyond_their_planned_end(make, listed):
    make("Ada Länge", planned_end_on=date(2025, 6, 1))
    make("Bea Nyss", planned_end_on=date(2026, 3, 9))
    make("Cia Inte", planned_end_on=TODAY)
    make("Disa Slut", planned_end_on=date(2025, 6, 1), ends_on=date(2026, 4, 1), end_reason="own_lease")
    assert names(listed("beyond")) == ["Ada Länge", "Bea Nyss"]
    assert names(listed("ending")) == ["Cia Inte", "Disa Slut"]


def review(stay, decision, on):
    days = {"planned_end_on": on + timedelta(days=90), "next_on": on + timedelta(days=60)}
    actions.hold_review(stay, decision=decision, because="x", **days, by=stay.case_worker, on=on)


def test_ready_since_the_first_review_that_said_so_when_none_said_otherwise(make, listed, cast):
    ready, again, never, no_longer = (make(f"{name} Redo") for name in ("Ada", "Bea", "Cia", "Disa"))
    for month, decision in ((1, "ready"), (4, "ready"), (7, "ready")):
        review(ready, decision, date(2025, month, 10))
    for month, decision in ((1, "ready"), (4, "extend"), (9, "ready"), (12, "ready")):
        review(again, decision, date(2025, month, 10))
    review(never, "extend", date(2025, 4, 10))
    for month, decision in ((1, "ready"), (4, "end")):
        review(no_longer, decision, date(2025, month, 10))
    actions.edit_plan(ready, in_queue_since_on=TODAY, course_done_on=TODAY, by=cast.alma, on=TODAY)
    html = listed("ready")
    assert names(html) == ["Ada Redo", "Bea Redo"]
    assert re.findall(r"(\d+) månader sedan", html) == ["14", "6"]
    assert re.findall(r"\d av 4", html) == ["3 av 4", "1 av 4"]


def test_open_incident_is_a_criterion_that_is_not_met(make, listed, cast):
    stay = make("Ada Redo")
    review(stay, "ready", TODAY - timedelta(days=1))
    assert "1 av 4" in listed("ready")
    Incident.objects.create(
        tenancy=stay,
        kind="disturbance",
        source="neighbour",
        seriousness="minor",
        happened_on=TODAY,
        what="musik",
        recorded_on=TODAY,
        recorded_by=cast.alma,
    )
    assert "0 av 4" in listed("ready")


def test_former_stays_are_asked_about_after_six_and_after_twelve_months(make, listed, cast):
    def former(name, ends_on, **fields):
        return make(
            f"{name} Borta", starts_on=date(2023, 1, 1), **{"ends_on": ends_on, "end_reason": "own_lease"} | fields
        )

    half, whole = former("Ada", date(2025, 8, 31)), former("Bea", date(2025, 3, 10))
    former("Cia", date(2025, 9, 11))  # tomorrow
    former("Disa", date(2024, 9, 10))  # nobody asks any longer
    former("Eva", date(2025, 8, 1), end_reason="deceased")
    html = listed("after", user="miriam")
    assert names(html) == ["Ada Borta", "Bea Borta"]  # asked since 28 February, and since today
    assert "6 månader efter flytten" in html
    assert "12 månader efter flytten" in html
    FollowUp.objects.create(tenancy=half, months=6, done_on=TODAY, situation="own_lease", by=cast.alma)
    FollowUp.objects.create(tenancy=whole, months=6, done_on=TODAY, situation="own_lease", by=cast.alma)
    assert names(listed("after", user="miriam")) == ["Bea Borta"]
    FollowUp.objects.create(tenancy=whole, months=0, done_on=TODAY, situation="deceased", by=cast.alma)
    assert names(listed("after", user="miriam")) == []


def test_reminder_and_list_ask_about_the_same_former_stays(make, cast):
    for day in range(31):
        make(
            f"Ada {day}",
            starts_on=date(2023, 1, 1),
            ends_on=date(2025, 8, 15) + timedelta(days=day),
            end_reason="unknown",
        )
    for on in (date(2026, 2, 15) + timedelta(days=n) for n in range(0, 35, 3)):
        actions.remind_all(on=on)
        reminded = (
            Reminder.objects.open().filter(kind="follow_up").order_by("tenancy").values_list("tenancy", "deadline_on")
        )
        asked = stay_lists.stays("after", cast.miriam, on).order_by("pk").values_list("pk", "day")
        assert list(reminded) == list(asked)


def test_only_homes_that_one_may_know_of_are_listed_and_their_reading_is_on_record(make, listed, cast):
    make("Ada Granne", next_review_on=TODAY)
    hidden = make("Bea Skyddad", next_review_on=TODAY, holder__is_protected=True)
    assert names(listed(user="elsa")) == []
    AccessRecord.objects.all()._raw_delete("default")
    html = listed(user="miriam")
    assert names(html) == ["Ada Granne"]
    assert str(hidden.apartment) not in html
    assert "Skyddad" in html
    recorded = AccessRecord.objects.filter(user_id=cast.miriam.pk, what="stay-list").values_list("person_id", flat=True)
    assert set(recorded) == set(Tenancy.objects.values_list("holder_id", flat=True))


def test_long_list_goes_on_and_misses_none(make, listed):
    for nth in range(85):
        make(f"Ada n{nth}", next_review_on=TODAY - timedelta(days=nth % 7))
    found, query = [], {}
    for _ in range(3):
        html = listed(**query)
        found += names(html)
        place = re.search(r'href="[^"]*after=([\d-]+\.\d+)"', html)
        query = {"after": place[1]} if place else {}
    assert len(found) == len(set(found)) == 85
    assert not query
    assert len(names(listed(after="2026-99-99.1"))) == 40


def test_finance_officer_sees_no_stays(sign_in):
    assert sign_in("finn").get("/vistelser/").status_code == 403
    assert "Vistelser" not in sign_in("finn").get("/lagenheter/").content.decode()
    assert "Vistelser" in sign_in("bosse").get("/lagenheter/").content.decode()
