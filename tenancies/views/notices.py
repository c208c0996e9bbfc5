"""Notice to quit: recorded, and what became of it."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar, formats
from bolots.access import Permission, require

from .. import actions, terms
from ..forms.leases import NoticeEditForm, NoticeForm
from ..models import Notice
from . import home
from .leases import answer


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def give(request, pk):
    """Notice by the tenant or the landlord."""
    tenancy, today = home.find(request, pk, "notice-give"), calendar.today()

    def change(data):
        return actions.give_notice(tenancy, **data, by=request.user, on=today)

    form = NoticeForm(request.POST or None, initial={"served_on": today})
    form.fields["reason"].help_text = _reason_help(tenancy)
    words = {
        "title": _("Notice to quit"),
        "said": _("The notice is written down."),
        "lede": _today_words(tenancy, today),
    }
    return answer(request, tenancy, form, change, **words)


def _reason_help(tenancy) -> str:
    waiver = terms.valid_waiver(list(tenancy.waivers.all()))
    if waiver is None:
        return _("The landlord's notice needs one.")
    return _("The landlord's notice needs one. The waiver says: “%(reason)s”") % {"reason": waiver.reason}


def _today_words(tenancy, today) -> str:
    days = {
        who: formats.dag(terms.notice_ends_on(tenancy, today, who) - terms.DAY, today) for who in Notice.GivenBy.values
    }
    return _("Received today, the lease ends %(tenant)s by the tenant and %(landlord)s by the landlord.") % days


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def edit(request, pk, notice):
    """Disputed, referred to the rent tribunal, withdrawn."""
    tenancy, today = home.find(request, pk, "notice-edit"), calendar.today()
    row = get_object_or_404(tenancy.notices, pk=notice)

    def change(data):
        return actions.edit_notice(row, **data, by=request.user, on=today)

    form = NoticeEditForm(request.POST or None, row=row)
    title, said = _("What became of the notice"), _("The notice is changed.")
    return answer(request, tenancy, form, change, title=title, said=said)
