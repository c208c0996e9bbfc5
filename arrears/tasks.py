"""The ledger's jobs: each loads nothing and calls one action."""

from dataclasses import asdict

from django.conf import settings

from bolots.jobs import job
from bolots.periods import first_of

from . import actions


@job("inbox")
def empty_inbox(*, on, at):
    return actions.empty_inbox(folder=settings.BANK_INBOX, on=on, at=at)


@job("proof")
def prove_ledger(*, on, at):
    return actions.prove_ledger(on=on).counts


@job("papers")
def make_papers(*, on, at, subject_id):
    """A part of a run of papers. Issued on the day of the work, whatever the day on which somebody asked."""
    return actions.make_papers(run_id=subject_id, on=at.date(), at=at)


@job("charge_month")
def charge_next_month(*, on, at):
    """Issued on the day that it runs, so that a job caught up late still gives people two weeks."""
    return asdict(actions.charge_due_months(month=first_of(on), on=at.date()))
