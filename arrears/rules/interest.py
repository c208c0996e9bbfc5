"""Late interest on a rent (dröjsmålsränta, räntelagen 3 § and 6 §), to the öre.

Simple interest, day by day: from the day after the due day up to and including the day of payment, at the reference
rate of each half-year and eight percentage points, a year being 365 days, leap years too. No interest on interest.
Rounded once, half up, on the sum; a part shows what it adds to the rounded sum, so that the parts make the whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .rates import Rate, half_year, next_half_year

YEAR_DAYS = 365
WHOLE = 10_000 * YEAR_DAYS  # hundredths of a per cent, and days: what amount × rate × days is divided by
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Capital:
    """What was open from a day up to but not including another, öre."""

    from_on: date
    until_on: date
    ore: int


@dataclass(frozen=True, slots=True)
class Part:
    """Days with one capital and one rate. `until_on` is the first day after; `hundredths` is None when unknown."""

    from_on: date
    until_on: date
    capital_ore: int
    hundredths: int | None
    ore: int

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days

    @property
    def last_on(self) -> date:
        return self.until_on - _DAY


@dataclass(frozen=True, slots=True)
class Interest:
    """Late interest in öre, and the days it comes from. Not known: a rate is missing, and nothing is asked (R6)."""

    parts: tuple[Part, ...] = ()

    @property
    def is_known(self) -> bool:
        return all(part.hundredths is not None for part in self.parts)

    @property
    def ore(self) -> int:
        return sum(part.ore for part in self.parts)

    @property
    def days(self) -> int:
        return sum(part.days for part in self.parts)

    @property
    def missing(self) -> tuple[date, ...]:
        """The half-years whose rate is missing, the oldest first."""
        return tuple(sorted({half_year(part.from_on) for part in self.parts if part.hundredths is None}))


def late_interest(
    ore: int, due_on: date, paid_on: date, rates: Sequence[Rate], stopped: Sequence[tuple[date, date]] = ()
) -> Interest:
    """Late interest on an amount that was due on a day and paid on another; nothing when it was paid in time.

    `stopped` are periods without interest (respite), each with its first day and the first day after it. Raises
    ValueError for a negative amount.
    """
    return interest_on([Capital(due_on + _DAY, paid_on + _DAY, ore)], rates, stopped)


def interest_on(
    capital: Sequence[Capital], rates: Sequence[Rate], stopped: Sequence[tuple[date, date]] = ()
) -> Interest:
    """Late interest on an amount that changed, as parts were paid: `late_interest` over days with different capital."""
    if any(part.ore < 0 for part in capital):
        raise ValueError(capital)
    known = {rate.valid_from: rate.late_hundredths for rate in rates}
    cuts = sorted({day for period in stopped for day in period})
    pieces = [
        (piece, known.get(half_year(piece.from_on)))
        for part in capital
        if part.ore
        for piece in _cut(part, cuts)
        if not _is_stopped(piece.from_on, stopped)
    ]
    return Interest(tuple(_rounded(pieces)))


def _cut(part: Capital, cuts: Sequence[date]) -> Iterator[Capital]:
    """The part in pieces within one half-year, wholly inside or outside each stopped period."""
    start = part.from_on
    while start < part.until_on:
        ends = [day for day in cuts if start < day < part.until_on]
        stop = min([next_half_year(start), part.until_on, *ends])
        yield Capital(start, stop, part.ore)
        start = stop


def _is_stopped(day: date, stopped: Iterable[tuple[date, date]]) -> bool:
    return any(first <= day < after for first, after in stopped)


def _rounded(pieces: Sequence[tuple[Capital, int | None]]) -> Iterator[Part]:
    """Each boundary is rounded, not each part, so that no öre is lost or made. One unknown rate: nothing is asked."""
    run = edge = 0
    is_known = all(hundredths is not None for _, hundredths in pieces)
    for piece, hundredths in pieces:
        run += piece.ore * (hundredths or 0) * (piece.until_on - piece.from_on).days
        upper = (2 * run + WHOLE) // (2 * WHOLE) if is_known else 0
        yield Part(piece.from_on, piece.until_on, piece.ore, hundredths, upper - edge)
        edge = upper


def open_by_day(
    amount_ore: int, paid: Iterable[tuple[date, int]], *, from_on: date, until_on: date
) -> tuple[Capital, ...]:
    """What was open of an amount on each day of a period, from the payments on it (day, öre; negative: undone).

    The day of a payment still bears interest, so that a payment counts from the day after it. Never below zero: money
    that the bank took back may overlap with what was paid instead.
    """
    moves: dict[date, int] = {}
    for day, ore in paid:
        counts_on = max(from_on, day + _DAY)
        moves[counts_on] = moves.get(counts_on, 0) + ore
    left, start, capital = amount_ore, from_on, []
    for day in sorted(day for day in moves if day < until_on):
        if day > start:
            capital.append(Capital(start, day, max(0, left)))
        left, start = left - moves[day], day
    if start < until_on:
        capital.append(Capital(start, until_on, max(0, left)))
    return tuple(capital)
