"""What the rows of a lease mean by the rules: the cap on the rent, the tenure protection, the days of a notice."""

from datetime import date, timedelta

from .models import Apartment, Notice, Tenancy, TenureWaiver
from .rules import notice, rent_cap, tenure

DAY = timedelta(days=1)


def rent_cap_ore(apartment: Apartment, utilities_ore: int) -> int | None:
    """The highest rent of a sublet home in öre a month (JB 12:55 st.4); None for a home that the municipality owns."""
    if apartment.head_rent_ore is None:
        return None
    return rent_cap.cap_ore(apartment.head_rent_ore, is_furnished=apartment.is_furnished, utilities_ore=utilities_ore)


def since(tenancy: Tenancy) -> date:
    """Since when the tenant has had the home without a break. One query."""
    earlier = Tenancy.objects.filter(holder=tenancy.holder_id, apartment=tenancy.apartment_id)
    return tenure.unbroken_since(tenancy.starts_on, earlier.values_list("starts_on", "ends_on"))


def valid_waiver(waivers: list[TenureWaiver]) -> TenureWaiver | None:
    """The waiver that counts: approved, or valid without approval; of several the one that lasts longest."""
    valid = [waiver for waiver in waivers if waiver.approval in TenureWaiver.VALID]
    return max(valid, key=lambda waiver: waiver.expires_on, default=None)


def protection(tenancy: Tenancy, starts_on: date, waivers: list[TenureWaiver]) -> tenure.Protection:
    """The tenure protection of the stay; `starts_on` as `since` says."""
    waiver = valid_waiver(waivers)
    return tenure.protection(
        tenancy.apartment.tenure_form,
        tenancy.kind,
        starts_on,
        lease_ends_on=tenancy.lease_ends_on,
        waiver=waiver and tenure.Waiver(waiver.expires_on),
    )


def notice_ends_on(tenancy: Tenancy, served_on: date, given_by: str) -> date:
    """The first day after the lease when notice is served on the day."""
    terms = {"starts_on": tenancy.starts_on, "lease_ends_on": tenancy.lease_ends_on}
    return notice.last_day(served_on, given_by, **terms) + DAY


def rests_on_another_reason(given: Notice, protected: tenure.Protection, waivers: list[TenureWaiver]) -> bool:
    """Whether a landlord's notice needs a waiver and states another reason than it (JB 12:45 a)."""
    waiver = valid_waiver(waivers)
    if given.given_by != Notice.GivenBy.LANDLORD or waiver is None or protected.code != tenure.Code.WAIVED:
        return False
    return _plain(given.reason) != _plain(waiver.reason)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
