"""Did the jobs run? One answer per job, for the jobs' page and for the strip on top of the start pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from . import calendar, formats
from .celery import SCHEDULE, Job
from .jobs import due_at
from .models import JobRun

LATE_AFTER = timedelta(hours=1)  # the beat claims within seconds; an hour past due, nobody is working

DONE, RUNNING, LATE, FAILED, NEVER = "done", "running", "late", "failed", "never"


@dataclass(frozen=True, slots=True)
class Health:
    """A job, its newest run that ended (or None), when it was last due, and whether that is done."""

    job: Job
    run: JobRun | None
    due_at: datetime
    state: str

    @property
    def is_well(self) -> bool:
        return self.state in (DONE, RUNNING, NEVER)


def of_jobs(now: datetime) -> list[Health]:
    """The health of every scheduled job, in the order of the clock. Two queries."""
    now = now.astimezone(calendar.STOCKHOLM)
    newest = JobRun.objects.exclude(ended_at=None).order_by("kind", "-business_on", "-started_at").distinct("kind")
    ended = {run.kind: run for run in newest}
    first = JobRun.objects.scheduled().order_by("business_on").values_list("business_on", flat=True).first()
    return [_health(job, ended.get(job.kind), first, now) for job in SCHEDULE]


def summary(found: list[Health]) -> tuple[str, str]:
    """A colour and a sentence for the strip under the header."""
    bad = [health for health in found if not health.is_well]
    if bad:
        names = ", ".join(str(health.job.name) for health in bad)
        return "danger", _("Not done as it should be: %(jobs)s.") % {"jobs": names}
    ended = [health.run.ended_at for health in found if health.run]
    if not ended:
        return "info", _("No job has run yet.")
    return "success", _("The night's jobs are done, the last one at %(time)s.") % {
        "time": formats.klockslag(max(ended))
    }


def _health(job, run, first, now) -> Health:
    last_due = _last_due(job, now)
    if first is None or last_due.date() < first:
        state = NEVER
    elif run is not None and run.business_on >= last_due.date():
        state = FAILED if run.error else DONE
    else:
        state = LATE if now > last_due + LATE_AFTER else RUNNING
    return Health(job, run, last_due, state)


def _last_due(job, now) -> datetime:
    """The newest time up to now at which the schedule wanted the job."""
    day = now.date()
    while not job.is_for(day) or due_at(job, day) > now:
        day -= timedelta(days=1)
    return due_at(job, day)
