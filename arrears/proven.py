"""What the newest proof of the ledger found: no paper is made from a ledger that does not add up."""

from datetime import date

from django.db import connection

from .freshness import PAID_THROUGH

# Wrong rows of the newest proof that ended, as known on %(day)s; NULL before the first one.
MISMATCHES = """
(SELECT (counts ->> 'mismatches')::int FROM bolots_jobrun
 WHERE kind = 'proof' AND ended_at IS NOT NULL AND error = '' AND business_on <= %(day)s
 ORDER BY business_on DESC, started_at DESC LIMIT 1)
"""


def known(day: date) -> tuple[date | None, int | None]:
    """How far the payments reach, and the mismatches of the newest proof. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {PAID_THROUGH}, {MISMATCHES}", {"day": day})
        return cursor.fetchone()
