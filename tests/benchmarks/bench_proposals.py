"""How long it takes to propose papers: `python -m tests.benchmarks.bench_proposals [--homes 55 5500 55000]`.

Each size gets a database of its own on the server of DATABASE_URL, with two years of rents; every fifth late rent has
had its reminder, some homes have respite, a plan, or money in the queue. Times are the median of 20 after 3 warm-ups; a
ratio is to the bare statement, whose rows nobody judges, in the same run.
"""

import argparse

from .scratch import RUNS, WARM_UPS, filled, lay, median, ms, start_django, took

STOPS = """
INSERT INTO arrears_nomorefiles (through_on, recorded_at, by_id) VALUES (%(today)s, %(today)s::timestamptz, 1);
INSERT INTO bolots_letter (id, template, html, sha256, issued_on, issued_at, issued_by_id)
SELECT id, 'reminder', '', '', %(today)s - 20, now(), 1
FROM arrears_charge WHERE open_ore > 0 AND safe_due_on < %(today)s AND id %% 5 = 0;
INSERT INTO arrears_demand (id, tenancy_id, kind, letter_id, issued_on, capital_ore, interest_ore, cost_ore, by_id)
SELECT l.id, c.tenancy_id, 'reminder', l.id, l.issued_on, c.open_ore, 0, 0, 1
FROM bolots_letter l JOIN arrears_charge c ON c.id = l.id;
INSERT INTO arrears_demandline (demand_id, kind, charge_id, times, capital_ore, interest_ore)
SELECT id, kind, id, 1, capital_ore, 0 FROM arrears_demand;
INSERT INTO arrears_hold (tenancy_id, from_on, until_on, why, stops_cases, stops_demands, stops_interest, set_on, by_id)
SELECT id, %(today)s - 10, %(today)s + 10, 'bench', true, true, true, %(today)s, 1
FROM tenancies_tenancy WHERE id %% 50 = 0;
INSERT INTO arrears_paymentplan (tenancy_id, status, agreed_on, by_id, income_day, left_ore, owed_ore, tolerance_ore,
    why_ended)
SELECT id, 'active', %(today)s - 10, 1, 25, 0, 1, 0, '' FROM tenancies_tenancy WHERE id %% 50 = 1;
INSERT INTO arrears_payment (deposit_id, ordinal, part, source, ocr, "references", amount_ore, unallocated_ore,
    needs_person, payer_name, payer_account, message, bank_ref, why, effective_on, recorded_on)
SELECT 1, 1000000000 + id, 0, 'bank', '', '[]', 12345, 12345, '', 'Testa Testsson ' || id, '', '', '', '', %(today)s,
    %(today)s
FROM tenancies_tenancy WHERE id %% 50 = 2
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, nargs="+", default=[55, 5_500, 55_000])
    sizes = parser.parse_args().homes
    start_django()
    from . import book

    for homes in sizes:
        with filled(homes):
            lay(STOPS, book.TODAY)
            _measure(book.TODAY)


def _measure(today):
    from arrears import proposals
    from bolots import guidelines

    held = guidelines.on(today)
    ours = [took(lambda: proposals.propose(today, held=held)) for _ in range(WARM_UPS + RUNS)]
    bare = [took(lambda: _read(today, held)) for _ in range(WARM_UPS + RUNS)]
    found = proposals.propose(today, held=held)
    proposed, mine, its = sum(one.verdict.is_proposed for one in found), median(ours), median(bare)
    print(f"  {len(found)} homes with late rent, {proposed} papers proposed", flush=True)
    print(f"  proposals: {ms(mine)}, the bare SQL {ms(its)}, ratio {mine / its:.2f}", flush=True)


def _read(today, held):
    from django.db import connection

    from arrears import proposals

    with connection.cursor() as cursor:
        cursor.execute(proposals.FACTS.format(only=""), proposals.values(today, held))
        cursor.fetchall()


if __name__ == "__main__":
    main()
