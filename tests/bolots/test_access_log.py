"""Readings and refusals go on record; what cannot be recorded is not shown."""

import pytest
from django.db import connection
from django.urls import reverse

from bolots import access_log, calendar
from bolots.calendar import STOCKHOLM
from bolots.models import AccessRecord
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(cast, settings):
    settings.TIMELINE, settings.TENANCY_PANELS = ["tenancies.history"], []
    return TenancyFactory(case_worker=cast.alma, holder__name="Samira Daoud")


@pytest.fixture
def full_log():
    """The table takes no more rows."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE bolots_accessrecord ADD CONSTRAINT full_disk CHECK (false) NOT VALID")


def url(stay):
    return reverse("tenancies:tenancy-detail", args=[stay.pk])


def test_reading_says_who_whose_what_and_when(sign_in, stay, cast, today):
    sign_in("alma").get(url(stay))
    row = AccessRecord.objects.get()
    assert (row.user_id, row.person_id, row.what, row.was_refused) == (cast.alma.pk, stay.holder_id, "tenancy", False)
    assert row.at.astimezone(STOCKHOLM).date() == today


def test_readings_of_a_list_are_written_at_once(rf, cast, django_assert_num_queries):
    request = rf.get("/")
    request.user = cast.alma
    with django_assert_num_queries(3):  # savepoint, insert, release
        access_log.record(request, [1, 2, 3], "list")
    assert AccessRecord.objects.count() == 3


def test_person_named_twice_on_a_page_is_one_reading(rf, cast):
    request = rf.get("/")
    request.user = cast.alma
    access_log.record(request, [1, 2], "payment")
    access_log.record(request, [2, 3], "suggestions")
    assert list(AccessRecord.objects.order_by("pk").values_list("person_id", "what")) == [
        *((1, "payment"), (2, "payment"), (3, "suggestions"))
    ]


def test_list_without_people_writes_nothing(rf, cast, django_assert_num_queries):
    request = rf.get("/")
    request.user = cast.alma
    with django_assert_num_queries(0):
        access_log.record(request, [], "list")


@pytest.mark.parametrize("page", ["tenancy", "list", "apartments", "apartment"])
def test_page_shows_nothing_when_the_reading_cannot_be_recorded(sign_in, stay, full_log, page):
    addresses = {
        "tenancy": url(stay),
        "list": reverse("tenancies:tenancy-list"),
        "apartments": reverse("tenancies:apartment-list"),
        "apartment": stay.apartment.get_absolute_url(),
    }
    alma = sign_in("alma")
    alma.raise_request_exception = False
    response = alma.get(addresses[page])
    html = response.content.decode()
    assert response.status_code == 503
    assert "Varje läsning om en person loggas" in html
    assert "Samira" not in html


def test_pages_without_people_go_on_when_the_log_is_full(sign_in, full_log):
    assert sign_in("alma").get(reverse("tenancies:apartment-list")).status_code == 200


def test_refusal_is_recorded_after_the_rollback(sign_in, stay, cast):
    elsa = sign_in("elsa")
    assert elsa.get(url(stay)).status_code == 404
    assert elsa.get("/jobb/").status_code == 403
    rows = AccessRecord.objects.filter(user_id=cast.elsa.pk, was_refused=True).order_by("pk")
    assert [row.what for row in rows] == [f"tenancies:tenancy-detail {stay.pk}", "job-list"]


def test_refusal_that_cannot_be_recorded_stays_a_refusal_and_is_said_in_the_log(sign_in, stay, full_log, caplog):
    assert sign_in("elsa").get(url(stay)).status_code == 404
    assert "a refusal could not be recorded" in caplog.text


def test_unknown_address_and_strangers_leave_no_refusal(client, sign_in):
    sign_in("elsa").get("/ingenting/")
    client.get("/jobb/")
    assert not AccessRecord.objects.exists()


def test_changes_of_a_request_know_who_and_where(sign_in, cast, monkeypatch):
    def change(*args, **kwargs):
        type(cast.bosse).objects.filter(pk=cast.bosse.pk).update(phone="1")

    monkeypatch.setattr("bolots.views.jobs.jobs.ask", change)
    sign_in("miriam").post("/jobb/natten/")
    facts = {"user": cast.miriam.pk, "path": "/jobb/natten/", "at": calendar.now().isoformat()}
    assert cast.bosse.events.latest("pgh_id").pgh_context == facts
