"""What people type about homes: facts, days out of use, keys, a picture. Ends are last days, as people say them."""

from datetime import timedelta

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bolots import calendar
from bolots.editing import EditForm
from bolots.forms import DayField, KronorField, WhyField

from .. import pictures
from ..actions import NotAPostcode
from ..models import Apartment, Loan, OutOfUse, PropertyOwner
from ..rules import postcode

OWNED = Apartment.TenureForm.OWNED
HEAD_LEASE = ("head_rent_ore", "head_starts_on", "head_last_on", "head_notice_months")
DAY = timedelta(days=1)


def first_day_after(last_on):
    """As periods are stored: without their end."""
    return last_on and last_on + DAY


def text_of(model, name, **more):
    """A text of the model's own length and label."""
    field = model._meta.get_field(name)
    more = {"label": capfirst(field.verbose_name), "help_text": field.help_text, "required": not field.blank} | more
    more = {"max_length": field.max_length} | more
    return forms.CharField(widget=forms.TextInput({"autocomplete": "off"}), **more)


def number_of(model, name, least, most, **more):
    """A whole number of the model's own label."""
    field = model._meta.get_field(name)
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    more = {"label": capfirst(field.verbose_name), "required": not field.blank} | more
    return forms.IntegerField(min_value=least, max_value=most, widget=widget, **more)


def tick_one(label, choices):
    """One of the model's words, each begun with a capital."""
    words = [(value, capfirst(word)) for value, word in choices]
    return forms.ChoiceField(label=label, choices=words, widget=forms.RadioSelect)


class ApartmentForm(forms.Form):
    """A home; what the head lease says is asked of leased homes only, and left out of an owned one."""

    number = text_of(Apartment, "number", help_text=gettext_lazy("The four digits on the door (lag 2006:378)."))
    street = text_of(Apartment, "street")
    postcode = text_of(Apartment, "postcode", max_length=9)
    town = text_of(Apartment, "town")
    staircase = text_of(Apartment, "staircase")
    floor = number_of(
        Apartment, "floor", -5, 60, initial=0, help_text=gettext_lazy("Flights up; 0 is the ground floor.")
    )
    entry_code = text_of(Apartment, "entry_code")
    rooms = number_of(Apartment, "rooms", 1, 20, help_text=gettext_lazy("The kitchen is not counted."))
    area_m2 = number_of(Apartment, "area_m2", 5, 1000, help_text=gettext_lazy("Whole square metres."))
    is_furnished = forms.BooleanField(label=gettext_lazy("Furnished"), required=False)
    owner = forms.ModelChoiceField(
        PropertyOwner.objects.order_by("name"),
        label=gettext_lazy("Owner"),
        required=False,
        empty_label=gettext_lazy("none of these"),
    )
    new_owner = text_of(
        PropertyOwner,
        "name",
        label=gettext_lazy("Another owner"),
        required=False,
        help_text=gettext_lazy("Write the name when it is not in the list."),
    )
    tenure_form = tick_one(gettext_lazy("Tenure form"), Apartment.TenureForm.choices)
    head_rent_ore = KronorField(
        label=gettext_lazy("Head-lease rent"), help_text=gettext_lazy("Kronor a month."), required=False
    )
    head_starts_on = DayField(label=gettext_lazy("First day of the head lease"), required=False)
    head_last_on = DayField(
        label=gettext_lazy("Last day of the head lease"),
        help_text=gettext_lazy("Leave it empty when it runs until further notice."),
        required=False,
    )
    head_notice_months = number_of(
        Apartment,
        "head_notice_months",
        0,
        60,
        label=gettext_lazy("Notice of the head lease"),
        help_text=gettext_lazy("Months."),
    )

    def clean_postcode(self):
        typed = self.cleaned_data["postcode"]
        try:
            return typed and postcode.parse(typed)
        except ValueError:
            raise forms.ValidationError(str(NotAPostcode())) from None

    def clean(self):
        data = super().clean()
        if not (data.get("owner") or data.get("new_owner")) and not {"owner", "new_owner"} & set(self.errors):
            self.add_error("owner", _("Choose the owner, or write the name of another one."))
        if data.get("tenure_form") == OWNED:
            self._leave_out_the_head_lease(data)
        elif data.get("tenure_form") and "head_rent_ore" in data and data["head_rent_ore"] is None:
            self.add_error("head_rent_ore", _("Write what the municipality pays for a leased home."))
        return data

    def _leave_out_the_head_lease(self, data):
        for name in HEAD_LEASE:
            data[name] = None
            self.errors.pop(name, None)

    @property
    def values(self) -> dict:
        """What the actions take."""
        last_on = self.cleaned_data["head_last_on"]
        facts = {name: value for name, value in self.cleaned_data.items() if name != "head_last_on"}
        return facts | {"head_ends_on": first_day_after(last_on)}


