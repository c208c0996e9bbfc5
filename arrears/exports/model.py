"""A row of the book as double entry: what it debits and credits. No Django."""

from dataclasses import dataclass
from datetime import date

OWED, UNUSED, BANK, OPENING, CREDITED, WRITTEN_OFF, MOVED = (
    *("owed", "unused", "bank", "opening", "credited", "written_off"),
    "moved",
)
INCOME = {"rent": "rent", "fee": "fee", "interest": "interest", "cost": "cost", "opening": OPENING}
AGAINST = {  # where a payment comes from, by its source
    **dict.fromkeys(("bank", "reversal", "refund", "withdrawal"), BANK),
    "credit_note": CREDITED,
    "write_off": WRITTEN_OFF,
    **dict.fromkeys(("split", "share"), MOVED),
}


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount on an account in öre, debit positive. `tenancy_id` where the account is one of a tenancy's."""

    account: str
    ore: int
    tenancy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One row: `sort` charge, payment, move or booking; its legs sum to 0. `day` is when it was recorded."""

    day: date
    sort: str
    kind: str
    id: int
    effective_on: date
    month: date | None
    ocr: str
    legs: tuple[Leg, Leg]


def posting(day, sort, kind, id, effective_on, month, ocr, ore, from_id, to_id, against) -> Posting:
    """The row as double entry. `from_id` and `to_id` are the tenancies on its two sides, None for nobody's money;
    `against` is the source of a payment, or of what a withdrawal takes back."""
    if sort == "charge":
        legs = Leg(OWED, ore, to_id), Leg(INCOME[kind], -ore)
    elif sort == "payment":
        legs = Leg(AGAINST[against], ore), Leg(UNUSED, -ore, to_id)
    elif sort == "move" or kind == "taken_back":
        legs = Leg(UNUSED, ore, from_id), Leg(UNUSED, -ore, to_id)
    else:
        legs = Leg(UNUSED, ore, from_id), Leg(OWED, -ore, to_id)
    return Posting(day, sort, kind, id, effective_on, month, ocr, legs)
