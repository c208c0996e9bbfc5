"""A termination with its home, found as the user may see it, with the reading on record."""

from django.db.models import OuterRef

from bolots import access_log
from bolots.listed import listed
from tenancies.models import Tenancy
from tenancies.views import home

from ..models import EnforcementNotice, Termination


def find(request, pk, what: str) -> Termination:
    """The termination with its home and Kronofogden's letters (`notice_list`), as the user may see it; the reading is
    recorded."""
    related = ("drafted_by", "approved_by", "incident__correction", "undertaking")
    letters = EnforcementNotice.objects.filter(tenancy=OuterRef("tenancy")).order_by("pk")
    visible = Termination.objects.visible_to(request.user).select_related(*related).prefetch_related("papers")
    visible = visible.annotate(notice_list=listed(letters, "kind", "received_on", "eviction_on", "reference"))
    row = home.find_with_home(visible, request.user, pk)
    access_log.record(request, [row.tenancy.holder_id], what)
    return row


def homes(user):
    """Homes with what may be shown of them."""
    return Tenancy.objects.with_shown_name(user).select_related("apartment", "holder", "case_worker")
