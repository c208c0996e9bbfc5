"""Incidents and necessary inspections, as they are filled in."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots import calendar
from bolots.editing import EditForm
from bolots.forms import DayField, WhyField, text_area

from ..models import Incident
from ..rules.incidents import suggested_day

ROOM = 4000  # characters of what happened
OF_A_LETTER = 2000


class IncidentForm(forms.Form):
    """What happened, as it was seen and heard."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *Incident.Kind.choices])
    source = forms.ChoiceField(label=_("Reported by"), choices=[("", _("Choose")), *Incident.Source.choices])
    seriousness = forms.ChoiceField(
        label=_("Seriousness"),
        help_text=_("Serious: the home may be at risk; tonight an eviction-risk case opens, or takes it up."),
        choices=Incident.Seriousness,
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label=_("Happened on"))
    what = forms.CharField(
        label=_("What was seen or heard"),
        help_text=_("What can be seen and heard, no diagnoses. Whoever reported it need not be named."),
        widget=text_area(6),
        max_length=ROOM,
    )

    def clean_happened_on(self):
        return _must_have_come(self.cleaned_data["happened_on"])


class EditIncidentForm(IncidentForm, EditForm):
    """The same of an incident that is known."""


class NotifyForm(forms.Form):
    notified_on = DayField(label=_("Told on"))

    def clean_notified_on(self):
        return _must_have_come(self.cleaned_data["notified_on"])


class ResolveForm(forms.Form):
    how = forms.CharField(
        label=_("How was it resolved?"),
        help_text=_("Put right, a misunderstanding, not to be pursued: what others need to follow it."),
        widget=text_area(2),
        max_length=300,
    )


class ReopenForm(forms.Form):
    why = WhyField(label=_("Why is it open again?"))


class CorrectionForm(forms.Form):
    """What the letter says of its own; the rest of it is fixed."""

    what = forms.CharField(
        label=_("What has happened"),
        help_text=_("Facts that the tenant will recognise. Do not say who reported it, and no diagnoses."),
        widget=text_area(5),
        max_length=OF_A_LETTER,
    )
    demand = forms.CharField(
        label=_("What must stop or be put right"),
        help_text=_("So clear that both can see whether it has been done."),
        widget=text_area(4),
        max_length=OF_A_LETTER,
    )
    correct_by_on = DayField(label=_("At the latest"))

    def __init__(self, *args, incident, on, **kwargs):
        super().__init__(*args, initial={"what": incident.what, "correct_by_on": suggested_day(on)}, **kwargs)
        self.on = on

    def clean_correct_by_on(self):
        if self.cleaned_data["correct_by_on"] < self.on:
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return self.cleaned_data["correct_by_on"]


class InspectionForm(forms.Form):
    """A look at the home that was necessary: its condition only."""

    announced_on = DayField(label=_("Announced on"), help_text=_("When the tenant was told that you would come."))
    held_on = DayField(label=_("Held on"))
    is_in_order = forms.BooleanField(label=_("Everything in the home was in order"), required=False)
    remarks = forms.CharField(
        label=_("Remarks on the home"),
        help_text=_("The home's condition only, never the person. What the tenant keeps in drawers is not looked at."),
        widget=text_area(4),
        max_length=OF_A_LETTER,
        required=False,
    )

    def clean_held_on(self):
        return _must_have_come(self.cleaned_data["held_on"])


class EditInspectionForm(InspectionForm, EditForm):
    """The same of an inspection that is recorded."""


class IncidentFilter(forms.Form):
    """Which incidents of all homes, and the place to go on from: day and number of the last one shown."""

    OPEN, SERIOUS, RESOLVED = "open", "serious", "resolved"

    show = forms.ChoiceField(choices=[(key, key) for key in (OPEN, SERIOUS, RESOLVED)], required=False)
    after = forms.RegexField(r"^\d{4}-\d\d-\d\d\.\d{1,18}$", required=False)

    def clean_after(self):
        day, _dot, pk = self.cleaned_data["after"].partition(".")
        try:
            return (date.fromisoformat(day), int(pk)) if pk else None
        except ValueError as error:
            raise forms.ValidationError("") from error


def _must_have_come(day):
    if day > calendar.today():
        raise forms.ValidationError(_("Choose a day that has come."))
    return day
