"""The nights: by the action itself at first, in the last two weeks as the beat and the workers run them."""

from datetime import date, timedelta

import arrears.tasks as ledger_tasks
import outreach.tasks as outreach_tasks
import tenancies.tasks as register_tasks
from bolots import jobs
from bolots.celery import SCHEDULE
from outreach import actions as outreach
from tenancies import actions as register

from .clock import it_is
from .scene import Scene, at

ON_RECORD = timedelta(days=13)  # nights before the last one that stand in the list of jobs
REMINDS_ON = 1  # of the month: until then reminders are made once a month, so that the story is told in time
WORKERS = {
    "inbox": ledger_tasks.empty_inbox,
    "night": outreach_tasks.night,
    "proof": ledger_tasks.prove_ledger,
    "reminders": register_tasks.remind,
    "charge_month": ledger_tasks.charge_next_month,
    "papers": ledger_tasks.make_papers,
}


def night(scene: Scene, day: date) -> None:
    if day < scene.as_of - ON_RECORD:
        outreach.run_night(on=day, at=at(day, 4, 15))
        if day.day == REMINDS_ON:
            register.remind_all(on=day)
        return
    for job in SCHEDULE:
        tick(jobs.due_at(job, day))


def tick(moment) -> None:
    """What the beat does, and the worker that takes what it hands out."""
    with it_is(moment):
        jobs.plan(moment)
        while claimed := jobs.claim(moment):
            for run in claimed:
                WORKERS[run.kind](run_id=run.pk)
