"""Changes to the register: homes, people, stays, and who is involved in a home."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.access import Permission
from bolots.audit import action
from bolots.refusals import Refused, refusing

from .models import Apartment, Caution, Child, Involvement, PropertyOwner, RentTerm, Tenancy, Tenant
from .rules import personal_number as personal_numbers


class OwnerAlreadyKnown(Refused):
    sentence = _("There is already a property owner with that name.")


class ApartmentAlreadyKnown(Refused):
    sentence = _("There is already an apartment with that number on that street.")


class HeadRentMismatch(Refused):
    sentence = _("A leased apartment has a head-lease rent; an owned one has none.")


class NotAPersonalNumber(Refused):
    sentence = _("That is no Swedish personal number. Write twelve digits, like 191212121212.")


class TenantAlreadyKnown(Refused):
    sentence = _("There is already a tenant with that personal number.")


class BirthYearImplausible(Refused):
    sentence = _("That birth year cannot be right.")


class CautionWithoutTime(Refused):
    sentence = _("A caution needs an end after its beginning.")


class ApartmentTaken(Refused):
    sentence = _("Somebody has the apartment in that period. Two tenancies cannot run there at once.")


class NotACaseWorker(Refused):
    sentence = _("The case worker of a home must be somebody who works with cases.")


class RentNegative(Refused):
    sentence = _("A rent cannot be negative.")


class NoSuchDueDay(Refused):
    sentence = _("An agreed due day is a day from 1 to 28; 0 means the last weekday before the month.")


class RentChangedBackwards(Refused):
    sentence = _("A rent changes from today or later, and not before the tenancy starts. Correct the past by a credit.")


class AlreadyEnded(Refused):
    sentence = _("The tenancy has already ended.")


class EndsBeforeItStarts(Refused):
    sentence = _("A tenancy ends after the day it starts.")


class NoEndReason(Refused):
    sentence = _("Say why the tenancy ends.")


class EvictionGroundMismatch(Refused):
    sentence = _("An eviction needs its ground; any other end has none.")


@action
def register_owner(*, name: str, by, on) -> PropertyOwner:
    with refusing({"tenancies_propertyowner_name_key": OwnerAlreadyKnown}):
        return PropertyOwner.objects.create(name=name)


@action
def register_apartment(
    *, number, street, tenure_form, owner, staircase="", floor=0, entry_code="", head_rent_ore=None, by, on
) -> Apartment:
    """A home in the register; a leased one with its head-lease rent in öre a month."""
    refusals = {
        "one_apartment_per_number_and_street": ApartmentAlreadyKnown,
        "leased_homes_have_a_head_rent": HeadRentMismatch,
    }
    with refusing(refusals):
        return Apartment.objects.create(
            number=number,
            street=street,
            staircase=staircase,
            floor=floor,
            entry_code=entry_code,
            tenure_form=tenure_form,
            owner=owner,
            head_rent_ore=head_rent_ore,
        )


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
def add_child(tenant, *, birth_year: int, lives_here=True, by, on) -> Child:
    with refusing({"child_birth_year_plausible": BirthYearImplausible}):
        return Child.objects.create(tenant=tenant, birth_year=birth_year, lives_here=lives_here)


@action
def set_caution(tenant, *, kind, reason: str, from_on, until_on, by) -> Caution:
    """What staff must know before the door opens, from a day until the day before `until_on`."""
    with refusing({"caution_ends_after_it_starts": CautionWithoutTime}):
        return Caution.objects.create(
            tenant=tenant, kind=kind, reason=reason, from_on=from_on, until_on=until_on, set_by=by
        )


@action
def start_tenancy(
    *, apartment, holder, case_worker, starts_on, rent_ore, planned_end_on=None, due_rule=0, by, on
) -> Tenancy:
    """A stay with its first rent (öre a month); the case worker is involved from `on`. Two at once are refused."""
    if not case_worker.may(Permission.WORK_CASES):
        raise NotACaseWorker
    with refusing({"no_two_tenancies_at_once_in_one_apartment": ApartmentTaken}):
        tenancy = Tenancy.objects.create(
            apartment=apartment,
            holder=holder,
            case_worker=case_worker,
            starts_on=starts_on,
            planned_end_on=planned_end_on,
        )
    _set_rent(tenancy, starts_on, rent_ore, due_rule)
    _involve(tenancy, case_worker, Involvement.Why.CASE_WORKER, on)
    return tenancy


@action
def change_rent(tenancy, *, rent_ore: int, valid_from, by, on) -> RentTerm:
    """Another rent (öre a month) from a day on; the due day stays. The same day again corrects what was set for it."""
    if valid_from < max(on, tenancy.starts_on):
        raise RentChangedBackwards
    before = tenancy.rent_terms.filter(valid_from__lte=valid_from).latest("valid_from")
    return _set_rent(tenancy, valid_from, rent_ore, before.due_rule)


def _set_rent(tenancy, valid_from, rent_ore, due_rule):
    refusals = {"rent_is_not_negative": RentNegative, "agreed_due_day_exists_in_every_month": NoSuchDueDay}
    with refusing(refusals):
        term, _created = RentTerm.objects.update_or_create(
            tenancy=tenancy, valid_from=valid_from, defaults={"rent_ore": rent_ore, "due_rule": due_rule}
        )
    return term


@action
def end_tenancy(tenancy, *, ends_on, reason, ground="", by, on) -> Tenancy:
    """The stay ends; `ends_on` is the first day after it, `ground` belongs to an eviction only.

    The case worker follows up for the guideline's `aftercare_days`, then loses sight of the home. Involvements by an
    open task or case end with the task or the case.
    """
    refusals = {
        "tenancy_ends_after_it_starts": EndsBeforeItStarts,
        "tenancy_ended_has_a_reason": NoEndReason,
        "eviction_has_a_ground": EvictionGroundMismatch,
    }
    with refusing(refusals):
        ended = Tenancy.objects.filter(pk=tenancy.pk, ends_on=None).update(
            ends_on=ends_on, end_reason=reason, ground=ground
        )
    if not ended:
        raise AlreadyEnded
    followed_until = ends_on + timedelta(days=guidelines.on(on).aftercare_days)
    tenancy.involvements.filter(why=Involvement.Why.CASE_WORKER, until_on=None).update(until_on=followed_until)
    tenancy.refresh_from_db()
    return tenancy


@action
def involve(tenancy, user, *, why, on) -> None:
    """From `on` the user may know of the home. Again for the same reason: nothing changes."""
    _involve(tenancy, user, why, on)


def _involve(tenancy, user, why, on):
    row = Involvement(tenancy=tenancy, user=user, why=why, from_on=on)
    Involvement.objects.bulk_create([row], ignore_conflicts=True)


@action
def involve_many(rows, *, on) -> None:
    """The same for many (tenancy id, user id, why) at once, in one statement."""
    known = [Involvement(tenancy_id=home, user_id=user, why=why, from_on=on) for home, user, why in rows]
    Involvement.objects.bulk_create(known, ignore_conflicts=True)


@action
def uninvolve(tenancy, user, *, why, on) -> None:
    """From `on` the user may no longer know of the home for this reason; other reasons stand."""
    tenancy.involvements.filter(user=user, why=why, until_on=None).update(until_on=on)
