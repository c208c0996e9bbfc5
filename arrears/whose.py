"""Whose money a payment was known to be on a day: by the charge that it named, or by the newest word on it."""

from datetime import date

from django.db import connection

# The homes that each payment has had, in order: at first, and by each attribution. Whose it was before the first
# stands in that one; a payment without any is still whose it was.
HOMES = """
SELECT p.id payment_id, p.recorded_on, 0::bigint place,
       CASE WHEN NOT EXISTS (SELECT 1 FROM arrears_attribution w WHERE w.payment_id = p.id) THEN p.tenancy_id
            ELSE (SELECT w.was_id FROM arrears_attribution w WHERE w.payment_id = p.id ORDER BY w.id LIMIT 1)
       END tenancy_id
FROM arrears_payment p WHERE {of}
UNION ALL
SELECT w.payment_id, w.recorded_on, w.id, w.tenancy_id
FROM arrears_attribution w JOIN arrears_payment p ON p.id = w.payment_id WHERE {of}
"""
EVERY = "true"
# those that may have been a home's at any time, among %(tenancies)s; each part by its index
OF_HOMES = """p.id IN (
    SELECT id FROM arrears_payment WHERE tenancy_id = ANY(%(tenancies)s)
    UNION SELECT payment_id FROM arrears_attribution WHERE tenancy_id = ANY(%(tenancies)s)
    UNION SELECT payment_id FROM arrears_attribution WHERE was_id = ANY(%(tenancies)s)
)"""


def homes(of: str = EVERY) -> str:
    """SQL: (payment_id, recorded_on, place, tenancy_id) of every home that the payments `p` have had."""
    return HOMES.format(of=of)


def home_on(of: str = EVERY) -> str:
    """SQL: (payment_id, tenancy_id) as known on %(day)s; the tenancy is NULL while the money was nobody's."""
    return f"""
    SELECT DISTINCT ON (payment_id) payment_id, tenancy_id FROM ({homes(of)}) h
    WHERE recorded_on <= %(day)s ORDER BY payment_id, place DESC
    """


# Nobody's money is whole, or was taken back whole.
WAITING = f"""
SELECT coalesce(sum(p.amount_ore), 0)::bigint FROM ({home_on()}) w JOIN arrears_payment p ON p.id = w.payment_id
WHERE w.tenancy_id IS NULL AND p.amount_ore > 0 AND NOT EXISTS (
    SELECT 1 FROM arrears_allocation a WHERE a.payment_id = p.id AND a.taken_back_by_id IS NOT NULL
      AND a.recorded_on <= %(day)s GROUP BY a.payment_id HAVING sum(a.ore) > 0
)
"""


def waiting_on(day: date) -> int:
    """Öre of money that waited for a person on the day, as known then. One query."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"day": day})
        return cursor.fetchone()[0]
