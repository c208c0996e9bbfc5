"""One source for the money of an account's day: BgMax, camt.054, camt.053 and CSV may all tell of the same money.

The first of them that brought money for the account and day is that day's source; what another one says of the day is
counted and compared, never added. A statement's total without its payments is nobody's source.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection

from ..accounts import numbers_of, same_account
from ..bankfiles.model import BankDeposit, BankFile, Reason, reason

FAMILY = "left(split_part(f.format, ' ', 1), 8)"
# what is in the book, and what was held back, each deposit once however often it came
BROUGHT = f"""
SELECT d.account, d.booked_on, {FAMILY}, false, min(d.id), sum(d.amount_ore)::bigint
FROM arrears_deposit d JOIN arrears_importfile f ON f.id = d.file_id
WHERE d.undone_on IS NULL AND d.account = ANY(%(accounts)s) AND d.booked_on = ANY(%(days)s) GROUP BY 1, 2, 3
UNION ALL
SELECT account, booked_on, family, true, 0, sum(amount_ore)::bigint FROM (
    SELECT DISTINCT h.account, h.booked_on, {FAMILY} family, h.serial, h.amount_ore
    FROM arrears_heldback h JOIN arrears_importfile f ON f.id = h.file_id
    WHERE f.undone_on IS NULL AND h.account = ANY(%(accounts)s) AND h.booked_on = ANY(%(days)s)
      AND (h.account, h.booked_on, h.serial) NOT IN (
          SELECT * FROM unnest(%(own)s::text[], %(on)s::date[], %(nr)s::text[]))
) held GROUP BY 1, 2, 3
"""
Day = tuple[str, date]


class Source(NamedTuple):
    """Who brought a day's money first, and how much that was (öre)."""

    family: str
    ore: int


@dataclass(frozen=True, slots=True)
class HeldDay:
    """What a file says of a day and does not add. `ore` counts what earlier files of its family said of it too."""

    account: str
    booked_on: date
    deposits: tuple[BankDeposit, ...]
    ore: int
    source: Source | None

    @property
    def count(self) -> int:
        return sum(deposit.count for deposit in self.deposits)


@dataclass(frozen=True, slots=True)
class Divided:
    """The deposits of a file that may be stored, and the days of which nothing is added."""

    stored: list[BankDeposit] = field(default_factory=list)
    held: list[HeldDay] = field(default_factory=list)


def divide(file: BankFile) -> Divided:
    """Tell what of the file is its day's source from what only says again. One query."""
    days: dict[Day, list[BankDeposit]] = defaultdict(list)
    for deposit in file.deposits:
        if not deposit.held:
            days[same_account(deposit.account), deposit.booked_on].append(deposit)
    sources, earlier = _brought(days, file.family)
    divided = Divided()
    for (account, booked_on), deposits in days.items():
        source = sources.get((account, booked_on))
        is_anothers = source is not None and source.family != file.family
        if is_anothers or any(deposit.is_total for deposit in deposits):
            ore = earlier[account, booked_on] + sum(deposit.amount_ore for deposit in deposits)
            divided.held.append(HeldDay(account, booked_on, tuple(deposits), ore, source if is_anothers else None))
        else:
            divided.stored.extend(deposits)
    return divided


def _brought(days: dict[Day, list[BankDeposit]], family: str) -> tuple[dict[Day, Source], dict[Day, int]]:
    """Each day's source, and what files of the `family` have been held back of it before."""
    deposits = [deposit for some in days.values() for deposit in some]
    own = {
        "own": [d.account for d in deposits],
        "on": [d.booked_on for d in deposits],
        "nr": [d.serial for d in deposits],
    }
    wanted = {"accounts": numbers_of(account for account, _day in days), "days": [day for _account, day in days]}
    with connection.cursor() as cursor:
        cursor.execute(BROUGHT, {**wanted, **own})
        rows = cursor.fetchall()
    first: dict[Day, tuple[int, str]] = {}
    sums: dict[tuple[Day, str], int] = defaultdict(int)
    earlier: dict[Day, int] = defaultdict(int)
    for account, booked_on, whose, is_held, number, ore in rows:
        day = (same_account(account), booked_on)
        if is_held:
            earlier[day] += ore if whose == family else 0
        else:
            sums[day, whose] += ore
            first[day] = min(first.get(day, (number, whose)), (number, whose))
    return {day: Source(whose, sums[day, whose]) for day, (_number, whose) in first.items()}, earlier


def told(held: Sequence[HeldDay], family: str) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What a person must know of the days that nothing was added to, and what is worth knowing."""
    reasons = [_told(day, family) for day in held]
    return tuple(r for r in reasons if r.code != "held_agrees"), tuple(r for r in reasons if r.code == "held_agrees")


def _told(day: HeldDay, family: str) -> Reason:
    where = day.deposits[0].where
    facts = {"day": day.booked_on.isoformat(), "account": day.account, "count": day.count, "held_ore": day.ore}
    if day.source is None:
        return reason("total_uncovered", where, **facts)
    code = "held_agrees" if day.source.ore == day.ore else "held_differs"
    return reason(code, where, **facts, source=day.source.family, source_ore=day.source.ore, family=family)
