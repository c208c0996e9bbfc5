"""What the rules propose about late rent: one statement brings the facts of every home, the rules judge.

Computed live; nothing is stored, nothing is sent. `seen` is the ledger that the facts were read from, as a digest: when
it differs later, something has happened in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from bolots import calendar, guidelines
from bolots.guidelines import Guidelines

from .claims import BARRED, LAPSED
from .demanded import VOID, answer_from
from .doubts import DOUBTS
from .freshness import PAID_THROUGH
from .proven import MISMATCHES
from .rules.dunning import Facts, Rent, Steps, Verdict, judge
from .rules.late import cutoff

# A plan is about a tenant's rents, also of a former home; what the social services have promised is asked of them.
FACTS = f"""
WITH {LAPSED},
promised AS MATERIALIZED (
    SELECT coalesce(c.first_id, c.id) root FROM arrears_undertaking u
    JOIN arrears_terminationcharge n ON n.termination_id = u.termination_id JOIN arrears_charge c ON c.id = n.charge_id
),
due AS MATERIALIZED (
    SELECT id, tenancy_id, month, open_ore, safe_due_on,
        coalesce(first_id, id) IN (SELECT root FROM promised) is_promised
    FROM arrears_charge c
    WHERE open_ore > 0 AND kind IN ('rent', 'opening') AND safe_due_on <= %(latest)s AND recorded_on <= %(day)s {{only}}
      AND NOT EXISTS (SELECT FROM lapsed l WHERE l.id = c.id)
),
homes AS MATERIALIZED (
    SELECT d.tenancy_id, json_agg(json_build_array(
        d.id, d.month, d.open_ore, d.safe_due_on, d.is_promised, p.sms_on, p.reminder_on, p.demand_on
    ) ORDER BY d.safe_due_on, d.id) rents
    FROM due d CROSS JOIN LATERAL (
        SELECT max(m.issued_on) FILTER (WHERE l.kind = 'sms') sms_on,
               max(m.issued_on) FILTER (WHERE l.kind = 'reminder') reminder_on,
               max(m.issued_on) FILTER (WHERE l.kind = 'demand') demand_on
        FROM arrears_demandline l JOIN arrears_demand m ON m.id = l.demand_id WHERE l.charge_id = d.id AND NOT {VOID}
    ) p GROUP BY d.tenancy_id
),
planned AS MATERIALIZED (
    SELECT tenancy_id FROM arrears_paymentplan WHERE status IN ('active', 'missed')
    UNION SELECT c.tenancy_id FROM arrears_paymentplan o JOIN arrears_plancharge n ON n.plan_id = o.id
        JOIN arrears_charge c ON c.id = n.charge_id WHERE o.status IN ('active', 'missed')
),
{DOUBTS}
SELECT h.tenancy_id, h.rents, t.ends_on <= %(day)s, t.end_reason = 'deceased', n.is_protected,
    (SELECT max(until_on) FROM arrears_hold o
     WHERE o.tenancy_id = t.id AND o.stops_demands AND o.from_on <= %(day)s AND o.until_on > %(day)s),
    t.id IN (SELECT tenancy_id FROM planned),
    EXISTS (SELECT FROM arrears_termination o WHERE o.tenancy_id = t.id AND o.served_on IS NOT NULL
            AND o.status NOT IN ('recovered', 'evicted', 'moved', 'withdrawn')),
    {BARRED},
    EXISTS (SELECT FROM arrears_payment o WHERE o.tenancy_id = t.id AND o.unallocated_ore < 0),
    EXISTS (SELECT FROM arrears_payment o WHERE o.tenancy_id = t.id AND o.unallocated_ore > 0),
    t.id IN (SELECT tenancy_id FROM doubts),
    EXISTS (SELECT FROM arrears_paperitem i JOIN arrears_paperrun r ON r.id = i.run_id
            WHERE i.tenancy_id = t.id AND i.made_at IS NULL AND r.kind <> 'notice' AND r.id <> %(run)s),
    last.effective_on, last.amount_ore,
    encode(sha256(concat_ws('|',
        (SELECT string_agg(c.id || ':' || c.open_ore, ',' ORDER BY c.id) FROM arrears_charge c
         WHERE c.tenancy_id = t.id AND c.open_ore > 0),
        (SELECT max(o.id) FROM arrears_payment o WHERE o.tenancy_id = t.id),
        (SELECT max(a.id) FROM arrears_charge c JOIN arrears_allocation a ON a.charge_id = c.id
         WHERE c.tenancy_id = t.id)
    )::bytea), 'hex'),
    {PAID_THROUGH},
    {MISMATCHES}
