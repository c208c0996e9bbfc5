"""Reading the ledger: debt and late rent as they were known on a day (decision 4), set-based.

What was open on a day is what is open now plus what was allocated since: the partial index of open charges and the
allocations after the day are all that is read, however long the history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from bolots import guidelines

from .rules.late import cutoff

AGES = (0, 30, 90)  # days after the printed due date beyond which a debt is in the next band

OPEN_ON = """
    SELECT charge_id, sum(ore)::bigint ore FROM (
        SELECT id charge_id, open_ore ore FROM arrears_charge WHERE open_ore > 0
        UNION ALL
        SELECT charge_id, ore FROM arrears_allocation WHERE recorded_on > %(day)s AND charge_id IS NOT NULL
    ) moved GROUP BY charge_id HAVING sum(ore) > 0
"""
DEBT_ON = f"""
SELECT coalesce(sum(o.ore), 0)::bigint, count(DISTINCT t.holder_id)
FROM ({OPEN_ON}) o JOIN arrears_charge c ON c.id = o.charge_id JOIN tenancies_tenancy t ON t.id = c.tenancy_id
WHERE c.kind IN ('rent', 'opening') AND c.printed_due_on < %(day)s AND c.recorded_on <= %(day)s
"""
LATE_ON = f"""
SELECT c.id, o.ore FROM ({OPEN_ON}) o JOIN arrears_charge c ON c.id = o.charge_id
WHERE c.kind IN ('rent', 'opening') AND c.safe_due_on <= %(cutoff)s AND c.recorded_on <= %(day)s AND o.ore >= %(least)s
"""
OPEN_OF = f"""
SELECT c.id, o.ore FROM ({OPEN_ON}) o JOIN arrears_charge c ON c.id = o.charge_id
WHERE c.id = ANY(%(keys)s) AND c.recorded_on <= %(day)s
"""
# What is open now was open from the day on which it was known, due, and so many days old; what was paid late, from that
# day until its allocation was known. Rent paid in time was never debt and leaves no trace: it is read, not summed.
DEBT_BY_DAY = """
WITH moved AS (
    SELECT printed_due_on, recorded_on, open_ore ore FROM arrears_charge
    WHERE open_ore > 0 AND kind IN ('rent', 'opening')
    UNION ALL
    SELECT c.printed_due_on, known.on_day, known.ore
    FROM arrears_allocation a JOIN arrears_charge c ON c.id = a.charge_id
    CROSS JOIN LATERAL (VALUES (c.recorded_on, a.ore), (a.recorded_on, -a.ore)) known(on_day, ore)
    WHERE a.recorded_on > greatest(c.recorded_on, c.printed_due_on + 1) AND c.kind IN ('rent', 'opening')
),
steps AS (
    SELECT age, width_bucket(greatest(recorded_on, printed_due_on + age + 1) - 1, %(days)s::date[]) place, sum(ore) ore
    FROM moved CROSS JOIN unnest(%(ages)s::int[]) age GROUP BY 1, 2
)
SELECT d.day, a.age, coalesce(sum(s.ore), 0)::bigint
FROM unnest(%(days)s::date[]) WITH ORDINALITY d(day, place) CROSS JOIN unnest(%(ages)s::int[]) a(age)
LEFT JOIN steps s ON s.age = a.age AND s.place < d.place GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Debt:
    """Rent debt on a day in öre, by days since it was printed due: up to 30, 31–90, more than 90."""

    on: date
    to_30: int
    to_90: int
    older: int

    @property
    def ore(self) -> int:
        return self.to_30 + self.to_90 + self.older


def debt_on(day: date) -> tuple[int, int]:
    """Rent debt (hyresskuld) as known on the day: öre, and the number of holders in debt. Credits are not netted."""
    with connection.cursor() as cursor:
        cursor.execute(DEBT_ON, {"day": day})
        return cursor.fetchone()


def debt_by_month(days: Sequence[date]) -> list[Debt]:
    """The debt on each of the days (say, the first of each month), as known then, by age. One statement, one pass."""
    days = sorted(days)
    with connection.cursor() as cursor:
        cursor.execute(DEBT_BY_DAY, {"days": days, "ages": list(AGES)})
        older = {(day, age): ore for day, age, ore in cursor.fetchall()}
    due, month, quarter = AGES
    return [
        Debt(
            day,
            older[day, due] - older[day, month],
            older[day, month] - older[day, quarter],
            older[day, quarter],
        )
        for day in days
    ]


def late_on(day: date) -> dict[int, int]:
    """The late charges (sena hyror) of a day, as known then, from the day's threshold up: charge id → öre open."""
    held = guidelines.on(day)
    values = {"day": day, "cutoff": cutoff(day, held.grace_bank_days), "least": held.case_threshold_ore}
    with connection.cursor() as cursor:
        cursor.execute(LATE_ON, values)
        return dict(cursor.fetchall())


def open_on(day: date, keys: Sequence[int]) -> dict[int, int]:
    """What was open of these charges on a day, as known then, however little: charge id → öre, where there was any."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_OF, {"day": day, "keys": list(keys)})
        return dict(cursor.fetchall())
