"""Storing a bank file: read strictly, compared with the book, written in one transaction, allocated by its OCRs."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from bolots import guidelines
from bolots.audit import action

from ..bankfiles.detect import read
from ..bankfiles.model import BankDeposit, BankFile, BankFileRejected, BankPayment, Kind, Reason, reason
from ..models import ImportFile
from .allocating import allocate_exact
from .incoming import ACCOUNT, BANK_REF, NAME, Incoming, rows_of
from .known import Sorted, mark_alike, sort_out
from .posting import lock_ledger

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
    """What became of a file, or would when dry. `payments` are all that count in it; `rows` those that are new.

    `matched_count` of the new rows name a charge that is known. `file` is None when dry, when the same file was read
    before, and for formats that are not stored yet. `created_at` is when the bank made it, by its own word.
    """

    verdict: str
    format: str | None
    reasons: tuple[Reason, ...]
    payments: tuple[BankPayment, ...] = ()
    new_count: int = 0
    known_count: int = 0
    rows: tuple[Incoming, ...] = field(default=(), repr=False)
    file: ImportFile | None = None
    created_at: datetime | None = None

    @property
    def is_rejected(self) -> bool:
        return self.verdict == ImportFile.Verdict.REJECTED

    @property
    def is_taken(self) -> bool:
        """It is in the book, now or since before. A format that is checked but not stored yet is not."""
        return not self.is_rejected and all(reason.code != "not_stored_yet" for reason in self.reasons)

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
    dry_run: bool = False,
) -> ImportOutcome:
    """Import one bank file, all of it or nothing. A rejected one leaves its reasons only; a dry run leaves nothing.

    Safe against itself: two at once wait for each other, and the second finds the first's deposits.
    """
    receipt = _Receipt(hashlib.sha256(data).hexdigest(), name[:200], via, on, at, by)
    try:
        file = read(data, settings.BANK_RECEIVERS if receivers is None else receivers)
        return replace(_accepted(file, receipt, dry_run), created_at=file.created_at)
    except BankFileRejected as rejected:
        return _rejected(rejected, receipt, dry_run)


def _rejected(rejected: BankFileRejected, receipt: _Receipt, dry_run: bool) -> ImportOutcome:
    outcome = ImportOutcome(ImportFile.Verdict.REJECTED, rejected.format, rejected.reasons)
    return outcome if dry_run else _with_file(outcome, receipt, None)


def _accepted(file: BankFile, receipt: _Receipt, dry_run: bool) -> ImportOutcome:
    if not dry_run:
        lock_ledger()
    earlier = ImportFile.objects.accepted().filter(sha256=receipt.sha256).first()
    if earlier:
        said = reason("file_known", None, name=earlier.name, on=earlier.recorded_on.isoformat())
        return ImportOutcome(file.verdict, file.format, (said,), file.payments, known_count=len(file.payments))
    if not file.is_stored:
        return ImportOutcome(file.verdict, file.format, (*file.warnings, *file.left), file.payments)
    found = sort_out(file, receipt.name)
    rows = rows_of(found.new, most_ore=guidelines.on(receipt.on).auto_allocate_max_ore)
    outcome = _outcome(file, found, rows, mark_alike(rows, found, file.format))
    if dry_run:
        return outcome
    outcome = _with_file(outcome, receipt, file)
    _store(outcome.file, found.new, rows)
    allocate_exact(on=receipt.on, file=outcome.file)
    return outcome


def _outcome(file: BankFile, found: Sorted, rows: Sequence[Incoming], twice: tuple[Reason, ...]) -> ImportOutcome:
    again = (reason("deposits_known", found.known[0].where, count=len(found.known)),) if found.known else ()
    return ImportOutcome(
        ImportFile.Verdict.ACCEPTED_WITH_WARNINGS if twice else file.verdict,
        file.format,
        (*file.warnings, *twice, *again, *file.left),
        file.payments,
        _count(found.new),
        _count(found.known),
        tuple(rows),
    )


def _count(deposits: Sequence[BankDeposit]) -> int:
    return sum(payment.kind is Kind.PAYMENT for deposit in deposits for payment in deposit.payments)


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


def _store(file: ImportFile, deposits: Sequence[BankDeposit], rows: Sequence[Incoming]) -> None:
    """Deposits and payments by COPY, a hundred times faster than a row at a time. Addresses never come this far."""
    keys = dict(zip(map(id, deposits), _draw("arrears_deposit", len(deposits)), strict=True))
    _copy(
        "arrears_deposit",
        DEPOSIT_COLUMNS,
        ((keys[id(d)], file.pk, d.account, d.booked_on, d.serial, d.amount_ore, d.digest, 0, 0) for d in deposits),
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
