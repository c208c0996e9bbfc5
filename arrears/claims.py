"""Old debts and their clocks, set-based: what is owed, until when it can be claimed, and what keeps it alive.

The rules are those of `rules.limitation`; here they are once more as SQL, for lists and the night. A test compares the
two on the same rents.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from .models import Charge
from .rules.limitation import LIMITATION_MONTHS, SUE_MONTHS, Lapse, lapse

OWED = "c.open_ore > 0 AND c.kind IN ('rent', 'opening')"
# Open rents, each with its versions: a new version is the old claim, so the first one's printed day counts, the
# earliest of its days.
RENTS = """
rents AS (
    SELECT c.id, c.tenancy_id, c.open_ore, coalesce(c.first_id, c.id) root,
        coalesce(f.printed_due_on, c.printed_due_on) due_on
    FROM arrears_charge c LEFT JOIN arrears_charge f ON f.id = c.first_id WHERE {which}
),
versions AS (
    SELECT id, due_on, root version_id FROM rents
    UNION ALL SELECT r.id, r.due_on, v.id FROM rents r JOIN arrears_charge v ON v.first_id = r.root
)"""
# The tenant's own money only: a credit note or a write-off acknowledges nothing. A demand counts from the day on which
# it was sent, and only if that letter did not come back: one in the drawer has reached nobody. Nor does a text message.
EVENTS = """
events AS (
    SELECT id, due_on AS day, 'due' AS kind FROM rents
    UNION
    SELECT r.id, a.effective_on, 'payment' FROM rents r
    JOIN arrears_allocation a ON a.charge_id = r.id AND a.ore > 0 AND a.effective_on >= r.due_on
    JOIN arrears_payment p ON p.id = a.payment_id AND p.source IN ('bank', 'share')
    WHERE NOT EXISTS (SELECT 1 FROM arrears_allocation u WHERE u.reverses_id = a.id)
    UNION
    SELECT v.id, e.sent_on, 'demand' FROM versions v
    JOIN arrears_demandline l ON l.charge_id = v.version_id AND l.kind IN ('reminder', 'demand')
    JOIN arrears_demand d ON d.id = l.demand_id
    JOIN LATERAL (
        SELECT (at AT TIME ZONE 'Europe/Stockholm')::date sent_on, kind, lead(kind) OVER (ORDER BY id) then_kind
        FROM bolots_letterevent WHERE letter_id = d.letter_id
          AND kind IN ('sent_post', 'sent_hand', 'sent_other', 'returned')
    ) e ON e.kind <> 'returned' AND e.then_kind IS DISTINCT FROM 'returned' AND e.sent_on >= v.due_on
    UNION
    SELECT r.id, b.happened_on, b.kind FROM rents r
    JOIN arrears_limitationbreak b ON b.tenancy_id = r.tenancy_id AND b.happened_on >= r.due_on
)"""
# Each event gives three years. The first of them that is not followed by another in time is the last that counts.
CLOCKS = f"""
clocks AS (
    SELECT id, min(until_on) lapses_on FROM (
        SELECT id, until_on, lead(day) OVER (PARTITION BY id ORDER BY day) next_on FROM (
            SELECT id, day, (day + interval '{LIMITATION_MONTHS} months')::date until_on FROM events
        ) dated
    ) spans WHERE next_on IS NULL OR next_on > until_on GROUP BY id
)"""
LIMITATION = f"WITH {RENTS.format(which=OWED)},{EVENTS},{CLOCKS}"
# JB 12:61, from the last day of the stay; a suit filed in time stops it.
SUE_BY = f"(t.ends_on - 1 + interval '{SUE_MONTHS} months')::date"
SUED = f"""EXISTS (SELECT 1 FROM arrears_limitationbreak b
    WHERE b.tenancy_id = t.id AND b.kind = 'suit' AND b.happened_on <= {SUE_BY})"""
BARRED = f"t.ends_on <= %(day)s AND {SUE_BY} < %(day)s AND NOT {SUED}"
# Old rents that can be claimed no more: to be put before a statement that knows %(day)s. A new version is as old as the
# first one; by its own, later, day alone it would never be looked at.
OLD = f"{OWED} AND coalesce(f.printed_due_on, c.printed_due_on) < %(day)s - interval '{LIMITATION_MONTHS} months'"
LAPSED = f"""{RENTS.format(which=OLD)},
{EVENTS},{CLOCKS},
lapsed AS MATERIALIZED (SELECT id FROM clocks WHERE lapses_on < %(day)s)"""
TOO_LATE = f"""WITH {LAPSED.replace(OLD, f"c.id = ANY(%(ids)s) AND {OLD}")}
SELECT c.id FROM arrears_charge c JOIN tenancies_tenancy t ON t.id = c.tenancy_id
WHERE c.id = ANY(%(ids)s) AND (c.id IN (SELECT id FROM lapsed) OR {BARRED})"""
LIST = f"""
{LIMITATION},
lapsing AS (
    SELECT r.tenancy_id, min(k.lapses_on) FILTER (WHERE k.lapses_on >= %(on)s) next_on,
        coalesce(sum(r.open_ore) FILTER (WHERE k.lapses_on < %(on)s), 0)::bigint lapsed_ore
    FROM rents r JOIN clocks k ON k.id = r.id WHERE r.due_on < %(on)s GROUP BY 1
),
owed AS (
    SELECT tenancy_id, coalesce(sum(open_ore) FILTER (WHERE kind IN ('rent', 'opening')), 0)::bigint rent_ore,
        coalesce(sum(open_ore) FILTER (WHERE kind NOT IN ('rent', 'opening')), 0)::bigint other_ore
    FROM arrears_charge WHERE open_ore > 0 AND printed_due_on < %(on)s GROUP BY 1
)
SELECT t.id, t.ends_on - 1, o.rent_ore, o.other_ore, CASE WHEN NOT {SUED} THEN {SUE_BY} END, l.next_on,
    coalesce(l.lapsed_ore, 0)
