"""Changes to the people around a tenant: whom to ask, and what they may be told."""

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.editing import change
from bolots.refusals import Refused, refusing

from ..models import Consent, Contact


class ConsentWithoutTime(Refused):
    sentence = _("A consent needs an end after the day it is given.")


class ConsentInTheFuture(Refused):
    sentence = _("Write a day that has come: a consent is given, or taken back, when somebody says so.")


class ContactIsGone(Refused):
    sentence = _("The contact has ended. Take it up again before a consent is written down.")


class ConsentAlreadyTakenBack(Refused):
    sentence = _("The consent has been taken back already.")


class TakenBackBeforeGiven(Refused):
    sentence = _("A consent cannot be taken back before it was given.")


@action
def add_contact(tenant, *, kind, name: str, organisation="", phone="", email="", ended_on=None, by, on) -> Contact:
    """Somebody around the tenant. Until there is a consent, nothing may be told."""
    return Contact.objects.create(
        tenant=tenant, kind=kind, name=name, organisation=organisation, phone=phone, email=email, ended_on=ended_on
    )


@action
def edit_contact(contact, *, seen=None, by, on, **fields) -> Contact:
    """Set a contact's fields; with `ended_on` its consents end too. Raises ChangedMeanwhile."""
    change(contact, seen=seen, **fields)
    return contact


@action
def give_consent(contact, *, what: str, given_on, until_on, by, on) -> Consent:
    """What may be told to the contact, from the day it is given until the day before `until_on` (OSL 10:1, 12:2).

    Raises ContactIsGone, ConsentInTheFuture, ConsentWithoutTime.
    """
    if contact.ended_on is not None and contact.ended_on <= on:
        raise ContactIsGone
    if given_on > on:
        raise ConsentInTheFuture
    with refusing({"consent_ends_after_it_is_given": ConsentWithoutTime}):
        return Consent.objects.create(contact=contact, what=what, given_on=given_on, until_on=until_on, recorded_by=by)


@action
def take_back_consent(consent, *, withdrawn_on, by, on) -> Consent:
    """From that day nothing may be told any more. Raises ConsentAlreadyTakenBack, TakenBackBeforeGiven."""
    if withdrawn_on > on:
        raise ConsentInTheFuture
    with refusing({"consent_taken_back_after_it_is_given": TakenBackBeforeGiven}):
        taken = Consent.objects.filter(pk=consent.pk, withdrawn_on=None).update(withdrawn_on=withdrawn_on)
    if not taken:
        raise ConsentAlreadyTakenBack
    consent.refresh_from_db()
    return consent
