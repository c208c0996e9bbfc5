"""What people fill in about a lease. Forms validate; the actions change."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots.editing import EditForm
from bolots.forms import DayField, KronorField, LastDayField, WhyField

from ..models import Notice, Tenancy, TenureWaiver

UNTIL_FURTHER_NOTICE = _("Leave it empty when the lease runs until further notice.")


class CapMixin:
    """Asks why a rent is above the cap (JB 12:55 st.4), once that has been refused."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.why_widget = self.fields["above_cap_why"].widget
        if not self.data.get("above_cap_why"):
            self.fields["above_cap_why"].widget = forms.HiddenInput()

    def ask_why(self):
        self.fields["above_cap_why"].widget = self.why_widget


def above_cap_why():
    return WhyField(
        label=_("Why the rent may be above the cap"),
        help_text=_("Kept with your name. The tenant may have the rent tried by the rent tribunal."),
        required=False,
    )


def utilities():
    return KronorField(
        label=_("Of which utilities"),
        help_text=_("Electricity, water and the like, in kronor a month: what they cost, no more."),
        required=False,
        may_be_zero=True,
    )


class LeaseForm(EditForm):
    """The lease's facts."""

    kind = forms.ChoiceField(label=_("Right to the home"), choices=Tenancy.Kind, widget=forms.RadioSelect)
    signed_on = DayField(label=_("Lease signed"), required=False)
    lease_ends_on = LastDayField(label=_("Last day of the lease"), help_text=UNTIL_FURTHER_NOTICE, required=False)
    informed_on = DayField(
        label=_("Told the conditions"),
        help_text=_("Before signing: what the stay rests on, and that it ends with it (RH 2018:28)."),
        required=False,
    )
    informed_proof = forms.CharField(
        label=_("Proof"),
        help_text=_("Such as: signed receipt in the file."),
        max_length=120,
        required=False,
    )
    reminder_fee_agreed_on = DayField(
        label=_("Reminder fee agreed"),
        help_text=_(
            "The day on which the lease allowed one. Without it no reminder costs anything (lag 1981:739 2 §)."
        ),
        required=False,
    )


class RentForm(CapMixin, forms.Form):
    """Another rent from a day on."""

    rent = KronorField(label=_("Rent"), help_text=_("In kronor a month, everything included."), may_be_zero=True)
    utilities = utilities()
    valid_from = DayField(label=_("From"), help_text=_("Today or later."))
    above_cap_why = above_cap_why()

    @property
    def terms(self) -> dict:
        """The rent as the action takes it."""
        data = self.cleaned_data
        money = {"rent_ore": data["rent"], "utilities_ore": data["utilities"] or 0}
        return money | {"valid_from": data["valid_from"], "above_cap_why": data["above_cap_why"]}


class DecisionFields(forms.Form):
    reference = forms.CharField(label=_("Reference"), max_length=40, required=False)
    decided_on = DayField(label=_("Decided"))
    starts_on = DayField(label=_("From"))
    ends_on = LastDayField(label=_("Up to and including"))


class DecisionForm(DecisionFields):
    """A decision on assistance, or its next period."""


class DecisionEditForm(DecisionFields, EditForm):
    """A decision that was written down wrongly."""


def waiver_reason(**kwargs):
    return forms.CharField(
        label=_("Reason stated in the waiver"),
        help_text=_("Word for word: a later notice must rest on the same reason."),
        max_length=200,
        **kwargs,
    )


def partner_signed():
    return forms.BooleanField(label=_("A spouse or partner has signed too"), required=False)


class WaiverStateFields(forms.Form):
    partner_signed = partner_signed()
    approval = forms.ChoiceField(
        label=_("Approval"), choices=TenureWaiver.Approval, initial=TenureWaiver.Approval.NEEDED
    )
    approved_on = DayField(label=_("Approved"), required=False)
    expires_on = LastDayField(
        label=_("Holds up to and including"),
        help_text=_("The rent tribunal normally approves at most four years."),
        required=False,
    )


class WaiverForm(WaiverStateFields):
    """A waiver of tenure protection."""

    signed_on = DayField(label=_("Waiver signed"))
    reason = waiver_reason()
    field_order = ("signed_on", "reason")


class WaiverEditForm(WaiverStateFields, EditForm):
    """What became of the waiver."""


class NoticeForm(forms.Form):
    """Notice by the tenant or the landlord."""

    given_by = forms.ChoiceField(label=_("Given by"), choices=Notice.GivenBy, widget=forms.RadioSelect)
    served_on = DayField(label=_("Received"), help_text=_("The day on which the other side had it."))
    how = forms.CharField(
        label=_("How, and the proof"),
        help_text=_("Such as: handed over in person, receipt in the file. Notice is given in writing (JB 12:8)."),
        max_length=120,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    ends_on = LastDayField(
        label=_("Last day, if not the law's"),
        help_text=_("Leave it empty and the law's day is counted. A tenant may leave sooner if you agree on it."),
        required=False,
    )


class NoticeEditForm(EditForm):
    """What became of the notice."""

    disputed_on = DayField(label=_("Disputed"), help_text=_("The tenant does not agree to move out."), required=False)
    referred_on = DayField(label=_("Referred to the rent tribunal"), required=False)
    withdrawn_on = DayField(label=_("Withdrawn"), help_text=_("The notice no longer has any effect."), required=False)
