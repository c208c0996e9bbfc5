"""Passwords: one's own, and the one-time ones that the administrator hands out.

A one-time password is shown in the answer to the very request that made it: no redirect, no message, no address and no
row holds it, and no cache keeps the page.
"""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions, calendar
from ..access import Permission, require, signed_in
from ..models import User
from ..refusals import Refused
from ..user_forms import AccountForm, PasswordForm


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def password_change(request):
    """One's own password. This session goes on, every other one ends."""
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        user = request.user
        actions.change_password(user, password=form.cleaned_data["new"], by=user, at=calendar.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect("start")
    return render(request, "bolots/password_change.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@require(Permission.MANAGE_USERS)
def give(request, pk):
    """Somebody has forgotten the password."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        return redirect("password-change")
    try:
        phrase = actions.give_password(user, by=request.user, at=calendar.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("user-edit", pk=pk)
    return show_once(request, user, phrase)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def reactivate(request, pk):
    """Open a closed account, with a one-time password."""
    user = get_object_or_404(User, pk=pk)
    if user.is_active:
        return redirect("user-edit", pk=pk)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        phrase = actions.reactivate_user(user, why=form.cleaned_data["why"], by=request.user, at=calendar.now())
        return show_once(request, user, phrase)
    context = {"form": form, "person": user}
    return render(request, "bolots/user_reactivate.html", context, status=422 if form.errors else 200)


@sensitive_variables("phrase")
def show_once(request, user, phrase):
    """The page with the one-time password."""
    return render(request, "bolots/user_password.html", {"person": user, "phrase": phrase})
