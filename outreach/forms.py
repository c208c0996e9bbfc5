"""What people fill in. Forms validate; the actions change."""

from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bolots import formats
from bolots.access import Permission
from bolots.forms import choose_among, people, text_area
from bolots.models import User
from tenancies.models import Tenant

from .models import ContactAttempt, EvictionRiskCase, Slot

Outcome = ContactAttempt.Outcome


def day_input(**attrs):
    return forms.DateInput({"type": "date", **attrs}, "%Y-%m-%d")


class ReportForm(forms.Form):
    """What happened at the door, in four taps. `client_id` is made with the form: the same report counts once."""

    AGAIN, OTHER_DAY, OWNER = "again", "other", "owner"

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    suggested_on = forms.DateField(widget=forms.HiddenInput)
    suggested_slot = forms.ChoiceField(choices=Slot, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=gettext_lazy("At the door"), choices=Outcome, widget=forms.RadioSelect)
    agreed = forms.ChoiceField(
        label=gettext_lazy("What did you agree on?"),
        choices=ContactAttempt.Agreed,
        widget=forms.RadioSelect,
        required=False,
    )
    agreed_on = forms.DateField(
        label=gettext_lazy("Which day?"),
        help_text=gettext_lazy("The case worker follows it up then."),
        widget=day_input(),
        required=False,
    )
    step = forms.ChoiceField(label=gettext_lazy("Next step"), widget=forms.RadioSelect, required=False)
    next_on = forms.DateField(label=gettext_lazy("Next attempt on"), widget=day_input(), required=False)
    next_slot = forms.ChoiceField(
        label=gettext_lazy("Time of day"), choices=[("", gettext_lazy("as suggested")), *Slot.choices], required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What you saw and heard. No diagnoses, no guesses."),
        widget=text_area(),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args, suggestion=None, owner, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        if suggestion:
            made = {"client_id": uuid4(), "suggested_on": suggestion.on, "suggested_slot": suggestion.slot}
            self.initial = made | {"step": self.AGAIN, "next_on": suggestion.on} | self.initial
        again = _("New attempt %(day)s") % {"day": formats.nar(self._suggested_on() or on, on)}
        takes_over = _("%(owner)s takes over") % {"owner": owner}
        self.fields["step"].choices = [
            (self.AGAIN, again),
            (self.OTHER_DAY, _("Another day or time")),
            (self.OWNER, takes_over),
        ]
        for name in ("agreed_on", "next_on"):
            self.fields[name].widget.attrs["min"] = on.isoformat()

    def _suggested_on(self):
        if not self.is_bound:
            return self.initial.get("suggested_on")
        try:
            return self.fields["suggested_on"].clean(self.data.get("suggested_on"))
        except forms.ValidationError:
            return None

    def clean(self):
        """What the report means: hidden questions do not count, whatever was filled in before they were hidden."""
        data = super().clean()
        data["hand_over"], next_on, next_slot = False, None, ""
        if data.get("outcome") == Outcome.MET:
            next_on = data.get("agreed_on")
        else:
            data["agreed"] = ""
        if data.get("outcome") in (*ContactAttempt.MISSES, Outcome.OTHER):
            data["hand_over"] = data.get("step") == self.OWNER
            next_on, next_slot = self._next(data)
        if next_on and next_on < self.on:
            self.add_error(self._day_asked(data), _("Choose a day that has not passed."))
        return data | {"next_on": next_on, "next_slot": next_slot}

    @property
    def what_happened(self) -> dict:
        """The report as the action takes it."""
        fields = ("client_id", "outcome", "agreed", "note", "next_on", "next_slot", "hand_over")
        return {key: self.cleaned_data[key] for key in fields}

    def _next(self, data):
        if data["hand_over"]:
            return None, ""
        if data.get("step") != self.OTHER_DAY:
            return data.get("suggested_on"), data.get("suggested_slot")
        if not data.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Choose the day of the next attempt."))
        return data.get("next_on"), data.get("next_slot", "")

    def _day_asked(self, data) -> str:
        """The question that the day answers: the suggested one has no field of its own."""
        if data["outcome"] == Outcome.MET:
            return "agreed_on"
        return "next_on" if data.get("step") == self.OTHER_DAY else "step"


class NotePaperForm(forms.Form):
    """The mailbox note: second language, and when the bolots comes back."""

    language = forms.ChoiceField(label=gettext_lazy("Second language"), choices=Tenant.Language)
    back_on = forms.DateField(label=gettext_lazy("I come back"), widget=day_input())
    back_slot = forms.ChoiceField(label=gettext_lazy("Time of day"), choices=Slot)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        choices = dict(Tenant.Language.choices) | {Tenant.Language.SWEDISH: _("Swedish only")}
        self.fields["language"].choices = list(choices.items())

    def clean_back_on(self):
        if self.cleaned_data["back_on"] < self.on:
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return self.cleaned_data["back_on"]


class HandOnForm(forms.Form):
    """Which colleague takes the visit."""

    to = forms.ModelChoiceField(label=gettext_lazy("Colleague"), queryset=User.objects.none())

    def __init__(self, *args, task, on, **kwargs):
        super().__init__(*args, **kwargs)
        choose_among(self.fields["to"], people(Permission.DO_OUTREACH).at_work(on).exclude(pk=task.assignee_id))


class AwayForm(forms.Form):
    """The first day back, and what becomes of the visits meanwhile."""

    until = forms.DateField(label=gettext_lazy("Back on"), widget=day_input())
    hand_out = forms.BooleanField(
        label=gettext_lazy("Let colleagues take my visits until then"), required=False, initial=True
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["until"].widget.attrs["min"] = (on + timedelta(days=1)).isoformat()

    def clean_until(self):
        if self.cleaned_data["until"] <= self.on:
            raise forms.ValidationError(_("Choose a day after today."))
        return self.cleaned_data["until"]


class CaseFilter(forms.Form):
    """Which cases: open ones unless another state is chosen; everybody's unless an owner is."""

    status = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("all open")), *EvictionRiskCase.Status.choices],
        required=False,
    )
    owner = forms.ModelChoiceField(label=gettext_lazy("Responsible"), queryset=User.objects.none(), required=False)
    after = forms.RegexField(r"^\d{4}-\d\d-\d\d\.\d{1,18}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose_among(self.fields["owner"], people(Permission.WORK_CASES), ("", _("everybody")))

    def clean_after(self):
        """The place to go on from: the date and number of the last case that was shown."""
        day, _dot, pk = self.cleaned_data["after"].partition(".")
        try:
            return (date.fromisoformat(day), int(pk)) if pk else None
        except ValueError as error:
            raise forms.ValidationError("") from error


class WhyForm(forms.Form):
    """A reason in words: to open a case by hand."""

    why = forms.CharField(
        label=gettext_lazy("Why is the home at risk?"),
        help_text=gettext_lazy("Facts that others can follow. No diagnoses."),
        widget=text_area(),
        max_length=500,
    )


class OrderVisitForm(forms.Form):
    """What the bolots needs to know, and the last day for the first attempt."""

    why = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The housing navigator reads this at the door: no amounts, no diagnoses."),
        widget=text_area(2),
        max_length=300,
    )
    due_on = forms.DateField(label=gettext_lazy("At the latest"), widget=day_input())

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_due_on(self):
        if self.cleaned_data["due_on"] < self.on:
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return self.cleaned_data["due_on"]


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What happened and what was said. Notes cannot be changed afterwards."),
        widget=text_area(),
        max_length=4000,
    )


