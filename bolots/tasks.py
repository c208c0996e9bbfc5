"""The beat's one task."""

from celery import shared_task

from . import calendar, jobs


@shared_task(name="bolots.tasks.tick")
def tick():
    """Plan what is due and hand it out. Harmless when it runs twice, or late."""
    now = calendar.now()
    jobs.plan(now)
    jobs.hand_out(jobs.claim(now))
