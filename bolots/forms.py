"""What people type: the door, and the fields that every app's forms are made of. Forms validate and never save."""

from datetime import date, timedelta

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy as _

from . import calendar, formats, money
from .access import ROLE_PERMISSIONS, Permission
from .days import parse_day
from .models import User

YEARS = range(1900, 2101)  # a day outside is a slip of the finger
_DAY = timedelta(days=1)


class SignInForm(AuthenticationForm):
    """User name and password. A name longer than any is refused here: Django's own form lets it through to the log of
    attempts, which has no room for it."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length, widget=forms.TextInput({"autofocus": True})
    )


class DayInput(forms.TextInput):
    """A day typed as people write it; a small button beside it opens the browser's calendar."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "data-day": "", **(attrs or {})})

    def format_value(self, value):
        return value.isoformat() if isinstance(value, date) else value


class DayField(forms.CharField):
    """A day, typed or picked. What cannot be read stays as it was typed."""

    widget = DayInput

    def __init__(self, **kwargs):
        super().__init__(max_length=30, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            day = parse_day(text, calendar.today())
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            raise forms.ValidationError(_("Write the day like 2026-03-10, 10/3 or 10 mars."))
        return day

    def has_changed(self, initial, data):
        return super().has_changed(initial.isoformat() if isinstance(initial, date) else initial, data)


class LastDayField(DayField):
    """The last day of a period, as people say it; as a value, the first day after (periods exclude their end)."""

    def prepare_value(self, value):
        return value - _DAY if isinstance(value, date) else value

    def clean(self, value):
        day = super().clean(value)
        return day and day + _DAY

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class KronorField(forms.CharField):
    """An amount in kronor, as öre; above zero unless `may_be_zero`."""

    def __init__(self, *, may_be_zero=False, **kwargs):
        self.may_be_zero = may_be_zero
        super().__init__(
            max_length=20, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )

    def prepare_value(self, value):
        """Öre of a row are shown as kronor; what a person typed stays as typed."""
        return formats.kronor(value) if isinstance(value, int) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            ore = money.parse_kronor(text)
        except ValueError:
            ore = -1
        if ore < 0 or (ore == 0 and not self.may_be_zero):
            raise forms.ValidationError(_("Write the amount in kronor, for example 5 430."))
        return ore


class WhyField(forms.CharField):
    """A reason, kept with what was done."""

    def __init__(self, **kwargs):
        kwargs = {"label": _("Reason"), "max_length": 300} | kwargs
        super().__init__(widget=forms.TextInput({"autocomplete": "off"}), **kwargs)
        self.error_messages["required"] = _("Write the reason: it is kept for ever with what you do.")


def text_area(rows=3):
    return forms.Textarea({"rows": rows})


def people(permission: Permission):
    """Active users who may do something, by name."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    return User.objects.filter(is_active=True, role__in=roles).order_by("first_name", "pk")


def choose_among(field, users, *first):
    """Let a field choose among users, asked for once: a select would ask twice."""
    field.queryset = users
    field.choices = [*first, *((user.pk, user.first_name) for user in users)]
