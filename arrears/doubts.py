"""Money without a home that may be somebody's: each is a doubt that a person settles before the home is written to, and
before it is terminated (HB 9:5, JB 12:43). Nothing here allocates anything.
"""

from datetime import date
from typing import NamedTuple

from django.db import connection

from bolots.guidelines import Guidelines

from .freshness import PAID_THROUGH
from .proven import MISMATCHES
from .rules.late import cutoff

# By the OCR of any of the home's charges, by an account that has paid for it, by the tenant's name as banks write it
# (first name first, or last: as `suggestions.orders` has it), or as the only late rent of exactly that amount.
# To be put before a statement that knows %(day)s and %(latest)s.
DOUBTS = r"""
stray AS MATERIALIZED (
    SELECT id, ocr, payer_account, unallocated_ore ore,
        regexp_split_to_array(btrim(lower(translate(payer_name, ',', ' '))), '\s+') words
    FROM arrears_payment WHERE tenancy_id IS NULL AND (unallocated_ore > 0 OR unallocated_ore < 0)
),
called AS MATERIALIZED (
    SELECT id, array_to_string(words, ' ') AS name FROM stray
    UNION SELECT id, array_to_string(words[2:] || words[1], ' ') FROM stray
    UNION SELECT id, array_to_string(words[cardinality(words)] || words[:cardinality(words) - 1], ' ') FROM stray
),
alike AS MATERIALIZED (
    SELECT open_ore ore, max(tenancy_id) tenancy_id FROM arrears_charge
    WHERE open_ore > 0 AND kind IN ('rent', 'opening') AND safe_due_on <= %(latest)s AND recorded_on <= %(day)s
    GROUP BY open_ore HAVING count(*) = 1
),
doubts AS MATERIALIZED (
    SELECT c.tenancy_id, s.id payment_id FROM stray s JOIN arrears_charge c ON c.ocr = s.ocr
    UNION SELECT p.tenancy_id, s.id FROM stray s JOIN arrears_payment p ON p.payer_account = s.payer_account
        WHERE s.payer_account <> '' AND p.payer_account <> '' AND p.tenancy_id IS NOT NULL
    UNION SELECT t.id, s.id FROM called s JOIN tenancies_tenant n ON lower(n.name) = s.name
        JOIN tenancies_tenancy t ON t.holder_id = n.id WHERE s.name <> ''
    UNION SELECT a.tenancy_id, s.id FROM stray s JOIN alike a ON a.ore = s.ore
)"""
OF_HOME = f"""
WITH {DOUBTS}
SELECT ARRAY(SELECT DISTINCT payment_id FROM doubts WHERE tenancy_id = %(home)s), {PAID_THROUGH}, {MISMATCHES}"""


class Known(NamedTuple):
    """What is known on a day: the keys of the payments that may be a home's, how far payments reach, the mismatches of
    the newest proof."""

    doubted: list[int]
    through: date | None
    mismatches: int | None


def about(tenancy, on: date, held: Guidelines) -> Known:
    """What may be this home's, in a ledger that reaches so far and adds up or not. One query."""
    with connection.cursor() as cursor:
        cursor.execute(OF_HOME, {"day": on, "latest": cutoff(on, held.grace_bank_days), "home": tenancy.pk})
        return Known(*cursor.fetchone())
