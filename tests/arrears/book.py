"""A small book for tests: tenancies, their charges, and the bank's files for them."""

import re
from datetime import date, datetime
from itertools import count

from arrears import actions
from arrears.models import Charge, Payment
from bolots.calendar import STOCKHOLM
from demo.bankfile_writer import Booked, Delivery, Paid, write
from tests.factories import TenancyFactory

BANKGIRO = "50501055"
IBAN = "SE4550000000058398257466"
TODAY = date(2026, 3, 10)
MARCH = date(2026, 3, 1)
_ACTS = count(1)


def another() -> str:
    """A reason that no other act has, for the same act several times in a day."""
    return f"skäl {next(_ACTS)}"


def at(day: date = TODAY, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM)


def charged(count: int = 1, *, month: date = MARCH, on: date = date(2026, 2, 10), **tenancy) -> list[Charge]:
    """New tenancies with the month's rent charged in time, in the order of their keys."""
    tenancies = [TenancyFactory(**tenancy) for _ in range(count)]
    actions.charge_month(month=month, on=on)
    return list(Charge.objects.filter(tenancy__in=tenancies, month=month).order_by("tenancy"))


def delivery(*paid: Paid, day: date = date(2026, 3, 9), number: int = 1, format: str = "BgMax 01", **options) -> bytes:
    """One file with one deposit."""
    return deliveries(Booked(day, paid, number, **options), format=format)


def deliveries(*booked: Booked, format: str = "BgMax 01", hour: int = 17) -> bytes:
    receiver = BANKGIRO if format.startswith("BgMax") else IBAN
    last = max(deposit.booked_on for deposit in booked)
    return write(Delivery(receiver, at(last, hour), booked), format)


def statement(data: bytes) -> bytes:
    """A camt.054 file as an account statement, camt.053."""
    return _as(data, b"camt.053", b"BkToCstmrStmt", b"Stmt>")


def running_day(data: bytes) -> bytes:
    """A camt.054 file as an account report of the running day, camt.052."""
    return _as(data, b"camt.052", b"BkToCstmrAcctRpt", b"Rpt>")


def _as(data: bytes, message: bytes, root: bytes, report: bytes) -> bytes:
    for old, new in ((b"camt.054", message), (b"BkToCstmrDbtCdtNtfctn", root), (b"Ntfctn>", report)):
        data = data.replace(old, new)
    return data


def totals_only(data: bytes) -> bytes:
    """A camt.054 file as a statement that gives each entry's count and sum, and none of its payments."""

    def total(details: re.Match) -> bytes:
        count = details.group().count(b"<TxDtls>")
        return b"<NtryDtls><Btch><NbOfTxs>%d</NbOfTxs></Btch></NtryDtls>" % count

    return re.sub(rb"<NtryDtls>.*?</NtryDtls>", total, statement(data), flags=re.DOTALL)


def imported(data: bytes, *, name="fil.txt", on: date = TODAY, via="upload", **options) -> actions.ImportOutcome:
    return actions.import_bank_file(data, name=name, via=via, on=on, at=at(on), receivers=(BANKGIRO, IBAN), **options)


def paid(charge: Charge, ore: int | None = None, **options) -> Paid:
    """Money with the charge's own OCR."""
    return Paid(ore or charge.amount_ore, (charge.ocr,), **options)


def named(ocr: str, ore: int = 684_000, **options) -> Paid:
    """Money with any reference."""
    return Paid(ore, (ocr,), **options)


def waiting(ore: int = 684_000, *, reference: str = "hyra", **options) -> Payment:
    """Money that names nothing, imported today."""
    number = options.pop("number", Payment.objects.count() + 1)
    outcome = imported(delivery(Paid(ore, (reference,), **options), number=number))
    return Payment.objects.get(deposit__file=outcome.file)
