"""The page of a home's people, as it is first shown and as it comes back with an answer; and each form of it."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from bolots import calendar
from bolots.access import Permission
from bolots.refusals import attempt

from ..forms.people import ReaderForm, ReasonForm
from ..models import Involvement
from . import home, undo

A_QUARTER = timedelta(days=90)  # that a caution or a reader is set for, unless somebody says otherwise


def show(request, tenancy, *, status=200, **forms):
    """Who lives there, as far as the user may know; a form that failed comes back as it was filled in."""
    user, today = request.user, calendar.today()
    sees_person, sees_social = bool(tenancy.shown_name), user.may(Permission.SEE_SOCIAL)
    context = {
        "sees_person": sees_person,
        "sees_social": sees_social,
        "sees_number": sees_person and user.may(Permission.SEE_LEDGER),
        "involved": _involved(tenancy, today),
        "opening": None if sees_person else ReasonForm(),
        "reader": _reader_form(tenancy, user, today),
        "undo": undo.offer(request, "tenant", tenancy.holder) if _may_edit(tenancy, user) else None,
    }
    context |= _around(tenancy.holder, today) if sees_person and sees_social else {}
    return home.show(request, tenancy, "people", context | forms, status=status)


def _may_edit(tenancy, user) -> bool:
    return bool(tenancy.shown_name) and user.may(Permission.EDIT_REGISTER)


def _involved(tenancy, today):
    rows = tenancy.involvements.exclude(until_on__lte=today).select_related("user")
    return rows.order_by("from_on", "pk")


def _reader_form(tenancy, user, today):
    if not tenancy.holder.is_protected or not user.may(Permission.NAME_READERS):
        return None
    return ReaderForm(by=user, initial={"from_on": today, "until_on": today + A_QUARTER})


def _around(holder, today) -> dict:
    """Children, contacts with what they may be told, and cautions: what the social services know."""
    children = list(holder.children.order_by("birth_year", "pk"))
    contacts = list(holder.contacts.order_by("kind", "pk").prefetch_related("consents__recorded_by"))
    cautions = list(holder.cautions.select_related("set_by").order_by("-until_on", "-pk"))
    return {
        "children": [child for child in children if child.left_on is None or child.left_on > today],
        "gone_children": [child for child in children if child.left_on is not None and child.left_on <= today],
        "contacts": [_told(contact, today) for contact in contacts if not _is_gone(contact, today)],
        "gone_contacts": [contact for contact in contacts if _is_gone(contact, today)],
        "cautions": [caution for caution in cautions if not _is_over(caution, today)],
        "old_cautions": [caution for caution in cautions if _is_over(caution, today)],
    }


def _is_gone(contact, today) -> bool:
    return contact.ended_on is not None and contact.ended_on <= today


def _is_over(caution, today) -> bool:
    return caution.until_on <= today or (caution.ended_on is not None and caution.ended_on <= today)


def _told(contact, today) -> dict:
    """A contact, the consents that hold today, and those that no longer do; newest first."""
    consents = sorted(contact.consents.all(), key=lambda consent: (consent.given_on, consent.pk), reverse=True)
    valid = [consent for consent in consents if consent.is_valid(today)]
    return {"contact": contact, "valid": valid, "expired": [c for c in consents if c not in valid]}


def ask(request, tenancy, form, change, said: str, page: dict):
    """A page with one form; a valid one is one action, and then the people again.

    `page`: title, lede, button, and what else the template shows.
    """
    if form.is_valid() and attempt(form, change, form.cleaned_data) is not None:
        messages.success(request, said)
        return redirect("tenancies:tenancy-people", tenancy.pk)
    page = {"button": _("Save"), "lede": ""} | page
    return home.show(request, tenancy, "people_form", page | {"form": form}, status=422 if form.errors else 200)


def posted(request):
    """What a form was sent with; None before it is sent."""
    return request.POST if request.method == "POST" else None


def readers(tenancy):
    return tenancy.involvements.filter(why=Involvement.Why.READER)
