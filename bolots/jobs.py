"""Plan, claim and run background jobs through their `JobRun` rows (decision 28).

plan → a row per kind and business day · claim → a lease, one run at a time · run → the work and the record in one
transaction, so that a killed worker leaves nothing half done and the next claim does it whole.
"""

import logging
import traceback
from datetime import date, datetime, timedelta
from functools import wraps
from pathlib import Path

from celery import current_app, shared_task
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min

from . import calendar
from .audit import acting
from .celery import SCHEDULE, TASKS
from .models import JobRun

log = logging.getLogger("bolots.jobs")

MAX_ATTEMPTS = 5
CATCH_UP_DAYS = 14  # older missed days ask a person (decision 5)
CLAIM_LOCK = 0xB01075
_DAY = timedelta(days=1)


def plan(now: datetime) -> int:
    """Insert the rows that the schedule demands up to now; those already there stay. Returns how many it demanded.

    A missed day older than 14 days waits for a person instead of running. Days before the first scheduled row of all
    are not missed: the system was not there yet.
    """
    now = now.astimezone(calendar.STOCKHOLM)
    scheduled = JobRun.objects.scheduled()
    last = dict(scheduled.order_by().values_list("kind").annotate(Max("business_on")))
    start = scheduled.aggregate(day=Min("business_on"))["day"] or now.date()
    rows = [_row(job, day, now) for job in SCHEDULE for day in _days(job, last.get(job.kind, start - _DAY), now)]
    JobRun.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _days(job, last, now) -> list[date]:
    """The days after the last planned one on which the job was due by now."""
    days = [last + _DAY * n for n in range(1, (now.date() - last).days + 1)]
    return [day for day in days if job.is_for(day) and due_at(job, day) <= now]


def due_at(job, day) -> datetime:
    return datetime.combine(day, job.at, tzinfo=calendar.STOCKHOLM)


def _row(job, day, now):
    return JobRun(
        kind=job.kind,
        key=f"{job.kind}:{day}",
        business_on=day,
        due_at=due_at(job, day),
        needs_person=day < now.date() - CATCH_UP_DAYS * _DAY,
    )


def ask(kind: str, *, by, on, at: datetime) -> JobRun:
    """A person asks for a run now: a row, no broker in the request's path. One such request waits at a time."""
    asked = JobRun.objects.filter(kind=kind, business_on=on, needs_person=False)
    waiting = asked.filter(ended_at=None).first()
    if waiting:
        return waiting
    key = f"{kind}:{on}:{asked.count() + 1}"
    fields = {"kind": kind, "business_on": on, "due_at": at, "asked_by_id": by.pk}
    return JobRun.objects.get_or_create(key=key, defaults=fields)[0]


def ask_about(kind: str, subject_id: int, part: int = 1, *, by_id: int, on, at: datetime) -> JobRun:
    """A run about one thing, in parts: each part does a little, asks for the next, and is done once or not at all."""
    fields = {"kind": kind, "subject_id": subject_id, "business_on": on, "due_at": at, "asked_by_id": by_id}
    return JobRun.objects.get_or_create(key=f"{kind}:{subject_id}:{part}", defaults=fields)[0]


def release(run_id: int, *, by) -> bool:
    """A person lets a day that is older than the catch-up run after all. Returns whether it was still waiting."""
    return JobRun.objects.waiting_for_a_person().filter(pk=run_id).update(needs_person=False, asked_by_id=by.pk) == 1


@transaction.atomic
def claim(now: datetime) -> list[JobRun]:
    """Take the next due row for a lease's time, oldest business day first.

    One run at a time, so that after a standstill no night overtakes its inbox; a run that failed and waits for its next
    attempt lets the others pass. Of two beats at once, one claims and the other gets nothing.
    """
    if not _may_claim() or JobRun.objects.held(now).exists():
        return []
    due = JobRun.objects.due(now).filter(needs_person=False).order_by("business_on", "due_at", "pk")
    for run in due.select_for_update(skip_locked=True)[:20]:
        run.attempts += 1
        if run.attempts > MAX_ATTEMPTS:
            run.started_at, run.ended_at = run.started_at or now, now
            run.error = run.error or "gave up: the worker died each time"
        else:
            run.lease_until, run.error = now + timedelta(seconds=settings.JOB_LEASE_SECONDS), ""
        run.save()
        if run.ended_at is None:
            return [run]
    return []


def _may_claim() -> bool:
    """One claim at a time in the whole system; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CLAIM_LOCK])
        return cursor.fetchone()[0]


def hand_out(runs) -> None:
    """Send each claimed run to a worker. The broker may be away: the lease runs out and the row is claimed again."""
    for run in runs:
        current_app.send_task(TASKS[run.kind], kwargs={"run_id": run.pk})


def job(kind: str):
    """A task for one kind of JobRun. The function gets `on=` and `at=`, and returns the counts to record; that of a job
    about something gets `subject_id=` too.

    The row is locked while it runs: a second delivery of the same message finds it ended or locked and does nothing.
    """

    def decorate(work):
        @shared_task(name=TASKS[kind])
        @wraps(work)
        def task(*, run_id: int):
            done = run(run_id, work)
            hand_out(claim(calendar.now()))  # the next one at once: a long catch-up does not wait for the beat
            return done

        return task

    return decorate


def run(run_id: int, work) -> bool:
    """Do the work of one row, once. Returns whether this call did it."""
    try:
        with transaction.atomic():
            row = JobRun.objects.select_for_update(skip_locked=True).filter(pk=run_id, ended_at=None).first()
            if row is None:
                return False
            row.started_at = calendar.now()
            with acting(user=row.asked_by_id, action=row.kind, job=row.key):
                about = {} if row.subject_id is None else {"subject_id": row.subject_id}
                row.counts = work(on=row.business_on, at=row.started_at, **about) or {}
            row.ended_at, row.error = calendar.now(), ""
            row.save()
    except Exception as error:
        log.error("job %s failed: %s", run_id, type(error).__name__)
        _record_failure(run_id, error)
    return True


def _record_failure(run_id, error):
    """Keep what went wrong (its type and place, no personal data); the row is tried again until MAX_ATTEMPTS."""
    now = calendar.now()
    place = traceback.extract_tb(error.__traceback__)[-1]
    row = JobRun.objects.get(pk=run_id)
    row.error = f"{type(error).__name__} ({Path(place.filename).name}:{place.lineno})"
    row.started_at = row.started_at or now
    if row.attempts >= MAX_ATTEMPTS:
        row.ended_at = now
    row.save(update_fields=["error", "started_at", "ended_at"])
