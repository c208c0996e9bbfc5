"""Changes to stays: begin, another rent, end."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.access import Permission
from bolots.audit import action
from bolots.periods import add_months
from bolots.refusals import Refused, refusing

from ..models import Involvement, RentTerm, Tenancy
from .involving import add_involvement


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


class LeaseEndsBeforeItStarts(Refused):
    sentence = _("A lease ends after the stay starts.")


class AlreadyEnded(Refused):
    sentence = _("The tenancy has already ended.")


class EndsBeforeItStarts(Refused):
    sentence = _("A tenancy ends after the day it starts.")


class NoEndReason(Refused):
    sentence = _("Say why the tenancy ends.")


class EvictionGroundMismatch(Refused):
    sentence = _("An eviction needs its ground; any other end has none.")


@action
def start_tenancy(
    *,
    apartment,
    holder,
    case_worker,
    starts_on,
    rent_ore,
    planned_end_on=None,
    lease_ends_on=None,
    due_rule=0,
    by,
    on,
) -> Tenancy:
    """A stay with its first rent (öre a month) and first review; the case worker is involved from `on`.

    Two at once are refused.
    """
    if not case_worker.may(Permission.WORK_CASES):
        raise NotACaseWorker
    first_review_on = add_months(max(starts_on, on), guidelines.on(on).review_every_months)
    refusals = {
        "no_two_tenancies_at_once_in_one_apartment": ApartmentTaken,
        "lease_ends_after_the_stay_starts": LeaseEndsBeforeItStarts,
    }
    with refusing(refusals):
        tenancy = Tenancy.objects.create(
            apartment=apartment,
            holder=holder,
            case_worker=case_worker,
            starts_on=starts_on,
            planned_end_on=planned_end_on,
            lease_ends_on=lease_ends_on,
            next_review_on=first_review_on,
        )
    _set_rent(tenancy, starts_on, rent_ore, due_rule)
    add_involvement(tenancy, case_worker, Involvement.Why.CASE_WORKER, on)
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
