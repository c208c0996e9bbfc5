"""Accounts: made, changed, closed, opened again, and their passwords."""

from django.utils.translation import gettext_lazy as _

from .. import passphrases, staffing
from ..access import ROLE_PERMISSIONS, Role
from ..audit import action
from ..editing import change
from ..models import User
from ..refusals import Refused, refusing


class UserNameTaken(Refused):
    sentence = _("Somebody has that user name already.")


class LastAdministrator(Refused):
    sentence = _("This is the only active system administrator. Give somebody else that role first.")


class StillResponsible(Refused):
    sentence = _("The role cannot change yet. %(ties)s")


class AccountClosed(Refused):
    sentence = _("The account is closed. Open it again: that gives a new password too.")


NAME_TAKEN = {"bolots_user_username_key": UserNameTaken}


@action
def add_user(*, username, first_name, role, phone="", by, at) -> tuple[User, str]:
    """A new account and its one-time password, which is kept nowhere in clear. Raises UserNameTaken."""
    user, phrase = User(username=username, first_name=first_name, role=role, phone=phone), passphrases.make()
    _set_password(user, phrase, at, is_one_time=True)
    with refusing(NAME_TAKEN):
        user.save()
    return user, phrase


@action
def edit_user(user, *, seen, username, first_name, role, phone, by, on) -> None:
    """Other facts or another role. With a role go the homes that it no longer opens.

    Raises ChangedMeanwhile, UserNameTaken, LastAdministrator, StillResponsible.
    """
    is_another_role = role != user.role
    if is_another_role:
        _keep_an_administrator(user)
        ties = staffing.ties(user, ROLE_PERMISSIONS[role], on)
        if ties:
            raise StillResponsible(ties=" ".join(ties))
    with refusing(NAME_TAKEN):
        change(user, seen=seen, username=username, first_name=first_name, role=role, phone=phone)
    if is_another_role:
        staffing.leave(user, ROLE_PERMISSIONS[role], on)


@action
def deactivate_user(user, *, why, by, at) -> None:
    """The account is closed at once: signed out everywhere, and the password is gone, so that no session lives again.

    What the user was responsible for stays where it is, for the unit manager to hand over. Raises LastAdministrator.
    """
    _keep_an_administrator(user)
    user.set_unusable_password()
    user.is_active, user.must_change_password, user.password_set_at = False, False, at
    user.save(update_fields=["is_active", "password", "must_change_password", "password_set_at"])


@action
def reactivate_user(user, *, why, by, at) -> str:
    """The account is open again, with a one-time password."""
    user.is_active, phrase = True, passphrases.make()
    _set_password(user, phrase, at, is_one_time=True)
    user.save(update_fields=["is_active", "password", "must_change_password", "password_set_at"])
    return phrase


@action
def give_password(user, *, by, at) -> str:
    """A one-time password; the old one and every session end at once. Raises AccountClosed."""
    if not user.is_active:
        raise AccountClosed
    phrase = passphrases.make()
    _set_password(user, phrase, at, is_one_time=True)
    _save_password(user)
    return phrase


@action
def change_password(user, *, password, by, at) -> None:
    """The user's own choice, which the validators have passed. Every other session ends."""
    _set_password(user, password, at, is_one_time=False)
    _save_password(user)


def _set_password(user, password, at, *, is_one_time):
    user.set_password(password)
    user.must_change_password, user.password_set_at = is_one_time, at


def _save_password(user):
    user.save(update_fields=["password", "must_change_password", "password_set_at"])


def _keep_an_administrator(user):
    """Raises LastAdministrator unless another active one is left; two who leave at once wait for each other."""
    administrators = User.objects.with_role(Role.SYSTEM_ADMIN).filter(is_active=True)
    left = set(administrators.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if left == {user.pk}:
        raise LastAdministrator
