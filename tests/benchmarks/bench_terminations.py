"""How long the nights of terminations and respites take: `python -m tests.benchmarks.bench_terminations [--homes …]`.

Each size (55, 5500 and 55000) gets a database of its own on the server of DATABASE_URL. Every tenth home has a served
termination for its oldest rent, half of them still running, a quarter over tonight, a quarter paid; every other tenth
home has respite, one in ten of which has its last day tonight. Times are the median of 20 after 3 warm-ups, each undone
by a rollback, and a ratio is to the floor in the same run: with nothing new the bare SELECTs of the same rows, with
something new the same writes by plain statements that are told which rows, with the same triggers of the audit trail.
"""

import argparse

from .scratch import RUNS, WARM_UPS, filled, lay, median, ms, start_django, took, undone

# The oldest rent of one home in ten is named; it is opened anew where it is not to be one that was paid in time.
HOMES = """
INSERT INTO arrears_termination (id, tenancy_id, ground, status, why, drafted_on, drafted_by_id, approved_on,
    approved_by_id, served_on, how_served, proof, board_notified_on, how_notified, recovery_ends_on)
SELECT tenancy_id, tenancy_id, 'rent', 'served', 'bench', %(today)s - 30, 1, %(today)s - 29, 2, %(today)s - 28,
    'handed', 'bench', %(today)s - 28, 'bench', %(today)s + CASE WHEN tenancy_id %% 40 = 20 THEN -1 ELSE 7 END
FROM arrears_charge WHERE month = (SELECT min(month) FROM arrears_charge)
    AND (tenancy_id %% 40 IN (0, 10, 20) OR tenancy_id %% 40 = 30 AND open_ore = 0);
INSERT INTO arrears_terminationcharge (termination_id, charge_id, open_ore)
SELECT t.id, c.id, c.amount_ore FROM arrears_termination t JOIN arrears_charge c ON c.tenancy_id = t.id
WHERE c.month = (SELECT min(month) FROM arrears_charge);
UPDATE arrears_charge SET open_ore = amount_ore
WHERE month = (SELECT min(month) FROM arrears_charge) AND tenancy_id %% 40 IN (0, 10, 20);
INSERT INTO tenancies_reminder (tenancy_id, kind, source, source_id, deadline_on, due_on, owner_id)
SELECT id, 'recovery_ends', 'termination', id, recovery_ends_on, recovery_ends_on - before, 1
FROM arrears_termination CROSS JOIN unnest(ARRAY[10, 5, 2, 0]) before;
INSERT INTO arrears_hold (id, tenancy_id, from_on, until_on, why, stops_cases, stops_demands, stops_interest, set_on,
    by_id)
SELECT id, id, %(today)s - 10, %(today)s + CASE WHEN id %% 100 = 5 THEN 1 ELSE 20 END, 'bench', true, true, true,
    %(today)s - 10, 1
FROM tenancies_tenancy WHERE id %% 10 = 5
"""
TERMINATIONS = """
SELECT t.id, t.status, t.recovery_ends_on, c.open_ore, c.amount_ore - coalesce(sum(a.ore), 0) left_ore
FROM arrears_termination t JOIN arrears_terminationcharge n ON n.termination_id = t.id
JOIN arrears_charge c ON c.id = n.charge_id
LEFT JOIN arrears_allocation a ON a.charge_id = c.id AND a.effective_on <= t.recovery_ends_on
WHERE t.status IN ('served', 'expired', 'applied', 'disputed', 'ordered', 'scheduled') AND t.ground <> 'misconduct'
GROUP BY t.id, c.id
"""
RESPITES = """
SELECT h.id, h.tenancy_id, t.case_worker_id FROM arrears_hold h JOIN tenancies_tenancy t ON t.id = h.tenancy_id
WHERE h.until_on = %(today)s + 1 AND h.from_on <= %(today)s
"""
MOVED = """
UPDATE arrears_termination SET status = 'expired' WHERE id %% 40 = 20;
UPDATE arrears_termination SET status = 'recovered', how_recovered = 'paid', closed_on = %(today)s, why_closed = 'paid'
WHERE id %% 40 = 30;
INSERT INTO arrears_terminationstep (termination_id, what, done_on, status, at)
SELECT id, status, %(today)s, status, now() FROM arrears_termination WHERE id %% 40 IN (20, 30);
UPDATE tenancies_reminder SET withdrawn_on = %(today)s WHERE source = 'termination' AND source_id %% 40 IN (20, 30)
"""
REMINDED = """
INSERT INTO tenancies_reminder (tenancy_id, kind, source, source_id, deadline_on, due_on, owner_id)
SELECT id, 'hold_ends', 'hold', id, %(today)s, %(today)s, 1 FROM tenancies_tenancy WHERE id %% 100 = 5
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, nargs="+", default=[55, 5_500, 55_000])
    sizes = parser.parse_args().homes
    start_django()
    from . import book

    for homes in sizes:
        with filled(homes):
            lay(HOMES, book.TODAY)
            _measure(book.TODAY)


def _measure(today):
    """A night on which half of the terminations move and some respites end, and the same night again."""
    from django.db import connection

    from arrears import actions
    from bolots import calendar

    at = calendar.now()
    terminations, respites = (
        lambda: actions.check_terminations(on=today, at=at),
        lambda: actions.remind_of_holds(on=today),
    )
    _say("terminations, half move, floor the same writes", terminations, lambda: _run(MOVED, today))
    _say("respites, some end, floor the same writes", respites, lambda: _run(REMINDED, today))
    written, counts = undone(lambda: _run(MOVED, today)), terminations()
    assert written[:2] == [counts["expired"], counts["recovered"]]
    respites()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) arrears_termination, tenancies_reminder")  # as autovacuum before the next
    assert terminations() == {}
    _say(f"terminations, nothing new after {dict(counts)}", terminations, lambda: _run(TERMINATIONS, today))
    _say("respites, nothing new", respites, lambda: _run(RESPITES, today))


def _say(what, work, bare):
    ours, floor = [], []
    for _ in range(WARM_UPS + RUNS):
        undone(lambda: ours.append(took(work)))
        undone(lambda: floor.append(took(bare)))
    mine, its = median(ours), median(floor)
    print(f"  {what}: {ms(mine)}, floor {ms(its)}, ratio {mine / its:.2f}", flush=True)


def _run(script, today) -> list[int]:
    """How many rows each statement wrote; what it reads is fetched."""
    from django.db import connection

    written = []
    with connection.cursor() as cursor:
        for statement in script.split(";\n"):
            cursor.execute(statement, {"today": today})
            written.append(len(cursor.fetchall()) if cursor.description else cursor.rowcount)
    return written


if __name__ == "__main__":
    main()
