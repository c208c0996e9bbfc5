"""A termination with its home, found as the user may see it, with the reading on record."""

from django.shortcuts import get_object_or_404

from bolots import access_log
from tenancies.models import Tenancy

from ..models import Termination


def find(request, pk, what: str) -> Termination:
    """The termination with its home, as the user may see it; the reading is recorded."""
    related = ("drafted_by", "approved_by", "incident__correction", "undertaking")
    rows = Termination.objects.visible_to(request.user).select_related(*related).prefetch_related("papers")
    row = get_object_or_404(rows, pk=pk)
    row.tenancy = homes(request.user).get(pk=row.tenancy_id)
    access_log.record(request, [row.tenancy.holder_id], what)
    return row


def homes(user):
    """Homes with what may be shown of them."""
    return Tenancy.objects.with_shown_name(user).select_related("apartment", "holder", "case_worker")
