"""What people fill in about the stay that moves on: a review, goals, facts on the way."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots import formats
from bolots.editing import EditForm
from bolots.forms import DayField, text_area

from ..actions.reviewing import FAULTS, ReviewHeldMeanwhile, newest_review, review_seen
from ..models import Review
from ..rules.reviews import Fault, faults, next_review

FIELD_OF = {
    Fault.NO_REASON: "because",
    Fault.END_NOT_AHEAD: "planned_end_on",
    Fault.NEXT_NOT_AHEAD: "next_on",
    Fault.NEXT_TOO_FAR: "next_on",
}


class ReviewForm(forms.Form):
    """A review to hold. It remembers the newest one that its reader has seen: two people never hold the same.

    After another has been held, `both` holds the two versions, as `bolots.editing` does for rows.
    """

    decision = forms.ChoiceField(label=_("Decision"), choices=Review.Decision, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Because"),
        help_text=_("Facts that others can follow. No diagnoses."),
        widget=text_area(),
        max_length=500,
    )
    blockers = forms.MultipleChoiceField(
        label=_("What stands in the way of a home of one's own"),
        choices=Review.Blocker,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    planned_end_on = DayField(label=_("Planned end"), help_text=_("After today: nobody stays by default."))
    next_on = DayField(label=_("Next review"), help_text=_("Within twelve months."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, tenancy, on, every_months: int, **kwargs):
        self.on, self.newest = on, newest_review(tenancy)
        self.both, self.changed_by = [], ""
        planned = tenancy.planned_end_on
        initial = {
            "next_on": next_review(on, every_months),
            "planned_end_on": planned if planned and planned > on else None,
            "seen": review_seen(self.newest),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["because"].error_messages["required"] = str(FAULTS[Fault.NO_REASON].sentence)

    def clean(self):
        data = super().clean()
        days = {name: data.get(name) for name in ("planned_end_on", "next_on")}
        for fault in faults(held_on=self.on, because=data.get("because", ""), **days):
            if FIELD_OF[fault] not in self.errors:
                self.add_error(FIELD_OF[fault], FAULTS[fault].sentence)
        if data.get("seen", "") != self.initial["seen"]:
            self._tell_of_the_other()
        return data

    def _tell_of_the_other(self):
        self.add_error(None, ReviewHeldMeanwhile.sentence)
        self.changed_by = self.newest.by.first_name if self.newest else ""
        self.both = [(self.fields[name].label, was, is_now) for name, was, is_now in self._pairs() if was != is_now]
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.initial["seen"]

    def _pairs(self):
        typed = Review(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})
        theirs, mine = (_worded(review, self.on) if review else {} for review in (self.newest, typed))
        return [(name, theirs.get(name, "–"), mine[name]) for name in mine]


def _worded(review, on) -> dict:
    """What a review says, field by field."""
    return {
        "decision": review.get_decision_display() or "–",
        "because": review.because or "–",
        "blockers": review.blocker_words or "–",
        "planned_end_on": formats.dag(review.planned_end_on, on) if review.planned_end_on else "–",
        "next_on": formats.dag(review.next_on, on) if review.next_on else "–",
    }


class PlanForm(EditForm):
    """Facts on the way to a home of one's own."""

    in_queue_since_on = DayField(label=_("In the housing queue since"), required=False)
    course_done_on = DayField(label=_("Course done"), required=False)


class GoalForm(forms.Form):
    """What the tenant wants."""

    text = forms.CharField(
        label=_("A new goal"),
        help_text=_("In the tenant's own words."),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="goal_%s", **kwargs)


class GoalEndForm(forms.Form):
    """How a goal ends."""

    REACHED, DROPPED = "reached", "dropped"
    how = forms.ChoiceField(choices=[(REACHED, _("reached")), (DROPPED, _("no longer a goal"))])


class OwnReminderForm(forms.Form):
    """One's own reminder about the home."""

    text = forms.CharField(
        label=_("Remind me of"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    due_on = DayField(label=_("On the day"))

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, initial={"due_on": on + timedelta(days=7)}, auto_id="own_%s", **kwargs)
