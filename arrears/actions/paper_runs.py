"""Many papers at once: asked for by a person, made by workers a few at a time, each exactly once.

A part of a run is one transaction: its papers, their rows, and the request for the next part are there together or not
at all. A killed worker leaves nothing, and whoever takes the part again makes the same papers.
"""

import logging
from collections import defaultdict
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from bolots import guidelines, jobs, letters
from bolots.audit import action
from bolots.models import JobRun, Letter
from bolots.periods import next_month
from bolots.refusals import Refused
from tenancies.models import RentTerm

from .. import proposals
from ..models import PaperItem, PaperRun, RentNotice
from . import demanding, noticing
from .asking import JOB
from .posting import lock_ledger

log = logging.getLogger("bolots.papers")
CHUNK = 10  # papers in a part: a second or two, far within a lease, and nobody waits longer for the ledger
FAILED = "failed"
BATCHES = {"notice": "rent_notices", "reminder": "reminders", "demand": "demands"}


class StillAtWork(Refused):
    sentence = _("The papers are being made. Wait a moment.")


class NothingWaits(Refused):
    sentence = _("Nothing is left to make in this run.")


@action
def go_on(run, *, by, on: date, at: datetime) -> None:
    """A person lets a run go on whose last part gave up. Raises Refused."""
    run = PaperRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if not is_unfinished(run):
        raise NothingWaits
    if not is_stopped(run):
        raise StillAtWork
    _ask_for_next(run, by_id=by.pk, on=on, at=at)


def is_stopped(run) -> bool:
    """Something is left to do, and nobody is to do it."""
    return is_unfinished(run) and not JobRun.objects.filter(kind=JOB, subject_id=run.pk, ended_at=None).exists()


def is_unfinished(run) -> bool:
    """Papers are still to be made, or to be bound for the printer."""
    return run.items.waiting().exists() or (run.batch_id is None and bool(_letters(run)))


@action
def make_papers(*, run_id: int, on: date, at: datetime) -> dict[str, int]:
    """The next part of a run: some papers, or, when all are made, the file for the printer. How many of each outcome.

    `on` is the day of the work: every figure is that of the ledger now, not of the day when somebody asked.
    """
    run = PaperRun.objects.select_for_update(no_key=True, of=("self",)).select_related("by").get(pk=run_id)
    if not run.items.waiting().exists():
        return {"bound": _bind(run, on, at)}
    lock_ledger()
    waiting = run.items.waiting().select_related(
        "charge__replaced_by", "tenancy__holder", "tenancy__apartment", "tenancy__case_worker"
    )
    items = list(waiting.order_by("pk")[:CHUNK])
    make = _notices(run, items, on, at) if run.kind == PaperRun.Kind.NOTICE else _demands(run, items, on, at)
    for item in items:
        _one(item, make, at)
    _ask_for_next(run, by_id=run.by_id, on=run.asked_on, at=at)
    left_out = sum(bool(item.left_out) for item in items)
    return {"made": len(items) - left_out, "left_out": left_out}


def _one(item, make, at: datetime) -> None:
    """Make one paper. What goes wrong with it alone takes no other along: it is left out, and proposed again."""
    try:
        with transaction.atomic():
            made = make(item)
    except DatabaseError:
        raise
    except Exception as error:
        log.error("paper %s failed: %s", item.pk, type(error).__name__)
        made = {"left_out": FAILED}
    item.left_out = made.get("left_out", "")
    PaperItem.objects.filter(pk=item.pk, made_at=None).update(made_at=at, **made)


def _notices(run, items, on: date, at: datetime):
    """How a notice is made."""
    terms = defaultdict(list)
    tenancies = {item.tenancy_id for item in items}
    for term in RentTerm.objects.filter(tenancy__in=tenancies, valid_from__lt=next_month(run.month)):
        terms[term.tenancy_id].append(term)

    def make(item) -> dict:
        charge = item.charge
        charge.tenancy = item.tenancy
        known = RentNotice.objects.filter(charge=charge).exists()
        code = demanding.ALREADY if known else noticing.why_not(charge)
        if code:
            return {"left_out": code}
        notice = noticing.write_notice(charge, terms[item.tenancy_id], by=run.by, on=on, at=at)
        return {"notice": notice}

    return make


def _demands(run, items, on: date, at: datetime):
    """How a demand is made: judged again, on the ledger as it is now."""
    held = guidelines.on(on)
    found = proposals.of_homes(on, [item.tenancy_id for item in items], held=held, run=run.pk)

    def make(item) -> dict:
        return demanding.issue(run, item, found.get(item.tenancy_id), held=held, on=on, at=at)

    return make


def _letters(run) -> list[int]:
    """The letters of a run that go to the printer, in the order in which they were asked for; not those that carry no
    name and no address, which somebody hands over.
    """
    if run.kind == PaperRun.Kind.SMS:
        return []
    name = "notice" if run.kind == PaperRun.Kind.NOTICE else "demand"
    posted = run.items.filter(**{f"{name}__by_hand": False})
    return list(posted.order_by("pk").values_list(f"{name}__letter", flat=True))


def _bind(run, on: date, at: datetime) -> int:
    """All papers of the run in one file, for the printer, once."""
    keys = _letters(run)
    if run.batch_id or not keys:
        return 0
    found = Letter.objects.in_bulk(keys)
    pages = [found[key] for key in keys]
    run.batch = letters.bind(pages, template=BATCHES[run.kind], by=run.by, on=on, at=at)
    run.save(update_fields=["batch"])
    return len(pages)


def _ask_for_next(run, *, by_id: int, on: date, at: datetime) -> None:
    part = JobRun.objects.filter(kind=JOB, subject_id=run.pk).count() + 1
    jobs.ask_about(JOB, run.pk, part, by_id=by_id, on=on, at=at)
