"""Bank days of which something was held back: who brought the money, who told of it too, and whether the sums agree."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from .actions.sources import FAMILY

DAYS = 45  # how far back a bank day is compared: longer than any statement is late
HELD_DAYS = f"""
WITH same AS MATERIALIZED (SELECT * FROM unnest(%(numbers)s::text[], %(accounts)s::text[]) s(number, account)),
held AS (
    SELECT account, booked_on, family, bool_or(is_total) is_total, sum(count)::int count, sum(amount_ore)::bigint ore
    FROM (
        SELECT DISTINCT coalesce(s.account, h.account) account, h.booked_on, {FAMILY} family,
               h.serial, h.amount_ore, h.count, h.is_total
        FROM arrears_heldback h JOIN arrears_importfile f ON f.id = h.file_id LEFT JOIN same s ON s.number = h.account
        WHERE f.undone_on IS NULL AND f.recorded_on <= %(day)s AND h.booked_on > %(day)s - {DAYS}
    ) once GROUP BY 1, 2, 3
),
brought AS (
    SELECT coalesce(s.account, d.account) account, d.booked_on,
           string_agg(DISTINCT {FAMILY}, ', ') family, sum(d.amount_ore)::bigint ore
    FROM arrears_deposit d JOIN arrears_importfile f ON f.id = d.file_id LEFT JOIN same s ON s.number = d.account
    WHERE d.undone_on IS NULL AND f.recorded_on <= %(day)s AND d.booked_on > %(day)s - {DAYS} GROUP BY 1, 2
)
SELECT h.account, h.booked_on, h.family, h.is_total, h.count, h.ore, coalesce(b.family, ''), b.ore
FROM held h LEFT JOIN brought b USING (account, booked_on)
"""
UNSETTLED = f"""(
SELECT count(DISTINCT (d.account, d.booked_on))
FROM ({HELD_DAYS}) d(account, booked_on, family, is_total, count, ore, source, source_ore)
WHERE d.ore IS DISTINCT FROM d.source_ore
)"""


@dataclass(frozen=True, slots=True)
class BankDay:
    """What one channel says of an account's day (öre), beside what is in the book from its source; None: nothing is."""

    account: str
    booked_on: date
    family: str
    is_total: bool
    count: int
    ore: int
    source: str
    source_ore: int | None

    @property
    def agrees(self) -> bool:
        return self.ore == self.source_ore


def params(on: date) -> dict:
    same = settings.BANK_SAME_ACCOUNT
    return {"day": on, "numbers": list(same), "accounts": list(same.values())}


def held_days(on: date) -> list[BankDay]:
    """The days of the last weeks of which something was held back: those that do not add up first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(HELD_DAYS, params(on))
        days = [BankDay(*row) for row in cursor.fetchall()]
    return sorted(days, key=lambda day: (day.agrees, on - day.booked_on, day.account, day.family))
