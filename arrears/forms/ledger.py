"""What one asks of the book: on which day and how it is read, and which period to have as a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bolots import calendar
from bolots.forms import DayField

from ..book import KNOWN, TRUE
from ..exports import FORMATS

READINGS = ((KNOWN, _("as known that day")), (TRUE, _("by what is known now")))


class DayForm(forms.Form):
    """A day that has come; today when none is said."""

    day = DayField(label=_("On the day"), required=False)

    @classmethod
    def of(cls, query):
        """What the address asks for, with today in the field when it asks for no day."""
        return cls({"day": calendar.today().isoformat(), **query.dict()})

    @property
    def asked(self) -> dict:
        """The answers; the first of all choices where they cannot be read."""
        return self.cleaned_data if self.is_valid() else {"day": calendar.today(), "reading": KNOWN}

    def clean_day(self):
        day, today = self.cleaned_data["day"], calendar.today()
        if day and day > today:
            raise forms.ValidationError(_("Choose a day that has come: the book does not know what comes."))
        return day or today


class ReadingForm(DayForm):
    reading = forms.ChoiceField(label=_("Read"), choices=READINGS, required=False)

    def clean_reading(self):
        return self.cleaned_data["reading"] or KNOWN


class ExportForm(forms.Form):
    """A period of days that have come, and in which format."""

    format = forms.ChoiceField(label=_("Format"), choices=[(key, one.label) for key, one in FORMATS.items()])
    from_on = DayField(label=_("First day"))
    until_on = DayField(label=_("Last day"))

    def clean(self):
        data = super().clean()
        from_on, until_on = data.get("from_on"), data.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("The last day comes before the first. Write a later one."))
        if until_on and until_on > calendar.today():
            self.add_error("until_on", _("Choose a day that has come: the book does not know what comes."))
        return data
