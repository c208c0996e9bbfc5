"""Changes to people: tenants, their children, what to bear in mind at visits."""

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
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


@action
def register_tenant(
    *,
    name,
    personal_number=None,
    preferred_name="",
    phone="",
    language=Tenant.Language.SWEDISH,
    is_protected=False,
    by,
    on,
) -> Tenant:
    """A person in the register. The personal number may be unknown (None), but not wrong."""
    if personal_number is not None and not personal_numbers.is_valid(personal_number):
        raise NotAPersonalNumber
    with refusing({"tenancies_tenant_personal_number_key": TenantAlreadyKnown}):
        return Tenant.objects.create(
            name=name,
            personal_number=personal_number,
            preferred_name=preferred_name,
            phone=phone,
            language=language,
            is_protected=is_protected,
        )


@action
def add_child(tenant, *, birth_year: int, residence=Child.Residence.FULL_TIME, by, on) -> Child:
    with refusing({"child_birth_year_plausible": BirthYearImplausible}):
        return Child.objects.create(tenant=tenant, birth_year=birth_year, residence=residence)


@action
def set_caution(tenant, *, kind, reason: str, from_on, until_on, by) -> Caution:
    """What staff must know before the door opens, from a day until the day before `until_on`."""
    with refusing({"caution_ends_after_it_starts": CautionWithoutTime}):
        return Caution.objects.create(
            tenant=tenant, kind=kind, reason=reason, from_on=from_on, until_on=until_on, set_by=by
        )
