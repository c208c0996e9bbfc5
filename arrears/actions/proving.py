"""The nightly proof: every kept balance against the allocation rows, every sum against its parts (decision 3)."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection

CHARGES = """
SELECT count(*) FROM arrears_charge c
LEFT JOIN (SELECT charge_id, sum(ore) ore FROM arrears_allocation GROUP BY 1) a ON a.charge_id = c.id
WHERE c.open_ore <> c.amount_ore - coalesce(a.ore, 0)
"""
PAYMENTS = """
SELECT count(*) FROM arrears_payment p
LEFT JOIN (
    SELECT id, sum(ore) ore FROM (
        SELECT payment_id id, ore FROM arrears_allocation
        UNION ALL SELECT taken_back_by_id, -ore FROM arrears_allocation WHERE taken_back_by_id IS NOT NULL
    ) moved GROUP BY 1
) a ON a.id = p.id
WHERE p.unallocated_ore <> p.amount_ore - coalesce(a.ore, 0)
"""
# Σ charges − Σ payments = debt − credit, for each tenancy and for the money that is nobody's
TENANCIES = """
SELECT count(*) FROM (
    SELECT tenancy_id FROM (
        SELECT tenancy_id, amount_ore - open_ore ore FROM arrears_charge
        UNION ALL SELECT tenancy_id, unallocated_ore - amount_ore FROM arrears_payment
    ) used GROUP BY tenancy_id HAVING sum(ore) <> 0
) wrong
"""
DEPOSITS = """
SELECT count(*) FROM arrears_deposit d
LEFT JOIN (SELECT deposit_id, sum(amount_ore) ore FROM arrears_payment GROUP BY 1) p ON p.deposit_id = d.id
WHERE d.amount_ore <> coalesce(p.ore, 0) + d.foreign_ore
"""
UNDOINGS = """
SELECT count(*) FROM arrears_allocation u JOIN arrears_allocation a ON a.id = u.reverses_id
WHERE u.ore <> -a.ore OR u.payment_id <> a.payment_id OR u.charge_id IS DISTINCT FROM a.charge_id
   OR u.taken_back_by_id IS DISTINCT FROM a.taken_back_by_id
"""
# What a person does with money is done at once: nothing of it may be left over.
SETTLED = """
SELECT count(*) FROM arrears_payment
WHERE source IN ('refund', 'withdrawal', 'split') AND unallocated_ore <> 0
"""
SPLITS = """
SELECT count(*) FROM arrears_payment s
LEFT JOIN (SELECT of_id, sum(amount_ore) ore FROM arrears_payment WHERE source = 'share' GROUP BY 1) parts
ON parts.of_id = s.of_id
WHERE s.source = 'split' AND coalesce(parts.ore, 0) <> -(
    SELECT sum(amount_ore) FROM arrears_payment w WHERE w.source = 'split' AND w.of_id = s.of_id
)
"""
SHARES = """
SELECT count(*) FROM arrears_payment p WHERE p.source = 'share'
AND NOT EXISTS (SELECT 1 FROM arrears_payment s WHERE s.source = 'split' AND s.of_id = p.of_id)
"""
REPLACED = """
SELECT count(*) FROM arrears_charge old JOIN arrears_charge new ON new.replaces_id = old.id
WHERE old.open_ore <> 0 OR old.tenancy_id <> new.tenancy_id OR old.amount_ore <> (
    SELECT coalesce(sum(p.amount_ore), 0) FROM arrears_payment p
    WHERE p.source = 'credit_note' AND p.tenancy_id = old.tenancy_id AND p.ocr = old.ocr
)
"""
INTEREST = """
SELECT count(*) FROM arrears_charge a JOIN arrears_charge b
ON b.about_id = a.about_id AND b.kind = 'interest' AND b.id > a.id AND a.from_on < b.until_on AND b.from_on < a.until_on
WHERE a.kind = 'interest'
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """How many rows of each kind are wrong; 0 everywhere in a sound book."""

    charges: int
    payments: int
    tenancies: int
    deposits: int
    undoings: int
    unsettled: int
    splits: int
    shares: int
    replaced: int
    interest: int

    @property
    def mismatches(self) -> int:
        return sum(asdict(self).values())

    @property
    def counts(self) -> dict[str, int]:
        """For the record of the night."""
        return {"mismatches": self.mismatches, **{kind: n for kind, n in asdict(self).items() if n}}


def prove_ledger(*, on: date) -> Proof:
    """Recompute every balance from the rows and count what differs. Changes nothing; ten statements."""
    balances = CHARGES, PAYMENTS, TENANCIES, DEPOSITS, UNDOINGS
    return Proof(*map(_count, (*balances, SETTLED, SPLITS, SHARES, REPLACED, INTEREST)))


def _count(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
