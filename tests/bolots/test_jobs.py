"""Every business day's jobs run once, in order, whatever died, and what is too old asks a person."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection, transaction

from bolots import jobs, tasks
from bolots.calendar import STOCKHOLM
from bolots.celery import SCHEDULE
from bolots.models import JobRun

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
DAILY = ["inbox", "night", "proof", "reminders"]


def at(day=DAY, hour=12, minute=0):
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


def planned(kind="night"):
    return list(JobRun.objects.filter(kind=kind).order_by("business_on").values_list("business_on", flat=True))


def add(kind="night", day=DAY, **fields):
    facts = {"kind": kind, "key": f"{kind}:{day}", "business_on": day, "due_at": at(day, 4, 15)}
    return JobRun.objects.create(**facts | fields)


# --- plan -------------------------------------------------------------------------------------------------------------


def test_first_day_plans_what_is_due_by_now_and_nothing_before_it():
    jobs.plan(at(hour=4, minute=20))
    assert sorted(JobRun.objects.values_list("key", flat=True)) == ["inbox:2026-03-10", "night:2026-03-10"]


def test_planning_again_adds_nothing():
    assert jobs.plan(at()) == 5
    assert jobs.plan(at()) == 0
    assert JobRun.objects.count() == 5


def test_two_beats_planning_at_once_make_each_row_once():
    rows = [jobs._row(job, DAY, at()) for job in SCHEDULE]
    JobRun.objects.bulk_create(rows)
    JobRun.objects.update(business_on=DAY - timedelta(days=1))  # the other beat read before this one wrote
    jobs.plan(at())
    assert JobRun.objects.count() == 5


def test_missed_days_are_caught_up_and_only_those_older_than_fourteen_days_ask_a_person():
    add(day=DAY - timedelta(days=17), ended_at=at(), started_at=at())
    jobs.plan(at())
    days = [DAY - timedelta(days=n) for n in range(17, -1, -1)]
    assert planned() == days
    waiting = JobRun.objects.waiting_for_a_person().filter(kind="night").values_list("business_on", flat=True)
    assert sorted(waiting) == days[1:3]


def test_monthly_job_is_planned_on_its_day_only():
    for day in (date(2026, 3, 9), DAY, date(2026, 3, 11), date(2026, 4, 10)):
        jobs.plan(at(day))
    assert planned("charge_month") == [DAY, date(2026, 4, 10)]


def test_monthly_job_is_caught_up_even_before_its_first_run():
    jobs.plan(at(date(2026, 3, 9)))
    jobs.plan(at(date(2026, 3, 12)))
    assert planned("charge_month") == [DAY]


def test_run_that_a_person_asked_for_does_not_replace_the_night(cast):
    jobs.plan(at(DAY - timedelta(days=1)))
    jobs.ask("night", by=cast.miriam, on=DAY, at=at(hour=1))
    jobs.plan(at())
    assert JobRun.objects.filter(kind="night", business_on=DAY).count() == 2


@pytest.mark.parametrize("short_or_long", [date(2026, 3, 29), date(2026, 10, 25)])
def test_night_when_the_clocks_change_has_one_run_per_business_day(short_or_long):
    now = at(short_or_long - timedelta(days=1))
    while now < at(short_or_long + timedelta(days=1)):
        jobs.plan(now)
        now = (now.astimezone(UTC) + timedelta(minutes=30)).astimezone(STOCKHOLM)
    assert planned() == [short_or_long + timedelta(days=n) for n in (-1, 0, 1)]
    due = JobRun.objects.get(kind="night", business_on=short_or_long).due_at.astimezone(STOCKHOLM)
    assert (due.hour, due.minute) == (4, 15)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 9, 22, 59, tzinfo=UTC), date(2026, 3, 9)),  # 23:59 in Stockholm
        (datetime(2026, 3, 9, 23, 1, tzinfo=UTC), date(2026, 3, 9)),  # 00:01: tonight's job is not due yet
        (datetime(2026, 3, 10, 3, 15, tzinfo=UTC), date(2026, 3, 10)),  # 04:15
        (datetime(2026, 7, 9, 21, 59, tzinfo=UTC), date(2026, 7, 9)),  # summer time
        (datetime(2026, 7, 10, 2, 15, tzinfo=UTC), date(2026, 7, 10)),
    ],
)
def test_business_day_is_stockholms(now, day):
    add(day=day - timedelta(days=1), started_at=now, ended_at=now)
    jobs.plan(now)
    assert planned()[-1] == day


# --- claim ------------------------------------------------------------------------------------------------------------


def test_claims_come_oldest_business_day_first_and_one_at_a_time():
    jobs.plan(at(DAY - timedelta(days=1)))
    jobs.plan(at())
    told = []
    while claimed := jobs.claim(at()):
        told += [run.key for run in claimed]
        assert jobs.claim(at()) == []
        JobRun.objects.filter(pk=claimed[0].pk).update(started_at=at(), ended_at=at())
    daily = [f"{kind}:2026-03-{day:02}" for day in (9, 10) for kind in DAILY]
    assert told == [*daily, "charge_month:2026-03-10"]


def test_lease_that_ran_out_is_claimed_again():
    add()
    assert jobs.claim(at())
    assert jobs.claim(at() + timedelta(seconds=44)) == []
    again = jobs.claim(at() + timedelta(seconds=46))
    assert [run.attempts for run in again] == [2]


def test_run_that_waits_for_a_person_or_for_its_time_is_not_claimed():
    add(needs_person=True)
    add("proof", due_at=at() + timedelta(seconds=1))
    assert jobs.claim(at()) == []


def test_run_whose_worker_dies_each_time_is_given_up_and_the_next_takes_its_turn():
    add(attempts=jobs.MAX_ATTEMPTS)
    add("proof")
    assert [run.kind for run in jobs.claim(at())] == ["proof"]
    lost = JobRun.objects.get(kind="night")
    assert lost.has_failed
    assert "gave up" in lost.error


def test_failed_run_that_waits_for_its_next_attempt_lets_the_others_pass():
    add(error="ValueError", started_at=at(), lease_until=at() + timedelta(seconds=30), attempts=1)
    add("proof")
    assert [run.kind for run in jobs.claim(at())] == ["proof"]


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_never_claim_the_same_run():
    for kind in DAILY:
        add(kind)
    claimed, start = [], threading.Barrier(2)

    def beat():
        start.wait()
        with transaction.atomic():
            claimed.extend(run.kind for run in jobs.claim(at()))
        connection.close()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    for thread in beats:
        thread.start()
    for thread in beats:
        thread.join()
    assert claimed == ["inbox"]


# --- run --------------------------------------------------------------------------------------------------------------


def test_run_does_the_work_once_with_its_day_and_records_the_counts():
    row, calls = add(), []

    def work(*, on, at):
        calls.append(on)
        return {"flagged": 3}

    assert jobs.run(row.pk, work)
    assert not jobs.run(row.pk, work)
    row.refresh_from_db()
    assert calls == [DAY]
    assert (row.counts, row.error) == ({"flagged": 3}, "")
    assert row.ended_at >= row.started_at


def test_failure_is_recorded_without_personal_data_undone_and_tried_again(cast):
    row = add()
    jobs.claim(at())

    def work(*, on, at):
        add("proof")
        raise ValueError("Samira Daoud owes money")

    assert jobs.run(row.pk, work)
    row.refresh_from_db()
    assert row.ended_at is None
    assert row.error.startswith("ValueError (test_jobs.py:")
    assert not JobRun.objects.filter(kind="proof").exists()
    assert jobs.claim(at() + timedelta(seconds=46))
    assert jobs.run(row.pk, lambda *, on, at: None)
    row.refresh_from_db()
    assert (row.counts, row.error, row.has_failed) == ({}, "", False)


def test_failure_at_the_last_attempt_ends_the_run():
    row = add(attempts=jobs.MAX_ATTEMPTS)

    def work(*, on, at):
        raise ValueError

    jobs.run(row.pk, work)
    row.refresh_from_db()
    assert row.has_failed


def test_changes_of_a_job_know_the_job_and_who_asked_for_it(cast):
    row = jobs.ask("night", by=cast.miriam, on=DAY, at=at())

    def work(*, on, at):
        type(cast.bosse).objects.filter(pk=cast.bosse.pk).update(phone="1")

    jobs.run(row.pk, work)
    trail = cast.bosse.events.latest("pgh_id").pgh_context
    assert trail == {"user": cast.miriam.pk, "action": "night", "job": row.key}


# --- people -----------------------------------------------------------------------------------------------------------


def test_asking_twice_waits_once_and_asking_after_the_run_makes_another(cast):
    first = jobs.ask("night", by=cast.miriam, on=DAY, at=at())
    assert jobs.ask("night", by=cast.miriam, on=DAY, at=at()) == first
    JobRun.objects.update(started_at=at(), ended_at=at())
    assert jobs.ask("night", by=cast.axel, on=DAY, at=at()) != first


def test_released_run_is_claimed_and_released_once(cast):
    row = add(needs_person=True)
    assert jobs.release(row.pk, by=cast.miriam)
    assert not jobs.release(row.pk, by=cast.miriam)
    assert [run.asked_by_id for run in jobs.claim(at())] == [cast.miriam.pk]


def test_tick_plans_claims_and_sends_the_row_only(monkeypatch):
    sent = []
    monkeypatch.setattr("bolots.jobs.current_app.send_task", lambda name, kwargs: sent.append((name, kwargs)))
    add("inbox", day=DAY - timedelta(days=1))
    tasks.tick()
    row = JobRun.objects.get(attempts=1)
    assert sent == [("arrears.tasks.empty_inbox", {"run_id": row.pk})]


def test_no_schedule_falls_into_the_hour_that_is_missing_or_doubled():
    assert [job.kind for job in SCHEDULE if time(2) <= job.at < time(3)] == []
    assert [job.at for job in SCHEDULE] == sorted(job.at for job in SCHEDULE)
