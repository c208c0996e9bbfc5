"""What a person chooses on the pages of papers."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.delivering import EVENTS
from ..paper_words import EVENTS as WORDS
from ..rules.dunning import DEMAND, REMINDER, SMS

KINDS = (SMS, REMINDER, DEMAND)
MOST = 200  # homes that one run may be about; the page shows no more
_TICKED = re.compile(r"([1-9][0-9]{0,17})\.([0-9a-f]{64})")


class Ticked(forms.MultipleChoiceField):
    """Homes that were ticked, each with the ledger that was looked at: `tenancy.seen`. What has changed since is told
    later, home by home; here only the shape is looked at."""

    def valid_value(self, value):
        return _TICKED.fullmatch(value) is not None

    def clean(self, value):
        found = [_TICKED.fullmatch(text) for text in super().clean(value)]
        return {int(match[1]): match[2] for match in found if match}


class ProposalForm(forms.Form):
    """Which homes get the paper of this kind."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], widget=forms.HiddenInput)
    chosen = Ticked(
        error_messages={
            "required": _("Choose at least one home."),
            "invalid_choice": _("The list has changed. Look at it again and choose anew."),
            "invalid_list": _("The list has changed. Look at it again and choose anew."),
        }
    )

    def clean_chosen(self):
        chosen = self.cleaned_data["chosen"]
        if len(chosen) > MOST:
            raise forms.ValidationError(_("At most %(most)s homes at a time.") % {"most": MOST})
        return chosen


class KindForm(forms.Form):
    """Which list of proposals is shown."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)


class EventForm(forms.Form):
    """What happened to a paper."""

    event = forms.ChoiceField(label=_("What has happened"), choices=[(code, WORDS[code]) for code in EVENTS])
