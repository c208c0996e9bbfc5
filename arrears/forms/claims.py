"""What a person types about versions, refunds, write-offs and old debts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots.forms import DayField, KronorField, WhyField

from ..models import LimitationBreak


class NewVersionForm(forms.Form):
    amount = KronorField(label=_("The right amount"))
    why = WhyField()


class RefundForm(forms.Form):
    amount = KronorField(label=_("Amount to pay back"))
    to = forms.CharField(
        label=_("How it was paid out"),
        max_length=80,
        help_text=_("The reference of the payment order. No account number."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    why = WhyField()


class WriteOffForm(forms.Form):
    amount = KronorField(label=_("Amount to write off"))
    why = WhyField()


class BreakForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happened"), choices=LimitationBreak.Kind.choices)
    happened_on = DayField(label=_("Day"))
    note = forms.CharField(
        label=_("Proof"),
        max_length=200,
        help_text=_("Reference number, or how it can be proved."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
