"""Putting money on charges: by the exact OCR, by hand with a reason, and undoing either."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from ..models import Allocation, Attribution, Charge, Payment
from .posting import Entry, lock_ledger, post, post_rows
from .repeating import refuse_repeat

# An exact OCR pays that charge only (HB 9:5), the oldest payment first; what is too much stays as a credit. The OCR of
# any version names the newest: of a rent's versions only that can be open. Plain charges are found by one join on the
# reference; the second half begins at the few charges that have earlier versions, so that a file of plain rents pays
# for no more than a look into an almost empty index.
MAY_PAY = "p.unallocated_ore > 0 AND c.open_ore > 0 AND p.needs_person = '' AND p.source = 'bank'"
EXACT = f"""
SELECT payment_id, charge_id, NULL::bigint taken_back_by_id, NULL::bigint reverses_id,
       (least(upto, open_ore) - since)::bigint ore, effective_on
FROM (
    SELECT payment_id, charge_id, open_ore, effective_on, sum(free) OVER w - free since, sum(free) OVER w upto
    FROM (
        SELECT p.id payment_id, c.id charge_id, c.open_ore, p.effective_on, p.unallocated_ore free
        FROM arrears_payment p JOIN arrears_charge c ON c.ocr = p.ocr AND c.tenancy_id = p.tenancy_id
        WHERE {MAY_PAY} AND {{only}}
        UNION ALL
        SELECT p.id, c.id, c.open_ore, p.effective_on, p.unallocated_ore
        FROM arrears_payment p
        JOIN arrears_charge old ON old.ocr = p.ocr AND old.tenancy_id = p.tenancy_id AND old.open_ore = 0
        JOIN arrears_charge c ON c.first_id = coalesce(old.first_id, old.id) AND c.id <> old.id
        WHERE {MAY_PAY} AND {{only}}
    ) named
    WINDOW w AS (PARTITION BY charge_id ORDER BY effective_on, payment_id ROWS UNBOUNDED PRECEDING)
) designated
WHERE since < open_ore
"""
IN_FILE = "p.deposit_id IN (SELECT id FROM arrears_deposit WHERE file_id = %s)"
ON_CHARGES = "c.id = ANY(%s)"
WAITED = """
WITH named AS (
    UPDATE arrears_payment p SET tenancy_id = c.tenancy_id FROM arrears_charge c
    WHERE c.id = ANY(%s) AND p.ocr = c.ocr AND p.tenancy_id IS NULL AND p.unallocated_ore = p.amount_ore
      AND p.needs_person = '' AND p.source = 'bank'
    RETURNING p.id, c.tenancy_id
)
INSERT INTO arrears_attribution (payment_id, tenancy_id, recorded_on, why) SELECT id, tenancy_id, %s, '' FROM named
"""


class NotThisMuch(Refused):
    sentence = _("There is not that much left of the payment, or open on the charge.")


class UsedElsewhere(Refused):
    sentence = _("Part of the payment already pays the rent of another home. Undo that first.")


class NotFreeMoney(Refused):
    sentence = _("That is no money that came in and waits.")


class OldVersion(Refused):
    sentence = _("The charge has a new version. What stands on the old one stays there.")


class TakenBackElsewhere(Refused):
    sentence = _("That is no booking of money. A write-off is taken back where it was decided; a refund is final.")


class AlreadyUndone(Refused):
    sentence = _("That has already been undone.")


class NotSingly(Refused):
    sentence = _("That belongs to something larger: a payment divided or taken out of the book. Undo that instead.")


class WithoutReason(Refused):
    sentence = _("Write the reason: it is kept for ever with what you do.")


def allocate_exact(*, on: date, file=None, charges=()) -> int:
    """Pay the charges that payments name: those of a newly stored `file`, or those that waited for new `charges`.

    Never more than that: what a person undid, and a number that was typed before it was ours, must not come back by
    itself. Runs inside the action that brought file or charges, under its lock. Returns the number of allocations.
    """
    if file is not None:
        return len(post_rows(EXACT.format(only=IN_FILE), [file.pk] * 2, on=on))
    keys = [charge.pk for charge in charges]
    with connection.cursor() as cursor:
        cursor.execute(WAITED, [keys, on])
    return len(post_rows(EXACT.format(only=ON_CHARGES), [keys] * 2, on=on))


@action
def allocate_by_hand(payment, charge, *, amount_ore: int, why: str, by, on: date) -> Allocation:
    """Put öre of a payment on a charge; the money becomes that tenancy's. Raises Refused."""
    lock_ledger()
    payment, charge = Payment.objects.get(pk=payment.pk), Charge.objects.get(pk=charge.pk)
    _refuse_without(why)
    done = {"payment": payment, "charge": charge, "ore": amount_ore}
    refuse_repeat(Allocation.objects.standing(), **done, why=why, by=by, recorded_on=on)
    if not 0 < amount_ore <= min(payment.unallocated_ore, charge.open_ore):
        raise NotThisMuch
    if payment.source == Payment.Source.WRITE_OFF:
        raise NotFreeMoney
    attribute(payment, charge.tenancy_id, why=why, by=by, on=on)
    entry = Entry(payment.pk, charge.pk, None, None, amount_ore, payment.effective_on)
    return Allocation.objects.get(pk=post([entry], why=why, by=by, on=on)[0])


