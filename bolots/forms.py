"""What people type at the door."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField

from .models import User


class SignInForm(AuthenticationForm):
    """User name and password. A name longer than any is refused here: Django's own form lets it through to the log of
    attempts, which has no room for it."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length, widget=forms.TextInput({"autofocus": True})
    )
