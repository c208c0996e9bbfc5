"""What a late rent costs: its interest, the fee for a reminder, the cost of a demand; and no interest, for a reason."""

from dataclasses import asdict
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing

from .. import interest
from ..models import Charge, InterestWaiver
from ..rules.due_dates import due_dates
from ..rules.rates import most_ore
from .allocating import WithoutReason
from .charging import NotAnAmount, add_charges, credit_charge, draw_numbers
from .posting import lock_ledger

Kind = Charge.Kind
_DAY = timedelta(days=1)


class OnlyOnRent(Refused):
    sentence = _("Interest, fees and costs come from a rent, never from each other.")


class InterestNotYet(Refused):
    sentence = _("Interest is charged for days that have passed, at the latest today.")


class NoInterest(Refused):
    sentence = _("There is no interest to charge: the rent was paid in time, or those days are charged or stopped.")


class RateMissing(Refused):
    sentence = _("The reference rate of a half-year is missing. Enter it with its source first; it is never guessed.")


class InterestIsWaived(Refused):
    sentence = _("There is no late interest on this rent: it has been waived.")


class FeeNotAgreed(Refused):
    sentence = _("The lease had no agreement on a reminder fee when the debt arose, so none may be asked for.")


class FeeTooHigh(Refused):
    sentence = _("The law does not allow that high a fee.")


class FeeAlreadyCharged(Refused):
    sentence = _("It has been charged for this rent already; the law allows one for each debt.")


@action
def charge_interest(charge, *, until_on: date, by, on: date) -> Charge:
    """Charge the late interest of a rent from where it was charged last up to but not including `until_on`.

    With its own OCR, due 14 days after it was issued. Raises Refused.
    """
    lock_ledger()
    terms = interest.terms_of([charge.pk])[charge.pk]
    _refuse_extra(terms.charge)
    if until_on > on + _DAY:
        raise InterestNotYet
    if terms.waiver:
        raise InterestIsWaived
    found = terms.until(until_on, interest.rates())
    if not found.is_known:
        raise RateMissing
    if not found.ore:
        raise NoInterest
    period = {"from_on": terms.charged_until, "until_on": until_on}
    return _add(terms.charge, Kind.INTEREST, found.ore, by=by, on=on, **period)


@action
def charge_cost(charge, *, kind: str, amount_ore: int, by, on: date) -> Charge:
    """Charge a reminder fee (`fee`) or the cost of a demand (`cost`) of a rent, at most what the law allows, öre.

    With its own OCR, due 14 days after it was issued. What the unit asks is in `interest.fees_on`. Raises Refused.
    """
    lock_ledger()
    terms = interest.terms_of([charge.pk])[charge.pk]
    _refuse_extra(terms.charge)
    if amount_ore <= 0:
        raise NotAnAmount
    if kind == Kind.FEE and not interest.is_agreed(terms.charge.tenancy.reminder_fee_agreed_on, terms.charge):
        raise FeeNotAgreed
    if amount_ore > most_ore(interest.fees(), interest.ASKED[Kind(kind)], on):
        raise FeeTooHigh
    if terms.has_had(kind):
        raise FeeAlreadyCharged
    return _add(terms.charge, kind, amount_ore, by=by, on=on)


@action
def waive_interest(charge, *, why: str, by, on: date) -> InterestWaiver:
    """No late interest on a rent (jämkning, räntelagen 8 §); what was charged of it is credited. Raises Refused."""
    lock_ledger()
    terms = interest.terms_of([charge.pk])[charge.pk]
    _refuse_extra(terms.charge)
    if not why.strip():
        raise WithoutReason
    if terms.waiver:
        raise InterestIsWaived
    waiver = InterestWaiver.objects.create(charge=terms.charge, why=why, by=by, on=on)
    for extra, left_ore in interest.uncredited(terms):
        credit_charge(extra, amount_ore=left_ore, why=why, by=by, on=on)
    return waiver


def _refuse_extra(charge: Charge) -> None:
    if charge.kind not in Charge.DEBT_KINDS:
        raise OnlyOnRent


def _add(rent: Charge, kind: str, ore: int, *, by, on: date, **period) -> Charge:
    [(number, ocr)] = draw_numbers(1)
    charge = Charge(
        pk=number,
        tenancy_id=rent.tenancy_id,
        kind=kind,
        month=rent.month,
        amount_ore=ore,
        open_ore=ore,
        ocr=ocr,
        about=rent,
        by=by,
        effective_on=on,
        recorded_on=on,
        **period,
        **asdict(due_dates(rent.month, issued_on=on)),
    )
    with refusing({"one_fee_and_one_cost_per_debt": FeeAlreadyCharged}):
        add_charges([charge], on=on)
    return charge
