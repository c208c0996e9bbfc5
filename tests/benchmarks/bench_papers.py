"""How long papers take: `python -m tests.benchmarks.bench_papers [--real 200] [--many 10000]`.

A letter alone (promise 32: at most 150 ms, median of 20 after 3 warm-ups), real demands made by a worker in parts, and
many with the renderer replaced; of each run how many were made, that nobody has two, and that the ledger adds up.
"""

import argparse

from .scratch import RUNS, WARM_UPS, filled, median, ms, start_django, took

MOST = 0.150  # seconds for a letter (promise 32)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=int, default=200)
    parser.add_argument("--many", type=int, default=10_000)
    chosen = parser.parse_args()
    start_django()
    _letter()
    for homes, is_real in ((chosen.real, True), (chosen.many, False)):
        with filled(homes):
            _run(homes, is_real)


def _letter():
    """One demand of two rents, rendered and made a PDF."""
    from dataclasses import asdict

    from django.template.loader import render_to_string

    from arrears.landlord import landlord
    from arrears.letters import DemandPaper, Owed, Receiver
    from bolots.letters import to_pdf

    rents = [Owed(f"Hyra för {month} 2026", "2 mars 2026", "7001234", "6 840 kr") for month in ("februari", "mars")]
    paper = DemandPaper(
        template="demand",
        landlord=landlord(),
        to=Receiver("Testa Testsson", "Gatan 1", "1001"),
        is_former=False,
        issued_on="25 mars 2026",
        home="lägenhet 1001",
        rents=rents,
        extras=[],
        capital="13 680 kr",
        interest="",
        cost="",
        total="13 680 kr",
        respond_by="tisdag 7 april 2026",
    )
    html = render_to_string("letters/demand.html", asdict(paper))
    taken = median([took(lambda: to_pdf(html)) for _ in range(WARM_UPS + RUNS)])
    print(f"a letter as PDF: {ms(taken)} (at most {ms(MOST)}): {'kept' if taken <= MOST else 'BROKEN'}", flush=True)


def _run(homes: int, is_real: bool):
    """Every home owes this month's rent, and has had its reminder; demands for all of them."""
    from django.db import connection

    from arrears.models import Demand
    from bolots import letters

    from . import book

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(OWED, {"today": book.TODAY})
        cursor.execute("UPDATE tenancies_tenant SET is_protected = false")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE)")
    if not is_real:
        letters.to_pdf = lambda html: None
    taken = took(lambda: _make("reminder"))
    made = Demand.objects.count()
    people = Demand.objects.values("tenancy").distinct().count()
    print(f"  {made} {'real' if is_real else 'replaced'} letters in {taken:.1f} s, {ms(taken / max(made, 1))} each")
    assert made == people == homes, (made, people, homes)


OWED = """
WITH owed AS (
    UPDATE arrears_charge SET open_ore = amount_ore
    WHERE safe_due_on = (SELECT max(safe_due_on) FROM arrears_charge WHERE safe_due_on <= %(today)s - 5)
    RETURNING id
), undone AS (DELETE FROM arrears_allocation WHERE charge_id IN (SELECT id FROM owed) RETURNING payment_id)
DELETE FROM arrears_payment WHERE id IN (SELECT payment_id FROM undone)
"""


def _make(kind: str):
    """As the page and the workers do it: ask, then part after part, each a transaction of its own."""
    from datetime import datetime

    from arrears import actions, proposals
    from bolots import jobs
    from bolots.calendar import STOCKHOLM
    from bolots.models import JobRun, User

    from .book import TODAY

    by, at = User.objects.get(pk=1), datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=STOCKHOLM)
    actions.say_no_more_files(through_on=TODAY, by=by, at=at)
    found = [one for one in proposals.propose(TODAY) if one.verdict.is_proposed and one.verdict.kind == kind]
    chosen = {one.tenancy_id: one.seen for one in found}
    run = actions.ask_for_demands(kind=kind, chosen=chosen, by=by, on=TODAY, at=at)

    def part(*, on, at, subject_id):
        return actions.make_papers(run_id=subject_id, on=TODAY, at=at)

    while row := JobRun.objects.filter(kind="papers", subject_id=run.pk, ended_at=None).first():
        jobs.run(row.pk, part)
        row.refresh_from_db()
        assert not row.error, row.error


if __name__ == "__main__":
    main()
