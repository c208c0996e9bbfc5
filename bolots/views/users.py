"""Users and roles, by the system administrator: no person's data."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import actions, calendar, editing, staffing
from ..access import Permission, require
from ..models import Absence, User
from ..refusals import Refused, attempt
from ..user_forms import AccountForm, NewUserForm, UndoForm, UserForm
from .passwords import show_once


@require_GET
@require(Permission.MANAGE_USERS)
def user_list(request):
    """Everybody with an account: role, at work or away, last signed in; closed accounts below."""
    away = {absence.user_id: absence for absence in Absence.objects.covering(calendar.today())}
    users = User.objects.order_by("first_name", "pk")
    rows = [{"person": user, "absence": away.get(user.pk)} for user in users]
    context = {
        "rows": [row for row in rows if row["person"].is_active],
        "closed": [row for row in rows if not row["person"].is_active],
    }
    return render(request, "bolots/user_list.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def user_new(request):
    """A new account; its one-time password is in the answer."""
    form = NewUserForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, actions.add_user, **form.cleaned_data, by=request.user, at=calendar.now())
        if made:
            return show_once(request, *made)
    return render(request, "bolots/user_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def user_edit(request, pk):
    """One account: its facts and role, and the ways to a new password and to closing it."""
    user, today = get_object_or_404(User, pk=pk), calendar.today()
    form = UserForm(request.POST or None, row=user)
    if form.is_valid():
        attempt(form, actions.edit_user, user, **form.values, by=request.user, on=today)
        if not form.errors:
            return redirect("user-edit", pk=pk)
    context = {"form": form, "person": user, "absence": user.absence_on(today), "undo": _undo(request, user)}
    return render(request, "bolots/user_edit.html", context, status=422 if form.errors else 200)


def _undo(request, person) -> dict | None:
    """The way back from one's own last change of the facts. Another role is changed again, not undone: with the role
    went the homes that it does not open."""
    found = editing.undoable(person, request.user, at=calendar.now())
    if found is None or found.before["role"] != person.role:
        return None
    return {"url": reverse("user-undo", args=[person.pk]), "seen": found.version, "back": request.path}


@require_POST
@require(Permission.MANAGE_USERS)
def user_undo(request, pk):
    """Put back what stood there."""
    user, form = get_object_or_404(User, pk=pk), UndoForm(request.POST)
    found = _undo(request, user)
    try:
        if found is None or not form.is_valid():
            raise editing.NothingToUndo
        editing.undo_change(user, seen=form.cleaned_data["seen"], by=request.user, at=calendar.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The change is undone."))
    return redirect("user-edit", pk=pk)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def user_deactivate(request, pk):
    """Close an account, with a reason; what its owner is responsible for is said first."""
    user, today = get_object_or_404(User, pk=pk), calendar.today()
    if not user.is_active:
        return redirect("user-edit", pk=pk)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        attempt(form, actions.deactivate_user, user, why=why, by=request.user, at=calendar.now())
        if not form.errors:
            messages.success(request, _("The account is closed, and signed out everywhere."))
            return redirect("user-list")
    context = {"form": form, "person": user, "ties": staffing.ties(user, frozenset(), today)}
    return render(request, "bolots/user_deactivate.html", context, status=422 if form.errors else 200)
