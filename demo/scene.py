"""Who and what is on stage while the story is told: the cast, the homes, the households, the bank, the calendar."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import SimpleNamespace

from bolots import calendar
from bolots.calendar import STOCKHOLM
from tenancies.models import Apartment, Tenancy

from .bank import Bank
from .payers import Purse
from .people import Household

MONTHS = 24  # that the story takes
SEED = 2017


@dataclass
class Resident:
    """A household on stage: its tenancy in the register and its purse."""

    address: str
    household: Household
    tenancy: Tenancy
    purse: Purse
    leaves_in: int | None = None  # month

    @property
    def home(self) -> tuple[str, str]:
        return self.address, self.household.door


@dataclass
class Scene:
    as_of: date
    cast: SimpleNamespace
    bank: Bank
    months: int = MONTHS
    homes: dict[tuple[str, str], Apartment] = field(default_factory=dict)
    residents: dict[int, Resident] = field(default_factory=dict)  # by tenancy

    def month(self, number: int) -> date:
        """The first day of a month counted from the end of the story: 0 is the last day's month."""
        return month_at(self.as_of, number)

    def day(self, month: int, day: int) -> date:
        return self.month(month).replace(day=day)

    def number(self, month: date) -> int:
        """The other way: how many months before the end."""
        return (month.year - self.as_of.year) * 12 + month.month - self.as_of.month

    def bank_day(self, before: int) -> date:
        """The bank day so many bank days before the last day."""
        return calendar.add_bank_days(self.as_of, -before)

    @property
    def starts_on(self) -> date:
        return self.month(-self.months)

    def named(self, name: str) -> Resident:
        return next(r for r in self.residents.values() if r.household.person.name == name)

    def living_in(self, address: str, door: str, on: date) -> Resident:
        return next(
            r
            for r in self.residents.values()
            if r.home == (address, door) and r.tenancy.starts_on <= on and (r.tenancy.ends_on or date.max) > on
        )


def month_at(as_of: date, number: int) -> date:
    year, month = divmod(as_of.year * 12 + as_of.month - 1 + number, 12)
    return date(year, month + 1, 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=STOCKHOLM)
