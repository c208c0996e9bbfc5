"""A charge that was wrong gets a new version; the old one is never edited (promise 8, decision 4).

The old version is credited whole, as if it had never been: its credit note counts from the day on which it was issued,
so that no day of it bears interest. Its money moves to the new one.
"""

from dataclasses import asdict
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Allocation, Charge, Payment, PaymentPlan, Termination, WriteOff
from ..rules.due_dates import DueDates, due_dates
from ..versions import root_of, versions_of
from .allocating import WithoutReason, undoing
from .charging import NotAnAmount, draw_numbers
from .posting import Entry, lock_ledger, post


class AlreadyReplaced(Refused):
    sentence = _("There is a newer version of that charge. Open the newest one.")


class OnlyRentHasVersions(Refused):
    sentence = _("Only rents and opening balances get new versions. Credit a fee, interest or a cost instead.")


class SameAmount(Refused):
    sentence = _("The charge has that amount already.")


class NamedInTermination(Refused):
    sentence = _("An open termination names this charge with its amount. Withdraw the termination first.")


class NamedInPlan(Refused):
    sentence = _("A running payment plan counts on this charge. End the plan first, and agree on a new one afterwards.")


class WrittenOff(Refused):
    sentence = _("Part of the charge is written off, or somebody has asked for it. Take that back first.")


class CreditUsedElsewhere(Refused):
    sentence = _("A credit note of this charge pays something else. Undo that booking first.")


@action
def replace_charge(charge, *, amount_ore: int, why: str, by, on: date) -> Charge:
    """Charge `amount_ore` instead of what was charged. Money moves over, the oldest first; the rest is a credit.

    What the payer destined for this rent, and was too much for the old amount, pays a higher one. The new version has
    an OCR of its own, and the old one's finds it too. A lower amount keeps the due days; a higher one is due no earlier
    than a charge of today (decision 6): nobody is late with what nobody has told. Raises Refused.
    """
    lock_ledger()
    old = Charge.objects.get(pk=charge.pk)
    _refuse(old, amount_ore, why)
    moved = _standing(old)
    post([undoing(row, row.effective_on) for row in moved], why=why, by=by, on=on)
    _credit_whole(old, why, by, on)
    new = _new_version(old, amount_ore, why, by, on)
    _move(moved, new, why, by, on)
    _fill(new, why, by, on)
    new.refresh_from_db()
    return new


def _refuse(old, amount_ore: int, why: str) -> None:
    if not why.strip():
        raise WithoutReason
    if amount_ore <= 0:
        raise NotAnAmount
    if old.kind not in Charge.DEBT_KINDS:
        raise OnlyRentHasVersions
    if amount_ore == old.amount_ore:
        raise SameAmount
    if Charge.objects.filter(replaces=old).exists():
        raise AlreadyReplaced
    _refuse_while_it_counts(old)


def _refuse_while_it_counts(old) -> None:
    """Where somebody acts on the old amount now, and a silent change would make that wrong."""
    if Termination.objects.open().filter(charges__charge=old).exists():
        raise NamedInTermination
    if PaymentPlan.objects.running().filter(charges__charge=old).exists():
        raise NamedInPlan
    if WriteOff.objects.standing().filter(charge=old).exists():
        raise WrittenOff
    if Allocation.objects.standing().filter(payment__in=_own_notes(old)).exclude(charge=old).exists():
        raise CreditUsedElsewhere


def _own_notes(charge):
    """Credit notes of this charge, wherever they were used."""
    return Payment.objects.filter(source=Payment.Source.CREDIT_NOTE, tenancy=charge.tenancy_id, ocr=charge.ocr)


def _standing(old) -> list:
    """What stands on the charge besides its own credit notes, the oldest money first."""
    rows = old.allocations.standing().exclude(payment__in=_own_notes(old)).select_related("payment")
    return list(rows.order_by("payment__effective_on", "payment_id", "pk"))


def _credit_whole(old, why: str, by, on: date) -> None:
    """All of the old version is credited: by what earlier notes have left, and by a note for the rest."""
    notes = list(_own_notes(old).order_by("pk"))
    rest = old.amount_ore - sum(note.amount_ore for note in notes)
    if rest:
        notes.append(_note(old, rest, why, by, on))
    free = [note for note in notes if note.unallocated_ore]
    day = old.effective_on
    post([Entry(note.pk, old.pk, None, None, note.unallocated_ore, day) for note in free], why=why, by=by, on=on)


def _note(old, amount_ore: int, why: str, by, on: date) -> Payment:
    return Payment.objects.create(
        source=Payment.Source.CREDIT_NOTE,
        tenancy_id=old.tenancy_id,
        ocr=old.ocr,
        amount_ore=amount_ore,
        unallocated_ore=amount_ore,
        why=why,
        effective_on=old.effective_on,
        recorded_on=on,
        by=by,
    )


def _new_version(old, amount_ore: int, why: str, by, on: date) -> Charge:
    number, ocr = draw_numbers(1)[0]
    with refusing({"arrears_charge_replaces_id_key": AlreadyReplaced}):
        return Charge.objects.create(
            pk=number,
            tenancy_id=old.tenancy_id,
            kind=old.kind,
            month=old.month,
            amount_ore=amount_ore,
            open_ore=amount_ore,
            ocr=ocr,
            replaces=old,
            first_id=root_of(old),
            effective_on=old.effective_on,
            recorded_on=on,
            why=why,
            by=by,
            **asdict(_due(old, amount_ore, on)),
        )


def _due(old, amount_ore: int, on: date) -> DueDates:
    days = DueDates(old.printed_due_on, old.statutory_due_on, old.safe_due_on)
    if amount_ore < old.amount_ore:
        return days
    told = due_dates(old.month, issued_on=on)
    return DueDates(*map(max, asdict(days).values(), asdict(told).values()))


def _move(moved, new, why: str, by, on: date) -> None:
    """The same money on the new version, from the same days on, as much as fits."""
    left, entries = new.amount_ore, []
    for row in moved:
        ore = min(left, row.ore)
        if ore:
            entries.append(Entry(row.payment_id, new.pk, None, None, ore, row.effective_on))
        left -= ore
    post(entries, why=why, by=by, on=on)


def _fill(new, why: str, by, on: date) -> None:
    """Credits that name any version pay what is open of the newest, as they would had they come later (HB 9:5). Not
    those with which somebody has done anything else: that was a decision."""
    versions = versions_of(new)
    elsewhere = Allocation.objects.standing().filter(payment=OuterRef("pk")).exclude(charge__in=versions)
    credits = Payment.objects.credits().filter(~Exists(elsewhere), source=Payment.Source.BANK, tenancy=new.tenancy_id)
    left, entries = versions[-1].open_ore, []
    for payment in credits.filter(ocr__in=[version.ocr for version in versions]).order_by("effective_on", "pk"):
        ore = min(left, payment.unallocated_ore)
        if ore:
            entries.append(Entry(payment.pk, new.pk, None, None, ore, payment.effective_on))
        left -= ore
    post(entries, why=why, by=by, on=on)
