"""The rows behind the debt: what each tenancy owed on a day, as known then."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from arrears.ledger import OPEN_ON

DEBTS_ON = f"""
SELECT c.tenancy_id, sum(o.ore)::bigint, count(*), min(c.printed_due_on)
FROM ({OPEN_ON}) o JOIN arrears_charge c ON c.id = o.charge_id
WHERE c.kind IN ('rent', 'opening') AND c.printed_due_on < %(day)s AND c.recorded_on <= %(day)s
GROUP BY c.tenancy_id ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class TenancyDebt:
    """Öre, on how many rents, the oldest of them printed due on a day."""

    tenancy_id: int
    ore: int
    charges: int
    oldest_on: date


def debts_on(day: date) -> list[TenancyDebt]:
    """Every tenancy in debt on the day, the largest debt first. Their sum is the debt of the figures."""
    with connection.cursor() as cursor:
        cursor.execute(DEBTS_ON, {"day": day})
        return [TenancyDebt(*row) for row in cursor.fetchall()]
