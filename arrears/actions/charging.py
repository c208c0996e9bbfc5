"""Charging what is owed: a month for everybody, an opening balance for one, and taking a wrong charge back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.periods import first_of, next_month
from bolots.refusals import Refused, refusing
from tenancies.models import RentTerm, Tenancy

from ..models import Charge, Payment, WriteOff
from ..rules.charging import Term, month_lines
from ..rules.due_dates import due_dates
from ..rules.ocr import is_valid, make_ocr
from .allocating import NotThisMuch, WithoutReason, allocate_exact
from .posting import Entry, lock_ledger, post
from .repeating import refuse_repeat

SERIES = "7"  # our OCR numbers begin with it: no 0 that is lost in a spreadsheet, and none of another billing's
COLUMNS = "id, tenancy_id, kind, month, amount_ore, open_ore, ocr, printed_due_on, statutory_due_on, safe_due_on"
TYPES = ("bigint", "bigint", "text", "date", "bigint", "bigint", "text", "date", "date", "date", "date", "date")
INSERT = f"""
INSERT INTO arrears_charge ({COLUMNS}, effective_on, recorded_on, why)
SELECT *, '' FROM unnest({", ".join(f"%s::{kind}[]" for kind in TYPES)})
ON CONFLICT (tenancy_id, month) WHERE kind = 'rent' AND replaces_id IS NULL DO NOTHING
RETURNING amount_ore
"""


class OcrTaken(Refused):
    sentence = _("There is already a charge with that OCR number. An OCR is never used twice.")


class NotAnOcr(Refused):
    sentence = _("That is no OCR number: two to 25 digits, the first not 0, the last a right check digit.")


class NotAnAmount(Refused):
    sentence = _("A charge is more than zero.")


class CreditedTooMuch(Refused):
    sentence = _("More than the charge cannot be credited.")


class WriteOffWaits(Refused):
    sentence = _("A write-off of that charge waits for a second person. It is decided first; credit what is left then.")


@dataclass(frozen=True, slots=True)
class Charged:
    """What a charging did: charges made, charges that were there already, and öre of those made."""

    created: int
    known: int
    amount_ore: int


@action
def charge_month(*, month: date, on: date, by=None) -> Charged:
    """Charge every tenancy that runs in the month, once, pro rata; again: only those that came since.

    Near set-based: three queries and one INSERT, whatever the number. Credits are left for a person to use.
    """
    lock_ledger()
    running = Tenancy.objects.running_in(month, next_month(month))
    charged = Charge.objects.filter(kind=Charge.Kind.RENT, month=month, tenancy=OuterRef("pk"))
    waiting = running.exclude(Exists(charged)).order_by("pk").values_list("pk", "starts_on", "ends_on")
    rows = _rows(month, on, waiting, _terms(waiting, next_month(month)))
    known, made = running.filter(Exists(charged)).count(), _insert(rows)
    return Charged(len(made), known, sum(made))


def charge_due_months(*, month: date, on: date) -> Charged:
    """The monthly job: charge the month after `month`, and who moved in since `month` itself was charged."""
    has_begun = Charge.objects.filter(kind=Charge.Kind.RENT, month=month).exists()
    late = charge_month(month=month, on=on) if has_begun else Charged(0, 0, 0)
    ahead = charge_month(month=next_month(month), on=on)
    return Charged(late.created + ahead.created, ahead.known, late.amount_ore + ahead.amount_ore)


def _terms(tenancies, before: date) -> dict[int, list[Term]]:
    terms: dict[int, list[Term]] = defaultdict(list)
    found = RentTerm.objects.filter(tenancy__in=tenancies.values("pk"), valid_from__lt=before)
    for tenancy_id, *term in found.values_list("tenancy_id", "valid_from", "rent_ore", "due_rule"):
        terms[tenancy_id].append(Term(*term))
    return terms


def _rows(month: date, on: date, tenancies, terms: dict[int, list[Term]]) -> list[tuple]:
    """The charges to insert; nothing for a month that costs nothing."""
    owed = []
    for pk, starts_on, ends_on in tenancies:
        lines = month_lines(month, starts_on=starts_on, ends_on=ends_on, terms=terms[pk])
        ore = sum(line.ore for line in lines)
        if ore:
            due = due_dates(month, due_rule=lines[0].term.due_rule, starts_on=starts_on, issued_on=on)
            owed.append((pk, "rent", month, ore, ore, due))
    return [
        (number, *charge, ocr, due.printed_due_on, due.statutory_due_on, due.safe_due_on, on, on)
        for (*charge, due), (number, ocr) in zip(owed, draw_numbers(len(owed)), strict=True)
    ]


def draw_numbers(count: int) -> list[tuple[int, str]]:
    """Unused charge ids and their OCR numbers. The sequence never gives a number twice, so no OCR comes again."""
    drawn: list[tuple[int, str]] = []
    while len(drawn) < count:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('arrears_charge', 'id')) FROM generate_series(1, %s)",
                [count - len(drawn)],
            )
            fresh = {make_ocr(int(f"{SERIES}{number:06}")): number for (number,) in cursor.fetchall()}
        for taken in Charge.objects.filter(ocr__in=list(fresh)).values_list("ocr", flat=True):
            del fresh[taken]  # imported with somebody else's billing
        drawn += [(number, ocr) for ocr, number in fresh.items()]
    return drawn


def is_own_ocr(ocr: str, charge_id: int) -> bool:
    """The number that we make for a charge; anything else came with another system's billing."""
    return ocr == make_ocr(int(f"{SERIES}{charge_id:06}"))


