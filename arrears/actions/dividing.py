"""One transfer for several homes (delad inbetalning), divided by hand: its shares behave like money of the bank."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots import formats
from bolots.audit import action
from bolots.refusals import Refused

from ..models import Attribution, Charge, Payment
from .allocating import AlreadyUndone, NotFreeMoney, NotThisMuch, WithoutReason, undoing
from .posting import Entry, lock_ledger, post
from .withdrawing import StillUsed, settled, standing_of


class SharesDoNotSum(Refused):
    sentence = _("The shares are %(sum)s together, and %(left)s is left of the payment. They must be the same.")


class ChargeOfAnotherHome(Refused):
    sentence = _("A share pays a charge of its own home only.")


class OneShareOnly(Refused):
    sentence = _("A payment is divided in two shares or more.")


@dataclass(frozen=True, slots=True)
class Share:
    """Öre for a home: on a charge of it, or to its good when `charge` is None."""

    tenancy_id: int
    ore: int
    charge: Charge | None = None


@action
def split_payment(payment, shares: Sequence[Share], *, why: str, by, on: date) -> list[Payment]:
    """Divide what is left of a payment between homes: a negative row settles it, each share is a payment of its own.

    The shares count from the payment's day, and sum to it. A share with a charge pays that charge. Whose each share is
    was a person's word from the start, so that it stands in an `Attribution` like any other. Raises Refused.
    """
    lock_ledger()
    payment = Payment.objects.get(pk=payment.pk)
    _refuse_wrong(payment, shares, why)
    whole = _row(payment, Payment.Source.SPLIT, payment.tenancy_id, -payment.unallocated_ore, why, by, on)
    whole.save()
    rows = [_row(payment, Payment.Source.SHARE, share.tenancy_id, share.ore, why, by, on) for share in shares]
    rows = Payment.objects.bulk_create(rows)
    said = {"why": why, "by": by, "recorded_on": on}
    words = [Attribution(payment=row, tenancy_id=row.tenancy_id, was_id=row.tenancy_id, **said) for row in rows]
    Attribution.objects.bulk_create(words)
    entries = [Entry(payment.pk, None, whole.pk, None, payment.unallocated_ore, payment.effective_on)]
    for row, share in zip(rows, shares, strict=True):
        if share.charge:
            entries.append(Entry(row.pk, share.charge.pk, None, None, share.ore, payment.effective_on))
    post(entries, why=why, by=by, on=on)
    return list(Payment.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


@action
def undo_split(payment, *, why: str, by, on: date) -> Payment:
    """Take a division back: its shares are withdrawn, the payment is whole and free again. Raises Refused.

    The last division goes first. Shares that pay a charge, or were divided or taken back, must be freed before that.
    """
    lock_ledger()
    payment = Payment.objects.get(pk=payment.pk)
    if not why.strip():
        raise WithoutReason
    row = payment.allocations.standing().filter(taken_back_by__source=Payment.Source.SPLIT).order_by("-pk").first()
    if row is None:
        raise AlreadyUndone
    whole = row.taken_back_by
    shares = list(Payment.objects.filter(of=payment, source=Payment.Source.SHARE, pk__gt=whole.pk).order_by("pk"))
    if standing_of(shares):
        raise StillUsed
    left = Counter({share.pk: share.unallocated_ore for share in shares})
    left[whole.pk] = whole.amount_ore
    entries = [undoing(row, row.effective_on), *settled([*shares, whole], left, why=why, by=by, on=on)]
    post(entries, why=why, by=by, on=on)
    return Payment.objects.get(pk=payment.pk)


def _refuse_wrong(payment: Payment, shares: Sequence[Share], why: str) -> None:
    if not why.strip():
        raise WithoutReason
    if payment.source not in Payment.MONEY or payment.unallocated_ore <= 0:
        raise NotFreeMoney
    if len(shares) < 2:
        raise OneShareOnly
    total = sum(share.ore for share in shares)
    if any(share.ore <= 0 for share in shares) or total != payment.unallocated_ore:
        raise SharesDoNotSum(sum=formats.kr(total), left=formats.kr(payment.unallocated_ore))
    wanted: Counter[int] = Counter()
    for share in shares:
        if share.charge:
            wanted[share.charge.pk] += share.ore
    charges = Charge.objects.in_bulk(wanted)
    if any(share.charge and charges[share.charge.pk].tenancy_id != share.tenancy_id for share in shares):
        raise ChargeOfAnotherHome
    if any(ore > charges[key].open_ore for key, ore in wanted.items()):
        raise NotThisMuch


def _row(payment: Payment, source: str, tenancy_id: int | None, ore: int, why: str, by, on: date) -> Payment:
    """What the payer said goes with each share: who looks at one later sees where it came from."""
    return Payment(
        source=source,
        of=payment,
        tenancy_id=tenancy_id,
        references=payment.references,
        payer_name=payment.payer_name,
        payer_account=payment.payer_account,
        message=payment.message,
        amount_ore=ore,
        unallocated_ore=ore,
        why=why,
        effective_on=payment.effective_on,
        recorded_on=on,
        by=by,
    )
