"""Storing a bank file: read strictly, compared with the book, written in one transaction, allocated by its OCRs."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection

from bolots import calendar, guidelines
from bolots.audit import action

from ..bankfiles import csv_payments
from ..bankfiles.detect import read
from ..bankfiles.model import BankDeposit, BankFile, BankFileRejected, BankPayment, Kind, Reason, reason
from ..models import HeldBack, ImportFile
from .allocating import allocate_exact
from .incoming import ACCOUNT, BANK_REF, NAME, Incoming, rows_of
from .known import Sorted, mark_alike, sort_out
from .posting import lock_ledger
from .sources import Divided, divide, told

DEPOSIT_COLUMNS = (
    "id",
    "file_id",
    "account",
    "booked_on",
    "serial",
    "amount_ore",
    "digest",
    "foreign_count",
    "foreign_ore",
)
PAYMENT_COLUMNS = (
    *("deposit_id", "ordinal", "part", "source", "tenancy_id", "ocr", '"references"', "amount_ore", "unallocated_ore"),
    *("needs_person", "payer_name", "payer_account", "message", "bank_ref", "why", "effective_on", "recorded_on"),
)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of a file, or would when dry. `payments` are all that it tells of; `rows` those that are new.

    Known are payments of earlier files, held those that another source brings or that come as a total only, foreign
    those of other services on a shared account. `matched_count` of the new rows name a charge that is known. `file` is
    None when dry, when the same file was read before, and for camt.052. `created_at` is the bank's own word.
    """

    verdict: str
    format: str | None
    reasons: tuple[Reason, ...]
    payments: tuple[BankPayment, ...] = ()
    new_count: int = 0
    known_count: int = 0
    known_ore: int = 0
    held_count: int = 0
    held_ore: int = 0
    foreign_count: int = 0
    foreign_ore: int = 0
    rows: tuple[Incoming, ...] = field(default=(), repr=False)
    file: ImportFile | None = None
    created_at: datetime | None = None

    @property
    def is_rejected(self) -> bool:
        return self.verdict == ImportFile.Verdict.REJECTED

    @property
    def is_taken(self) -> bool:
        """It is in the book, now or since before. A report of the running day is not."""
        return not self.is_rejected and all(reason.code != "running_day" for reason in self.reasons)

    @property
    def payment_sum_ore(self) -> int:
        return sum(payment.amount_ore for payment in self.payments)

    @property
    def matched_count(self) -> int:
        return sum(row.is_matched for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Receipt:
    """How the file came, for its row."""

    sha256: str
    name: str
    via: str
    on: date
    at: datetime
    by: object


@action
def import_bank_file(
    data: bytes,
    *,
    name: str,
    via: str,
    on: date,
    at: datetime,
    by=None,
    receivers: Collection[str] | None = None,
    mapping=None,
    dry_run: bool = False,
) -> ImportOutcome:
    """Import one bank file, all of it or nothing. A rejected one leaves its reasons only; a dry run leaves nothing.

    With a `mapping` (ColumnMapping) it is a CSV file of payments, else what a bank sends. Safe against itself: two at
    once wait for each other, and the second finds the first's deposits.
    """
    receipt = _Receipt(hashlib.sha256(data).hexdigest(), name[:200], via, on, at, by)
    try:
        ours = settings.BANK_RECEIVERS if receivers is None else receivers
        file = csv_payments.read(data, mapping.layout, ours, at) if mapping else read(data, ours)
        _refuse_future(file, on)
        return replace(_accepted(file, receipt, dry_run), created_at=file.created_at)
    except BankFileRejected as rejected:
        return _rejected(rejected, receipt, dry_run)


def _refuse_future(file: BankFile, on: date) -> None:
    """A file may be of any age, but of no later day than the next bank day: its payments would count from then."""
    made_on = file.created_at.date()
    if made_on > calendar.roll(on + timedelta(days=1)):
        raise BankFileRejected(reason("from_the_future", None, day=made_on.isoformat()), format=file.format)


@action
def reject_failed(data: bytes, *, name: str, via: str, on: date, at: datetime) -> ImportOutcome:
    """Put a file on record whose reading failed, by a fault of ours: a person must see it, and nothing of it counts."""
    receipt = _Receipt(hashlib.sha256(data).hexdigest(), name[:200], via, on, at, None)
    return _rejected(BankFileRejected(reason("failed")), receipt, dry_run=False)


def _rejected(rejected: BankFileRejected, receipt: _Receipt, dry_run: bool) -> ImportOutcome:
    outcome = ImportOutcome(ImportFile.Verdict.REJECTED, rejected.format, rejected.reasons)
    return outcome if dry_run else _with_file(outcome, receipt, None)


def _accepted(file: BankFile, receipt: _Receipt, dry_run: bool) -> ImportOutcome:
    if not dry_run:
        lock_ledger()
    earlier = ImportFile.objects.accepted().filter(sha256=receipt.sha256).first()
    if earlier:
        said = reason("file_known", None, name=earlier.name, on=earlier.recorded_on.isoformat())
        known = {"known_count": len(file.payments), "known_ore": file.payment_sum_ore}
        return ImportOutcome(file.verdict, file.format, (said,), file.payments, **known)
    if not file.is_stored:
        return ImportOutcome(file.verdict, file.format, (*file.warnings, *file.left), file.payments)
    divided = divide(file)
    found = sort_out(file, divided.stored, receipt.name)
    rows = rows_of(found.new, most_ore=guidelines.on(receipt.on).auto_allocate_max_ore)
    kept = [row for row in rows if not row.is_foreign]
    foreign = [row for row in rows if row.is_foreign]
    outcome = _outcome(file, divided, found, kept, foreign, mark_alike(kept, found, file.format))
    if dry_run:
        return outcome
    outcome = _with_file(outcome, receipt, file)
    _store(outcome.file, found.new, kept, foreign)
    _hold_back(outcome.file, divided)
    allocate_exact(on=receipt.on, file=outcome.file)
    return outcome


def _outcome(
    file: BankFile,
    divided: Divided,
    found: Sorted,
    rows: Sequence[Incoming],
    foreign: Sequence[Incoming],
    twice: tuple[Reason, ...],
) -> ImportOutcome:
    again = (reason("deposits_known", found.known[0].where, count=len(found.known)),) if found.known else ()
    differing, agreeing = told(divided.held, file.family)
    strangers = len({id(row.payment) for row in foreign})
    foreign_ore = sum(row.amount_ore for row in foreign)
    where = foreign[0].payment.where if foreign else None
    left = (reason("foreign_left", where, count=strangers, foreign_ore=foreign_ore),) if foreign else ()
    known = _paid(found.known)
    left += tuple(r for r in file.left if divided.stored or not r.code.startswith("waits_"))
    warnings = tuple(r for r in file.warnings if divided.stored or not r.code.startswith("waits_"))
    return ImportOutcome(
        replace(file, warnings=(*warnings, *twice, *differing)).verdict,
        file.format,
        (*warnings, *twice, *differing, *agreeing, *again, *left),
        file.payments,
        new_count=len({id(row.payment) for row in rows if row.amount_ore > 0}),
        known_count=len(known),
        known_ore=sum(known),
        held_count=sum(day.count for day in divided.held),
        held_ore=sum(deposit.amount_ore for day in divided.held for deposit in day.deposits),
        foreign_count=strangers,
        foreign_ore=foreign_ore,
        rows=tuple(rows),
    )


def _paid(deposits: Sequence[BankDeposit]) -> list[int]:
    """The öre of each payment in them."""
    return [p.amount_ore for deposit in deposits for p in deposit.payments if p.kind is Kind.PAYMENT]


def _hold_back(file: ImportFile, divided: Divided) -> None:
    HeldBack.objects.bulk_create(
        HeldBack(
            file=file,
            account=deposit.account,
            booked_on=deposit.booked_on,
            serial=deposit.serial,
            amount_ore=deposit.amount_ore,
            count=max(1, deposit.count),
            is_total=deposit.is_total,
        )
        for day in divided.held
        for deposit in day.deposits
    )


def _with_file(outcome: ImportOutcome, receipt: _Receipt, file: BankFile | None) -> ImportOutcome:
    row = ImportFile.objects.create(
        sha256=receipt.sha256,
        name=receipt.name,
        format=outcome.format or "",
        verdict=outcome.verdict,
        reasons=[{"code": r.code, "where": r.where, "params": r.params} for r in outcome.reasons],
        created_on=file and file.created_at.date(),
        payment_count=len(outcome.payments),
        payment_sum_ore=outcome.payment_sum_ore,
        new_count=outcome.new_count,
        known_count=outcome.known_count,
        via=receipt.via,
        recorded_on=receipt.on,
        recorded_at=receipt.at,
        by=receipt.by,
    )
    return replace(outcome, file=row)


def _store(file: ImportFile, deposits: Sequence[BankDeposit], rows: Sequence[Incoming], foreign) -> None:
    """Deposits and payments by COPY, a hundred times faster than a row at a time. Addresses never come this far, and of
    payments to other services only how many and how much."""
    counts: Counter[int] = Counter(
        deposit for deposit, _paid in {(id(row.deposit), id(row.payment)) for row in foreign}
    )
    sums: Counter[int] = Counter()
    for row in foreign:
        sums[id(row.deposit)] += row.amount_ore
    keys = dict(zip(map(id, deposits), _draw("arrears_deposit", len(deposits)), strict=True))
    _copy(
        "arrears_deposit",
        DEPOSIT_COLUMNS,
        (
            (keys[n], file.pk, d.account, d.booked_on, d.serial, d.amount_ore, d.digest, counts[n], sums[n])
            for n, d in ((id(d), d) for d in deposits)
        ),
    )
    _copy("arrears_payment", PAYMENT_COLUMNS, (_values(row, keys[id(row.deposit)], file.recorded_on) for row in rows))


def _values(row: Incoming, deposit_id: int, recorded_on: date) -> tuple:
    said = row.payment
    return (
        *(deposit_id, row.ordinal, row.part, row.source, row.tenancy_id, row.ocr, json.dumps(row.references)),
        *(row.amount_ore, row.amount_ore, row.needs_person, said.payer_name[:NAME], said.payer_account[:ACCOUNT]),
        *(said.message, said.bank_ref[:BANK_REF], "", said.booked_on, recorded_on),
    )


def _draw(table: str, count: int) -> list[int]:
    """New primary keys of a table."""
    with connection.cursor() as cursor:
        statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(statement, [table, count])
        return [pk for (pk,) in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
