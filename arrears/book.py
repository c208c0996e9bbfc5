"""The book of one home or of one person (reskontra): every row with where it comes from, and the balance after it.

Read in one of two ways (decision 4). *As known*: what was recorded by the day, as one would have seen it then. *As
true*: what had happened by the day, by all that is known now; so a legal paper counts. Öre throughout.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from .whose import EVERY, OF_HOMES, home_on

KNOWN, TRUE = "known", "true"
# The day of each row in either reading. Money cannot pay a charge before both are there.
CHARGE_ON = {KNOWN: "c.recorded_on", TRUE: "c.effective_on"}
PAYMENT_ON = {KNOWN: "p.recorded_on", TRUE: "p.effective_on"}
MOVED_ON = {
    KNOWN: "a.recorded_on",
    TRUE: "greatest(a.effective_on, p.effective_on, c.effective_on, b.effective_on)",
}
# Who has said that money is the home's, and why: the newest word that is known.
SAID_BY = {KNOWN: "s.recorded_on <= %(day)s", TRUE: "true"}
MOVED = """
SELECT a.*, {moved_on} moved_on FROM arrears_allocation a JOIN arrears_payment p ON p.id = a.payment_id
LEFT JOIN arrears_charge c ON c.id = a.charge_id LEFT JOIN arrears_payment b ON b.id = a.taken_back_by_id
"""
ONLY_OF_HOMES = """a.id IN (
    SELECT id FROM arrears_allocation WHERE payment_id IN (SELECT payment_id FROM whose)
    UNION SELECT id FROM arrears_allocation WHERE taken_back_by_id IN (SELECT payment_id FROM whose)
    UNION SELECT id FROM arrears_allocation WHERE charge_id IN (
        SELECT id FROM arrears_charge WHERE tenancy_id = ANY(%(tenancies)s)
    )
)"""
LINES = """
WITH whose AS MATERIALIZED ({whose}),
rows AS (
    SELECT c.effective_on "day", 0 place, c.id, 'charge' sort, c.kind what, c.tenancy_id, c.amount_ore effect_ore,
           c.amount_ore ore, c.month, c.ocr, c.recorded_on, c.by_id, c.why, NULL::bigint payment_id
    FROM arrears_charge c WHERE c.tenancy_id = ANY(%(tenancies)s) AND {charge_on} <= %(day)s
    UNION ALL
    SELECT p.effective_on, 1, p.id, 'payment', p.source, w.tenancy_id, -p.amount_ore,
           p.amount_ore, NULL, p.ocr, p.recorded_on, coalesce(said.by_id, p.by_id), coalesce(said.why, p.why), p.id
    FROM whose w JOIN arrears_payment p ON p.id = w.payment_id LEFT JOIN LATERAL (
        SELECT s.by_id, s.why FROM arrears_attribution s
        WHERE s.payment_id = p.id AND s.tenancy_id = w.tenancy_id AND {said_by} ORDER BY s.id DESC LIMIT 1
    ) said ON true
    WHERE w.tenancy_id = ANY(%(tenancies)s) AND {payment_on} <= %(day)s
    UNION ALL
    SELECT a.effective_on, 2, a.id, 'booking', CASE WHEN a.reverses_id IS NULL THEN 'by_hand' ELSE 'undone' END,
           c.tenancy_id, 0, a.ore, c.month, c.ocr, a.recorded_on, a.by_id, a.why, a.payment_id
    FROM arrears_charge c JOIN ({moved}) a ON a.charge_id = c.id JOIN arrears_payment p ON p.id = a.payment_id
    WHERE c.tenancy_id = ANY(%(tenancies)s) AND a.by_id IS NOT NULL AND a.moved_on <= %(day)s
      AND p.source NOT IN ('credit_note', 'write_off')
),
run AS (SELECT rows.*, (sum(effect_ore) OVER (ORDER BY "day", place, id))::bigint balance_ore FROM rows)
SELECT r."day", r.place, r.id, r.sort, r.what, r.tenancy_id, r.effect_ore, r.ore, r.month, r.ocr, r.recorded_on, r.why,
       r.payment_id, r.balance_ore, coalesce(u.first_name, ''), f.id, coalesce(f.name, ''), p.ordinal, d.serial