def _insert(rows: Sequence[tuple]) -> list[int]:
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [list(column) for column in zip(*rows, strict=True)])
        return [ore for (ore,) in cursor.fetchall()]


@action
def open_balance(tenancy, *, month: date, amount_ore: int, by, on: date, ocr: str | None = None) -> Charge:
    """What a tenancy owed for a month before the system came (ingående balans). Raises Refused."""
    if ocr is not None and not is_usable(ocr):
        raise NotAnOcr
    lock_ledger()
    charge = Charge(
        tenancy=tenancy,
        kind=Charge.Kind.OPENING,
        month=first_of(month),
        amount_ore=amount_ore,
        open_ore=amount_ore,
        ocr=ocr or draw_numbers(1)[0][1],
        effective_on=on,
        recorded_on=on,
        **asdict(due_dates(first_of(month))),
    )
    add_charges([charge], on=on)
    charge.refresh_from_db()
    return charge


def is_usable(ocr: str) -> bool:
    """A number that a charge can have: with a right check digit, and no first 0, which a spreadsheet would lose."""
    return is_valid(ocr) and not ocr.startswith("0")


def add_charges(charges: list[Charge], *, on: date) -> None:
    """Store charges with an OCR of their own, and pay them with what waited for it. Raises Refused. Needs the lock."""
    with refusing({"arrears_charge_ocr_key": OcrTaken, "charge_is_positive": NotAnAmount}):
        Charge.objects.bulk_create(charges)
    allocate_exact(on=on, charges=charges)


@action
def credit_charge(charge, *, amount_ore: int, why: str, by, on: date) -> Payment:
    """A credit note (kreditering) for a wrong charge: lowers what is open; the rest is a credit. Raises Refused."""
    lock_ledger()
    charge = Charge.objects.get(pk=charge.pk)
    if not why.strip():
        raise WithoutReason
    done = {"source": Payment.Source.CREDIT_NOTE, "tenancy": charge.tenancy_id, "ocr": charge.ocr}
    refuse_repeat(Payment.objects, **done, amount_ore=amount_ore, why=why, by=by, recorded_on=on)
    if amount_ore <= 0:
        raise NotThisMuch
    if WriteOff.objects.undecided().filter(charge=charge).exists():  # two people decide, not the one who asked
        raise WriteOffWaits
    if amount_ore > _may_be_credited(charge):
        raise CreditedTooMuch
    note = Payment.objects.create(
        source=Payment.Source.CREDIT_NOTE,
        tenancy_id=charge.tenancy_id,
        ocr=charge.ocr,
        amount_ore=amount_ore,
        unallocated_ore=amount_ore,
        why=why,
        effective_on=on,
        recorded_on=on,
        by=by,
    )
    ore = min(amount_ore, charge.open_ore)
    if ore:
        post([Entry(note.pk, charge.pk, None, None, ore, on)], why=why, by=by, on=on)
    note.refresh_from_db()
    return note


def _may_be_credited(charge) -> int:
    """What is neither credited nor written off, öre: else what nobody has paid could be paid back."""
    notes = Payment.objects.filter(source=Payment.Source.CREDIT_NOTE, tenancy=charge.tenancy_id, ocr=charge.ocr)
    written_off = charge.allocations.standing().filter(payment__source=Payment.Source.WRITE_OFF)
    credited = notes.aggregate(ore=Sum("amount_ore", default=0))["ore"]
    return charge.amount_ore - credited - written_off.aggregate(ore=Sum("ore", default=0))["ore"]
