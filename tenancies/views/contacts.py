"""The people around a tenant: contacts, and what they may be told."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar, periods
from bolots.access import Permission, require

from .. import actions
from ..forms.people import ConsentForm, ContactEditForm, ContactForm, TakeBackForm
from ..models import Consent
from . import home, undo
from .people_page import ask, posted

MONTHS = 12  # a new consent, unless somebody says otherwise


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def add_contact(request, pk):
    """Somebody whom staff may ask."""
    tenancy = home.find_known(request, pk, "contact-add")

    def change(data):
        return actions.add_contact(tenancy.holder, **data, by=request.user, on=calendar.today())

    page = {"title": _("Add a contact"), "lede": _("Until a consent is written down, nothing may be told.")}
    return ask(request, tenancy, ContactForm(posted(request)), change, _("The contact is saved."), page)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit_contact(request, pk, contact):
    """A contact's name and ways; with a day, it has ended."""
    tenancy = home.find_known(request, pk, "contact-edit")
    row = get_object_or_404(tenancy.holder.contacts, pk=contact)

    def change(data):
        return actions.edit_contact(row, **data, by=request.user, on=calendar.today())

    form = ContactEditForm(posted(request), row=row)
    page = {"title": _("Change or end the contact"), "undo": undo.offer(request, "contact", row)}
    return ask(request, tenancy, form, change, _("The contact is saved."), page)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def give_consent(request, pk, contact):
    """What the tenant has said that the contact may be told."""
    tenancy, today = home.find_known(request, pk, "consent-add"), calendar.today()
    row = get_object_or_404(tenancy.holder.contacts, pk=contact)

    def change(data):
        return actions.give_consent(row, **data, by=request.user, on=today)

    form = ConsentForm(posted(request), initial={"given_on": today, "until_on": periods.add_months(today, MONTHS)})
    page = {"title": _("Write down a consent"), "lede": _("What %(who)s may be told.") % {"who": row.name}}
    return ask(request, tenancy, form, change, _("The consent is saved."), page)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def take_back_consent(request, pk, consent):
    """The tenant has changed their mind."""
    tenancy, today = home.find_known(request, pk, "consent-take-back"), calendar.today()
    row = get_object_or_404(Consent.objects.filter(contact__tenant=tenancy.holder), pk=consent)

    def change(data):
        return actions.take_back_consent(row, **data, by=request.user, on=today)

    form = TakeBackForm(posted(request), initial={"withdrawn_on": today})
    page = {"title": _("Take back the consent"), "lede": row.what, "button": _("Take it back")}
    return ask(request, tenancy, form, change, _("The consent is taken back."), page)
