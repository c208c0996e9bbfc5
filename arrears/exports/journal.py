"""Plain-text accounting, as hledger and ledger read it: one transaction for each row, accounts by tenancy number.

What a tenancy owes stands on `owed:t7`, what it has to its good on `unused:t7` (as a debt of ours, so below zero);
`unused:nobody` waits for a person. No Django.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from .model import OWED, UNUSED, Leg, Posting

COMMODITY = "SEK"
BEFORE = "equity:before"


def as_journal(postings: Iterable[Posting], *, before: Mapping[int | None, tuple[int, int]], from_on: date) -> str:
    """The text. `before`: what each tenancy owed and had to its good when the period began, öre."""
    entries = [_opening(number, *held, from_on) for number, held in before.items() if any(held)]
    entries += [_entry(one.day, _said(one), one.legs) for one in postings]
    return "\n".join(entries)


def _opening(number: int | None, owed: int, unused: int, day: date) -> str:
    legs = (Leg(OWED, owed, number), Leg(UNUSED, -unused, number), Leg(BEFORE, unused - owed))
    return _entry(day, "brought forward", [leg for leg in legs if leg.ore])


def _said(one: Posting) -> str:
    month = f" {one.month:%Y-%m}" if one.month else ""
    return f"{one.sort} {one.id} {one.kind}{month}"


def _entry(day: date, said: str, legs: Iterable[Leg]) -> str:
    lines = [f"    {_account(leg)}  {amount(leg.ore)} {COMMODITY}" for leg in legs]
    return "\n".join([f"{day} {said}", *lines, ""])


def _account(leg: Leg) -> str:
    if leg.account not in (OWED, UNUSED):
        return leg.account if leg.account == BEFORE else f"other:{leg.account}"
    return f"{leg.account}:{'nobody' if leg.tenancy_id is None else f't{leg.tenancy_id}'}"


def amount(ore: int) -> str:
    """Kronor with two decimals and a point: `-6840.00`."""
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02}"