class NextStepForm(forms.Form):
    """Who does what until when. `seen` is how the case was when the form was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=200)
    next_on = forms.DateField(label=gettext_lazy("On"), widget=day_input())
    owner = forms.ModelChoiceField(label=gettext_lazy("Responsible"), queryset=User.objects.none())
    status = forms.ChoiceField(label=gettext_lazy("State"))

    def __init__(self, *args, case, on, **kwargs):
        self.case, self.on = case, on
        now = {"owner": case.owner_id, "next_on": case.next_on, "next_step": case.next_words, "status": case.status}
        super().__init__(*args, initial=now | {"seen": case.version}, **kwargs)
        choose_among(self.fields["owner"], people(Permission.WORK_CASES))
        onward = EvictionRiskCase.TRANSITIONS[EvictionRiskCase.Status(case.status)]
        allowed = {case.status, *onward} - {EvictionRiskCase.Status.CLOSED}
        self.fields["status"].choices = [
            (value, label) for value, label in EvictionRiskCase.Status.choices if value in allowed
        ]

    def clean_next_on(self):
        if self.cleaned_data["next_on"] < self.on:
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return self.cleaned_data["next_on"]

    def clean(self):
        data = super().clean()
        if data.get("seen") != self.case.version:
            self.add_error(None, _("Somebody else has changed the case. Look at how it is now and save again."))
        return data


class CheckForm(forms.Form):
    """What has been done, without what was found."""

    what = forms.ChoiceField(
        label=gettext_lazy("What has been done?"),
        choices=[
            ("children", gettext_lazy("The children's situation has been looked at")),
            ("no_children", gettext_lazy("No children live in the home")),
            ("presence", gettext_lazy("We were there at the eviction")),
        ],
        widget=forms.RadioSelect,
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=[("", gettext_lazy("Choose")), *EvictionRiskCase.Outcome.choices]
    )
    why = forms.CharField(label=gettext_lazy("Why?"), widget=text_area(2), max_length=500)
