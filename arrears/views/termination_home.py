"""A termination with its home, found as the user may see it, with the reading on record."""

from bolots import access_log
from tenancies.models import Tenancy
from tenancies.views import home

from ..models import Termination


def find(request, pk, what: str) -> Termination:
    """The termination with its home, as the user may see it; the reading is recorded."""
    related = ("drafted_by", "approved_by", "incident__correction", "undertaking")
    visible = Termination.objects.visible_to(request.user).select_related(*related).prefetch_related("papers")
    row = home.find_with_home(visible, request.user, pk)
    access_log.record(request, [row.tenancy.holder_id], what)
    return row


def homes(user):
    """Homes with what may be shown of them."""
    return Tenancy.objects.with_shown_name(user).select_related("apartment", "holder", "case_worker")