FROM run r LEFT JOIN bolots_user u ON u.id = r.by_id
LEFT JOIN arrears_payment p ON p.id = r.payment_id AND r.sort = 'payment'
LEFT JOIN arrears_deposit d ON d.id = p.deposit_id LEFT JOIN arrears_importfile f ON f.id = d.file_id
WHERE {page} ORDER BY r."day" {way}, r.place {way}, r.id {way} LIMIT %(limit)s
"""
BALANCES = """
WITH whose AS MATERIALIZED ({whose}),
moved AS MATERIALIZED (SELECT * FROM ({moved} WHERE {only}) m WHERE moved_on <= %(day)s),
owed AS (
    SELECT c.tenancy_id, c.kind, c.printed_due_on, c.amount_ore - coalesce(m.ore, 0) ore
    FROM arrears_charge c LEFT JOIN (SELECT charge_id, sum(ore) ore FROM moved GROUP BY 1) m ON m.charge_id = c.id
    WHERE {charge_on} <= %(day)s
),
used AS (
    SELECT id, sum(ore) ore FROM (
        SELECT payment_id id, ore FROM moved
        UNION ALL SELECT taken_back_by_id, -ore FROM moved WHERE taken_back_by_id IS NOT NULL
    ) both_sides GROUP BY 1
),
parts AS (
    SELECT tenancy_id,
           CASE WHEN kind NOT IN ('rent', 'opening') THEN 'other'
                WHEN printed_due_on < %(day)s THEN 'debt' ELSE 'coming' END part, ore
    FROM owed
    UNION ALL
    SELECT w.tenancy_id, 'credit', p.amount_ore - coalesce(u.ore, 0)
    FROM whose w JOIN arrears_payment p ON p.id = w.payment_id LEFT JOIN used u ON u.id = p.id
    WHERE {payment_on} <= %(day)s
)
SELECT tenancy_id, part, sum(ore)::bigint FROM parts
WHERE %(tenancies)s::bigint[] IS NULL OR tenancy_id = ANY(%(tenancies)s) GROUP BY 1, 2
"""


class Key(NamedTuple):
    """The place of a row in the book: a total order."""

    day: date
    place: int
    id: int

    def __str__(self):
        return f"{self.day}~{self.place}~{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """A key that a person may have changed in the address: anything else is none."""
        try:
            day, place, pk = text.split("~")
            key = cls(date.fromisoformat(day), int(place), int(pk))
        except ValueError:
            return None
        return key if 0 <= key.place <= 2 and 0 <= key.id < 2**63 else None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the book. `effect_ore` is what it does to the balance: + owed, − paid, 0 where money only finds its
    charge. `what` is the kind of charge, the source of payment, `by_hand` or `undone`."""

    day: date
    place: int
    id: int
    sort: str
    what: str
    tenancy_id: int | None
    effect_ore: int
    ore: int
    month: date | None
    ocr: str
    recorded_on: date
    why: str
    payment_id: int | None
    balance_ore: int
    by: str
    file_id: int | None
    file: str
    ordinal: int | None
    serial: str | None

    @property
    def key(self) -> Key:
        return Key(self.day, self.place, self.id)

    @property
    def kind(self) -> str:
        """As a charge has it, for the words that pages share."""
        return self.what

    @property
    def source(self) -> str:
        """As a payment has it."""
        return self.what


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first, and the keys of the neighbouring pages."""

    lines: Sequence[Line]
    newer: Key | None
    older: Key | None


@dataclass(frozen=True, slots=True)
class Balance:
    """What a tenancy owes on a day, öre. `debt`: rent and opening balances that are due (decision 7); `coming`: rent
    not due yet; `other`: fees, interest, costs; `credit`: money that pays nothing yet, less what was taken back."""

    debt: int = 0
    coming: int = 0
    other: int = 0
    credit: int = 0

    @property
    def owed(self) -> int:
        return self.debt + self.coming + self.other

    @property
    def ore(self) -> int:
        return self.owed - self.credit

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.debt + other.debt,
            self.coming + other.coming,
            self.other + other.other,
            self.credit + other.credit,
        )


def lines(
    tenancies: Collection[int], day: date, *, reading: str = KNOWN, before: Key | None = None, after: Key | None = None,
    size: int = 50,
) -> Page:  # fmt: skip
    """A page of the book of these tenancies on a day, newest first, by key. One query."""
    key = after or before
    place = '(r."day", r.place, r.id) {} (%(on)s, %(place)s, %(id)s)'
    page = place.format(">" if after else "<") if key else "true"
    statement = LINES.format(page=page, way="ASC" if after else "DESC", **_words(reading, OF_HOMES))
    values = {"day": day, "tenancies": list(tenancies), "limit": size + 1}
    if key:
        values |= {"on": key.day, "place": key.place, "id": key.id}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = [Line(*row) for row in cursor.fetchall()]
    shown, has_more = found[:size], len(found) > size
    if after:
        shown.reverse()
    newer = shown and (has_more if after else before)
    older = shown and (after or has_more)
    return Page(shown, shown[0].key if newer else None, shown[-1].key if older else None)


def balances_on(
    day: date, *, tenancies: Collection[int] | None = None, reading: str = KNOWN
) -> dict[int | None, Balance]:
    """What each tenancy owes and has to its good on a day; under None the money that is nobody's. One query."""
    of = EVERY if tenancies is None else OF_HOMES
    values = {"day": day, "tenancies": None if tenancies is None else list(tenancies)}
    found: dict[int | None, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BALANCES.format(**_words(reading, of)), values)
        for tenancy_id, part, ore in cursor.fetchall():
            found.setdefault(tenancy_id, {})[part] = ore
    return {tenancy_id: Balance(**parts) for tenancy_id, parts in found.items()}


def _words(reading: str, of: str) -> dict[str, str]:
    """The parts of the statements that depend on how the book is read."""
    now = f"SELECT p.id payment_id, p.tenancy_id FROM arrears_payment p WHERE {of}"
    return {
        "only": EVERY if of == EVERY else ONLY_OF_HOMES,
        "whose": home_on(of) if reading == KNOWN else now,
        "charge_on": CHARGE_ON[reading],
        "payment_on": PAYMENT_ON[reading],
        "said_by": SAID_BY[reading],
        "moved": MOVED.format(moved_on=MOVED_ON[reading]),
    }
