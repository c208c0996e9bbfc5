"""Changes to stays: begin, and another rent."""

from django.utils.translation import gettext_lazy as _

from bolots import formats, guidelines
from bolots.access import Permission
from bolots.audit import acting, action
from bolots.periods import add_months
from bolots.refusals import Refused, refusing

from ..models import Apartment, Involvement, OutOfUse, RentTerm, Tenancy
from ..terms import rent_cap_ore
from .involving import add_involvement
from .leases import LEASE_REFUSALS, record_decision, record_waiver
from .people import register_tenant


class ApartmentTaken(Refused):
    sentence = _("Somebody has the apartment in that period. Two tenancies cannot run there at once.")


class ApartmentOutOfUse(Refused):
    sentence = _("The apartment is out of use on the first day. Let the stay begin later, or end the period first.")


class NotACaseWorker(Refused):
    sentence = _("The case worker of a home must be somebody who works with cases.")


class RentNegative(Refused):
    sentence = _("A rent cannot be negative.")


class UtilitiesAboveRent(Refused):
    sentence = _("The utilities are a part of the rent. They cannot be more than it.")


class RentAboveCap(Refused):
    """`cap`: the highest lawful rent, in words."""

    sentence = _(
        "The rent is higher than the law allows for this sublet home: %(cap)s a month (JB 12:55). "
        "Lower it, or write why it may be higher."
    )


class NoSuchDueDay(Refused):
    sentence = _("An agreed due day is a day from 1 to 28; 0 means the last weekday before the month.")


class RentChangedBackwards(Refused):
    sentence = _("A rent changes from today or later, and not before the tenancy starts. Correct the past by a credit.")


TAKEN = {"no_two_tenancies_at_once_in_one_apartment": ApartmentTaken}


@action
def register_stay(*, apartment, holder=None, person=None, decision=None, waiver=None, by, on, **stay) -> Tenancy:
    """A new tenancy with everything that comes with it, all or nothing.

    `holder` is in the register already; otherwise `person` says who is registered. `stay`: as `start_tenancy` takes it.
    `decision`, `waiver`: what `record_decision` and `record_waiver` take, when there is one.
    """
    holder = holder or register_tenant(**person, by=by, on=on)
    tenancy = start_tenancy(apartment=apartment, holder=holder, **stay, by=by, on=on)
    if decision:
        record_decision(tenancy, **decision, by=by)
    if waiver:
        record_waiver(tenancy, **waiver, by=by)
    return tenancy


@action
def start_tenancy(
    *,
    apartment,
    holder,
    case_worker,
    starts_on,
    rent_ore,
    utilities_ore=0,
    due_rule=0,
    planned_end_on=None,
    kind=Tenancy.Kind.LEASE,
    signed_on=None,
    lease_ends_on=None,
    informed_on=None,
    reminder_fee_agreed_on=None,
    informed_proof="",
    above_cap_why="",
    by,
    on,
) -> Tenancy:
    """A stay with its first rent (öre a month) and first review; the case worker is involved from `on`.

    Two at once are refused, and a home that is out of use. `lease_ends_on`: first day after a fixed term. A rent above
    the cap (JB 12:55 st.4) raises RentAboveCap unless `above_cap_why` says why it may be.
    """
    if not case_worker.role_allows(Permission.WORK_CASES):
        raise NotACaseWorker
    Apartment.objects.hold(apartment)
    if OutOfUse.objects.running_on(starts_on).filter(apartment=apartment).exists():
        raise ApartmentOutOfUse
    first_review_on = add_months(max(starts_on, on), guidelines.on(on).review_every_months)
    with refusing(TAKEN | LEASE_REFUSALS):
        tenancy = Tenancy.objects.create(
            apartment=apartment,
            holder=holder,
            case_worker=case_worker,
            starts_on=starts_on,
            planned_end_on=planned_end_on,
            next_review_on=first_review_on,
            kind=kind,
            signed_on=signed_on,
            lease_ends_on=lease_ends_on,
            informed_on=informed_on,
            reminder_fee_agreed_on=reminder_fee_agreed_on,
            informed_by=by if informed_on else None,
            informed_proof=informed_proof,
        )
    _set_rent(tenancy, starts_on, above_cap_why, rent_ore=rent_ore, utilities_ore=utilities_ore, due_rule=due_rule)
    add_involvement(tenancy, case_worker, Involvement.Why.CASE_WORKER, on)
    return tenancy


@action
def change_rent(tenancy, *, rent_ore: int, utilities_ore=None, valid_from, above_cap_why="", by, on) -> RentTerm:
    """Another rent (öre a month) from a day on; the due day stays, and so do the utilities unless they are given.

    The same day again corrects what was set for it. Raises RentAboveCap as `start_tenancy` does.
    """
    if valid_from < max(on, tenancy.starts_on):
        raise RentChangedBackwards
    before = tenancy.rent_terms.filter(valid_from__lte=valid_from).latest("valid_from")
    utilities_ore = before.utilities_ore if utilities_ore is None else utilities_ore
    terms = {"rent_ore": rent_ore, "utilities_ore": utilities_ore, "due_rule": before.due_rule}
    return _set_rent(tenancy, valid_from, above_cap_why, **terms)


def _set_rent(tenancy, valid_from, above_cap_why, **terms):
    refusals = {
        "rent_is_not_negative": RentNegative,
        "utilities_are_part_of_the_rent": UtilitiesAboveRent,
        "agreed_due_day_exists_in_every_month": NoSuchDueDay,
    }
    cap_ore = rent_cap_ore(tenancy.apartment, terms["utilities_ore"])
    is_above = cap_ore is not None and terms["rent_ore"] > cap_ore
    if is_above and not above_cap_why:
        raise RentAboveCap(cap=formats.kr(cap_ore))
    with acting(**({"why": above_cap_why} if is_above else {})), refusing(refusals):
        term, _created = RentTerm.objects.update_or_create(tenancy=tenancy, valid_from=valid_from, defaults=terms)
    return term
