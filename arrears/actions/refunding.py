"""Paying a credit back (återbetalning): a negative payment, settled against the money that it gives back."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from ..models import Payment
from ..rules.payouts import tells_of_an_account
from .allocating import NotThisMuch, WithoutReason
from .posting import Entry, lock_ledger, post
from .repeating import refuse_repeat

Source = Payment.Source


class NotThatMuchCredit(NotThisMuch):
    sentence = _("The home has not that much to its good. Never more than the credit is paid back.")


class ReversalWaits(Refused):
    sentence = _("The bank has taken money back from this home. Decide on that first: the credit may be gone.")


class WithoutReference(Refused):
    sentence = _("Write how it was paid out: the reference of the payment order.")


class TellsOfAnAccount(Refused):
    sentence = _("The tenant's identity is protected: write the reference only, no account number and no bank.")


@action
def refund(tenancy, *, amount_ore: int, why: str, to: str, by, on: date) -> Payment:
    """Pay öre of a tenancy's credit back, from the oldest money first. `to`: the reference of how it was paid out.

    Raises Refused.
    """
    lock_ledger()
    if not why.strip():
        raise WithoutReason
    if not to.strip():
        raise WithoutReference
    done = {"source": Source.REFUND, "tenancy": tenancy, "message": to.strip(), "amount_ore": -amount_ore}
    refuse_repeat(Payment.objects, **done, why=why, by=by, recorded_on=on)
    if tenancy.holder.is_protected and tells_of_an_account(to):
        raise TellsOfAnAccount
    if Payment.objects.undecided_reversals().filter(tenancy=tenancy).exists():
        raise ReversalWaits
    credits = list(Payment.objects.refundable().filter(tenancy=tenancy).order_by("effective_on", "pk"))
    if not 0 < amount_ore <= sum(payment.unallocated_ore for payment in credits):
        raise NotThatMuchCredit
    return _pay_back(tenancy, credits, amount_ore, {"why": why, "by": by}, to.strip(), on)


def _pay_back(tenancy, credits, amount_ore: int, facts: dict, to: str, on: date) -> Payment:
    back = Payment.objects.create(
        source=Source.REFUND,
        tenancy=tenancy,
        amount_ore=-amount_ore,
        unallocated_ore=-amount_ore,
        message=to,
        effective_on=on,
        recorded_on=on,
        **facts,
    )
    left, entries = amount_ore, []
    for payment in credits:
        ore = min(left, payment.unallocated_ore)
        if ore:
            entries.append(Entry(payment.pk, None, back.pk, None, ore, on))
        left -= ore
    post(entries, **facts, on=on)
    back.refresh_from_db()
    return back
