"""Changes to the guidelines: what the unit has decided."""

from django.utils.translation import gettext_lazy as _

from .. import guidelines
from ..audit import action
from ..models import GuidelineValue
from ..refusals import Refused, refusing


class UnknownGuideline(Refused):
    sentence = _("There is no guideline with that name.")


class NotAGuidelineValue(Refused):
    sentence = _("The guideline cannot have that value.")


class GuidelineBackDated(Refused):
    sentence = _("A guideline can be set from today on, never backwards: what was decided on a day is what held then.")


class GuidelineAlreadySet(Refused):
    sentence = _("The guideline already has a value from that day.")


@action
def set_guideline(key: str, value, *, valid_from, by, on) -> GuidelineValue:
    """A guideline's value from a day on, today at the earliest (decision 4).

    Raises UnknownGuideline, NotAGuidelineValue, GuidelineBackDated, GuidelineAlreadySet.
    """
    if valid_from < on:
        raise GuidelineBackDated
    try:
        guidelines.parse(key, str(value))
    except KeyError as error:
        raise UnknownGuideline from error
    except ValueError as error:
        raise NotAGuidelineValue from error
    with refusing({"one_value_per_guideline_and_day": GuidelineAlreadySet}):
        return GuidelineValue.objects.create(key=key, value=str(value), valid_from=valid_from, set_by=by)
