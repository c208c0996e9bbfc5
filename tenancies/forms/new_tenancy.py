"""A new tenancy in one page: home, tenant, lease, rent, decision, waiver."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bolots import calendar
from bolots.access import Permission
from bolots.forms import DayField, DayInput, KronorField, LastDayField, choose_among, people
from bolots.models import User

from .. import actions
from ..models import Apartment, Tenancy, Tenant
from ..rules import personal_number as personal_numbers
from ..vacancies import why_not_free
from .leases import CapMixin, LeaseForm, above_cap_why, partner_signed, utilities, waiver_reason

NEW, KNOWN = "new", "known"
LAST_WEEKDAY = 0
ASK_AGAIN = {  # another day, other free homes
    "hx-get": reverse_lazy("tenancies:tenancy-new"),
    "hx-trigger": "change, input changed delay:400ms",
    "hx-include": "[name=apartment]",
    "hx-target": "#free-homes",
    "hx-select": "#free-homes",
    "hx-swap": "outerHTML",
}


class NewTenancyForm(CapMixin, forms.Form):
    """Everything about a new stay. `user` is the case worker unless another one is chosen."""

    starts_on = DayField(label=_("Moves in"), widget=DayInput(ASK_AGAIN))
    apartment = forms.ModelChoiceField(
        label=_("Apartment"),
        queryset=Apartment.objects.none(),
        help_text=_("Those that are free on the day."),
        error_messages={"invalid_choice": _("Choose one of the apartments.")},
    )
    planned_end_on = DayField(
        label=_("Planned end"), help_text=_("When the tenant should have a home of their own."), required=False
    )
    case_worker = forms.ModelChoiceField(label=_("Case worker"), queryset=User.objects.none())

    who = forms.ChoiceField(
        label=_("Who is it?"),
        choices=[(NEW, _("a new person")), (KNOWN, _("already in the register: only the personal number is needed"))],
        initial=NEW,
        widget=forms.RadioSelect,
    )
    personal_number = forms.CharField(
        label=_("Personal number"),
        help_text=_("Twelve digits. May be missing for a new person."),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    preferred_name = forms.CharField(
        label=_("Preferred name"), help_text=_("What one says at the door."), max_length=40, required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Tenant.Language, initial=Tenant.Language.SWEDISH)

    kind = forms.ChoiceField(
        label=_("Right to the home"), choices=Tenancy.Kind, initial=Tenancy.Kind.LEASE, widget=forms.RadioSelect
    )
    signed_on = LeaseForm.declared_fields["signed_on"]
    lease_ends_on = LeaseForm.declared_fields["lease_ends_on"]
    informed_on = LeaseForm.declared_fields["informed_on"]
    informed_proof = LeaseForm.declared_fields["informed_proof"]

    rent = KronorField(label=_("Rent"), help_text=_("In kronor a month, everything included."), may_be_zero=True)
    utilities = utilities()
    due_rule = forms.TypedChoiceField(label=_("Due day"), coerce=int, initial=LAST_WEEKDAY)
    above_cap_why = above_cap_why()

    decision_reference = forms.CharField(label=_("Reference"), max_length=40, required=False)
    decided_on = DayField(label=_("Decided"), required=False)
    decision_starts_on = DayField(label=_("From"), required=False)
    decision_ends_on = LastDayField(label=_("Up to and including"), required=False)

    waiver_signed_on = DayField(label=_("Waiver signed"), required=False)
    waiver_reason = waiver_reason(required=False)
    partner_signed = partner_signed()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.holder = calendar.today(), None
        self._offer_homes()
        choose_among(self.fields["case_worker"], people(Permission.WORK_CASES))
        self.fields["case_worker"].initial = user.pk
        days = [(day, gettext("the %(day)s. of the month") % {"day": day}) for day in range(1, 29)]
        self.fields["due_rule"].choices = [(LAST_WEEKDAY, gettext("the last weekday before the month")), *days]

    def _offer_homes(self):
        """Those that are free on the day that is written; any other is understood, and refused with its reason."""
        homes = list(Apartment.objects.free_on(self._day()).order_by(*Apartment.STREET_ORDER))
        self.fields["apartment"].queryset = Apartment.objects.all()
        self.fields["apartment"].choices = [("", gettext("Choose")), *((home.pk, str(home)) for home in homes)]

    def _day(self):
        said = self.data.get("starts_on") if self.is_bound else self.initial.get("starts_on")
        try:
            return DayField(required=False).clean(said or "") or self.today
        except forms.ValidationError:
            return self.today

    def clean_personal_number(self):
        number = "".join(self.cleaned_data["personal_number"].replace("-", "").split())
        if number and not personal_numbers.is_valid(number):
            raise forms.ValidationError(actions.NotAPersonalNumber.sentence)
        return number

    def clean(self):
        data = super().clean()
        home, day = data.get("apartment"), data.get("starts_on")
        if home and day and (reason := why_not_free(home, day, today=self.today)):
            self.add_error("apartment", reason)
        self._find_tenant(data)
        self._all_or_none(data, "decided_on", "decision_starts_on", "decision_ends_on", also="decision_reference")
        self._all_or_none(data, "waiver_signed_on", "waiver_reason", also="partner_signed")
        return data

    def _find_tenant(self, data):
        """Somebody in the register is found by the exact number, never chosen from a list of names."""
        number = data.get("personal_number")
        found = Tenant.objects.filter(personal_number=number).first() if number else None
        if data.get("who") == KNOWN:
            self.holder = found
            if number is not None and found is None:
                self.add_error("personal_number", _("Nobody in the register has that personal number."))
        elif found:
            known = _("Somebody in the register has that number. Choose “already in the register” above.")
            self.add_error("personal_number", known)
        elif not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name of the new person."))

    def _all_or_none(self, data, *names, also):
        if not any(data.get(name) for name in (*names, also)):
            return
        for name in names:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Write this too, or leave all of it empty."))

    @property
    def stay(self) -> dict:
        """What `register_stay` takes."""
        data = self.cleaned_data
        same = ("apartment", "case_worker", "starts_on", "planned_end_on", "kind", "signed_on", "lease_ends_on")
        same += ("informed_on", "informed_proof", "due_rule", "above_cap_why")
        money = {"rent_ore": data["rent"], "utilities_ore": data["utilities"] or 0}
        parts = {"holder": self.holder, "person": self._person, "decision": self._decision, "waiver": self._waiver}
        return {name: data[name] for name in same} | money | parts

    @property
    def _person(self):
        names = ("name", "preferred_name", "phone", "language")
        number = {"personal_number": self.cleaned_data["personal_number"] or None}
        return {name: self.cleaned_data[name] for name in names} | number

    @property
    def _decision(self):
        data = self.cleaned_data
        names = {"starts_on": "decision_starts_on", "ends_on": "decision_ends_on", "reference": "decision_reference"}
        period = {key: data[name] for key, name in names.items()} | {"decided_on": data["decided_on"]}
        return period if data["decided_on"] else None

    @property
    def _waiver(self):
        data = self.cleaned_data
        signed = {"signed_on": data["waiver_signed_on"], "reason": data["waiver_reason"]}
        return signed | {"partner_signed": data["partner_signed"]} if data["waiver_signed_on"] else None
