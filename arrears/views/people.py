"""Whose home, and who paid: names as the user may see them, and the reading on record."""

from bolots import access_log
from tenancies.models import Tenancy

from ..privacy import Payer, shown_payer


def holder(request, tenancy_id: int | None, what: str) -> Tenancy | None:
    """The tenancy with `shown_name`, its holder's name or "" when that is protected. The reading goes on record."""
    if tenancy_id is None:
        return None
    tenancies = Tenancy.objects.with_shown_name(request.user).select_related("apartment", "case_worker")
    tenancy = tenancies.get(pk=tenancy_id)
    access_log.record(request, [tenancy.holder_id], what)
    return tenancy


def payer(request, payment, what: str) -> Payer:
    """What may be shown of who paid. The reading of whom it tells of goes on record."""
    shown = shown_payer([payment], request.user)[payment.pk]
    access_log.record(request, shown.people, what)
    return shown
