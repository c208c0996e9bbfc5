"""Taking money out of the book again: rows against rows, nothing deleted. What is withdrawn pays nothing any more.

A withdrawal has the opposite sign of what it undoes, belongs to the same home, and counts from the same day: in law the
money was never there. What had been paid with it is open again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from ..models import Allocation, Payment
from .allocating import AlreadyUndone, NotFreeMoney, WithoutReason, undoing
from .posting import Entry, lock_ledger, post

_PARTS = (Payment.Source.SPLIT, Payment.Source.SHARE)


class PaidOut(Refused):
    sentence = _("Some of that money has been refunded to the tenant. What has left cannot be taken out of the book.")


class StillUsed(Refused):
    sentence = _("Some of that money is used. Undo that first.")


class FileIsUndone(Refused):
    sentence = _("The payment's whole file was taken back. Read the file in again instead.")


@action
def withdraw(payment, *, why: str, by, on: date) -> Payment:
    """Take one payment out of the book: it is the same as another, or not for us at all. Raises Refused.

    Only money that nothing is paid with; also a reversal of what never was in the book, or is out of it. Gives the
    withdrawal, which `undo_withdrawal` takes back.
    """
    lock_ledger()
    payment = Payment.objects.get(pk=payment.pk)
    if not why.strip():
        raise WithoutReason
    if payment.source not in Payment.FROM_THE_BANK:
        raise NotFreeMoney
    if not payment.is_unused:
        raise StillUsed
    post(settled([payment], Counter({payment.pk: payment.amount_ore}), why=why, by=by, on=on), why=why, by=by, on=on)
    return Payment.objects.filter(of=payment, source=Payment.Source.WITHDRAWAL).latest("pk")


@action
def undo_withdrawal(withdrawal, *, why: str, by, on: date) -> Payment:
    """It was real money after all: what was withdrawn by mistake is free again. Gives the payment. Raises Refused."""
    lock_ledger()
    withdrawal = Payment.objects.select_related("of__deposit").get(pk=withdrawal.pk)
    if not why.strip():
        raise WithoutReason
    settles = Q(payment=withdrawal.of_id, taken_back_by=withdrawal) | Q(
        payment=withdrawal, taken_back_by=withdrawal.of_id
    )
    row = Allocation.objects.standing().filter(settles).first()
    is_of_the_bank = withdrawal.of is not None and withdrawal.of.source in Payment.FROM_THE_BANK
    if withdrawal.source != Payment.Source.WITHDRAWAL or not is_of_the_bank or row is None:
        raise AlreadyUndone
    if withdrawal.of.deposit.undone_on:
        raise FileIsUndone
    entries = [undoing(row, row.effective_on)]
    entries += settled([withdrawal], Counter({withdrawal.pk: withdrawal.amount_ore}), why=why, by=by, on=on)
    post(entries, why=why, by=by, on=on)
    return Payment.objects.get(pk=withdrawal.of_id)


def family_of(payments: Iterable[Payment]) -> list[Payment]:
    """The payments with all that was made by dividing them."""
    found = list(payments)
    newest = [payment.pk for payment in found]
    while newest:
        parts = list(Payment.objects.filter(of__in=newest, source__in=_PARTS).order_by("pk"))
        found += parts
        newest = [part.pk for part in parts]
    return found


def standing_of(payments: Sequence[Payment]) -> list[Allocation]:
    """What the payments have paid, and what took money back from them, as it stands; withdrawals left out."""
    keys = [payment.pk for payment in payments]
    rows = Allocation.objects.standing().filter(Q(payment__in=keys) | Q(taken_back_by__in=keys))
    gone = Payment.Source.WITHDRAWAL
    rows = rows.exclude(payment__source=gone).filter(Q(taken_back_by=None) | ~Q(taken_back_by__source=gone))
    return list(rows.select_related("taken_back_by").order_by("-pk"))


def unwound(payments: Sequence[Payment], *, why: str, by, on: date) -> list[Entry]:
    """Entries that undo whatever the payments did, and take them out whole. Needs the lock. Raises PaidOut."""
    standing = standing_of(payments)
    if any(row.taken_back_by and row.taken_back_by.source == Payment.Source.REFUND for row in standing):
        raise PaidOut
    entries = [undoing(row, row.effective_on) for row in standing]
    left = Counter({payment.pk: payment.amount_ore for payment in payments})
    keys = list(left)
    gone = Q(payment__in=keys, taken_back_by__source=Payment.Source.WITHDRAWAL)
    gone |= Q(taken_back_by__in=keys, payment__source=Payment.Source.WITHDRAWAL)
    for row in Allocation.objects.standing().filter(gone):
        if row.payment_id in left:
            left[row.payment_id] -= row.ore
        else:
            left[row.taken_back_by_id] += row.ore
    return entries + settled(payments, left, why=why, by=by, on=on)


def settled(payments: Sequence[Payment], left: Counter[int], *, why: str, by, on: date) -> list[Entry]:
    """Make a withdrawal of what is left of each payment (öre, with its sign), and the entry that settles the two."""
    payments = [payment for payment in payments if left[payment.pk]]
    rows = Payment.objects.bulk_create(
        Payment(
            source=Payment.Source.WITHDRAWAL,
            of=payment,
            tenancy_id=payment.tenancy_id,
            amount_ore=-left[payment.pk],
            unallocated_ore=-left[payment.pk],
            why=why,
            effective_on=payment.effective_on,
            recorded_on=on,
            by=by,
        )
        for payment in payments
    )
    return [_against(payment, row) for payment, row in zip(payments, rows, strict=True)]


def _against(payment: Payment, withdrawal: Payment) -> Entry:
    plus, minus = (payment, withdrawal) if withdrawal.amount_ore < 0 else (withdrawal, payment)
    return Entry(plus.pk, None, minus.pk, None, abs(withdrawal.amount_ore), payment.effective_on)
