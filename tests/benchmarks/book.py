"""A synthetic book of any size, written by SQL: apartments × 24 months, most of it paid in time.

86 % pay in time, 7 % some weeks late, 4 % half and half, 2.7 % a month late, 0.3 % never; two months are charged ahead.
"""

from datetime import date

from django.apps import apps
from django.db import connection
from psycopg import sql

from arrears.rules.due_dates import due_dates
from arrears.rules.ocr import make_ocr
from bolots import periods

TODAY = date(2026, 3, 10)
MONTHS = 24
FIRST = 1_000_000  # of the serial numbers in the OCRs

PEOPLE = """
INSERT INTO bolots_user (id, password, username, first_name, role, phone, is_active)
VALUES (1, '!', 'bench', 'Bench', 'case_worker', '', true);
INSERT INTO tenancies_propertyowner (id, name) VALUES (1, 'Kommunen');
INSERT INTO tenancies_apartment (id, number, street, staircase, floor, entry_code, tenure_form, owner_id)
SELECT n, n::text, 'Gatan ' || n % 500, '', 1, '', 'owned', 1 FROM generate_series(1, %(homes)s) n;
INSERT INTO tenancies_tenant (id, name, preferred_name, phone, language, is_protected)
SELECT n, 'Testa Testsson ' || n, '', '', 'sv', n %% 1000 = 0 FROM generate_series(1, %(homes)s) n;
INSERT INTO tenancies_tenancy (id, apartment_id, holder_id, case_worker_id, starts_on, next_review_on)
SELECT n, n, n, 1, '2020-01-01', %(today)s + n %% 90 FROM generate_series(1, %(homes)s) n;
INSERT INTO tenancies_rentterm (id, tenancy_id, rent_ore, due_rule, valid_from)
SELECT n, n, 600000 + n %% 50 * 2000, 0, '2020-01-01' FROM generate_series(1, %(homes)s) n;
"""
CHARGES = """
INSERT INTO arrears_charge (id, tenancy_id, kind, month, amount_ore, open_ore, ocr, printed_due_on, statutory_due_on,
    safe_due_on, effective_on, recorded_on)
SELECT (m.nth - 1) * %(homes)s + n, n, 'rent', m.month, 600000 + n %% 50 * 2000, 600000 + n %% 50 * 2000,
    (%(first)s + (m.nth - 1) * %(homes)s + n)::text, m.printed, m.statutory, m.safe, m.printed - 20, m.printed - 20
FROM unnest(%(months)s::date[], %(printed)s::date[], %(statutory)s::date[], %(safe)s::date[])
    WITH ORDINALITY m(month, printed, statutory, safe, nth), generate_series(1, %(homes)s) n;
"""
# The lot of each charge is drawn from its number: the same book every time.
PAYMENTS = """
INSERT INTO arrears_importfile (id, sha256, name, format, verdict, reasons, created_on, payment_count, payment_sum_ore,
    new_count, known_count, via, recorded_on, recorded_at)
VALUES (1, repeat('0', 64), 'bench', 'BgMax 01', 'accepted', '[]', %(today)s, 0, 0, 0, 0, 'inbox', %(today)s, now());
INSERT INTO arrears_deposit (id, file_id, account, booked_on, serial, amount_ore, digest)
SELECT n, 1, '50501055', printed, n::text, 0, n::text
FROM unnest(%(printed)s::date[]) WITH ORDINALITY m(printed, n);
INSERT INTO arrears_payment (deposit_id, ordinal, part, source, tenancy_id, ocr, "references", amount_ore,
    unallocated_ore, needs_person, payer_name, payer_account, message, bank_ref, why, effective_on, recorded_on)
SELECT (c.id - 1) / %(homes)s + 1, c.id * 2 + part, 0, 'bank', c.tenancy_id, c.ocr, '[]', c.amount_ore / parts,
    c.amount_ore / parts, '', 'Testa Testsson ' || c.tenancy_id, '', '', '', '', paid_on, paid_on + 1
FROM arrears_charge c
CROSS JOIN LATERAL (SELECT hashint8(c.id) & 1023 lot) l
CROSS JOIN LATERAL (SELECT CASE WHEN lot BETWEEN 952 AND 992 THEN 2 ELSE 1 END parts) p
CROSS JOIN LATERAL generate_series(0, parts - 1) part
CROSS JOIN LATERAL (SELECT c.printed_due_on + CASE
    WHEN lot < 880 THEN 0 WHEN lot < 952 THEN 8 + lot %% 12 WHEN lot < 993 THEN part * 15 ELSE 30 END paid_on) d
WHERE lot < 1021 AND paid_on < %(today)s;
INSERT INTO arrears_allocation (charge_id, payment_id, ore, effective_on, recorded_on, why)
SELECT c.id, p.id, p.amount_ore, p.effective_on, p.recorded_on, ''
FROM arrears_payment p JOIN arrears_charge c USING (ocr);
UPDATE arrears_charge c SET open_ore = open_ore - a.ore
FROM (SELECT charge_id, sum(ore) ore FROM arrears_allocation GROUP BY 1) a WHERE a.charge_id = c.id;
UPDATE arrears_payment SET unallocated_ore = 0;
UPDATE arrears_deposit d SET amount_ore = p.ore
FROM (SELECT deposit_id, sum(amount_ore) ore FROM arrears_payment GROUP BY 1) p WHERE p.deposit_id = d.id;
"""
NUMBERS = """
UPDATE arrears_charge c SET ocr = n.ocr FROM unnest(%s::bigint[], %s::text[]) n(id, ocr) WHERE c.id = n.id
"""
SEQUENCES = (
    "bolots_user",
    "arrears_charge",
    "arrears_importfile",
    "arrears_deposit",
    "tenancies_tenancy",
    "tenancies_rentterm",
)