FROM owed o JOIN tenancies_tenancy t ON t.id = o.tenancy_id LEFT JOIN lapsing l ON l.tenancy_id = t.id
WHERE {{which}} AND (%(homes)s::bigint[] IS NULL OR t.id = ANY(%(homes)s))
"""
FORMER = LIST.format(which="t.ends_on <= %(on)s")
RUNNING = LIST.format(which="(t.ends_on IS NULL OR t.ends_on > %(on)s) AND l.tenancy_id IS NOT NULL")
OF_ONE = f"WITH {RENTS.format(which=OWED + ' AND c.tenancy_id = %s')},{EVENTS} SELECT id, day, kind FROM events"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is open of a tenancy, öre, rent and all else apart. `sue_by`: None while it runs, and when it was sued for.

    `lapses_on` is the nearest day on which a rent of it lapses; `lapsed_ore` is rent whose day has passed.
    """

    tenancy_id: int
    last_on: date | None
    rent_ore: int
    other_ore: int
    sue_by: date | None
    lapses_on: date | None
    lapsed_ore: int

    def next_on(self, on: date) -> date | None:
        """The nearest of its last days that is still to come."""
        return min((day for day in (self.sue_by, self.lapses_on) if day and day >= on), default=None)


@dataclass(frozen=True, slots=True)
class Clock:
    """An open rent, when it lapses, and the kind of interruption that this counts from: due, payment, demand, …"""

    charge: Charge
    lapse: Lapse
    since: str


def after_the_home(on: date, homes: Sequence[int] | None = None) -> list[Claim]:
    """What former tenants owe, the nearest last day first; `homes` restricts to those tenancies. One statement."""
    return _claims(FORMER, on, homes)


def at_home(on: date, homes: Sequence[int] | None = None) -> list[Claim]:
    """The same for running stays that owe rent."""
    return _claims(RUNNING, on, homes)


def _claims(statement: str, on: date, homes: Sequence[int] | None) -> list[Claim]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"on": on, "homes": homes})
        found = [Claim(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda claim: (claim.next_on(on) or date.max, claim.tenancy_id))


def clocks_of(tenancy) -> list[Clock]:
    """The open rents of a tenancy, the oldest first, each with its clock. Two queries."""
    events: dict[int, dict[date, str]] = defaultdict(dict)
    due: dict[int, date] = {}
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE, [tenancy.pk])
        for charge_id, day, kind in cursor.fetchall():
            if kind == "due":
                due[charge_id] = day
            else:
                events[charge_id][day] = kind
    charges = Charge.objects.in_bulk(due)
    clocks = [_clock(charges[pk], day, events[pk]) for pk, day in due.items()]
    return sorted(clocks, key=lambda clock: (clock.charge.month, clock.charge.pk))


def too_late(charges: Iterable[Charge], on: date) -> set[int]:
    """The keys of those open rents that can be claimed no more on the day: they have lapsed (lag 1981:130 2 §), or the
    tenant left so long ago that they can no longer be sued for (JB 12:61). One query; none about nothing."""
    keys = [charge.pk for charge in charges]
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(TOO_LATE, {"day": on, "ids": keys})
        return {key for (key,) in cursor.fetchall()}


def _clock(charge, due_on: date, events: dict[date, str]) -> Clock:
    found = lapse(due_on, events)
    return Clock(charge, found, events[found.broken_on] if found.broken_on else "due")
