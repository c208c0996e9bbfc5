"""The whole book, closed month by month (avstämning), as known at each month's end.

Two ways that share no figure: what was owed and unused is counted back from the kept balances and the allocations
since; what came between, from the amounts of the rows. `rules.closing` says whether they meet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from bolots.periods import next_month

from .rules.closing import Closed

STOCKS = """
WITH moved AS (
    SELECT true is_owed, recorded_on since, open_ore ore FROM arrears_charge WHERE open_ore > 0
    UNION ALL
    SELECT false, recorded_on, unallocated_ore FROM arrears_payment WHERE unallocated_ore <> 0
    UNION ALL
    SELECT side.is_owed, side.since, side.ore
    FROM arrears_allocation a JOIN arrears_payment p ON p.id = a.payment_id
    LEFT JOIN arrears_charge c ON c.id = a.charge_id LEFT JOIN arrears_payment b ON b.id = a.taken_back_by_id
    CROSS JOIN LATERAL (VALUES
        (true, c.recorded_on, a.ore), (true, CASE WHEN c.id IS NOT NULL THEN a.recorded_on END, -a.ore),
        (false, p.recorded_on, a.ore), (false, a.recorded_on, -a.ore),
        (false, b.recorded_on, -a.ore), (false, CASE WHEN b.id IS NOT NULL THEN a.recorded_on END, a.ore)
    ) side(is_owed, since, ore)
    WHERE a.recorded_on > %(first)s AND side.since IS NOT NULL
),
steps AS (
    SELECT is_owed, width_bucket(since - 1, %(days)s::date[]) place, sum(ore) ore FROM moved GROUP BY 1, 2
)
SELECT d.day, coalesce(sum(s.ore) FILTER (WHERE s.is_owed), 0)::bigint,
       coalesce(sum(s.ore) FILTER (WHERE NOT s.is_owed), 0)::bigint
FROM unnest(%(days)s::date[]) WITH ORDINALITY d(day, place) LEFT JOIN steps s ON s.place < d.place GROUP BY 1
"""
# A write-off that was taken back is no money that left: it is written off no longer.
SOURCE = """CASE WHEN source = 'withdrawal'
    AND (SELECT o.source FROM arrears_payment o WHERE o.id = p.of_id) = 'write_off' THEN 'write_off' ELSE source END"""
FLOWS = f"""
SELECT CASE WHEN recorded_on > %(first)s THEN date_trunc('month', recorded_on)::date END,
       sort, kind, sum(amount_ore)::bigint, count(*) FROM (
    SELECT recorded_on, 'charge' sort, kind, amount_ore FROM arrears_charge
    UNION ALL SELECT recorded_on, 'payment', {SOURCE}, amount_ore FROM arrears_payment p
) rows WHERE recorded_on <= %(last)s GROUP BY 1, 2, 3 ORDER BY 2, 3
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """All rows of one kind in a month: `sort` charge or payment, `kind` of charge or source of payment, öre, rows.

    Under no month stand those of all the time before.
    """

    month: date | None
    sort: str
    kind: str
    ore: int
    rows: int


def flows(after: date, until: date) -> list[Flow]:
    """What was recorded until a day, by sort and kind: month by month after the day `after`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FLOWS, {"first": after, "last": until})
        return [Flow(*row) for row in cursor.fetchall()]


def stocks(days: Sequence[date]) -> dict[date, tuple[int, int]]:
    """Öre (owed, unused) of the whole book as known on each day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STOCKS, {"days": sorted(days), "first": min(days)})
        return {day: (owed, unused) for day, owed, unused in cursor.fetchall()}


def closed(months: Sequence[date], *, until: date) -> list[Closed]:
    """The months (each its first day, without gaps, oldest first), closed; the last one as far as the day `until`.

    Two queries, whatever the number of months.
    """
    before = months[0] - timedelta(days=1)
    ends = [min(next_month(month) - timedelta(days=1), until) for month in months]
    held, came = stocks([before, *ends]), flows(before, ends[-1])
    return [
        Closed(
            month,
            end,
            *held[earlier],
            sum(_change(flow) for flow in came if flow.month is None or flow.month < month),
            {flow.kind: flow.ore for flow in came if (flow.month, flow.sort) == (month, "charge")},
            {flow.kind: flow.ore for flow in came if (flow.month, flow.sort) == (month, "payment")},
            *held[end],
        )
        for month, end, earlier in zip(months, ends, [before, *ends], strict=False)
    ]


def _change(flow: Flow) -> int:
    return flow.ore if flow.sort == "charge" else -flow.ore
