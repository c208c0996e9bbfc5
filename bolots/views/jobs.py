"""Jobs: did tonight's jobs run, and run them now."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .. import calendar, health, jobs
from ..access import Permission, require
from ..celery import NAMES
from ..models import JobRun, User
from . import job_words

NUMBER = 50


@require_GET
@require(Permission.SEE_JOBS)
def job_list(request):
    """How each job is, what waits for a person, and the last fifty runs."""
    now = calendar.now()
    found = health.of_jobs(now)
    context = {
        "jobs": [{"health": one, "words": job_words.of(one.run.counts) if one.run else ""} for one in found],
        "summary": health.summary(found),
        "waiting": [_row(run, now) for run in JobRun.objects.waiting_for_a_person().order_by("business_on", "pk")],
        "runs": _with_people([_row(run, now) for run in JobRun.objects.order_by("-due_at", "-pk")[:NUMBER]]),
        "may_run": request.user.may(Permission.RUN_JOBS),
    }
    return render(request, "bolots/job_list.html", context)


def _row(run, now) -> dict:
    is_running = run.ended_at is None and run.lease_until is not None and run.lease_until >= now
    return {
        "run": run,
        "name": NAMES.get(run.kind, run.kind),
        "words": job_words.of(run.counts),
        "is_running": is_running and not run.error,
    }


def _with_people(rows) -> list[dict]:
    people = User.objects.in_bulk({row["run"].asked_by_id for row in rows} - {None})
    return [row | {"asked_by": people.get(row["run"].asked_by_id)} for row in rows]


@require_POST
@require(Permission.RUN_JOBS)
def run_night(request):
    """ "Kör nattens jobb nu": a row in the plan; the beat takes it within seconds, the page works without a broker."""
    jobs.ask("night", by=request.user, on=calendar.today(), at=calendar.now())
    messages.success(request, _("Tonight's job is queued and starts within a few seconds. You can leave the page."))
    return redirect("job-list")


@require_POST
@require(Permission.RUN_JOBS)
def release(request, pk):
    """A day too old to be caught up by itself runs after all."""
    if jobs.release(pk, by=request.user):
        messages.success(request, _("The job is queued and starts within a few seconds."))
    else:
        messages.info(request, _("Somebody was faster: the job is queued already."))
    return redirect("job-list")
