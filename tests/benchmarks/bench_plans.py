"""How long the daily check of payment plans takes: `python -m tests.benchmarks.bench_plans [--homes 55 5500 55000]`.

Each size gets a database of its own on the server of DATABASE_URL, and every home a running plan for a rent of which
part is open, in six instalments: of ten plans five are as agreed, three newly missing, one missing, one to be broken.
Times are the median of 20 after 3 warm-ups, each undone by a rollback, and a ratio is to the floor in the same run. On
a night with nothing new the floor is the bare SELECT of what should have come and what has, as it is now. A read cannot
be the floor of four writes for ten plans: on a night with changes it is those writes alone, by plain statements that
are told which rows, with the same triggers of the audit trail.
"""

import argparse
from datetime import timedelta

from .scratch import RUNS, WARM_UPS, filled, lay, median, ms, start_django, took, undone

# One rent of each home is opened anew, so that a plan has something to be about: 6 000 kr, 2 000 kr of it paid since.
PLANS = """
UPDATE arrears_charge SET open_ore = 400000 WHERE month = (SELECT min(month) FROM arrears_charge);
INSERT INTO arrears_paymentplan (id, tenancy_id, status, agreed_on, by_id, income_day, left_ore, owed_ore,
    tolerance_ore, missed_on, why_ended)
SELECT c.tenancy_id, c.tenancy_id, CASE WHEN c.tenancy_id %% 10 < 8 THEN 'active' ELSE 'missed' END,
    %(today)s - 90, 1, 25, 100000, 600000, 5000,
    CASE WHEN c.tenancy_id %% 10 = 8 THEN %(today)s - 5 WHEN c.tenancy_id %% 10 = 9 THEN %(today)s - 20 END, ''
FROM arrears_charge c WHERE c.month = (SELECT min(month) FROM arrears_charge);
INSERT INTO arrears_plancharge (plan_id, charge_id, open_ore)
SELECT c.tenancy_id, c.id, 600000 FROM arrears_charge c WHERE c.month = (SELECT min(month) FROM arrears_charge);
INSERT INTO arrears_instalment (plan_id, due_on, amount_ore)
SELECT p.id, %(today)s - 75 + part * 30 + CASE WHEN p.id %% 10 < 5 THEN 20 ELSE 0 END, 100000
FROM arrears_paymentplan p CROSS JOIN generate_series(0, 5) part;
INSERT INTO tenancies_reminder (tenancy_id, kind, source, source_id, deadline_on, due_on, owner_id)
SELECT tenancy_id, 'plan_missed', 'plan', id, missed_on - 5, missed_on, 1
FROM arrears_paymentplan WHERE status = 'missed'
"""
BARE = """
SELECT p.id, p.owed_ore - o.open_ore, e.expected_ore FROM arrears_paymentplan p
JOIN (SELECT a.plan_id, sum(c.open_ore) open_ore FROM arrears_plancharge a
    JOIN arrears_charge c ON c.id = a.charge_id GROUP BY 1) o ON o.plan_id = p.id
JOIN (SELECT plan_id, sum(amount_ore) FILTER (WHERE due_on <= %(cutoff)s) expected_ore
    FROM arrears_instalment GROUP BY 1) e ON e.plan_id = p.id
WHERE p.status IN ('active', 'missed')
"""
WRITES = """
UPDATE arrears_paymentplan SET status = 'missed', missed_on = %(today)s WHERE id %% 10 BETWEEN 5 AND 7;
UPDATE arrears_paymentplan SET status = 'broken', ended_on = %(today)s WHERE id %% 10 = 9;
UPDATE tenancies_reminder SET withdrawn_on = %(today)s WHERE source_id %% 10 = 9;
INSERT INTO tenancies_reminder (tenancy_id, kind, source, source_id, deadline_on, due_on, owner_id)
SELECT id, CASE WHEN id %% 10 = 9 THEN 'plan_broken' ELSE 'plan_missed' END, 'plan', id, %(today)s - 15, %(today)s, 1
FROM tenancies_tenancy WHERE id %% 10 IN (5, 6, 7, 9)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, nargs="+", default=[55, 5_500, 55_000])
    sizes = parser.parse_args().homes
    start_django()
    from . import book

    for homes in sizes:
        with filled(homes):
            _plans(book.TODAY)
            _measure(book.TODAY)


def _plans(today):
    from arrears.models import ImportFile

    assert ImportFile.objects.exists()  # the payments reach today: plans can be missing
    lay(PLANS, today)


def _measure(today):
    """A night on which four plans of ten change, and the next one, which finds nothing new."""
    from django.db import connection

    from arrears import actions
    from tenancies.models import Reminder

    _say("four of ten change, floor the same writes", today, lambda: _write(today))
    before, written = Reminder.objects.count(), undone(lambda: _write(today))
    counts = actions.check_plans(on=today)
    changed, made = sum(counts.values()), Reminder.objects.count() - before
    assert written == [counts["plans_missed"], counts["plans_broken"], counts["plans_broken"], made]
    assert made == changed
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) arrears_paymentplan, tenancies_reminder")  # as autovacuum before the next
    assert actions.check_plans(on=today) == {}
    _say(f"nothing new after {dict(counts)}, floor the bare SELECT", today, lambda: _read(today))


def _say(what, today, bare):
    from arrears import actions

    ours, floor = [], []
    for _ in range(WARM_UPS + RUNS):
        undone(lambda: ours.append(took(lambda: actions.check_plans(on=today))))
        undone(lambda: floor.append(took(bare)))
    mine, its = median(ours), median(floor)
    print(f"  plans, {what}: {ms(mine)}, floor {ms(its)}, ratio {mine / its:.2f}", flush=True)


def _read(today):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE, {"cutoff": today - timedelta(days=5)})
        cursor.fetchall()


def _write(today) -> list[int]:
    """How many rows each statement wrote."""
    from django.db import connection

    with connection.cursor() as cursor:
        return [cursor.execute(statement, {"today": today}).rowcount for statement in WRITES.split(";\n")]


if __name__ == "__main__":
    main()
