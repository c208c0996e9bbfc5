"""Money that the bank took back: decided by a person, because the tenant looked paid (decision 11)."""

from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from ..models import Allocation, Payment
from .allocating import WithoutReason, attribute, undoing
from .posting import Entry, lock_ledger, post


class AlreadyDecided(Refused):
    sentence = _("Somebody has already decided on that reversal.")


class NothingToTakeBack(Refused):
    sentence = _("Nothing is left of that payment that could be taken back.")


class OnlyWhole(Refused):
    sentence = _("Part of that payment was taken back, and it is nobody's yet. Say first whose it is.")


class IsDivided(Refused):
    sentence = _("That payment was divided between homes. Undo the division first, or choose one of its shares.")


@action
def decide_reversal(reversal, *, payment, why: str, by, on: date) -> list[Allocation]:
    """Settle a reversal against the payment that it takes back: what that had paid is open again, newest first.

    As much as both have left; the rest of a larger reversal waits for another payment of the same home. Raises Refused.
    """
    lock_ledger()
    fresh = Payment.objects.in_bulk([reversal.pk, payment.pk])
    reversal, payment = fresh[reversal.pk], fresh[payment.pk]
    if not why.strip():
        raise WithoutReason
    if reversal.source != Payment.Source.REVERSAL or not reversal.unallocated_ore:
        raise AlreadyDecided
    ore = min(-reversal.unallocated_ore, _left_of(payment))
    if ore <= 0:
        raise NothingToTakeBack
    if payment.tenancy_id is None and not ore == payment.amount_ore == -reversal.amount_ore:
        raise OnlyWhole
    attribute(reversal, payment.tenancy_id, why=why, by=by, on=on)
    entries = _freeing(payment, ore - payment.unallocated_ore, reversal.effective_on)
    entries.append(Entry(payment.pk, None, reversal.pk, None, ore, reversal.effective_on))
    return list(Allocation.objects.filter(pk__in=post(entries, why=why, by=by, on=on)))


def _left_of(payment) -> int:
    """Öre of money that came in and that nothing has taken back. Raises IsDivided."""
    if payment.source not in Payment.MONEY:
        return 0
    if payment.allocations.standing().filter(taken_back_by__source=Payment.Source.SPLIT).exists():
        raise IsDivided
    taken = payment.allocations.exclude(taken_back_by=None).aggregate(ore=Sum("ore", default=0))
    return payment.amount_ore - taken["ore"]


def _freeing(payment, missing: int, effective_on: date) -> list[Entry]:
    """Undo what the payment paid, newest first, until `missing` öre are free; what is then too much is paid again."""
    entries: list[Entry] = []
    for allocation in payment.allocations.standing().exclude(charge=None).order_by("-pk"):
        if missing <= 0:
            break
        entries.append(undoing(allocation, effective_on))
        missing -= allocation.ore
        if missing < 0:
            again = Entry(payment.pk, allocation.charge_id, None, None, -missing, allocation.effective_on)
            entries.append(again)
    return entries
