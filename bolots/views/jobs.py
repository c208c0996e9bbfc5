"""Jobs: did tonight's jobs run, and run them now."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .. import calendar, jobs
from ..access import Permission, require
from ..models import JobRun


@require_GET
@require(Permission.SEE_JOBS)
def job_list(request):
    """The last fifty runs, newest first, and what waits for a person."""
    runs = JobRun.objects.order_by("-due_at", "-pk")[:50]
    may_run = request.user.may(Permission.RUN_JOBS)
    return render(request, "bolots/job_list.html", {"runs": runs, "may_run": may_run})


@require_POST
@require(Permission.RUN_JOBS)
def run_night(request):
    """ "Kör nattens jobb nu": a row in the plan; the beat takes it within seconds, the page works without a broker."""
    jobs.ask("night", by=request.user, on=calendar.today(), at=calendar.now())
    messages.success(request, _("Tonight's job is queued and starts within a few seconds. You can leave the page."))
    return redirect("job-list")
