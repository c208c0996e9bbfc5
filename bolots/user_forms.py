"""What is filled in about members of staff: accounts, passwords, absences."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .access import MAY_STAND_IN, Permission, Role
from .editing import EditForm
from .forms import DayField, WhyField
from .models import User


class ColleagueField(forms.ChoiceField):
    """A member of staff among those offered, who are loaded once: several such fields ask no more questions."""

    known: dict[str, User] = {}

    def offer(self, users, *first, name=str):
        users = list(users)
        self.known = {str(user.pk): user for user in users}
        self.choices = [*first, *((user.pk, name(user)) for user in users)]

    def prepare_value(self, value):
        return getattr(value, "pk", value)

    def clean(self, value):
        return self.known.get(super().clean(value))


class NewUserForm(forms.Form):
    """The facts of an account."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("To sign in with: letters and digits, no spaces."),
        max_length=50,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    first_name = forms.CharField(
        label=gettext_lazy("First name"), max_length=50, widget=forms.TextInput({"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[("", gettext_lazy("Choose")), *Role.choices])
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )


class UserForm(NewUserForm, EditForm):
    """The same, over what stands there now."""


class UndoForm(forms.Form):
    seen = forms.CharField(max_length=20)


class AccountForm(forms.Form):
    """Why an account is closed, or opened again."""

    why = WhyField()


class PasswordForm(forms.Form):
    """The user's own new password."""

    current = forms.CharField(label=gettext_lazy("The password you signed in with"), strip=False, max_length=200)
    new = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 12 characters. A few words that only you would put together are good."),
        strip=False,
        max_length=200,
    )
    again = forms.CharField(label=gettext_lazy("New password again"), strip=False, max_length=200)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name, field in self.fields.items():
            known = "current-password" if name == "current" else "new-password"
            field.widget = forms.PasswordInput({"autocomplete": known})

    def clean_current(self):
        if not self.user.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError(_("That is not the password you signed in with."))
        return self.cleaned_data["current"]

    def clean_new(self):
        password = self.cleaned_data["new"]
        validate_password(password, self.user)
        if self.user.check_password(password):
            raise forms.ValidationError(_("Choose another password than the one you have."))
        return password

    def clean(self):
        data = super().clean()
        if {"new", "again"} <= data.keys() and data["new"] != data["again"]:
            self.add_error("again", _("The two are not the same. Write the new password once more."))
        return data


class AbsenceDays(forms.Form):
    """From when, until when, and who stands in."""

    from_on = DayField(label=gettext_lazy("First day away"))
    until_on = DayField(label=gettext_lazy("Back on"), help_text=gettext_lazy("The first day at work again."))
    deputy = ColleagueField(
        label=gettext_lazy("Deputy"),
        help_text=gettext_lazy("Sees and does on those days what the one who is away sees and does."),
        required=False,
    )

    def _offer_deputies(self, colleagues):
        self.fields["deputy"].offer(colleagues, ("", _("nobody")), name=_with_role)


class NewAbsenceForm(AbsenceDays):
    """An absence of one's own; a unit manager notes everybody's."""

    user = ColleagueField(label=gettext_lazy("Who"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        if by.may(Permission.HAND_OVER):
            everybody = list(User.objects.filter(is_active=True).order_by("first_name", "pk"))
            self.fields["user"].offer(everybody, name=_with_role)
            self.initial.setdefault("user", by)
            self._offer_deputies(everybody)
        else:
            del self.fields["user"]
            self._offer_deputies(colleagues_of(by))
        self.order_fields(["user"])

    def clean(self):
        return {"user": self.by} | super().clean()


class AbsenceForm(AbsenceDays, EditForm):
    """Other days or another deputy, over what stands there now."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self._offer_deputies(colleagues_of(row.user))


def colleagues_of(user):
    """Who may stand in for the user, by name."""
    fitting = User.objects.filter(is_active=True, role__in=MAY_STAND_IN[user.role])
    return fitting.exclude(pk=user.pk).order_by("first_name", "pk")


def _with_role(user) -> str:
    return f"{user.first_name}, {user.get_role_display()}"
