"""Which demands have reached nobody and reach nobody any more: the rent may be demanded again as if there were none."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection

from bolots.guidelines import Guidelines

# Of a demand m: its letter came back, and was not sent again; or it was never sent, and now too few days are left to
# answer it (`respond_by_on` before %(answer)s): nobody sends it any more.
VOID = """
(SELECT CASE WHEN newest.kind IS NULL THEN coalesce(m.respond_by_on < %(answer)s, false)
             ELSE newest.kind = 'returned' END
 FROM (SELECT 1) one LEFT JOIN LATERAL (
    SELECT e.kind FROM bolots_letterevent e
    WHERE e.letter_id = m.letter_id AND e.kind NOT IN ('printed', 'received') ORDER BY e.id DESC LIMIT 1
 ) newest ON true)"""
VOIDS = f"""
SELECT l.charge_id, count(*) FROM arrears_demandline l JOIN arrears_demand m ON m.id = l.demand_id
WHERE l.charge_id = ANY(%(ids)s) AND l.kind = %(kind)s AND {VOID} GROUP BY 1"""


def answer_from(on: date, held: Guidelines) -> date:
    """The earliest last day to answer that a demand may still have when it is sent on the day."""
    return on + timedelta(days=held.demand_least_answer_days)


def times(charge_ids: Sequence[int], kind: str, *, on: date, held: Guidelines) -> dict[int, int]:
    """For each charge, which time it is demanded by this kind of paper: once, and once more for each that is void."""
    with connection.cursor() as cursor:
        cursor.execute(VOIDS, {"ids": list(charge_ids), "kind": kind, "answer": answer_from(on, held)})
        void = dict(cursor.fetchall())
    return {key: 1 + void.get(key, 0) for key in charge_ids}
