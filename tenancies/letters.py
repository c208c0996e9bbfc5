"""The landlord's papers to a tenant. Written in Swedish: the legal wording hangs on no translation."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date


@dataclass(frozen=True)
class CorrectionPaper:
    """A demand to put things right (rättelseanmaning, JB 12:25 a). It names the tenant and no amount."""

    template = "correction"

    name: str
    home: str
    street: str
    number: str
    place: str
    issued_on: str
    happened_on: str
    what: str
    demand: str
    correct_by: str
    notified_on: str
    sender: str
    phone: str

    @classmethod
    def from_incident(cls, incident, *, what: str, demand: str, correct_by_on: date, by, on: date) -> "CorrectionPaper":
        """`notified_on` is "" while the social services have not been told; then it cannot be issued."""
        apartment = incident.tenancy.apartment
        return cls(
            name=incident.tenancy.holder.name,
            home=apartment.address,
            street=apartment.street,
            number=apartment.number,
            place=apartment.place,
            issued_on=_day(on),
            happened_on=_day(incident.happened_on),
            what=what,
            demand=demand,
            correct_by=_day(correct_by_on, "EEEE d MMMM y"),
            notified_on=_day(incident.notified_on) if incident.notified_on else "",
            sender=by.first_name,
            phone=by.phone,
        )


def _day(day: date, pattern: str = "d MMMM y") -> str:
    return format_date(day, pattern, locale="sv")
