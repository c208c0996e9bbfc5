"""Plan, claim and run background jobs through their `JobRun` rows (decision 28).

plan → a row per kind and business day · claim → a lease, under SKIP LOCKED · run → the work and the record in one
transaction, so that a killed worker leaves nothing half done and the next claim does it whole.
"""

import logging
from datetime import datetime, timedelta
from functools import wraps

from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction

from . import calendar
from .audit import acting
from .celery import SCHEDULE, TASKS
from .models import JobRun

log = logging.getLogger("bolots.jobs")

MAX_ATTEMPTS = 5
CATCH_UP_DAYS = 14  # older missed days ask a person (decision 5)


def plan(now: datetime) -> int:
    """Insert the rows that the schedule demands up to now. Returns how many it looked at.

    A missed day older than 14 days waits for a person instead of running. Days before the first row of a kind are
    not missed: the system was not there yet.
    """
    rows = [row for job in SCHEDULE for row in _missing(job, now)]
    return len(JobRun.objects.bulk_create(rows, ignore_conflicts=True))


def _missing(job, now):
    last = JobRun.objects.filter(kind=job.kind).order_by("-business_on").values_list("business_on", flat=True).first()
    first = now.date() if last is None else last + timedelta(days=1)
    span = [first + timedelta(days=n) for n in range((now.date() - first).days + 1)]
    days = [day for day in span if job.is_for(day) and due_at(job, day) <= now]
    oldest = now.date() - timedelta(days=CATCH_UP_DAYS)
    for day in days:
        yield _row(job, day, needs_person=day < oldest)


def due_at(job, day) -> datetime:
    return datetime.combine(day, job.at, tzinfo=calendar.STOCKHOLM)


def _row(job, day, **fields):
    return JobRun(kind=job.kind, key=f"{job.kind}:{day}", business_on=day, due_at=due_at(job, day), **fields)


def ask(kind: str, *, by, on, at: datetime) -> JobRun:
    """A person asks for a run now: a row, no broker in the request's path. One such request waits at a time."""
    waiting = JobRun.objects.filter(kind=kind, business_on=on, ended_at=None, needs_person=False).first()
    if waiting:
        return waiting
    number = JobRun.objects.filter(kind=kind, business_on=on).count() + 1
    return JobRun.objects.create(kind=kind, key=f"{kind}:{on}:{number}", business_on=on, due_at=at, asked_by_id=by.pk)


@transaction.atomic
def claim(now: datetime) -> list[JobRun]:
    """Take the due rows for a lease's time. Oldest business day first; two beats never take the same row."""
    due = JobRun.objects.due(now).filter(needs_person=False).order_by("business_on", "due_at", "pk")
    runs = list(due.select_for_update(skip_locked=True)[:20])
    for run in runs:
        run.lease_until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        run.attempts += 1
        if run.attempts > MAX_ATTEMPTS:
            run.started_at = run.started_at or now
            run.ended_at, run.error = now, run.error or "gave up: the worker died each time"
    JobRun.objects.bulk_update(runs, ["lease_until", "attempts", "started_at", "ended_at", "error"])
    return [run for run in runs if run.ended_at is None]


def hand_out(runs) -> None:
    """Send each claimed run to a worker. The broker may be away: the lease runs out and the row is claimed again."""
    for run in runs:
        current_app.send_task(TASKS[run.kind], kwargs={"run_id": run.pk})


def job(kind: str):
    """A task for one kind of JobRun. The function gets `on=` and `at=`, and returns the counts to record.

    The row is locked while it runs: a second delivery of the same message finds it ended or locked and does nothing.
    """

    def decorate(work):
        @shared_task(name=TASKS[kind])
        @wraps(work)
        def task(*, run_id: int):
            return run(run_id, work)

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
                row.counts = work(on=row.business_on, at=row.started_at) or {}
            row.ended_at, row.error = calendar.now(), ""
            row.save()
    except Exception as error:
        log.error("job %s failed: %s", run_id, type(error).__name__)
        _record_failure(run_id, error)
    return True


def _record_failure(run_id, error):
    """Keep what went wrong (its type and place, no personal data); the row is tried again until MAX_ATTEMPTS."""
    now = calendar.now()
    row = JobRun.objects.get(pk=run_id)
    row.error, row.started_at = f"{type(error).__name__}"[:200], row.started_at or now
    if row.attempts >= MAX_ATTEMPTS:
        row.ended_at = now
    row.save(update_fields=["error", "started_at", "ended_at"])
