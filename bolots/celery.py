"""Background work: the beat ticks, the database knows what is due (decision 28).

The broker only triggers. A `JobRun` row is the plan, the outbox and the record of one run.
"""

import os
from dataclasses import dataclass
from datetime import date, time

from celery import Celery
from django.utils.translation import gettext_lazy as _

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bolots.settings")

app = Celery("bolots")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

TICK_SECONDS = 5
app.conf.beat_schedule = {
    # Often, because a person who presses "run tonight's jobs now" watches the page.
    "tick": {"task": "bolots.tasks.tick", "schedule": TICK_SECONDS, "options": {"expires": TICK_SECONDS * 3}},
}


@dataclass(frozen=True)
class Job:
    """One scheduled job: its kind, its name, the task that does it, when it is due and why then."""

    kind: str
    name: str
    task: str
    at: time
    why: str
    day_of_month: int | None = None

    def is_for(self, day: date) -> bool:
        return self.day_of_month in (None, day.day)


# In the order of the clock. None between 02 and 03: that hour is missing or doubled when the clocks change.
SCHEDULE = (
    Job(
        "inbox",
        _("The bank's inbox"),
        "arrears.tasks.empty_inbox",
        time(4, 0),
        _("the evening's bank files are in, the night reads them"),
    ),
    Job(
        "night",
        _("Late rent and cases"),
        "outreach.tasks.night",
        time(4, 15),
        _("after the inbox: nobody knocks about rent that came last night"),
    ),
    Job(
        "proof",
        _("Proof of the ledger"),
        "arrears.tasks.prove_ledger",
        time(4, 45),
        _("after everything that moves money at night"),
    ),
    Job(
        "reminders",
        _("Reminders"),
        "tenancies.tasks.remind",
        time(4, 50),
        _("after what the night has changed, before anybody comes to work"),
    ),
    Job(
        "charge_month",
        _("Next month's rents"),
        "arrears.tasks.charge_next_month",
        time(5, 0),
        _("on the 10th, so that the notice reaches people two weeks before the rent is due"),
        day_of_month=10,
    ),
)


@dataclass(frozen=True)
class Asked:
    """A job that no clock starts: somebody asks for it, about something (`JobRun.subject_id`)."""

    kind: str
    name: str
    task: str
    why: str


ON_REQUEST = (
    Asked("papers", _("Papers"), "arrears.tasks.make_papers", _("somebody has asked for many letters at once")),
)
TASKS = {job.kind: job.task for job in (*SCHEDULE, *ON_REQUEST)}
NAMES = {job.kind: job.name for job in (*SCHEDULE, *ON_REQUEST)}
