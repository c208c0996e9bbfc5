"""What a person types on the rent pages. Forms validate and never save; kronor become öre here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots import formats
from bolots.forms import KronorField, WhyField
from tenancies.models import Tenancy

from ..bankfiles.detect import MAX_BYTES
from ..models import Charge, Payment

MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    """A bank file of at most 20 MB. An empty one is let through: the import says what is wrong and keeps it."""

    bank_file = forms.FileField(label=_("New bank file"), allow_empty_file=True)

    def clean_bank_file(self):
        file = self.cleaned_data["bank_file"]
        if file.size > MAX_BYTES:
            sentence = _("The file is %(size)s MB, and the limit is %(most)s MB. A bank file of a day is smaller.")
            raise forms.ValidationError(sentence % {"size": -(-file.size // MEGABYTE), "most": MAX_BYTES // MEGABYTE})
        return file


class NoMoreFilesForm(forms.Form):
    """ "Inga fler filer t.o.m. …": the day up to which no more payments come."""

    through_on = forms.DateField(
        label=_("No more files up to and including"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


class SearchForm(forms.Form):
    """Find a home by street and number, or a charge by its OCR. Never by name: this stands in the address."""

    q = forms.CharField(max_length=60, required=False, widget=forms.TextInput({"type": "search"}))

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = label


class AllocateForm(forms.Form):
    """A payment on a charge; without an amount, as much as fits."""

    charge = forms.ModelChoiceField(Charge.objects.none(), error_messages={"required": _("Choose the rent to pay.")})
    amount = KronorField(label=_("Amount"), required=False)
    why = WhyField()

    def __init__(self, *args, payment, charges, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["charge"].queryset = charges
        self.fields["amount"].help_text = _("In kronor. Leave it empty to book as much as fits, at most %(most)s.") % {
            "most": formats.kr(payment.unallocated_ore)
        }
        self.payment = payment

    def clean(self):
        data = super().clean()
        if data.get("charge") and "amount" in data and data["amount"] is None:
            data["amount"] = min(self.payment.unallocated_ore, data["charge"].open_ore)
        return data


class GiveForm(forms.Form):
    """A payment to a tenancy's good, on no charge."""

    tenancy = forms.ModelChoiceField(Tenancy.objects.none(), error_messages={"required": _("Choose the home.")})
    why = WhyField()

    def __init__(self, *args, tenancies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tenancy"].queryset = tenancies


class WhyForm(forms.Form):
    why = WhyField()


class CreditNoteForm(forms.Form):
    amount = KronorField(label=_("Amount to credit"))
    why = WhyField()


class ReversalForm(forms.Form):
    """Which payment the bank took back."""

    payment = forms.ModelChoiceField(Payment.objects.none(), error_messages={"required": _("Choose the payment.")})
    why = WhyField()

    def __init__(self, *args, payments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["payment"].queryset = payments
