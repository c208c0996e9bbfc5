"""What a person says of a termination. Forms validate and never save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots.forms import DayField


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
