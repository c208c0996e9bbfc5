"""What people enter about rates and fees, and why a home pays no late interest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots import formats, money
from bolots.editing import EditForm
from bolots.forms import DayField, KronorField, WhyField

from ..models import StatutoryFee


class PercentField(forms.CharField):
    """A rate in per cent with at most two decimals, as hundredths; it may be below zero."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=10, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )

    def prepare_value(self, value):
        return formats.kronor(value) if isinstance(value, int) else value

    def clean(self, value):
        text = super().clean(value).replace("%", "")
        try:
            hundredths = money.parse_kronor(text)
        except ValueError:
            hundredths = None
        if hundredths is None or abs(hundredths) > 10_000:
            raise forms.ValidationError(_("Write the rate in per cent, for example 2,00 or −0,50."))
        return hundredths


def source(example: str):
    return forms.CharField(label=_("Source"), help_text=example, max_length=120)


class RateFields(forms.Form):
    valid_from = DayField(label=_("From"), help_text=_("1 January or 1 July."))
    hundredths = PercentField(
        label=_("Reference rate in per cent"), help_text=_("As published, without the eight points.")
    )
    source = source(_("Where it was published, such as: riksbank.se, read 1 July, or SFS 2025:809."))


class RateForm(RateFields):
    """The reference rate of a half-year."""


class RateEditForm(RateFields, EditForm):
    """A rate that was entered wrongly."""


class FeeFields(forms.Form):
    kind = forms.ChoiceField(label=_("For"), choices=StatutoryFee.Kind)
    valid_from = DayField(label=_("From"))
    most_ore = KronorField(label=_("At most"), help_text=_("In kronor."), may_be_zero=True)
    source = source(_("Such as: SFS 2013:56."))


class FeeForm(FeeFields):
    """The most that the law lets a fee be."""


class FeeEditForm(FeeFields, EditForm):
    """A fee that was entered wrongly."""


class WaiveForm(forms.Form):
    """No late interest on a rent, and why."""

    why = WhyField(help_text=_("Such as illness or loss of work. No diagnosis."))
