"""What late payment costs by law, as published: the reference rate of each half-year, and the most that a fee may be.

The data of this file is dated and has its source. A rate that could not be verified is not here: then no interest is
computed for its half-year (R6), and the unit enters it with its source when it has read it at riksbank.se.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

ABOVE_REFERENCE = 800  # hundredths of a per cent: late interest is the reference rate and eight points (räntelagen 6 §)


@dataclass(frozen=True, slots=True)
class Rate:
    """The reference rate of a half-year (referensränta, räntelagen 9 §), hundredths of a per cent."""

    valid_from: date
    hundredths: int
    source: str

    @property
    def late_hundredths(self) -> int:
        """The late interest of the half-year (räntelagen 6 §), hundredths of a per cent a year; never below zero."""
        return max(0, self.hundredths + ABOVE_REFERENCE)


@dataclass(frozen=True, slots=True)
class Fee:
    """The most that a creditor may ask for a reminder, a demand or a plan (lag 1981:739 4 §), öre, from a day on."""

    kind: str
    valid_from: date
    most_ore: int
    source: str


RIKSBANK = "Riksbanken, referensränta"
_RATES = (  # year, from 1 January, source, from 1 July, source
    (2010, 50, RIKSBANK, 50, RIKSBANK),
    (2011, 150, RIKSBANK, 200, RIKSBANK),
    (2012, 200, RIKSBANK, 150, RIKSBANK),
    (2013, 100, RIKSBANK, 100, RIKSBANK),
    (2014, 100, RIKSBANK, 100, RIKSBANK),
    (2015, 0, RIKSBANK, 0, RIKSBANK),
    (2016, 0, RIKSBANK, -50, RIKSBANK),
    (2017, -50, RIKSBANK, -50, RIKSBANK),
    (2018, -50, RIKSBANK, -50, RIKSBANK),
    (2019, -50, RIKSBANK, 0, RIKSBANK),
    (2020, 0, RIKSBANK, 0, RIKSBANK),
    (2021, 0, "loanster.se, avskrift", 0, "SFS, tillkännagivande"),
    (2022, 0, "SFS, tillkännagivande", 50, "SFS, tillkännagivande"),
    (2023, 250, "SFS, tillkännagivande", 350, "SFS, tillkännagivande"),
    (2024, 400, "SFS 2023:954", 400, "SFS 2024:613"),
    (2025, 300, "SFS 2024:1373", 200, "SFS 2025:809"),
)
RATES = (
    *(
        Rate(date(year, month, 1), hundredths, source)
        for year, january, where, july, there in _RATES
        for month, hundredths, source in ((1, january, where), (7, july, there))
    ),
    Rate(date(2026, 1, 1), 200, "andrahandskälla; kontrollera hos Riksbanken"),
)
_SFS = "lag (1981:739) 4 §; SFS 2013:56"
_SINCE = date(2013, 3, 16)
FEES = (
    Fee("reminder", _SINCE, 6_000, _SFS),
    Fee("demand", _SINCE, 18_000, _SFS),
    Fee("plan", _SINCE, 17_000, _SFS),
)


def half_year(day: date) -> date:
    """The first day of the half-year (1 January or 1 July) that the day lies in."""
    return date(day.year, 7 if day.month > 6 else 1, 1)


def next_half_year(day: date) -> date:
    """The first day of the half-year after the day's."""
    return date(day.year, 7, 1) if day.month < 7 else date(day.year + 1, 1, 1)


def known_rates(entered: Iterable[Rate]) -> tuple[Rate, ...]:
    """The published rates, with those that the unit has entered after or instead of them; the oldest first."""
    rates = {rate.valid_from: rate for rate in (*RATES, *entered)}
    return tuple(rates[day] for day in sorted(rates))


def missing(rates: Iterable[Rate], *, until: date) -> tuple[date, ...]:
    """The half-years without a rate, from the first that has one up to that of the day; the oldest first."""
    have = {rate.valid_from for rate in rates}
    if not have:
        return (half_year(until),)
    return tuple(day for day in _half_years(min(have), until) if day not in have)


def gaps_until(day: date, entered: Iterable[date]) -> tuple[date, ...]:
    """The half-years since the first published one that have no rate, published or entered; the oldest first."""
    have = {*entered, *(rate.valid_from for rate in RATES)}
    return tuple(gap for gap in _half_years(RATES[0].valid_from, day) if gap not in have)


def _half_years(first: date, until: date) -> Iterator[date]:
    while first <= until:
        yield first
        first = next_half_year(first)


def known_fees(entered: Iterable[Fee]) -> tuple[Fee, ...]:
    """The published fees, with those that the unit has entered after or instead of them; by kind, the oldest first."""
    fees = {(fee.kind, fee.valid_from): fee for fee in (*FEES, *entered)}
    return tuple(fees[key] for key in sorted(fees))


def most_ore(fees: Iterable[Fee], kind: str, day: date) -> int:
    """The most that a fee of the kind may be on the day, öre; 0 before the first that is known (never guess)."""
    held = [fee for fee in fees if fee.kind == kind and fee.valid_from <= day]
    return max(held, key=lambda fee: fee.valid_from).most_ore if held else 0