def fill(homes: int) -> None:
    """Write the book into an empty, migrated database, and make its indexes and statistics fresh."""
    last = periods.next_month(periods.next_month(periods.first_of(TODAY)))
    months = periods.months(date(2020, 1, 1), last)[-MONTHS:]
    due = [due_dates(month) for month in months]
    values = {
        "homes": homes,
        "first": FIRST,
        "today": TODAY,
        "months": months,
        "printed": [d.printed_due_on for d in due],
        "statutory": [d.statutory_due_on for d in due],
        "safe": [d.safe_due_on for d in due],
    }
    with connection.cursor() as cursor:
        for statement in _defaults():
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = replica")
        for script in (PEOPLE, CHARGES, PAYMENTS):
            for statement in script.split(";\n"):
                if statement.strip():
                    cursor.execute(statement.replace("' || n % ", "' || n %% "), values)
        for table in SEQUENCES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE)")


def _defaults():
    """The models' defaults as those of the tables, so that an INSERT names only what it is about."""
    for model in filter(lambda model: model._meta.managed, apps.get_models()):
        for field in model._meta.local_concrete_fields:
            value = field.get_default()
            if not (field.null or field.primary_key or field.generated) and isinstance(value, (str, int)):
                names = sql.Identifier(model._meta.db_table), sql.Identifier(field.column), sql.Literal(value)
                yield sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}").format(*names)


def give_real_ocrs(count: int) -> list[tuple[str, int]]:
    """Numbers with check digits on the newest charges, as a bank file needs them: (OCR, öre)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, amount_ore FROM arrears_charge WHERE open_ore = amount_ore ORDER BY id DESC LIMIT %s", [count]
        )
        rows = [(pk, make_ocr(int(f"7{pk:06}")), ore) for pk, ore in cursor.fetchall()]
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(NUMBERS, [[pk for pk, _, _ in rows], [ocr for _, ocr, _ in rows]])
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE) arrears_charge")
    return [(ocr, ore) for _, ocr, ore in rows]
