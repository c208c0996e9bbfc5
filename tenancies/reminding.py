"""What the night reminds of, as SQL: the dates that stand in the register, and how long before them.

A watch names the rows behind one kind of reminder. `write` makes the table say what the register says: an open reminder
whose date moved or whose reason ended is withdrawn, a nearer stage takes the place of an earlier one, and what is due
is made once. Two statements a kind, no loop over rows; a second run finds nothing to do.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from .models import Reminder
from .rules.reviews import ASKED_FOR_MONTHS, FOLLOW_UPS

BEFORE_AN_END = (-90, -60, -30)  # days: a lease is ended three months ahead (JB 12:4)
Kind = Reminder.Kind


@dataclass(frozen=True, slots=True)
class Watch:
    """A kind of reminder. `stages`: days from the deadline, negative before it, in order.

    `rows` selects source, source_id, tenancy_id, apartment_id, owner_id, deadline_on, stay_ends_on (a stay that ends
    before the deadline needs no reminder; null: it does not matter). `is_late_useful`: made also after the deadline.
    """

    kind: Kind
    stages: tuple[int, ...]
    rows: str
    is_late_useful: bool = True


VALID_WAIVER = "v.approval IN ('approved', 'not_needed')"
LEASES = """
SELECT CASE WHEN n.id IS NULL THEN 'tenancy' ELSE 'notice' END AS source, coalesce(n.id, t.id) AS source_id,
    t.id AS tenancy_id, NULL::bigint AS apartment_id, t.case_worker_id AS owner_id,
    coalesce(n.ends_on, t.lease_ends_on) AS deadline_on, t.ends_on AS stay_ends_on
FROM tenancies_tenancy t LEFT JOIN tenancies_notice n ON n.tenancy_id = t.id AND n.withdrawn_on IS NULL
WHERE coalesce(n.ends_on, t.lease_ends_on) IS NOT NULL"""
HEAD_LEASES = """
SELECT 'apartment' AS source, a.id AS source_id, NULL::bigint AS tenancy_id, a.id AS apartment_id,
    coalesce(t.case_worker_id, manager.id) AS owner_id, a.head_ends_on AS deadline_on, NULL::date AS stay_ends_on
FROM tenancies_apartment a
LEFT JOIN tenancies_tenancy t
    ON t.apartment_id = a.id AND t.starts_on <= %(on)s AND (t.ends_on IS NULL OR t.ends_on > %(on)s)
