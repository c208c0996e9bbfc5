"""The one place where balances change: allocation rows and kept balances, in one statement, under one lock."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from django.db import connection

LEDGER_LOCK = 7_130_421  # any number that nothing else locks

ROWS = """
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[])
AS r(payment_id, charge_id, taken_back_by_id, reverses_id, ore, effective_on)
"""
POST = """
WITH a AS MATERIALIZED ({rows}),
posted AS (
    INSERT INTO arrears_allocation
        (payment_id, charge_id, taken_back_by_id, reverses_id, ore, effective_on, recorded_on, by_id, why)
    SELECT payment_id, charge_id, taken_back_by_id, reverses_id, ore, effective_on, %s, %s, %s FROM a
    RETURNING id
),
owed AS (
    UPDATE arrears_charge SET open_ore = open_ore - s.ore
    FROM (SELECT charge_id, sum(ore)::bigint ore FROM a WHERE charge_id IS NOT NULL GROUP BY charge_id) s
    WHERE id = s.charge_id
),
paid AS (
    UPDATE arrears_payment p SET unallocated_ore = unallocated_ore - s.ore
    FROM (
        SELECT id, sum(ore)::bigint ore FROM (
            SELECT payment_id id, ore FROM a
            UNION ALL SELECT taken_back_by_id, -ore FROM a WHERE taken_back_by_id IS NOT NULL
        ) moved GROUP BY id
    ) s
    WHERE p.id = s.id
)
SELECT id FROM posted ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A share of a payment on a charge, or on the reversal that takes it back; negative where it `reverses` another."""

    payment_id: int
    charge_id: int | None
    taken_back_by_id: int | None
    reverses_id: int | None
    ore: int
    effective_on: date


def lock_ledger() -> None:
    """Keep everybody else from changing balances until the transaction ends. Balances are read after this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def post(entries: Iterable[Entry], *, why: str, by, on: date) -> list[int]:
    """Write entries by a person, with the reason. Returns the ids of the allocation rows; nothing gives none."""
    entries = list(entries)
    if not entries:
        return []
    columns = [list(column) for column in zip(*map(astuple, entries), strict=True)]
    return post_rows(ROWS, columns, why=why, by=by, on=on)


def post_rows(rows: str, params, *, why: str = "", by=None, on: date) -> list[int]:
    """Write the entries that the query `rows` gives: the columns of `Entry`, by name. Needs the lock.

    A row that would take a balance below zero or above its amount breaks a CHECK: then nothing is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(POST.format(rows=rows), [*params, on, by and by.pk, why])
        return [pk for (pk,) in cursor.fetchall()]