FROM homes h JOIN tenancies_tenancy t ON t.id = h.tenancy_id JOIN tenancies_tenant n ON n.id = t.holder_id
LEFT JOIN LATERAL (
    SELECT o.effective_on, o.amount_ore FROM arrears_payment o
    WHERE o.tenancy_id = t.id AND o.source IN ('bank', 'share') ORDER BY o.effective_on DESC, o.id DESC LIMIT 1
) last ON true
ORDER BY h.tenancy_id
"""
# what may stand in a paper's way, in the order of the statement
STOPS = ("has_plan", "is_terminated", "is_barred", "has_reversal", "has_credit", "has_stray_money", "is_in_a_run")
ONLY = "AND tenancy_id = ANY(%(homes)s)"


@dataclass(frozen=True, slots=True)
class LastPayment:
    """The newest money that a home paid: when the bank booked it, and öre."""

    on: date
    ore: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A home with late rent: what the rules say of it, from which facts, as which ledger (`seen`)."""

    tenancy_id: int
    facts: Facts
    verdict: Verdict
    seen: str
    is_former: bool
    last_payment: LastPayment | None

    @property
    def open_ore(self) -> int:
        """All that is open of its late rents."""
        return sum(rent.open_ore for rent in self.facts.rents)


def propose(on: date, *, held: Guidelines | None = None) -> list[Proposal]:
    """Every home with rent past its days, judged. One statement, however many; two without the day's guidelines."""
    return _read(on, held or guidelines.on(on), only="", homes=[], run=0)


def of_homes(on: date, tenancy_ids: Sequence[int], *, held: Guidelines, run: int = 0) -> dict[int, Proposal]:
    """The same for some homes, by their keys. Waiting in the paper run `run` speaks against none of them."""
    return {one.tenancy_id: one for one in _read(on, held, only=ONLY, homes=list(tenancy_ids), run=run)}


def values(on: date, held: Guidelines, *, homes=(), run: int = 0) -> dict:
    """What the statement asks for: rent that is late, or old enough for a reminder."""
    latest = cutoff(on, held.grace_bank_days)
    return {"day": on, "latest": latest, "homes": list(homes), "run": run, "answer": answer_from(on, held)}


def _read(on: date, held: Guidelines, *, only: str, homes, run: int) -> list[Proposal]:
    with connection.cursor() as cursor:
        cursor.execute(FACTS.format(only=only), values(on, held, homes=homes, run=run))
        rows = cursor.fetchall()
    steps = Steps(cutoff(on, held.grace_bank_days), held.reminder_after_days, held.demand_after_days)
    oldest = calendar.add_bank_days(on, -held.freshness_alarm_bank_days)
    return [_judged(row, on, steps, oldest, held.case_threshold_ore) for row in rows]


def _judged(row, on, steps, oldest, threshold_ore) -> Proposal:
    (
        tenancy_id,
        rents,
        is_former,
        is_deceased,
        is_protected,
        hold_until,
        *stops,
        paid_on,
        paid_ore,
        seen,
        through,
        mismatches,
    ) = row
    facts = Facts(
        on=on,
        rents=tuple(_rent(*rent) for rent in rents),
        steps=steps,
        threshold_ore=threshold_ore,
        is_fresh=through is not None and through >= oldest,
        is_proven=not mismatches,
        is_protected=is_protected,
        is_deceased=is_deceased,
        hold_until=hold_until,
        **dict(zip(STOPS, stops, strict=True)),
    )
    last = LastPayment(paid_on, paid_ore) if paid_on else None
    return Proposal(tenancy_id, facts, judge(facts), seen, bool(is_former), last)


def _rent(charge_id, month, open_ore, safe_due_on, is_promised, *papers) -> Rent:
    """A rent as the statement's JSON gives it."""
    days = (day and date.fromisoformat(day) for day in papers)
    due = date.fromisoformat(safe_due_on)
    return Rent(charge_id, date.fromisoformat(month), open_ore, due, *days, is_promised=is_promised)
