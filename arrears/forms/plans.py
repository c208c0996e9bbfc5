"""Time to pay, as it is filled in: the budget, the instalments, a respite. Forms validate and never save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots import formats
from bolots.forms import DayField, KronorField, LastDayField, WhyField

from ..models import Charge
from ..rules.plans import MOST_MONTHS, Part, left_ore

NO_TOLERANCE_ORE = 0


class RentsField(forms.ModelMultipleChoiceField):
    """Unpaid rents, each with its month, what is open and, when it is another home's, that."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.home = None

    def label_from_instance(self, charge):
        said = _("%(month)s: %(open)s") % {"month": formats.manad(charge.month), "open": formats.kr(charge.open_ore)}
        return said if charge.tenancy_id == self.home else _("%(rent)s, former home") % {"rent": said}


class BudgetForm(forms.Form):
    """Which rents, when the income comes, and what is left when the month is paid."""

    charges = RentsField(
        Charge.objects.none(),
        label=_("Unpaid rents"),
        error_messages={"required": _("Choose at least one unpaid rent.")},
    )
    income_day = forms.IntegerField(
        label=_("Day of income"),
        help_text=_("Day of the month, 1–31. In a shorter month the last day counts."),
        min_value=1,
        max_value=31,
    )
    income = KronorField(
        label=_("Income a month"), help_text=_("After tax: wages, benefits, allowances."), may_be_zero=True
    )
    rent = KronorField(label=_("Rent a month"), may_be_zero=True)
    other = KronorField(
        label=_("Other costs a month"),
        help_text=_("Food, electricity, phone, travel, children, other debts."),
        may_be_zero=True,
    )
    tolerance = KronorField(
        label=_("Tolerance"),
        help_text=_("So little too little is no miss. Smaller than the smallest instalment."),
        may_be_zero=True,
        initial=NO_TOLERANCE_ORE,
    )

    def __init__(self, *args, rents, home: int, fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.rents = list(rents)
        if fixed:
            del self.fields["charges"]
        else:
            field = self.fields["charges"]
            field.home, field.queryset = home, Charge.objects.filter(pk__in=[rent.pk for rent in self.rents])
            field.choices = [(rent.pk, field.label_from_instance(rent)) for rent in self.rents]
            self.initial.setdefault("charges", [rent.pk for rent in self.rents])

    @property
    def chosen(self) -> list[Charge]:
        """The rents that the plan is about, oldest first."""
        wanted = self.cleaned_data.get("charges", self.rents)
        keys = {rent.pk for rent in wanted}
        return [rent for rent in self.rents if rent.pk in keys]

    @property
    def owed_ore(self) -> int:
        return sum(rent.open_ore for rent in self.chosen)

    @property
    def left_ore(self) -> int:
        data = self.cleaned_data
        return left_ore(data["income"], data["rent"], data["other"])


class InstalmentForm(forms.Form):
    """A day and an amount; both empty: no instalment."""

    due_on = DayField(label=_("Falls due"), required=False)
    amount = KronorField(label=_("Amount"), required=False)

    def clean(self):
        data = super().clean()
        for name, other in (("due_on", "amount"), ("amount", "due_on")):
            if name in data and not data[name] and data.get(other):
                self.add_error(name, _("An instalment has a day and an amount."))
        return data


class BaseInstalments(forms.BaseFormSet):
    """The instalments in the order of their days."""

    def parts(self) -> list[Part]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("due_on")]
        return sorted((Part(row["due_on"], row["amount"]) for row in rows), key=lambda part: part.due_on)


InstalmentForms = forms.formset_factory(
    InstalmentForm,
    formset=BaseInstalments,
    extra=1,
    max_num=MOST_MONTHS,
    absolute_max=MOST_MONTHS + 1,
    validate_max=True,
)


class HoldForm(forms.Form):
    """From when until when, why, and what it stops, in words."""

    from_on = DayField(label=_("From"))
    until_on = LastDayField(label=_("Last day"))
    why = WhyField(help_text=_("Such as illness or a decision that is waited for. No diagnoses."))
    stops_cases = forms.BooleanField(
        label=_("No eviction-risk case opens"),
        help_text=_("Rent that becomes late is judged when the respite is over. A case that is open stays open."),
        required=False,
        initial=True,
    )
    stops_demands = forms.BooleanField(
        label=_("No reminders, demands or terminations"),
        help_text=_("None are proposed or issued. A termination that has been served is not stopped."),
        required=False,
        initial=True,
    )
    stops_interest = forms.BooleanField(
        label=_("No late interest"),
        help_text=_("The days of the respite bear no interest."),
        required=False,
        initial=True,
    )
