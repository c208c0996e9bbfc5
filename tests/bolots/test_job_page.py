"""The jobs' page: did they run, what waits for a person, run them now."""

from datetime import date, datetime, time, timedelta

import pytest

from bolots import health
from bolots.calendar import STOCKHOLM
from bolots.models import JobRun

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)
DAILY = ("inbox", "night", "proof", "reminders")


def at(hour, minute=0, day=DAY):
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


def ended(kind, day=DAY, **fields):
    facts = {"kind": kind, "key": f"{kind}:{JobRun.objects.count()}", "business_on": day, "due_at": at(4, day=day)}
    return JobRun.objects.create(**facts | {"started_at": at(5, day=day), "ended_at": at(5, 12, day=day)} | fields)


def states(now):
    return {one.job.kind: one.state for one in health.of_jobs(now)}


def test_nothing_is_late_before_the_first_night():
    assert set(states(at(12)).values()) == {"never"}
    assert health.summary(health.of_jobs(at(12)))[0] == "info"


def test_jobs_that_ran_for_the_newest_due_day_are_done():
    for kind in DAILY:
        ended(kind)
    assert states(at(12)) == {**dict.fromkeys(DAILY, "done"), "charge_month": "never"}
    assert health.summary(health.of_jobs(at(12))) == ("success", "Nattens jobb är klara, det sista 05.12.")


def test_job_is_under_way_for_an_hour_and_then_late_well_before_a_day_has_passed():
    for kind in DAILY:
        ended(kind, DAY - timedelta(days=1))
    assert states(at(4, 10))["night"] == "done"
    assert states(at(4, 20))["night"] == "running"
    assert states(at(5, 16))["night"] == "late"
    color, sentence = health.summary(health.of_jobs(at(12)))
    assert color == "danger"
    assert "Sena hyror och ärenden" in sentence


def test_failed_job_is_failed_until_it_is_done_again():
    ended("night", error="ValueError (x.py:1)")
    assert states(at(12))["night"] == "failed"
    ended("night", started_at=at(6), ended_at=at(6))
    assert states(at(12))["night"] == "done"


def test_old_day_that_was_released_does_not_hide_tonight():
    ended("night")
    ended("night", DAY - timedelta(days=20), started_at=at(9), ended_at=at(9))
    assert states(at(12))["night"] == "done"


def test_monthly_job_is_late_from_its_day_on():
    ended("inbox", date(2026, 3, 9))
    assert states(at(12))["charge_month"] == "late"
    ended("charge_month", date(2026, 3, 10))
    assert states(at(12))["charge_month"] == "done"


# --- the page ---------------------------------------------------------------------------------------------------------


def page(client):
    response = client.get("/jobb/")
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_page_says_what_each_job_did_and_who_asked(sign_in, cast):
    today = date(2026, 3, 10)
    ended("night", today, counts={"flagged": 1203, "closed": 0, "is_fresh": False}, asked_by_id=cast.miriam.pk)
    ended("charge_month", today, counts={"created": 52, "amount_ore": 35_568_000})
    ended("proof", today, error="OperationalError (x.py:9)")
    html = page(sign_in("axel"))
    for words in ("Sena hyror flaggade: 1 203", "betalningarna når inte", "begärt av Miriam", "355 680 kr", "x.py:9"):
        assert words in html
    assert "ärenden stängda" not in html


def test_page_of_an_empty_system_says_what_will_be_here(sign_in):
    html = page(sign_in("miriam"))
    assert "Inget jobb har gått ännu" in html
    assert "Kör nattens jobb nu" in html


def test_pressing_the_button_queues_the_night_and_says_so(sign_in, cast):
    response = sign_in("miriam").post("/jobb/natten/", follow=True)
    assert "inom några sekunder" in response.content.decode()
    row = JobRun.objects.get()
    assert (row.kind, row.asked_by_id, row.business_on) == ("night", cast.miriam.pk, date(2026, 3, 10))


def test_missed_day_waits_with_a_button_and_is_released_once(sign_in, cast):
    row = JobRun.objects.create(
        kind="night", key="old", business_on=date(2026, 1, 7), due_at=at(4, day=date(2026, 1, 7)), needs_person=True
    )
    miriam = sign_in("miriam")
    html = page(miriam)
    assert "för gamla" in html
    url = f"/jobb/{row.pk}/slapp/"
    assert url in html
    assert "köat" in miriam.post(url, follow=True).content.decode()
    assert "hann före" in miriam.post(url, follow=True).content.decode()
    row.refresh_from_db()
    assert (row.needs_person, row.asked_by_id) == (False, cast.miriam.pk)
    assert url not in page(miriam)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Köat"),
        ({"lease_until": datetime(2026, 3, 10, 23, 59, 59, tzinfo=STOCKHOLM) + timedelta(days=1)}, "Pågår"),
        ({"error": "ValueError (x.py:1)", "lease_until": at(4)}, "Försöks igen"),
        ({"needs_person": True}, "Väntar på en person"),
    ],
)
def test_state_of_a_run_is_a_word(sign_in, fields, words):
    JobRun.objects.create(kind="night", key="k", business_on=date(2026, 3, 10), due_at=at(4), **fields)
    assert words in page(sign_in("axel"))
