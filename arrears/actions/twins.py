"""Money that may have come twice: a person looks, and says that it is real. (That it is the same: `withdraw`.)"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from ..models import Attribution, Payment
from ..versions import newest_named
from .allocating import WithoutReason, attribute
from .known import TWICE
from .posting import Entry, lock_ledger, post


class NotInDoubt(Refused):
    sentence = _("Nobody doubts that payment any more.")


@action
def accept_twin(payment, *, why: str, by, on: date) -> Payment:
    """The payment is real: it pays the charge that it names (its newest version), as far as that is open, and the rest
    is the home's credit.

    One that names no charge of ours waits in the queue like any other, with the person's word kept. Raises Refused.
    """
    lock_ledger()
    payment = Payment.objects.get(pk=payment.pk)
    if not why.strip():
        raise WithoutReason
    is_released = payment.attributions.exists()
    if payment.needs_person != TWICE or not payment.is_unused or payment.tenancy_id or is_released:
        raise NotInDoubt
    charge = newest_named([payment.ocr]).get(payment.ocr)
    if charge is None:
        Attribution.objects.create(payment=payment, tenancy=None, why=why, by=by, recorded_on=on)
        return payment
    attribute(payment, charge.tenancy_id, why=why, by=by, on=on)
    if ore := min(payment.unallocated_ore, charge.open_ore):
        post([Entry(payment.pk, charge.pk, None, None, ore, payment.effective_on)], why=why, by=by, on=on)
    return Payment.objects.get(pk=payment.pk)
