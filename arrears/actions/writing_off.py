"""Writing off by decision (avskrivning), and claiming again what was written off.

A small amount is one person's decision; above the guideline somebody else than who asked decides. The limit holds for
all that was asked for of a tenant, in every home of theirs, over twelve months: no large debt is cut into small ones.
"""

from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from bolots import formats, guidelines
from bolots.access import ROLE_PERMISSIONS, Permission
from bolots.audit import action
from bolots.models import User
from bolots.periods import add_months
from bolots.refusals import Refused, refusing
from tenancies import actions as register
from tenancies.models import Reminder

from ..models import Charge, Payment, WriteOff
from .allocating import NotThisMuch, WithoutReason, undoing
from .deciding import may_decide
from .posting import Entry, lock_ledger, post
from .repeating import refuse_repeat

SOURCE = "write_off"  # of the reminders
LIMIT_MONTHS = 12
DECIDERS = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.DECIDE in permissions]


class AlreadyAsked(Refused):
    sentence = _("Somebody has asked for a write-off of that charge already. It is decided first.")


class NotThatMuchOpen(NotThisMuch):
    sentence = _("%(open)s is open on the charge. Write off that much at most.")


class CreditNoteUnused(Refused):
    sentence = _("A credit note of the charge is unused. Put it on the charge first, and write off what is then open.")


class WriteOffDecided(Refused):
    sentence = _("Somebody was faster: the write-off is decided already.")


class TakesTwoPeople(Refused):
    sentence = _("You have asked for it yourself. Above the limit somebody else decides.")


class PowerLentByAsker(TakesTwoPeople):
    sentence = _("You stand in for whoever asked for it. Above the limit somebody decides who does not.")


class NothingOpen(Refused):
    sentence = _("Nothing is open on the charge any more. Decline the write-off instead.")


class AlreadyTakenBack(Refused):
    sentence = _("The write-off has been taken back already.")


class NotWrittenOff(Refused):
    sentence = _("Only what was written off can be taken back.")


@action
def ask_write_off(charge, *, amount_ore: int, why: str, by, on: date) -> WriteOff:
    """Write off öre of a charge; ask a second person to, when the tenant's year exceeds the limit. Raises Refused."""
    lock_ledger()
    charge = Charge.objects.select_related("tenancy").get(pk=charge.pk)
    if not why.strip():
        raise WithoutReason
    if not 0 < amount_ore <= charge.open_ore:
        raise NotThatMuchOpen(open=formats.kr(charge.open_ore))
    if amount_ore > _uncredited(charge):
        raise CreditNoteUnused
    facts = {"amount_ore": amount_ore, "why": why, "asked_on": on, "asked_by": by}
    refuse_repeat(WriteOff.objects.standing(), charge=charge, status=WriteOff.Status.DONE, **facts)
    with refusing({"one_open_write_off_per_charge": AlreadyAsked}):
        needs_second = _exceeds_limit(charge, amount_ore, on)
        asked = WriteOff.objects.create(charge=charge, needs_second=needs_second, **facts)
    if not asked.needs_second:
        return _write_off(asked, charge, by, on)
    for owner in User.objects.filter(role__in=DECIDERS, is_active=True).exclude(pk=by.pk):
        _remind(asked, owner, on)
    return asked


def _uncredited(charge) -> int:
    """What is open and no credit note of the charge is left for, öre: else what nobody has paid could be paid back."""
    notes = Payment.objects.filter(source=Payment.Source.CREDIT_NOTE, tenancy=charge.tenancy_id, ocr=charge.ocr)
    return charge.open_ore - notes.aggregate(ore=Sum("unallocated_ore", default=0))["ore"]


def _exceeds_limit(charge, amount_ore: int, on: date) -> bool:
    """With what was asked for of the same tenant in the last year; also what was taken back: that had its decision."""
    asked = WriteOff.objects.filter(charge__tenancy__holder=charge.tenancy.holder_id)
    asked = asked.filter(asked_on__gt=add_months(on, -LIMIT_MONTHS))
    earlier = asked.exclude(status=WriteOff.Status.DECLINED).aggregate(ore=Sum("amount_ore", default=0))["ore"]
    return earlier + amount_ore > guidelines.on(on).write_off_alone_ore


