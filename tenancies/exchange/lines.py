"""A row on its way into the register: what it says, what is known already, and what became of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bolots.access import Permission
from bolots.forms import people

from ..models import Apartment, Involvement, PropertyOwner, Tenancy, Tenant
from .cells import BadCell
from .columns import Part
from .wording import of_value


class State(StrEnum):
    NEW, SAME, DIFFERS = "new", "same", "differs"


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands in the register, and what the file says: reported, never overwritten."""

    column: str
    there: str
    here: str


@dataclass(frozen=True, slots=True)
class Outcome:
    state: State
    differences: tuple[Difference, ...] = ()
    person_id: int | None = None  # whose data the differences tell


class Blamed(Exception):
    """A cell that cannot be used as the register stands."""

    def __init__(self, column: str, code: str):
        super().__init__(code)
        self.column, self.error = column, BadCell(code)


@dataclass
class Book:
    """What the register knows of the file's apartments, people and case workers, looked up once."""

    homes: dict[tuple[str, str], Apartment]
    by_number: dict[str, Tenant]
    stays: dict[tuple[int, date], Tenancy]
    owners: dict[str, PropertyOwner]
    workers: dict[str, list]

    @classmethod
    def about(cls, lines: list["Line"]) -> "Book":
        numbers = {line.values.get("number") for line in lines}
        homes = Apartment.objects.filter(number__in=numbers - {None}).select_related("owner")
        persons = {line.values.get("personal_number") for line in lines} - {None}
        stays = Tenancy.objects.filter(apartment__in=homes).select_related("holder", "case_worker")
        workers: dict[str, list] = {}
        for user in people(Permission.WORK_CASES):
            for name in {user.username.casefold(), user.first_name.casefold()}:
                workers.setdefault(name, []).append(user)
        return cls(
            homes={place(home.street, home.number): home for home in homes},
            by_number={one.personal_number: one for one in Tenant.objects.filter(personal_number__in=persons)},
            stays={(stay.apartment_id, stay.starts_on): stay for stay in stays.prefetch_related("rent_terms")},
            owners={owner.name.casefold(): owner for owner in PropertyOwner.objects.all()},
            workers=workers,
        )


def place(street: str, number: str) -> tuple[str, str]:
    """What makes an apartment that apartment, however it is written."""
    return street.casefold(), number.casefold()


@dataclass
class Line:
    """One row: the values of its filled cells by column, and what the parts before have made or found."""

    number: int
    values: dict[str, Any]
    by: Any
    on: date
    book: Book | None = None
    apartment: Apartment | None = None
    holder: Tenant | None = None
    stay: Tenancy | None = None
    new: set[str] = field(default_factory=set)  # keys of the parts that this row has made

    def is_new(self, part: str) -> bool:
        return part in self.new

    def tells_of(self, part: Part) -> bool:
        return any(column.key in self.values for column in part.columns)

    def need(self, *keys: str) -> None:
        """Raises Blamed for the first that is not filled in."""
        for key in keys:
            if key not in self.values:
                raise Blamed(key, "needed")

    def given(self, *keys: str, **renamed: str) -> dict[str, Any]:
        """The filled cells among these, as arguments of an action: `key`, or `argument="key"`."""
        wanted = {key: key for key in keys} | renamed
        return {argument: self.values[key] for argument, key in wanted.items() if key in self.values}

    def knows(self, tenant) -> bool:
        """Whether the file's reader may be told what the register says of the person."""
        return not tenant.is_protected or Involvement.objects.of(self.by).filter(tenancy__holder=tenant).exists()

    def compared(self, part: Part, there: dict[str, Any], person=None) -> Outcome:
        """Same, or what differs between the register (`there`, by column) and the filled cells."""
        differences = tuple(
            Difference(str(column.label), _said(column, there[column.key]), _said(column, self.values[column.key]))
            for column in part.columns
            if column.key in self.values and column.key in there and there[column.key] != self.values[column.key]
        )
        if not differences:
            return Outcome(State.SAME)
        return Outcome(State.DIFFERS, differences, person and person.pk)


def _said(column, value) -> str:
    return column.shown(value) if column.shown and value not in (None, "") else of_value(value)
