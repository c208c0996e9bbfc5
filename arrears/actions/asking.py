"""A run of papers begins: what is to be made, and the request for its first part. No broker in the request's path."""

from bolots import jobs

from ..models import PaperItem, PaperRun

JOB = "papers"


def begin(run: PaperRun, items: list[PaperItem]) -> PaperRun:
    """Store a run and its items, and ask for the first part. Within the action that asks."""
    run.save()
    PaperItem.objects.bulk_create(items)
    jobs.ask_about(JOB, run.pk, by_id=run.by_id, on=run.asked_on, at=run.asked_at)
    return run