@action
def give_to_tenancy(payment, tenancy, *, why: str, by, on: date) -> Payment:
    """Money that names no charge becomes a tenancy's credit (tillgodo), for a person to use later. Raises Refused."""
    lock_ledger()
    payment = Payment.objects.get(pk=payment.pk)
    _refuse_without(why)
    if payment.source not in Payment.MONEY or not payment.unallocated_ore:
        raise NotFreeMoney
    attribute(payment, tenancy.pk, why=why, by=by, on=on)
    return payment


@action
def undo_allocation(allocation, *, why: str, by, on: date) -> Allocation:
    """Reverse an allocation by an opposite row. Money of the bank that is then wholly free waits for a person again.

    Undoing what settled a reversal makes the reversal undecided again. Raises Refused.
    """
    lock_ledger()
    allocation = Allocation.objects.select_related("payment", "taken_back_by").get(pk=allocation.pk)
    _refuse_without(why)
    if allocation.reverses_id or Allocation.objects.filter(reverses=allocation).exists():
        raise AlreadyUndone
    _refuse_unless_money(allocation)
    sides = {allocation.payment.source, allocation.taken_back_by and allocation.taken_back_by.source}
    if sides & {Payment.Source.WITHDRAWAL, Payment.Source.SPLIT}:
        raise NotSingly
    [pk] = post([undoing(allocation, allocation.effective_on)], why=why, by=by, on=on)
    payment = Payment.objects.get(pk=allocation.payment_id)
    if allocation.charge_id and payment.source in Payment.MONEY and payment.is_unused:
        attribute(payment, None, why=why, by=by, on=on)
    return Allocation.objects.get(pk=pk)


def undoing(allocation, effective_on: date) -> Entry:
    """The opposite row. Its day is the undone row's own, as if that had never been, or the day money was taken back."""
    return Entry(
        allocation.payment_id,
        allocation.charge_id,
        allocation.taken_back_by_id,
        allocation.pk,
        -allocation.ore,
        effective_on,
    )


def attribute(payment, tenancy_id: int | None, *, why: str, by, on: date) -> None:
    """Record whose the money is, if that is news. Raises Refused: used money stays, and so does a credit note."""
    if payment.tenancy_id == tenancy_id:
        return
    if payment.source in (Payment.Source.CREDIT_NOTE, Payment.Source.WRITE_OFF):
        raise NotFreeMoney
    if not payment.is_unused:
        raise UsedElsewhere
    was = payment.tenancy_id
    Attribution.objects.create(payment=payment, tenancy_id=tenancy_id, was_id=was, why=why, by=by, recorded_on=on)
    payment.tenancy_id = tenancy_id
    payment.save(update_fields=["tenancy"])


def _refuse_unless_money(allocation) -> None:
    """What pays an old version, a write-off and a refund are undone by their own acts only, or their sums would lie."""
    if allocation.charge_id and Charge.objects.filter(replaces=allocation.charge_id).exists():
        raise OldVersion
    back, source = allocation.taken_back_by, Payment.Source
    if allocation.payment.source == source.WRITE_OFF or (back and back.source in (source.REFUND, source.WITHDRAWAL)):
        raise TakenBackElsewhere


def _refuse_without(why: str) -> None:
    if not why.strip():
        raise WithoutReason
