"""What the newest proof of the ledger found: no paper is made from a ledger that does not add up."""

from datetime import date

from django.db import connection

# Wrong rows of the newest proof that ended, as known on %(day)s; NULL before the first one.
MISMATCHES = """
(SELECT (counts ->> 'mismatches')::int FROM bolots_jobrun
 WHERE kind = 'proof' AND ended_at IS NOT NULL AND error = '' AND business_on <= %(day)s
 ORDER BY business_on DESC, started_at DESC LIMIT 1)
"""


def is_proven(day: date) -> bool:
    """Whether the newest proof found nothing wrong, or none has run yet. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {MISMATCHES}", {"day": day})
        return not cursor.fetchone()[0]