def _remind(asked, owner, on: date) -> None:
    kind = Reminder.Kind.DECIDE
    about = {"tenancy": asked.charge.tenancy, "source": SOURCE, "source_id": asked.pk, "kind": kind}
    register.remind(**about, deadline_on=on, due_on=on, owner=owner, on=on)


@action
def decide_write_off(write_off, *, by, on: date) -> WriteOff:
    """The second person's yes. At most what is open now is written off: money may have come since. Raises Refused."""
    lock_ledger()
    asked = _undecided(write_off)
    charge = Charge.objects.get(pk=asked.charge_id)
    if asked.needs_second and asked.asked_by_id == by.pk:
        raise TakesTwoPeople
    if asked.needs_second and not may_decide(by, on, asked_by=asked.asked_by_id):
        raise PowerLentByAsker
    if not charge.open_ore:
        raise NothingOpen
    if (most_ore := _uncredited(charge)) <= 0:
        raise CreditNoteUnused
    asked.amount_ore = min(asked.amount_ore, most_ore)
    with refusing({"write_off_takes_two_people": TakesTwoPeople}):
        return _write_off(asked, charge, by, on)


@action
def decline_write_off(write_off, *, why: str, by, on: date) -> WriteOff:
    """The second person's no, with the reason; or who asked thinks better of it. Raises Refused."""
    lock_ledger()
    asked = _undecided(write_off)
    if not why.strip():
        raise WithoutReason
    asked.status, asked.why_declined, asked.decided_on, asked.decided_by = WriteOff.Status.DECLINED, why, on, by
    asked.save()
    _no_longer_asked(asked, on)
    return asked


def _undecided(write_off) -> WriteOff:
    asked = WriteOff.objects.select_related("charge").get(pk=write_off.pk)
    if asked.status != WriteOff.Status.ASKED:
        raise WriteOffDecided
    return asked


def _write_off(asked, charge, by, on: date) -> WriteOff:
    """The payment that stands for it, on the charge."""
    asked.payment = Payment.objects.create(
        source=Payment.Source.WRITE_OFF,
        tenancy_id=charge.tenancy_id,
        ocr=charge.ocr,
        amount_ore=asked.amount_ore,
        unallocated_ore=asked.amount_ore,
        why=asked.why,
        effective_on=on,
        recorded_on=on,
        by=by,
    )
    asked.status, asked.decided_on, asked.decided_by = WriteOff.Status.DONE, on, by
    asked.save()
    post([Entry(asked.payment_id, charge.pk, None, None, asked.amount_ore, on)], why=asked.why, by=by, on=on)
    _no_longer_asked(asked, on)
    return asked


def _no_longer_asked(asked, on: date) -> None:
    Reminder.objects.open().filter(source=SOURCE, source_id=asked.pk).update(withdrawn_on=on)


@action
def revive(write_off, *, why: str, by, on: date) -> Payment:
    """Claim again what was written off: the booking is undone from today, and a withdrawal takes the write-off back.

    A reversing act: what was written off until today stays so on those days. Raises Refused.
    """
    lock_ledger()
    done = WriteOff.objects.with_taken_back().select_related("payment").get(pk=write_off.pk)
    if not why.strip():
        raise WithoutReason
    if done.status != WriteOff.Status.DONE:
        raise NotWrittenOff
    if done.is_taken_back:
        raise AlreadyTakenBack
    ore = done.payment.amount_ore
    back = Payment.objects.create(
        source=Payment.Source.WITHDRAWAL,
        of=done.payment,
        tenancy_id=done.payment.tenancy_id,
        amount_ore=-ore,
        unallocated_ore=-ore,
        why=why,
        effective_on=on,
        recorded_on=on,
        by=by,
    )
    entries = [undoing(row, on) for row in done.payment.allocations.standing()]
    post([*entries, Entry(done.payment_id, None, back.pk, None, ore, on)], why=why, by=by, on=on)
    back.refresh_from_db()
    return back