CROSS JOIN (SELECT min(id) AS id FROM bolots_user WHERE role = 'unit_manager' AND is_active) manager
WHERE a.head_ends_on IS NOT NULL"""
DECISIONS = """
SELECT 'decision' AS source, d.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    t.case_worker_id AS owner_id, d.ends_on AS deadline_on, t.ends_on AS stay_ends_on
FROM tenancies_decision d JOIN tenancies_tenancy t ON t.id = d.tenancy_id
WHERE NOT EXISTS (SELECT 1 FROM tenancies_decision later
    WHERE later.tenancy_id = d.tenancy_id AND later.ends_on > d.ends_on)"""
WAIVERS = f"""
SELECT 'waiver' AS source, v.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    t.case_worker_id AS owner_id, v.expires_on AS deadline_on, t.ends_on AS stay_ends_on
FROM tenancies_tenurewaiver v JOIN tenancies_tenancy t ON t.id = v.tenancy_id
WHERE {VALID_WAIVER} AND NOT EXISTS (SELECT 1 FROM tenancies_tenurewaiver later
    WHERE later.tenancy_id = v.tenancy_id AND {VALID_WAIVER.replace("v.", "later.")}
      AND (later.expires_on, later.id) > (v.expires_on, v.id))"""
# A home rented from its owner and sub-let: protected from the day on which the stay has lasted two years (JB 12:45).
PROTECTIONS = f"""
SELECT 'tenancy' AS source, t.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    t.case_worker_id AS owner_id, (t.starts_on + interval '2 years')::date AS deadline_on, t.ends_on AS stay_ends_on
FROM tenancies_tenancy t JOIN tenancies_apartment a ON a.id = t.apartment_id
WHERE t.kind = 'lease' AND a.tenure_form = 'head_lease' AND NOT EXISTS (SELECT 1 FROM tenancies_tenurewaiver v
    WHERE v.tenancy_id = t.id AND {VALID_WAIVER} AND v.expires_on > t.starts_on + interval '2 years')"""
# JB 12:49: within a month from the last day of the lease, or the notice is void. A Sunday would give more time: unused.
REFERRALS = f"""
SELECT 'notice' AS source, n.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    t.case_worker_id AS owner_id, (n.ends_on - 1 + interval '1 month')::date AS deadline_on, t.ends_on AS stay_ends_on
FROM tenancies_notice n JOIN tenancies_tenancy t ON t.id = n.tenancy_id
JOIN tenancies_apartment a ON a.id = t.apartment_id
WHERE n.given_by = 'landlord' AND n.withdrawn_on IS NULL AND n.referred_on IS NULL AND (n.disputed_on IS NOT NULL OR (
    t.kind = 'lease' AND (a.tenure_form <> 'head_lease' OR t.starts_on + interval '2 years' < n.ends_on)
    AND NOT EXISTS (SELECT 1 FROM tenancies_tenurewaiver v
        WHERE v.tenancy_id = t.id AND {VALID_WAIVER} AND v.expires_on >= n.ends_on)))"""
REVIEWS = """
SELECT 'tenancy' AS source, t.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    t.case_worker_id AS owner_id, t.next_review_on AS deadline_on, t.ends_on AS stay_ends_on
FROM tenancies_tenancy t WHERE t.next_review_on IS NOT NULL"""
FOLLOW_UPS_OF_STAYS = f"""
SELECT 'tenancy' AS source, t.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    t.case_worker_id AS owner_id, (t.ends_on + make_interval(months => m.months))::date AS deadline_on,
    NULL::date AS stay_ends_on
FROM tenancies_tenancy t CROSS JOIN unnest(ARRAY{list(FOLLOW_UPS)}) m(months)
WHERE t.ends_on IS NOT NULL AND t.end_reason <> 'deceased'
  AND t.ends_on + make_interval(months => m.months + {ASKED_FOR_MONTHS}) > %(on)s
  AND NOT EXISTS (SELECT 1 FROM tenancies_followup f
      WHERE f.tenancy_id = t.id AND f.withdrawn_on IS NULL AND (f.months = m.months OR f.situation = 'deceased'))"""
CORRECTIONS = """
SELECT 'correction' AS source, c.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    t.case_worker_id AS owner_id, c.correct_by_on AS deadline_on, t.ends_on AS stay_ends_on
FROM tenancies_correction c JOIN tenancies_incident i ON i.id = c.incident_id AND i.resolved_on IS NULL
JOIN tenancies_tenancy t ON t.id = i.tenancy_id"""

WATCHES = (
    Watch(Kind.LEASE_ENDS, BEFORE_AN_END, LEASES),
    Watch(Kind.HEAD_LEASE_ENDS, BEFORE_AN_END, HEAD_LEASES),
    Watch(Kind.DECISION_ENDS, BEFORE_AN_END, DECISIONS),
    Watch(Kind.WAIVER_EXPIRES, BEFORE_AN_END, WAIVERS),
    Watch(Kind.PROTECTION_BEGINS, BEFORE_AN_END, PROTECTIONS, is_late_useful=False),
    Watch(Kind.REFER_TO_TRIBUNAL, (-30, -10, -2), REFERRALS),
    Watch(Kind.REVIEW, (0, 14), REVIEWS),
    Watch(Kind.FOLLOW_UP, (0,), FOLLOW_UPS_OF_STAYS),
    Watch(Kind.CORRECT_BY, (1,), CORRECTIONS),
)

STANDING = """
SELECT * FROM ({rows}) stands WHERE stay_ends_on IS NULL OR stay_ends_on > greatest(deadline_on, %(on)s)"""
# Gone: nothing stands behind it any more, or a nearer stage has come.
WITHDRAW = """
UPDATE tenancies_reminder r SET withdrawn_on = %(on)s
WHERE r.kind = %(kind)s AND r.done_on IS NULL AND r.withdrawn_on IS NULL AND NOT EXISTS (
    SELECT 1 FROM ({standing}) w
    WHERE w.source = r.source AND w.source_id = r.source_id AND w.deadline_on = r.deadline_on AND NOT EXISTS (
        SELECT 1 FROM unnest(%(stages)s::int[]) s
        WHERE w.deadline_on + s > r.due_on AND w.deadline_on + s <= %(on)s))"""
# The nearest stage that has come, whoever has the reminder by now. What was withdrawn too early, because a date moved
# and was moved back, is needed again.
MAKE = """
INSERT INTO tenancies_reminder AS known
    (tenancy_id, apartment_id, kind, source, source_id, deadline_on, due_on, text, owner_id, snooze_why)
