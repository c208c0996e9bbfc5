"""What a person says of a termination. Forms validate and never save."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bolots import formats
from bolots.forms import DayField, WhyField, text_area
from tenancies.models import Incident

from ..models import Charge, EnforcementNotice, Termination


class ClockForm(forms.Form):
    """Two days, of nobody in particular."""

    served = DayField(label=_("The tenant is served"), required=False)
    notified = DayField(label=_("The social services are told"), required=False)

    def clean(self):
        data = super().clean()
        for name in ("served", "notified"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, _("Write the day: the period begins when both have been told."))
        return data


class DraftForm(forms.Form):
    """What a termination rests on: rents that may cost the home, an incident, or both. Nothing is chosen beforehand."""

    charges = forms.ModelMultipleChoiceField(
        Charge.objects.none(), label=_("Unpaid rents"), required=False, widget=forms.CheckboxSelectMultiple
    )
    incident = forms.ModelChoiceField(
        Incident.objects.none(), label=_("Incident"), required=False, empty_label=_("none")
    )
    why_at_once = forms.CharField(
        label=_("Why without a demand to correct"),
        help_text=_("Only for what is particularly serious."),
        required=False,
        max_length=500,
        widget=text_area(2),
    )
    crime = forms.ChoiceField(
        label=_("Does it come from a crime by somebody close against the tenant or the household?"),
        choices=[("no", _("No, we have asked")), ("yes", _("Yes, or it may be so"))],
        widget=forms.RadioSelect,
    )
    why = WhyField(max_length=500, help_text=_("Facts that others can follow. No diagnoses."))

    def __init__(self, *args, charges, incidents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["charges"].queryset = Charge.objects.filter(pk__in=[charge.pk for charge in charges])
        self.fields["charges"].choices = [(charge.pk, _rent(charge)) for charge in charges]
        self.fields["incident"].queryset = Incident.objects.filter(pk__in=[row.pk for row in incidents])
        self.fields["incident"].choices = [("", _("none")), *((row.pk, _incident(row)) for row in incidents)]

    def clean(self):
        data = super().clean()
        if "charges" in data and not data["charges"] and not data.get("incident") and "incident" not in self.errors:
            self.add_error("charges", _("Choose a rent, an incident, or both."))
        return data

    @property
    def said(self) -> dict:
        """The draft as the action takes it."""
        data = {name: self.cleaned_data[name] for name in ("charges", "incident", "why", "why_at_once")}
        return data | {"is_from_crime": self.cleaned_data["crime"] == "yes"}


def _rent(charge) -> str:
    return f"{formats.manad(charge.month)}: {formats.kr(charge.open_ore)}"


def _incident(row) -> str:
    """By number and day: what happened is for the social services' pages."""
    return gettext("Incident %(number)s, %(day)s") % {
        "number": row.pk,
        "day": formats.dag(row.happened_on, row.happened_on),
    }


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class ReasonForm(forms.Form):
    why = WhyField()


class ServiceForm(forms.Form):
    served_on = DayField(label=_("Day of the service"))
    how = forms.ChoiceField(label=_("How it was served"), choices=Termination.HowServed, widget=forms.RadioSelect)
    proof = forms.CharField(
        label=_("Proof of service"), max_length=200, help_text=_("Where the receipt is. Without proof nothing counts.")
    )


class BoardNoticeForm(forms.Form):
    notified_on = DayField(label=_("Day on which the social services were told"))
    how = forms.CharField(
        label=_("How they were notified"), max_length=200, help_text=_("Sent as a registered letter counts.")
    )


class UndertakingForm(forms.Form):
    signed_on = DayField(label=_("Signed"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=120)
    delegation = forms.CharField(
        label=_("Delegation"), max_length=120, help_text=_("Reference in the order of delegation.")
    )
    addressee = forms.CharField(label=_("To whom"), max_length=120)


class ObstacleForm(forms.Form):
    obstacle_on = DayField(label=_("Reported"))
    what = forms.CharField(
        label=_("What kept the tenant from paying"), max_length=200, help_text=_("In short, no diagnoses.")
    )


class RecoverForm(forms.Form):
    HOW = [
        ("paid", _("The receipt shows that the bank had the order in time")),
        ("deposited", _("The rent was deposited with the county administrative board")),
        ("obstacle", _("Paid as soon as the obstacle allowed")),
    ]

    how = forms.ChoiceField(label=_("How the home was saved"), choices=HOW, widget=forms.RadioSelect)
    paid_on = DayField(label=_("Day"))
    proof = forms.CharField(label=_("Proof"), max_length=200)


class ApplicationForm(forms.Form):
    applied_on = DayField(label=_("Application filed"))
    reference = forms.CharField(label=_("The Enforcement Authority's reference"), max_length=40)


class DisputeForm(forms.Form):
    disputed_on = DayField(label=_("Dispute received"))


class CourtForm(forms.Form):
    asked_on = DayField(label=_("Transfer to the court asked for"))


class OrderForm(forms.Form):
    ordered_on = DayField(label=_("Day of the order"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ScheduleForm(forms.Form):
    eviction_on = DayField(label=_("Day of the eviction"))
    presence = forms.CharField(label=_("Who of the social services is there"), max_length=120)
    children_contact = forms.CharField(
        label=_("Who sees to the children"), max_length=120, required=False, help_text=_("When children live there.")
    )


class EvictionForm(forms.Form):
    evicted_on = DayField(label=_("Day of the eviction"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class MovedForm(forms.Form):
    moved_on = DayField(label=_("Moved out"))
    note = WhyField(label=_("What happened"))


class NoticeForm(forms.Form):
    """What Kronofogden wrote to the social services."""

    kind = forms.ChoiceField(label=_("What it says"), choices=EnforcementNotice.Kind, widget=forms.RadioSelect)
    received_on = DayField(label=_("Received"))
    eviction_on = DayField(label=_("Day of the eviction"), required=False)
    reference = forms.CharField(label=_("The Enforcement Authority's reference"), max_length=40, required=False)

    def clean(self):
        data = super().clean()
        is_time = data.get("kind") == EnforcementNotice.Kind.TIME
        if is_time and not data.get("eviction_on") and "eviction_on" not in self.errors:
            self.add_error("eviction_on", _("Write the day of the eviction."))
        return data if is_time else data | {"eviction_on": None}
