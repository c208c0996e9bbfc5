"""The half-years and the statutory fees as a page shows them: published, entered by the unit, or missing."""

from dataclasses import dataclass
from datetime import date

from bolots.guidelines import Guidelines

from .models import ReferenceRate, StatutoryFee
from .rules.rates import Fee, Rate, half_year, known_fees, known_rates, missing, next_half_year


@dataclass(frozen=True, slots=True)
class HalfYear:
    """A half-year; `rate` is None when it is missing, `row_id` the row when the unit has entered it."""

    valid_from: date
    rate: Rate | None
    row_id: int | None
    is_current: bool

    @property
    def is_missing(self) -> bool:
        return self.rate is None


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A statutory fee, öre; `asked_ore` is what the unit asks by its guidelines, None for what it never asks."""

    label: str
    fee: Fee
    row_id: int | None
    asked_ore: int | None


def half_years(today: date) -> list[HalfYear]:
    """The half-years up to today's and those entered ahead, the newest first. One query."""
    rows = {row.valid_from: row for row in ReferenceRate.objects.all()}
    known = {
        rate.valid_from: rate
        for rate in known_rates(Rate(row.valid_from, row.hundredths, row.source) for row in rows.values())
    }
    days = {*known, *missing(known.values(), until=today)}
    return [
        HalfYear(day, known.get(day), rows[day].pk if day in rows else None, day == half_year(today))
        for day in sorted(days, reverse=True)
    ]


def next_wanted(today: date) -> date:
    """The half-year that a rate is entered for next: the newest that is missing, or the one after the newest."""
    halves = half_years(today)
    gaps = [half.valid_from for half in halves if half.is_missing]
    return gaps[0] if gaps else next_half_year(halves[0].valid_from)


def fees(held: Guidelines) -> list[FeeLine]:
    """The statutory fees by kind, the newest first, beside what the unit asks. One query."""
    kinds = StatutoryFee.Kind
    asked = {kinds.REMINDER: held.reminder_fee_ore, kinds.DEMAND: held.demand_fee_ore}
    rows = {(row.kind, row.valid_from): row for row in StatutoryFee.objects.all()}
    known = known_fees(Fee(row.kind, row.valid_from, row.most_ore, row.source) for row in rows.values())
    lines = sorted(known, key=lambda fee: (list(kinds).index(kinds(fee.kind)), -fee.valid_from.toordinal()))
    return [
        FeeLine(
            kinds(fee.kind).label,
            fee,
            rows[fee.kind, fee.valid_from].pk if (fee.kind, fee.valid_from) in rows else None,
            asked.get(kinds(fee.kind)),
        )
        for fee in lines
    ]