class ApartmentEditForm(ApartmentForm, EditForm):
    """The same for a home that is in the register."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, initial={"new_owner": ""}, **kwargs)


class OutOfUseForm(forms.Form):
    """Days on which nobody can live in the home."""

    reason = tick_one(gettext_lazy("Reason"), OutOfUse.Reason.choices)
    starts_on = DayField(label=gettext_lazy("First day out of use"))
    last_on = DayField(
        label=gettext_lazy("Last day out of use"),
        help_text=gettext_lazy("Leave it empty while it is not known."),
        required=False,
    )
    note = text_of(
        OutOfUse, "note", help_text=gettext_lazy("What is wrong, and who mends it. Nothing about the tenant.")
    )

    @property
    def values(self) -> dict:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "last_on"}
        return facts | {"ends_on": first_day_after(self.cleaned_data["last_on"])}


class OutOfUseEditForm(OutOfUseForm, EditForm):
    pass


class WithdrawForm(forms.Form):
    why = WhyField()


class LoanForm(forms.Form):
    """What goes out, and to whom: the tenant (when the home has one that the user may know of) or somebody named."""

    TENANT, OTHER = "tenant", "other"

    kind = tick_one(gettext_lazy("What"), Loan.Kind.choices)
    number = number_of(Loan, "number", 1, 99, label=gettext_lazy("How many"), initial=1)
    label = text_of(Loan, "label", help_text=gettext_lazy("The number on the key, or what the thing is."))
    whom = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)
    to = text_of(
        Loan,
        "to",
        label=gettext_lazy("Somebody else's name"),
        required=False,
        help_text=gettext_lazy("Name and firm or task, as on the receipt."),
    )
    issued_on = DayField(label=gettext_lazy("Handed out"))

    def __init__(self, *args, tenant: str | None, **kwargs):
        """`tenant`: the word for the home's tenant; None: there is nobody to choose."""
        super().__init__(*args, **kwargs)
        choices = [(self.OTHER, gettext_lazy("Somebody else"))]
        self.fields["whom"].choices = choices if tenant is None else [(self.TENANT, tenant), *choices]
        self.initial.setdefault("whom", choices[0][0] if tenant is None else self.TENANT)
        self.initial.setdefault("issued_on", calendar.today())

    def clean(self):
        data = super().clean()
        if data.get("whom") == self.OTHER and not data.get("to") and "to" not in self.errors:
            self.add_error("to", _("Write who signs for it."))
        return data

    def values(self, stay) -> dict:
        """What `issue_loan` takes; to the stay's tenant when that was chosen."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("whom", "to")}
        is_tenants = self.cleaned_data["whom"] == self.TENANT
        return facts | ({"tenancy": stay} if is_tenants else {"to": self.cleaned_data["to"]})


class ReturnForm(forms.Form):
    returned_on = DayField(label=gettext_lazy("Returned"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("returned_on", calendar.today())


class PhotoForm(forms.Form):
    """A picture of at most 10 MB; whether it is one, the action finds out."""

    photo = forms.FileField(
        label=gettext_lazy("Photo of the building"),
        help_text=gettext_lazy(
            "JPEG or PNG, at most 10 MB. From outside, without people. Place and camera are removed."
        ),
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
    )

    def clean_photo(self):
        file = self.cleaned_data["photo"]
        if file.size > pictures.MAX_BYTES:
            raise forms.ValidationError(str(pictures.PictureTooLarge()))
        return file
