"""What people type about people: the tenant, children, cautions, contacts, and who may know of the protected."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bolots import calendar
from bolots.access import Permission
from bolots.editing import EditForm
from bolots.forms import DayField, WhyField, choose_among, people
from bolots.models import User

from ..models import Caution, Child, Consent, Contact, Tenant
from ..rules import personal_number

NOT_KNOWN, NOT_CHOSEN = ("", _("not known")), ("", _("choose"))


def _of(model, name, form=forms.CharField, **more):
    """A form's field with the model's label and help."""
    field = model._meta.get_field(name)
    said = {"label": capfirst(field.verbose_name), "help_text": field.help_text, "required": not field.blank}
    return form(**(said | more))


def _text(model, name, form=forms.CharField, **more):
    """The same for text, as long as the column."""
    return _of(model, name, form, max_length=model._meta.get_field(name).max_length, **more)


def _choice(model, name, *first):
    return _of(model, name, forms.ChoiceField, choices=[*first, *model._meta.get_field(name).choices])


class PersonalNumberField(forms.CharField):
    """A personal or coordination number as people write it, as twelve digits; None when nothing is written."""

    def __init__(self):
        label, said = capfirst(_("personal number")), _("Personal or coordination number, with or without a dash.")
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, help_text=said, required=False, max_length=20, widget=widget)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return personal_number.parse(text, calendar.today())
        except ValueError as error:
            raise forms.ValidationError(
                _("Check the number: it is written like 19121212-1212 or 121212-1212, and its last digit fits.")
            ) from error


class TenantForm(EditForm):
    name = _text(Tenant, "name")
    preferred_name = _text(Tenant, "preferred_name")
    personal_number = PersonalNumberField()
    phone = _text(Tenant, "phone")
    email = _text(Tenant, "email", forms.EmailField)
    contact_way = _choice(Tenant, "contact_way", NOT_KNOWN)
    language = _choice(Tenant, "language")
    payer = _choice(Tenant, "payer")
    target_group = _choice(Tenant, "target_group", NOT_KNOWN)


class ChildFields(forms.Form):
    birth_year = forms.IntegerField(label=capfirst(_("birth year")), min_value=1980, max_value=2100)
    residence = _choice(Child, "residence")


class ChildForm(ChildFields):
    """A child that is new."""


class ChildEditForm(EditForm, ChildFields):
    left_on = _of(Child, "left_on", DayField)


class ContactFields(forms.Form):
    kind = _choice(Contact, "kind")
    name = _text(Contact, "name")
    organisation = _text(Contact, "organisation")
    phone = _text(Contact, "phone")
    email = _text(Contact, "email", forms.EmailField)


class ContactForm(ContactFields):
    """A contact that is new."""


class ContactEditForm(EditForm, ContactFields):
    ended_on = _of(Contact, "ended_on", DayField)


class ConsentForm(forms.Form):
    what = _text(Consent, "what", help_text=_("In the tenant's words, for example: when I owe rent."))
    given_on = DayField(label=capfirst(_("given")))
    until_on = DayField(label=capfirst(_("until")), help_text=_("First day on which it no longer holds."))


class TakeBackForm(forms.Form):
    withdrawn_on = DayField(label=capfirst(_("taken back")), help_text=_("From that day nothing may be told."))


class CautionForm(forms.Form):
    kind = _choice(Caution, "kind")
    reason = _text(Caution, "reason", help_text=_("What happened and what to do. Facts, no judgement of the person."))
    from_on = DayField(label=capfirst(_("from")))
    until_on = DayField(label=capfirst(_("until")), help_text=_("It expires by itself that day; a year ahead at most."))


class ReasonForm(forms.Form):
    why = WhyField(max_length=200)


class ProtectionForm(forms.Form):
    is_protected = forms.ChoiceField(
        label=_("Identity"),
        choices=[("1", _("protected")), ("", _("not protected"))],
        required=False,
        widget=forms.RadioSelect,
    )
    why = WhyField(max_length=200)

    def clean_is_protected(self):
        return bool(self.cleaned_data["is_protected"])


class ReaderForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who"))
    from_on = DayField(label=capfirst(_("from")))
    until_on = DayField(label=capfirst(_("until")), help_text=_("First day on which it no longer holds."))
    why = WhyField(max_length=200)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        choose_among(self.fields["user"], people(Permission.SEE_REGISTER).exclude(pk=by.pk), NOT_CHOSEN)
