"""Changes to people: tenants, their children, what to bear in mind at visits."""

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.editing import change
from bolots.refusals import Refused, refusing

from ..models import Caution, Child, Tenant
from ..rules import personal_number as personal_numbers


class NotAPersonalNumber(Refused):
    sentence = _("That is no Swedish personal number. Write twelve digits, like 191212121212.")


class TenantAlreadyKnown(Refused):
    sentence = _("There is already a tenant with that personal number.")


class BirthYearImplausible(Refused):
    sentence = _("That birth year cannot be right.")


class CautionWithoutTime(Refused):
    sentence = _("A caution needs an end after its beginning.")


class CautionTooLong(Refused):
    sentence = _("A caution holds for a year at most. Look at it again then, and set a new one if it is still needed.")


class CautionIsOver(Refused):
    sentence = _("The caution is over already.")


KNOWN_NUMBER = {"tenancies_tenant_personal_number_key": TenantAlreadyKnown}


@action
def register_tenant(*, name, personal_number=None, by, on, **fields) -> Tenant:
    """A person in the register, with what else is known: the tenant's fields by name.

    The personal number may be unknown (None), but not wrong. Raises NotAPersonalNumber, TenantAlreadyKnown.
    """
    _check_number(personal_number)
    with refusing(KNOWN_NUMBER):
        return Tenant.objects.create(name=name, personal_number=personal_number, **fields)


@action
def edit_tenant(tenant, *, seen=None, by, on, **fields) -> Tenant:
    """Set a tenant's fields. Raises NotAPersonalNumber, TenantAlreadyKnown, ChangedMeanwhile."""
    _check_number(fields.get("personal_number"))
    with refusing(KNOWN_NUMBER):
        change(tenant, seen=seen, **fields)
    return tenant


def _check_number(number: str | None) -> None:
    if number is not None and not personal_numbers.is_valid(number):
        raise NotAPersonalNumber


@action
def add_child(tenant, *, birth_year: int, residence=Child.Residence.FULL_TIME, left_on=None, by, on) -> Child:
    with refusing({"child_birth_year_plausible": BirthYearImplausible}):
        return Child.objects.create(tenant=tenant, birth_year=birth_year, residence=residence, left_on=left_on)


@action
def edit_child(child, *, seen=None, by, on, **fields) -> Child:
    """Set a child's fields; `left_on` takes it out of the household. Raises BirthYearImplausible, ChangedMeanwhile."""
    with refusing({"child_birth_year_plausible": BirthYearImplausible}):
        change(child, seen=seen, **fields)
    return child


@action
def set_caution(tenant, *, kind, reason: str, from_on, until_on, by) -> Caution:
    """What staff must know before the door opens, from a day until the day before `until_on`, a year at most."""
    refusals = {"caution_ends_after_it_starts": CautionWithoutTime, "caution_is_a_year_at_most": CautionTooLong}
    with refusing(refusals):
        return Caution.objects.create(
            tenant=tenant, kind=kind, reason=reason, from_on=from_on, until_on=until_on, set_by=by
        )


@action
def end_caution(caution, *, why: str, by, on) -> Caution:
    """No longer needed, from `on`. Raises CautionIsOver."""
    if not Caution.objects.not_over_on(on).filter(pk=caution.pk).update(ended_on=on):
        raise CautionIsOver
    caution.refresh_from_db()
    return caution
