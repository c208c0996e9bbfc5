"""Aged balances (åldersanalys): rent debt by days since it was printed due, on any day, as known then. One query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from .ledger import OPEN_ON
from .rules.aging import FROM_DAYS

AGED_ON = f"""
SELECT tenancy_id, is_former, oldest_on, array_agg(ore ORDER BY band) FROM (
    SELECT c.tenancy_id, coalesce(t.ends_on <= %(day)s, false) is_former, b.band,
           min(min(c.printed_due_on)) OVER (PARTITION BY c.tenancy_id) oldest_on,
           coalesce(sum(o.ore) FILTER (
               WHERE width_bucket(%(day)s - c.printed_due_on, %(bands)s::int[]) = b.band
           ), 0)::bigint ore
    FROM ({OPEN_ON}) o JOIN arrears_charge c ON c.id = o.charge_id JOIN tenancies_tenancy t ON t.id = c.tenancy_id
    CROSS JOIN generate_series(1, 4) b(band)
    WHERE c.kind IN ('rent', 'opening') AND c.printed_due_on < %(day)s AND c.recorded_on <= %(day)s
      AND (%(tenancies)s::bigint[] IS NULL OR c.tenancy_id = ANY(%(tenancies)s))
    GROUP BY 1, 2, 3
) banded GROUP BY 1, 2, 3 ORDER BY sum(ore) DESC, 1
"""


@dataclass(frozen=True, slots=True)
class Aged:
    """A tenancy's rent debt in öre, in the bands 1–7, 8–30, 31–90 and more than 90 days."""

    tenancy_id: int
    is_former: bool
    oldest_on: date
    bands: tuple[int, int, int, int]

    @property
    def ore(self) -> int:
        return sum(self.bands)

    @property
    def with_sum(self) -> tuple[int, ...]:
        return (*self.bands, self.ore)


def aged_on(day: date, *, tenancies: Collection[int] | None = None) -> list[Aged]:
    """Every tenancy in debt on the day, the largest debt first; those that are over by then are `is_former`."""
    values = {"day": day, "bands": list(FROM_DAYS), "tenancies": None if tenancies is None else list(tenancies)}
    with connection.cursor() as cursor:
        cursor.execute(AGED_ON, values)
        return [Aged(*row, tuple(bands)) for *row, bands in cursor.fetchall()]


def sums(rows: Collection[Aged]) -> tuple[int, ...]:
    """The four bands of several tenancies together, and last their sum, öre."""
    bands = [sum(row.bands[place] for row in rows) for place in range(len(FROM_DAYS))]
    return (*bands, sum(bands))
