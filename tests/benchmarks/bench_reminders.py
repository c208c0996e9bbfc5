"""How long the night's reminders take: `python -m tests.benchmarks.bench_reminders [--homes 55 5500 55000]`.

Each size gets a database of its own on the server of DATABASE_URL: every stay has a lease, a decision and a waiver that
end within two years and a review within half a year; every tenth home is sublet. Times are the median of 20 after 3
warm-ups, each undone by a rollback; a ratio is to the bare SELECTs that find the rows, in the same run.
"""

import argparse

from .scratch import RUNS, WARM_UPS, filled, lay, median, ms, start_django, took, undone

DATES = """
UPDATE tenancies_apartment SET tenure_form = 'head_lease', head_rent_ore = 500000,
    head_ends_on = %(today)s + (id %% 720)::int
WHERE id %% 10 = 0;
UPDATE tenancies_tenancy SET lease_ends_on = %(today)s + (id %% 720)::int,
    next_review_on = %(today)s - 20 + (id %% 180)::int;
INSERT INTO tenancies_decision (tenancy_id, reference, decided_on, starts_on, ends_on, recorded_by_id)
SELECT id, '', day, day, day + 360, 1
FROM tenancies_tenancy CROSS JOIN LATERAL (SELECT %(today)s - 360 + (id %% 360)::int + year * 360 - 720 AS day
    FROM generate_series(0, 2) year) d;
INSERT INTO tenancies_tenurewaiver (tenancy_id, reason, signed_on, partner_signed, approval, expires_on, recorded_by_id)
SELECT id, 'bench', '2024-01-01', false, 'not_needed', %(today)s + (id %% 720)::int, 1 FROM tenancies_tenancy
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, nargs="+", default=[55, 5_500, 55_000])
    sizes = parser.parse_args().homes
    start_django()
    from . import book

    book.MONTHS = 1  # the ledger plays no part here
    for homes in sizes:
        with filled(homes):
            lay(DATES, book.TODAY)
            _measure(book.TODAY)


def _measure(today):
    """The first night, which makes everything, and a night with nothing new."""
    from django.db import connection

    from tenancies import actions

    _say("first night", today)
    made = actions.remind_all(on=today)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) tenancies_reminder")  # as autovacuum does before the next night
    assert actions.remind_all(on=today) == {"reminded": 0, "withdrawn": 0}
    _say(f"nothing new after {made['reminded']} made", today)


def _say(what, today):
    from tenancies import actions

    ours, bare = [], []
    for _ in range(WARM_UPS + RUNS):
        undone(lambda: ours.append(took(lambda: actions.remind_all(on=today))))
        undone(lambda: bare.append(took(lambda: _read(today))))
    mine, its = median(ours), median(bare)
    print(f"  reminders, {what}: {ms(mine)}, the bare SELECTs {ms(its)}, ratio {mine / its:.2f}", flush=True)


def _read(today):
    """The rows behind every kind of reminder, as far as its first stage reaches, and nothing else."""
    from django.db import connection

    from tenancies.reminding import STANDING, values, watches

    with connection.cursor() as cursor:
        for watch in watches():
            found = f"SELECT * FROM ({STANDING.format(rows=watch.rows)}) w WHERE deadline_on <= %(reach)s"
            cursor.execute(found, values(watch, today))
            cursor.fetchall()


if __name__ == "__main__":
    main()
