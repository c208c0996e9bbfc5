"""Changes to apartments and their owners."""

from django.utils.translation import gettext_lazy as _

from bolots import editing
from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Apartment, PropertyOwner


class OwnerAlreadyKnown(Refused):
    sentence = _("There is already a property owner with that name.")


class ApartmentAlreadyKnown(Refused):
    sentence = _("There is already an apartment with that number on that street.")


class HeadRentMismatch(Refused):
    sentence = _("A leased apartment has a head-lease rent; an owned one has none.")


class OwnedHasNoHeadLease(Refused):
    sentence = _("An apartment that the municipality owns has no head lease.")


class HeadLeaseEndsTooEarly(Refused):
    sentence = _("The head lease ends after the day it starts.")


class NotAPostcode(Refused):
    sentence = _("A postcode has five digits, like 186 30.")


APARTMENT_REFUSALS = {
    "postcode_is_five_digits": NotAPostcode,
    "one_apartment_per_number_and_street": ApartmentAlreadyKnown,
    "leased_homes_have_a_head_rent": HeadRentMismatch,
    "owned_homes_have_no_head_lease": OwnedHasNoHeadLease,
    "head_lease_ends_after_it_starts": HeadLeaseEndsTooEarly,
}


@action
def register_owner(*, name: str, by, on) -> PropertyOwner:
    with refusing({"tenancies_propertyowner_name_key": OwnerAlreadyKnown}):
        return PropertyOwner.objects.create(name=name)


@action
def register_apartment(
    *,
    number,
    street,
    tenure_form,
    owner=None,
    new_owner="",
    postcode="",
    town="",
    staircase="",
    floor=0,
    entry_code="",
    rooms=None,
    area_m2=None,
    is_furnished=False,
    head_rent_ore=None,
    head_starts_on=None,
    head_ends_on=None,
    head_notice_months=None,
    by,
    on,
) -> Apartment:
    """A home in the register; a leased one with its head lease: rent in öre a month, first day, first day after it.

    Its owner is in the register, or `new_owner` names one.
    """
    with refusing(APARTMENT_REFUSALS):
        return Apartment.objects.create(
            number=number,
            street=street,
            postcode=postcode,
            town=town,
            staircase=staircase,
            floor=floor,
            entry_code=entry_code,
            tenure_form=tenure_form,
            owner=_owner(owner, new_owner),
            rooms=rooms,
            area_m2=area_m2,
            is_furnished=is_furnished,
            head_rent_ore=head_rent_ore,
            head_starts_on=head_starts_on,
            head_ends_on=head_ends_on,
            head_notice_months=head_notice_months,
        )


@action
def edit_apartment(apartment, *, seen, owner=None, new_owner="", by, on, **fields) -> bool:
    """Other facts of a home, by the names that `register_apartment` has for them. Returns whether anything changed.

    Raises ChangedMeanwhile when the home is no longer the version that `seen` names.
    """
    with refusing(APARTMENT_REFUSALS):
        return editing.change(apartment, seen=seen, owner=_owner(owner, new_owner), **fields)


def _owner(owner, new_owner):
    """The one that is named anew goes before the one that was chosen; a name that is known is the one we know."""
    if not new_owner:
        return owner
    known = PropertyOwner.objects.filter(name__iexact=new_owner).first()
    return known or PropertyOwner.objects.create(name=new_owner)
