"""How long a search takes: `python -m tests.benchmarks.bench_search [--homes 55 5500 55000]`.

Each search as a bolots who knows of 55 homes and as the unit manager who knows of all, through the test client and the
whole middleware, as `bench_pages` does it. The goal is a ratio of at most 15 to a bare view, and the same number of
queries at every size. `--rows 5000` also reads a spreadsheet of so many homes into the register, tried and for real.
"""

import argparse
import os
from io import BytesIO

from .bench_pages import GOAL, _serve_bare, _signed_in
from .scratch import RUNS, WARM_UPS, filled, median, ms, start_django, took

FIRST = (
    "Anna Åsa Erik Lars Karl Kristina Christina Maria Mohammed Muhammad Fatima Samira Ali Sofia Sophia Per Johan Eva"
)
LAST = (
    "Andersson Johansson Eriksson Ericson Öberg Åberg Ärlig Zorn Daoud Hassan Wall Vall Lindqvist Berg Ek Alm Nyström"
)
NAMES = """
UPDATE tenancies_tenant SET
    name = (%(first)s::text[])[1 + id %% cardinality(%(first)s::text[])] || ' '
        || (%(last)s::text[])[1 + id / 18 %% cardinality(%(last)s::text[])]
        || CASE WHEN id > 306 THEN ' ' || translate(to_hex(id), '0123456789', 'ghijklmnop') ELSE '' END,
    personal_number = '19' || lpad(id::text, 10, '0');
INSERT INTO tenancies_involvement (tenancy_id, user_id, why, from_on)
SELECT id, case_worker_id, 'case_worker', starts_on FROM tenancies_tenancy
UNION ALL
SELECT id, %(user)s, 'outreach', '2020-01-01' FROM tenancies_tenancy
WHERE id %% ((SELECT count(*) FROM tenancies_tenancy) / 55) = 0
"""
SEARCHES = {
    "beginning of a name": "sam",
    "two words": "dao sam",
    "two letters that 6 % have": "ås",
    "sound": "Kristine Erikson",
    "personal number": "190000000017",
    "address": "gatan 17",
    "nothing": "xyzzy",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, nargs="+", default=[55, 5_500, 55_000])
    parser.add_argument("--rows", type=int, default=0)
    arguments = parser.parse_args()
    start_django()
    from . import book

    os.environ["BOLOTS_TODAY"] = book.TODAY.isoformat()
    _serve_bare()
    asked = []
    for homes in arguments.homes:
        with filled(homes):
            clients = {role: _signed_in(role) for role in ("bolots", "unit_manager")}
            _name_people()
            asked.append({key: _measure(*key, client, text) for key, client, text in _runs(clients)})
            if arguments.rows:
                _import(arguments.rows)
    for key in asked[0]:
        numbers = {found[key] for found in asked}
        if len(numbers) > 1:
            print(f"{key}: the number of queries moves with the size: {sorted(numbers)}")


def _runs(clients):
    for name, text in SEARCHES.items():
        for role, client in clients.items():
            yield (name, role), client, text


def _name_people():
    from django.db import connection

    from bolots.models import User

    facts = {"first": FIRST.split(), "last": LAST.split(), "user": User.objects.get(username="bolots1").pk}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in NAMES.split(";\n"):
            cursor.execute(statement, facts)
        cursor.execute("SET session_replication_role = origin")
        for table in ("tenancies_apartment", "tenancies_tenant", "tenancies_propertyowner"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM (ANALYZE)")


def _measure(name, role, client, text) -> int:
    """Print the line of one search; how many queries it asks beyond the frame."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.pages import FRAME

    search, bare = [], []
    for _ in range(WARM_UPS + RUNS):
        search.append(took(lambda: client.post("/sok/", {"text": text})))
        bare.append(took(lambda: client.get("/bar/")))
    with CaptureQueriesContext(connection) as asked:
        response = client.post("/sok/", {"text": text})
    assert response.status_code == 200, (name, response.status_code)
    questions = sum(not FRAME.match(query["sql"]) for query in asked)
    hits = response.content.count(b'class="what"')
    ratio = median(search) / median(bare)
    mark = "" if ratio <= GOAL else "  over the goal"
    print(
        f"  {name:26} {role:13} {ms(median(search)):>9}  bare {ms(median(bare))}  ratio {ratio:5.1f}  "
        f"{questions:2} queries  {hits} hits{mark}",
        flush=True,
    )
    return questions


def _import(rows: int):
    """A spreadsheet of so many let homes with a debt each: tried, then for real, then again."""
    import xlsxwriter

    from bolots.access import Role
    from bolots.models import User
    from tenancies.exchange import importing, pending

    from . import book

    head = "number street tenure_form owner name starts_on case_worker rent_ore opening_ore opening_month".split()
    written = BytesIO()
    with xlsxwriter.Workbook(written) as workbook:
        sheet = workbook.add_worksheet()
        for column, title in enumerate(head):
            sheet.write_string(0, column, title)
        for n in range(1, rows + 1):
            facts = [f"N{n}", "Nygatan 1", "owned", "Kommunen", f"Ny {n}", "2025-01-01", "bench", 6000, 100, "2025-12"]
            sheet.write_row(n, 0, facts)
    manager = User.objects.filter(role=Role.UNIT_MANAGER).first()
    table = pending.table_of(written.getvalue())
    for words, is_real in (("tried", False), ("for real", True), ("again", True)):
        done = []
        seconds = took(
            lambda: done.append(importing.run(table, head, by=manager, on=book.TODAY, for_real=is_real))  # noqa: B023
        )
        print(f"  {rows} rows {words}: {seconds:.1f} s, {done[0].new} new, {len(done[0].faults)} faults", flush=True)


if __name__ == "__main__":
    main()
