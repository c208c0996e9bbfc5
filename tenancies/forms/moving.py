"""What people fill in when somebody moves in or out, and afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots.forms import DayField, LastDayField, text_area

from ..models import FollowUp, Inspection, Tenancy


class InspectionForm(forms.Form):
    """The protocol of an inspection at moving in or out."""

    KINDS = (Inspection.Kind.MOVE_IN, Inspection.Kind.MOVE_OUT)

    kind = forms.ChoiceField(label=_("Inspection"), choices=[(kind, kind.label) for kind in KINDS])
    held_on = DayField(label=_("Held"))
    is_in_order = forms.BooleanField(label=_("Everything is in order"), required=False)
    remarks = forms.CharField(
        label=_("Remarks"),
        help_text=_("What the home looks like, room by room. Nothing about the person."),
        widget=text_area(5),
        max_length=4000,
        required=False,
    )


class EndForm(forms.Form):
    """The end of a stay, and where the person goes."""

    ends_on = LastDayField(label=_("Last day"), help_text=_("May be a day to come."))
    reason = forms.ChoiceField(label=_("Why the stay ends"), choices=[("", "–"), *Tenancy.EndReason.choices])
    ground = forms.ChoiceField(
        label=_("Ground, when evicted"), choices=[("", "–"), *Tenancy.Ground.choices], required=False
    )
    situation = forms.ChoiceField(label=_("Where the person goes"), choices=[("", "–"), *FollowUp.Situation.choices])
    note = forms.CharField(
        label=_("Note"), help_text=_("What is agreed about contact afterwards."), max_length=300, required=False
    )


class FollowUpForm(forms.Form):
    """How the person lives some time after the stay."""

    months = forms.TypedChoiceField(label=_("Time"), coerce=int)
    situation = forms.ChoiceField(label=_("How the person lives"), choices=[("", "–"), *FollowUp.Situation.choices])
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, months, **kwargs):
        """`months`: (number, words) of the follow-ups that are not done yet."""
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = months
