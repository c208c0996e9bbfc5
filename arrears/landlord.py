"""Who the landlord is, as its papers say it: one place, filled in by the environment."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Landlord:
    """Creditor and sender (hyresvärd, borgenär). `hours` are when the phone is answered."""

    name: str
    unit: str
    street: str
    place: str
    org_number: str
    bankgiro: str
    phone: str
    hours: str


def landlord() -> Landlord:
    return Landlord(**settings.LANDLORD)
