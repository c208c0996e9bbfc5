"""The people of the unit and what they have done, on top of the book: one case worker and one bolots for 55 homes.

Every rent that came late has been flagged, had its case and its visit, and was closed; the night has judged the rest.
"""

from datetime import datetime

from django.db import connection

from bolots.calendar import STOCKHOLM
from outreach import actions

from .book import TODAY

HOMES_EACH = 55
STAFF = """
INSERT INTO bolots_user (password, username, first_name, role, phone, is_active)
SELECT '!', role || n, role || n, role, '', true
FROM generate_series(1, greatest(1, %(homes)s / %(each)s)) n, unnest(ARRAY['bolots', 'case_worker']) role
UNION ALL
SELECT '!', role || 1, role || 1, role, '', true FROM unnest(ARRAY['finance_officer', 'unit_manager']) role;
UPDATE tenancies_tenancy t SET case_worker_id = u.id
FROM bolots_user u
WHERE u.username = 'case_worker' || 1 + t.id %% (SELECT count(*) FROM bolots_user WHERE role = 'bolots');
INSERT INTO tenancies_involvement (tenancy_id, user_id, why, from_on)
SELECT id, case_worker_id, 'case_worker', starts_on FROM tenancies_tenancy
"""
HISTORY = """
INSERT INTO arrears_laterent (id, charge_id, flagged_on, open_ore, cutoff_on, grace_bank_days, threshold_ore)
SELECT c.id, c.id, c.safe_due_on + 4, c.amount_ore, c.safe_due_on, 2, 20000
FROM arrears_charge c
WHERE open_ore = 0 AND EXISTS (
    SELECT 1 FROM arrears_payment p WHERE p.ocr = c.ocr AND p.effective_on > c.safe_due_on + 4);
INSERT INTO outreach_evictionriskcase (id, tenancy_id, status, owner_id, next_step, opened_on, why_opened, outcome,
    closed_on, why_closed)
SELECT l.id, t.id, 'closed', t.case_worker_id, '', l.flagged_on, '', 'paid', l.flagged_on + 14, 'paid'
FROM arrears_laterent l JOIN arrears_charge c ON c.id = l.charge_id JOIN tenancies_tenancy t ON t.id = c.tenancy_id;
INSERT INTO outreach_triage (late_rent_id, verdict, case_id, params, decided_on)
SELECT id, 'opened', id, '{}', flagged_on FROM arrears_laterent;
INSERT INTO outreach_outreachtask (id, case_id, tenancy_id, kind, status, why, ordered_on, assignee_id, due_on, slot,
    slot_why, ended_on, why_ended)
SELECT k.id, k.id, k.tenancy_id, 'first_visit', 'done', '', k.opened_on, b.id, k.opened_on + 2, '', '',
    k.opened_on + 1, 'met'
FROM outreach_evictionriskcase k JOIN bolots_user w ON w.id = k.owner_id
JOIN bolots_user b ON b.username = replace(w.username, 'case_worker', 'bolots');
INSERT INTO outreach_contactattempt (task_id, client_id, body_sha256, at, recorded_on, slot, outcome, agreed, note,
    by_id)
SELECT id, gen_random_uuid(), '', ended_on, ended_on, 'morning', 'met', '', '', assignee_id FROM outreach_outreachtask
"""
# One payment in every fifty homes names nothing that is known.
STRAYS = """
INSERT INTO arrears_payment (deposit_id, ordinal, part, source, ocr, "references", amount_ore, unallocated_ore,
    needs_person, payer_name, payer_account, message, bank_ref, why, effective_on, recorded_on)
SELECT 1, 2000000000 + n, 0, 'bank', '', '["hyra"]', 640000, 640000, '', 'Testa Testsson ' || n, '', '', '', '',
    %(today)s, %(today)s
FROM generate_series(1, greatest(1, %(homes)s / 50)) n
"""
SEQUENCES = ("arrears_laterent", "outreach_evictionriskcase", "outreach_outreachtask")


def work(homes: int) -> None:
    """Write it into a filled book."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for script in (STAFF, HISTORY, STRAYS):
            for statement in script.split(";\n"):
                cursor.execute(statement, {"homes": homes, "each": HOMES_EACH, "today": TODAY})
        for table in SEQUENCES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("SET session_replication_role = origin")
    actions.run_night(on=TODAY, at=datetime(TODAY.year, TODAY.month, TODAY.day, 4, 15, tzinfo=STOCKHOLM))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
