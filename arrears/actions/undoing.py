"""Taking a whole bank file back (återta en fil): every payment of it gets a row against it, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from ..models import Allocation, FileUndoing, ImportFile, Payment
from .allocating import WithoutReason
from .posting import lock_ledger, post
from .withdrawing import family_of, standing_of, unwound


class FileUndoneAlready(Refused):
    sentence = _("That file has been taken back already.")


class FileRejected(Refused):
    sentence = _("That file was rejected: nothing of it was ever stored.")


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking a file back will do. `unpaid`: keys of the charges that open again; `refunds` is what forbids it."""

    payments: int
    payment_ore: int
    unpaid: Sequence[int]
    refunds: Sequence[Allocation]
    reversals: int  # decisions on what the bank took back, which will have to be made again
    divided: int
    held: int

    @property
    def may_be_done(self) -> bool:
        return not self.refunds


def foresee_undoing(file) -> Undoing:
    """What taking the file back would do now. Changes nothing; a number of queries that does not grow with the file."""
    payments = list(Payment.objects.filter(deposit__file=file))
    rows = standing_of(family_of(payments))
    taken = [row for row in rows if row.taken_back_by_id]
    return Undoing(
        payments=sum(payment.source == Payment.Source.BANK for payment in payments),
        payment_ore=sum(payment.amount_ore for payment in payments if payment.source == Payment.Source.BANK),
        unpaid=sorted({row.charge_id for row in rows if row.charge_id}),
        refunds=[row for row in taken if row.taken_back_by.source == Payment.Source.REFUND],
        reversals=sum(row.taken_back_by.source == Payment.Source.REVERSAL for row in taken),
        divided=sum(row.taken_back_by.source == Payment.Source.SPLIT for row in taken),
        held=file.held_back.count(),
    )


@action
def undo_file(file, *, why: str, by, on: date, at: datetime) -> FileUndoing:
    """Take back a whole file: bookings undone by opposite rows, a withdrawal against each payment, charges open again.

    The same file may then be read in anew. Late rents that were flagged stay facts. A second call, also at the same
    moment, is refused; so is a file whose money was refunded. Raises Refused.
    """
    lock_ledger()
    file = ImportFile.objects.get(pk=file.pk)
    if not why.strip():
        raise WithoutReason
    if file.verdict == ImportFile.Verdict.REJECTED:
        raise FileRejected
    if file.undone_on:
        raise FileUndoneAlready
    payments = family_of(Payment.objects.filter(deposit__file=file).order_by("pk"))
    if entries := unwound(payments, why=why, by=by, on=on):
        post(entries, why=why, by=by, on=on)
    file.deposits.update(undone_on=on)
    ImportFile.objects.filter(pk=file.pk).update(undone_on=on)
    return FileUndoing.objects.create(file=file, why=why, recorded_on=on, recorded_at=at, by=by)
