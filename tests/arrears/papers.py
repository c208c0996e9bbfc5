"""Homes with late rent, and papers made about it, for tests."""

from datetime import date

from arrears import actions, proposals
from arrears.models import Demand, DemandLine, PaperItem, PaperRun, RentNotice
from bolots import jobs, letters
from bolots.models import GuidelineValue, JobRun, Letter
from tests.arrears.book import TODAY, at, charged
from tests.factories import UserFactory

LATER = date(2026, 3, 25)  # 23 days after the safe due date of March, 2 March


def late(count: int = 1, **tenancy):
    """Homes with nothing paid of March, and payments known up to today."""
    rents = charged(count, **tenancy)
    fresh()
    return rents


def fresh(on: date = TODAY) -> None:
    actions.say_no_more_files(through_on=on, by=UserFactory(), at=at(on))


def value(key: str, text: str, day: date = date(2026, 1, 1)) -> None:
    GuidelineValue.objects.create(key=key, value=text, valid_from=day, set_by=UserFactory())


def ask(kind: str, *, by=None, on: date = TODAY, homes=None) -> PaperRun:
    """A run of every home to whom this paper is proposed, or of those homes."""
    found = [one for one in proposals.propose(on) if one.verdict.is_proposed and one.verdict.kind == kind]
    chosen = {one.tenancy_id: one.seen for one in found if homes is None or one.tenancy_id in homes}
    return actions.ask_for_demands(kind=kind, chosen=chosen, by=by or UserFactory(), on=on, at=at(on))


def part(*, on, at, subject_id):
    """What the worker's task does, without its broker."""
    return actions.make_papers(run_id=subject_id, on=at.date(), at=at)


def work(run: PaperRun, *, parts: int = 10_000) -> PaperRun:
    """Let a worker do what is asked for, part after part."""
    for _ in range(parts):
        row = JobRun.objects.filter(kind="papers", subject_id=run.pk, ended_at=None).first()
        if row is None:
            break
        jobs.run(row.pk, part)
        row.refresh_from_db()
        assert not row.error, row.error
    run.refresh_from_db()
    return run


def made(kind: str, **options) -> PaperRun:
    return work(ask(kind, **options))


def notice_of(rent, *, by, **fields) -> RentNotice:
    """A notice as issued, without the time that a PDF takes."""
    letter = a_letter(rent, by)
    return RentNotice.objects.create(charge=rent, letter=letter, issued_on=TODAY, by=by, **fields)


def demand_of(rent, *, by, **fields) -> tuple[Demand, PaperRun]:
    """A demand for a rent as issued, sent by post, and the run that it was made in; one by hand is in no batch."""
    batch = None if fields.get("by_hand") else a_letter(rent, by)
    run = PaperRun.objects.create(kind="demand", asked_on=TODAY, asked_at=at(), by=by, batch=batch)
    facts = {"kind": "demand", "respond_by_on": date(2026, 3, 20), "capital_ore": rent.open_ore} | fields
    letter = a_letter(rent, by)
    demand = Demand.objects.create(tenancy=rent.tenancy, letter=letter, issued_on=TODAY, by=by, **facts)
    DemandLine.objects.create(demand=demand, kind=demand.kind, charge=rent, capital_ore=rent.open_ore)
    PaperItem.objects.create(run=run, tenancy=rent.tenancy, made_at=at(), demand=demand)
    letters.record_event(letter, kind="sent_post", by=by, at=at())
    return demand, run


def a_letter(rent, by) -> Letter:
    html = f"<main>{rent.tenancy.holder.name}</main>"
    stored = {"issued_on": TODAY, "issued_at": at(), "issued_by_id": by.pk}
    return Letter.objects.create(template="demand", html=html, pdf=None, sha256="0" * 64, **stored)
