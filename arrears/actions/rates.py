"""What the law lets late payment cost, as the unit enters it: a reference rate of a half-year, a statutory fee."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots import editing
from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import ReferenceRate, StatutoryFee


class NotAHalfYear(Refused):
    sentence = _("A reference rate holds from 1 January or from 1 July.")


class RateAlreadyEntered(Refused):
    sentence = _("A rate of that half-year has been entered already: change that one.")


class RateNotPlausible(Refused):
    sentence = _("A reference rate lies between −8 and 50 per cent. Write it as it stands at the Riksbank, like 2,00.")


class WithoutSource(Refused):
    sentence = _("Write where it was published, so that somebody else can check it.")


class FeeAlreadyEntered(Refused):
    sentence = _("That fee has been entered for that day already: change that one.")


class FeeBelowZero(Refused):
    sentence = _("A fee is not below zero.")


RATE_REFUSALS = {
    "arrears_referencerate_valid_from_key": RateAlreadyEntered,
    "reference_rate_of_a_half_year": NotAHalfYear,
    "reference_rate_has_a_source": WithoutSource,
    "reference_rate_is_plausible": RateNotPlausible,
}
FEE_REFUSALS = {
    "one_statutory_fee_per_kind_and_day": FeeAlreadyEntered,
    "statutory_fee_is_not_negative": FeeBelowZero,
    "statutory_fee_has_a_source": WithoutSource,
}


@action
def set_reference_rate(*, valid_from: date, hundredths: int, source: str, by, on: date) -> ReferenceRate:
    """The reference rate of a half-year, hundredths of a per cent; after the published ones, or instead of one.

    What has been charged stays as it was charged. Raises Refused.
    """
    with refusing(RATE_REFUSALS):
        return ReferenceRate.objects.create(
            valid_from=valid_from, hundredths=hundredths, source=source.strip(), set_on=on, set_by=by
        )


@action
def edit_reference_rate(row, *, seen, valid_from: date, hundredths: int, source: str, by) -> ReferenceRate:
    """A rate that was entered wrongly. Raises ChangedMeanwhile and Refused."""
    with refusing(RATE_REFUSALS):
        editing.change(row, seen=seen, valid_from=valid_from, hundredths=hundredths, source=source.strip())
    return row


@action
def set_statutory_fee(*, kind: str, valid_from: date, most_ore: int, source: str, by, on: date) -> StatutoryFee:
    """The most that the law allows for a reminder, a demand or a plan (lag 1981:739 4 §), öre. Raises Refused."""
    with refusing(FEE_REFUSALS):
        return StatutoryFee.objects.create(
            kind=kind, valid_from=valid_from, most_ore=most_ore, source=source.strip(), set_on=on, set_by=by
        )


@action
def edit_statutory_fee(row, *, seen, kind: str, valid_from: date, most_ore: int, source: str, by) -> StatutoryFee:
    """A fee that was entered wrongly. Raises ChangedMeanwhile and Refused."""
    with refusing(FEE_REFUSALS):
        editing.change(row, seen=seen, kind=kind, valid_from=valid_from, most_ore=most_ore, source=source.strip())
    return row
