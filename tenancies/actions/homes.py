"""Changes to apartments and their owners."""

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Apartment, PropertyOwner


class OwnerAlreadyKnown(Refused):
    sentence = _("There is already a property owner with that name.")


class ApartmentAlreadyKnown(Refused):
    sentence = _("There is already an apartment with that number on that street.")


class HeadRentMismatch(Refused):
    sentence = _("A leased apartment has a head-lease rent; an owned one has none.")


class HeadLeaseMismatch(Refused):
    sentence = _("A head lease belongs to a leased apartment, and ends after it starts.")


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
    owner,
    staircase="",
    floor=0,
    entry_code="",
    rooms=None,
    area_m2=None,
    is_furnished=False,
    head_rent_ore=None,
    head_starts_on=None,
    head_ends_on=None,
    by,
    on,
) -> Apartment:
    """A home in the register; a leased one with its head-lease rent in öre a month.

    Raises ApartmentAlreadyKnown, HeadRentMismatch, HeadLeaseMismatch.
    """
    refusals = {
        "one_apartment_per_number_and_street": ApartmentAlreadyKnown,
        "leased_homes_have_a_head_rent": HeadRentMismatch,
        "owned_homes_have_no_head_lease": HeadLeaseMismatch,
        "head_lease_ends_after_it_starts": HeadLeaseMismatch,
    }
    with refusing(refusals):
        return Apartment.objects.create(
            number=number,
            street=street,
            staircase=staircase,
            floor=floor,
            entry_code=entry_code,
            rooms=rooms,
            area_m2=area_m2,
            is_furnished=is_furnished,
            tenure_form=tenure_form,
            owner=owner,
            head_rent_ore=head_rent_ore,
            head_starts_on=head_starts_on,
            head_ends_on=head_ends_on,
        )
