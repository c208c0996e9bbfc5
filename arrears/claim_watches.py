"""What the night reminds of old debts: the last day to sue after a move (JB 12:61), and the day on which rent lapses.

Each comes to a finance officer, who sees every home and files the claim, and to the tenancy's case worker, who knows
where the person went, as long as the case worker still follows the stay: after that the home is out of sight for them.
Limitation is reminded of once a home and for its nearest day: a written demand for all of the debt moves them all.
"""

from tenancies.models import Reminder
from tenancies.reminding import Watch

from .claims import LIMITATION, SUE_BY, SUED

MONTHS_BEFORE = (-184, -92, -31)  # days: six, three and one months, never less

OWNERS = """
CROSS JOIN LATERAL (
    SELECT coalesce(min(u.id) FILTER (WHERE u.role = 'finance_officer'), min(u.id)) AS id
    FROM bolots_user u WHERE u.is_active AND u.role IN ('finance_officer', 'unit_manager')
    UNION
    SELECT t.case_worker_id FROM tenancies_involvement i JOIN bolots_user u ON u.id = t.case_worker_id AND u.is_active
    WHERE i.tenancy_id = t.id AND i.user_id = t.case_worker_id
      AND i.from_on <= %(on)s AND (i.until_on IS NULL OR i.until_on > %(on)s)
) owner"""
SUITS = f"""
SELECT 'tenancy' AS source, t.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    owner.id AS owner_id, {SUE_BY} AS deadline_on, NULL::date AS stay_ends_on
FROM tenancies_tenancy t {OWNERS}
WHERE t.ends_on <= %(on)s AND NOT {SUED} AND EXISTS (
    SELECT 1 FROM arrears_charge c WHERE c.tenancy_id = t.id AND c.open_ore > 0)"""
LAPSES = f"""
{LIMITATION}
SELECT 'tenancy' AS source, t.id AS source_id, t.id AS tenancy_id, NULL::bigint AS apartment_id,
    owner.id AS owner_id, nearest.lapses_on AS deadline_on, NULL::date AS stay_ends_on
FROM (
    SELECT r.tenancy_id, min(k.lapses_on) lapses_on FROM rents r JOIN clocks k ON k.id = r.id
    WHERE k.lapses_on >= %(on)s GROUP BY 1
) nearest JOIN tenancies_tenancy t ON t.id = nearest.tenancy_id {OWNERS}"""

WATCHES = (
    Watch(Reminder.Kind.SUE_BY, MONTHS_BEFORE, SUITS, is_late_useful=False),
    Watch(Reminder.Kind.LIMITATION, MONTHS_BEFORE, LAPSES, is_late_useful=False),
)
