"""The rows of a period, read at once, in the order they were recorded."""

from datetime import date, timedelta

from django.db import connection

from ..whose import EVERY, homes
from .model import Posting, posting

DAY = timedelta(days=1)
# What is paid back is between two payments: then both sides are asked whose they were that day. What is undone was
# between the homes of the day on which it was done: afterwards the money may have moved.
SETTLED = """p.id IN (
    SELECT payment_id FROM arrears_allocation WHERE taken_back_by_id IS NOT NULL
    UNION SELECT taken_back_by_id FROM arrears_allocation WHERE taken_back_by_id IS NOT NULL
)"""
# A withdrawal goes back to where the money came from: what was written off was never in the bank.
AGAINST = """CASE p.source WHEN 'withdrawal' THEN (SELECT o.source FROM arrears_payment o WHERE o.id = p.of_id)
                ELSE p.source END"""
DONE_ON = "coalesce(u.recorded_on, a.recorded_on)"
HOME_THEN = f"SELECT tenancy_id FROM settled h WHERE h.payment_id = {{}} AND h.recorded_on <= {DONE_ON}"
NEWEST = "ORDER BY place DESC LIMIT 1"
ROWS = f"""
WITH homes AS MATERIALIZED (
    SELECT h.*, lag(tenancy_id) OVER (PARTITION BY payment_id ORDER BY place) earlier_id FROM ({homes(EVERY)}) h
),
settled AS MATERIALIZED ({homes(SETTLED)})
SELECT recorded_on, sort, kind, id, effective_on, month, ocr, ore, from_id, to_id, against FROM (
    SELECT recorded_on, 'charge' sort, kind, id, effective_on, month, ocr, amount_ore ore,
           NULL::bigint from_id, tenancy_id to_id, NULL against, 0 place
    FROM arrears_charge
    UNION ALL
    SELECT p.recorded_on, 'payment', p.source, p.id, p.effective_on, NULL, p.ocr, p.amount_ore, NULL, h.tenancy_id,
           {AGAINST}, 0
    FROM arrears_payment p JOIN homes h ON h.payment_id = p.id AND h.place = 0
    UNION ALL
    SELECT h.recorded_on, 'move', p.source, p.id, p.effective_on, NULL, p.ocr, p.amount_ore, h.earlier_id, h.tenancy_id,
           NULL, h.place
    FROM homes h JOIN arrears_payment p ON p.id = h.payment_id
    WHERE h.place > 0 AND h.earlier_id IS DISTINCT FROM h.tenancy_id
    UNION ALL
    SELECT a.recorded_on, 'booking', CASE WHEN c.id IS NULL THEN 'taken_back' ELSE 'paid' END, a.id, a.effective_on,
           c.month, coalesce(c.ocr, ''), a.ore,
           CASE WHEN c.id IS NULL THEN ({HOME_THEN.format("a.payment_id")} {NEWEST}) ELSE c.tenancy_id END,
           CASE WHEN c.id IS NULL THEN ({HOME_THEN.format("a.taken_back_by_id")} {NEWEST}) ELSE c.tenancy_id END,
           NULL, 0
    FROM arrears_allocation a LEFT JOIN arrears_charge c ON c.id = a.charge_id
    LEFT JOIN arrears_allocation u ON u.id = a.reverses_id
) rows WHERE recorded_on BETWEEN %(from)s AND %(until)s
ORDER BY recorded_on, array_position(ARRAY['charge', 'payment', 'move', 'booking'], sort), id, place
"""


def postings(from_on: date, until_on: date) -> list[Posting]:
    """Every row recorded in the period, both days inclusive, as double entry. One query."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"from": from_on, "until": until_on})
        return [posting(*row) for row in cursor.fetchall()]