SELECT w.tenancy_id, w.apartment_id, %(kind)s, w.source, w.source_id, w.deadline_on, due.due_on, '', w.owner_id, ''
FROM ({standing}) w CROSS JOIN LATERAL (
    SELECT max(w.deadline_on + s) AS due_on FROM unnest(%(stages)s::int[]) s WHERE w.deadline_on + s <= %(on)s) due
WHERE w.deadline_on <= %(reach)s AND w.owner_id IS NOT NULL
  AND (%(is_late_useful)s OR w.deadline_on > %(on)s) AND NOT EXISTS (
    SELECT 1 FROM tenancies_reminder r
    WHERE r.source = w.source AND r.source_id = w.source_id AND r.kind = %(kind)s AND r.deadline_on = w.deadline_on
      AND r.due_on >= due.due_on AND r.withdrawn_on IS NULL)
ON CONFLICT ON CONSTRAINT reminder_comes_once DO UPDATE SET withdrawn_on = NULL
WHERE known.withdrawn_on IS NOT NULL AND known.done_on IS NULL"""

# What an app above has found, told to whoever follows up the home.
TELL = """
INSERT INTO tenancies_reminder
    (tenancy_id, kind, source, source_id, deadline_on, due_on, text, owner_id, snooze_why)
SELECT t.id, f.kind, %(source)s, f.source_id, f.deadline_on, %(on)s, '', t.case_worker_id, ''
FROM unnest(%(homes)s::bigint[], %(kinds)s::text[], %(ids)s::bigint[], %(deadlines)s::date[])
    f(tenancy_id, kind, source_id, deadline_on) JOIN tenancies_tenancy t ON t.id = f.tenancy_id
ON CONFLICT ON CONSTRAINT reminder_comes_once DO NOTHING"""


def watches() -> list[Watch]:
    """Those of the register, and what the apps above watch: settings name them, no import points upward."""
    return [watch for name in settings.REMINDER_WATCHES for watch in import_string(name)]


def write(on: date) -> dict[str, int]:
    """Make the reminders of the day and withdraw what is no longer needed; how many of each."""
    made = withdrawn = 0
    with connection.cursor() as cursor:
        for watch in watches():
            withdrawn += cursor.execute(_with(watch, WITHDRAW), values(watch, on)).rowcount
            made += cursor.execute(_with(watch, MAKE), values(watch, on)).rowcount
    return {"reminded": made, "withdrawn": withdrawn}


def tell_case_workers(rows, source: str, on: date) -> int:
    """Rows of a tenancy's id, a kind, the source's id and a deadline, as reminders of today; how many are new."""
    if not rows:
        return 0
    homes, kinds, ids, deadlines = (list(column) for column in zip(*rows, strict=True))
    columns = {"homes": homes, "kinds": [str(kind) for kind in kinds], "ids": ids, "deadlines": deadlines}
    with connection.cursor() as cursor:
        return cursor.execute(TELL, {"source": source, "on": on, **columns}).rowcount


def _with(watch: Watch, statement: str) -> str:
    return statement.format(standing=STANDING.format(rows=watch.rows))


def values(watch: Watch, on: date) -> dict:
    """What the statements ask for. `reach`: the last deadline whose first stage has come by the day."""
    return {
        "on": on,
        "kind": watch.kind.value,
        "stages": list(watch.stages),
        "reach": on - timedelta(days=watch.stages[0]),
        "is_late_useful": watch.is_late_useful,
    }
