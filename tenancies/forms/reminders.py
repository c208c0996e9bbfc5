"""Putting a reminder off, and handing it over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots.forms import DayField, WhyField, choose_among
from bolots.models import User

from ..reminder_lists import who_may_have


class SnoozeForm(forms.Form):
    """To a later day, with a reason."""

    until = DayField(label=_("Remind me again on"))
    why = WhyField(label=_("Why it is put off"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="snooze_%s", **kwargs)


class HandOverForm(forms.Form):
    """To somebody who may know of the home already."""

    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())
    why = WhyField(label=_("Why it is handed over"))

    def __init__(self, *args, reminder, on, **kwargs):
        super().__init__(*args, auto_id="hand_over_%s", **kwargs)
        choose_among(self.fields["to"], who_may_have(reminder, on).exclude(pk=reminder.owner_id))
