"""Whose home, and who paid: names as the user may see them, and the reading on record."""

from bolots import access_log
from tenancies.models import Tenancy

from ..privacy import Payer, shown_payer, shown_with_texts


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


def payer_and_source(request, payment, what: str) -> Payer:
    """As `payer`; the payment's file and deposit get what may be shown of their name and number, in the same query."""
    if payment.deposit is None:
        return payer(request, payment, what)
    file, deposit = payment.deposit.file, payment.deposit
    shown, texts = shown_with_texts(payment, [file.name, deposit.serial], request.user)
    file.shown_name, deposit.shown_serial = texts[file.name], texts[deposit.serial]
    access_log.record(request, shown.people, what)
    return shown
