"""Payments from a CSV file whose columns a person has named: for what comes in no bank format.

Each line is a deposit of one payment. Its number is the line's own id, or else its content with the place among lines
that say the same: so the same lines in another file are known again. Money that was taken back stands below zero.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from arrears.bankfiles import checks, verdict
from arrears.bankfiles.detect import MAX_BYTES
from arrears.bankfiles.model import (
    SEK,
    STOCKHOLM,
    BankDeposit,
    BankFile,
    BankFileRejected,
    BankPayment,
    Kind,
    Reason,
    digest,
    reason,
)
from bolots.money import parse_kronor

FORMAT = "CSV"
NEEDED = ("booked_on", "amount")
FIELDS = (*NEEDED, "ocr", "payer", "unique_id", "message")
MOST_FAULTS = 50
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_MAX_ID, _MAX_NAME, _SERIAL_DIGITS = 64, 140, 32


@dataclass(frozen=True, slots=True)
class Layout:
    """How a CSV file is written, and which heading each of our fields stands under."""

    delimiter: str
    encoding: str
    columns: Mapping[str, str]
    account: str = ""


def lines_of(data: bytes, layout: Layout) -> list[tuple[int, list[str]]]:
    """(line number, cells without outer blanks) of every line that is not empty. Raises BankFileRejected."""
    if len(data) > MAX_BYTES:
        raise BankFileRejected(reason("too_large", None, megabytes=MAX_BYTES // 1024**2), format=FORMAT)
    try:
        text = data.decode(layout.encoding)
    except (UnicodeDecodeError, LookupError):
        raise BankFileRejected(reason("csv_encoding", None, encoding=layout.encoding), format=FORMAT) from None
    if "\x00" in text:
        raise BankFileRejected(reason("nul_byte", None, at=text.index("\x00") + 1), format=FORMAT)
    try:
        return cells_of(text, layout.delimiter)
    except BrokenLine as broken:
        raise BankFileRejected(reason("csv_broken", broken.line), format=FORMAT) from None


class BrokenLine(ValueError):
    """A line that is no row of cells; `line` is its number."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


def cells_of(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """(line number, cells without outer blanks) of every line that is not empty. Raises BrokenLine.

    A cell ends on its line: one that goes on has most often a quotation mark too many, and would swallow the payments
    of the lines below. Only what ends a line in a file does so, not the signs that end one in a text.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, last = [], 0
    try:
        for cells in reader:
            if reader.line_num != last + 1:
                raise BrokenLine(last + 1)
            last = reader.line_num
            rows.append((last, list(map(str.strip, cells))))
    except csv.Error:
        raise BrokenLine(last + 1) from None
    return [(number, cells) for number, cells in rows if any(cells)]


def read(data: bytes, layout: Layout, receivers: Collection[str], at: datetime) -> BankFile:
    """Read the file as the layout says, `at` the moment. Raises BankFileRejected with every fault, by line.

    A fault tells the line and the column, never what stands there: where columns have moved that may be a name.
    """
    lines = lines_of(data, layout)
    headings = lines[0][1] if lines else []
    places = _places(headings, layout)
    account = checks.account_number(layout.account)
    deposits: list[BankDeposit] = []
    faults: list[Reason] = []
    met: Counter[str] = Counter()
    for number, cells in lines[1:]:
        is_wide = len(cells) > len(headings)  # an amount with a decimal comma, cut in two, would be another amount
        said = reason("csv_wide", number) if is_wide else _deposit(number, cells, places, account, at)
        if isinstance(said, Reason):
            faults.append(said)
        else:
            met[said.digest] += 1
            deposits.append(_numbered(said, met[said.digest]))
    if not deposits and not faults:
        faults.append(reason("csv_nothing"))
    if faults:
        raise BankFileRejected(*faults[:MOST_FAULTS], format=FORMAT)
    newest = max(deposit.booked_on for deposit in deposits)
    ours = frozenset(map(checks.account_number, receivers))
    file = BankFile(FORMAT, datetime.combine(newest, time(12), STOCKHOLM), tuple(deposits))
    try:
        return verdict.judged(file, {account}, ours)
    except BankFileRejected as rejected:
        rejected.format = FORMAT
        raise


def _places(headings: Sequence[str], layout: Layout) -> dict[str, int]:
    """Where each field stands in a line. Raises BankFileRejected when a heading is missing, or stands twice."""
    wanted = {field: heading for field, heading in layout.columns.items() if heading and field in FIELDS}
    missing = [field for field, heading in wanted.items() if headings.count(heading) != 1]
    if missing:
        raise BankFileRejected(reason("csv_columns", 1, columns=" ".join(missing)), format=FORMAT)
    return {field: headings.index(heading) for field, heading in wanted.items()}


def _deposit(
    number: int, cells: Sequence[str], places: Mapping[str, int], account: str, at: datetime
) -> BankDeposit | Reason:
    """The line as a deposit that may lack its number, or what is wrong with it."""
    if len(cells) <= max(places.values()):
        return reason("csv_cells", number)
    said = {field: cells[place] for field, place in places.items()}
    booked_on = _day(said["booked_on"])
    if booked_on is None:
        return reason("csv_date", number)
    if not checks.is_plausible(booked_on, at):
        return reason("csv_far_off", number, date=booked_on.isoformat())
    if booked_on > at.astimezone(STOCKHOLM).date():  # lists from a bank's web pages hold what is only expected, too
        return reason("csv_to_come", number, date=booked_on.isoformat())
    try:
        ore = parse_kronor(said["amount"])
    except ValueError:
        ore = 0
    if not ore:
        return reason("csv_amount", number)
    if len(said.get("unique_id", "")) > _MAX_ID:
        return reason("reference_too_long", number)
    payment = _payment(said, ore, booked_on, number)
    content = digest(account, booked_on, SEK, ore, (payment,))
    return BankDeposit(account, booked_on, said.get("unique_id", ""), ore, content, (payment,), None, number)


def _payment(said: Mapping[str, str], ore: int, booked_on: date, number: int) -> BankPayment:
    references = tuple(filter(None, (said.get("ocr", ""),)))
    return BankPayment(
        abs(ore),
        booked_on,
        references,
        payer_name=said.get("payer", "")[:_MAX_NAME],
        message=said.get("message", ""),
        bank_ref=said.get("unique_id", ""),
        kind=Kind.PAYMENT if ore > 0 else Kind.REVERSAL,
        needs_person=reason("reversal", number) if ore < 0 else checks.person_for_amount(ore, number),
        where=number,
    )


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _numbered(deposit: BankDeposit, nth: int) -> BankDeposit:
    return replace(deposit, serial=deposit.serial or f"{deposit.digest[:_SERIAL_DIGITS]}-{nth}")
