"""camt.054 (avisering av insättningar, ISO 20022) and camt.053 (kontoutdrag), versions 001.02 and 001.08.

A deposit is an entry (Ntry): booked credits, and debits that take a credit back. Pending entries, fees and our own
payments are counted and left. A statement may give only the total of a batch: then its payments come in camt.054.
camt.052 (the running day) is checked as strictly, but not stored: what it holds comes again when the day has ended.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from arrears.bankfiles import checks, verdict
from arrears.bankfiles.camt_entry import Entry, entry_of, left_of
from arrears.bankfiles.camt_payment import count_of, payments_of, reference_of, refuse_mixed_currency
from arrears.bankfiles.camt_totals import check_balance, check_summary
from arrears.bankfiles.camt_xml import at, day, instant, root_of, text
from arrears.bankfiles.model import STATEMENT, BankDeposit, BankFile, BankFileRejected, Reason, digest, reason

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234])\.001\.(0[2-9]|1[0-4])")
_MESSAGES = {
    "camt.052": ("BkToCstmrAcctRpt", "Rpt"),
    "camt.053": ("BkToCstmrStmt", "Stmt"),
    "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
_RUNNING_DAY = "camt.052"
_USUAL = ("02", "08")
_SERIAL_DIGITS = 32  # of a digest that stands in for the bank's reference


def read(data: bytes, receivers: Collection[str]) -> BankFile:
    """Read an XML file. `receivers` are written as by `checks.account_number`. Raises BankFileRejected."""
    namespace, root = root_of(data)
    found = _NAMESPACE.fullmatch(namespace)
    if found is None or root.tag != "Document":
        raise BankFileRejected(reason("other_message", None, message=namespace.rpartition(":")[2][:40]))
    format = namespace.rpartition(":")[2]
    try:
        return _file(format, root, receivers)
    except BankFileRejected as rejected:
        rejected.format = format
        raise


class _Report(NamedTuple):
    """One account's part of the message: a notification, statement or account report."""

    account: str
    currency: str
    entries: list[Entry]
    is_copy: bool
    is_statement: bool
    where: str


def _file(format: str, root: Element, receivers: Collection[str]) -> BankFile:
    message_tag, report_tag = _MESSAGES[format[:8]]
    message = root.find(message_tag)
    if message is None or message.find(report_tag) is None:
        raise BankFileRejected(reason("element_missing", f"Document/{message_tag}/{report_tag}"))
    created_at = instant(at(message, "GrpHdr", "CreDtTm"), "GrpHdr/CreDtTm")
    reports = [_report(part, report_tag, number) for number, part in enumerate(message.findall(report_tag), 1)]
    deposits = _deposits(reports, created_at, receivers)
    left = left_of(entry for report in reports for entry in report.entries if not entry.is_wanted)
    file = BankFile(format, created_at, deposits, _warnings(format, reports, left), left)
    if format.startswith(_RUNNING_DAY):
        file = replace(file, left=(*left, reason("running_day")), is_stored=False)
    return verdict.judged(file, {report.account for report in reports}, receivers)


def _warnings(format: str, reports: list[_Report], left: tuple[Reason, ...]) -> tuple[Reason, ...]:
    unusual = () if format.endswith(_USUAL) else (reason("unusual_version", None, format=format),)
    copies = tuple(reason("copy", report.where) for report in reports if report.is_copy)
    returned = tuple(reason("returned_to_us", r.where, **r.values) for r in left if r.code == "left_returned")
    return unusual + copies + returned


def _report(element: Element, tag: str, number: int) -> _Report:
    where = f"{tag}[{number}]"
    entries = [entry_of(ntry, f"{where}/Ntry[{n}]") for n, ntry in enumerate(element.findall("Ntry"), 1)]
    if text(element, f"{tag}Pgntn", "LastPgInd") != "false" and text(element, f"{tag}Pgntn", "PgNb") in ("", "1"):
        check_summary(element, entries, where)  # on one page of several, the summary may be of all pages
    check_balance(element, entries, where)
    is_copy = bool(text(element, "CpyDplctInd"))
    is_statement = tag == _MESSAGES[STATEMENT][1]
    return _Report(_account(element, where), text(element, "Acct", "Ccy"), entries, is_copy, is_statement, where)


def _account(report: Element, where: str) -> str:
    identity = at(report, "Acct", "Id")
    iban, other = text(identity, "IBAN"), text(identity, "Othr", "Id")
    number = checks.account_number(iban or other)
    if not number:
        raise BankFileRejected(reason("element_missing", f"{where}/Acct/Id"))
    is_giro = text(identity, "Othr", "SchmeNm", "Prtry") == "BGNR"
    if (iban and not checks.is_iban(number)) or (is_giro and not checks.is_giro(number)):
        raise BankFileRejected(reason("receiver_invalid", f"{where}/Acct/Id", account=number))
    return number


def _deposits(reports: list[_Report], created_at: datetime, receivers: Collection[str]) -> tuple[BankDeposit, ...]:
    met: Counter[tuple[str, date, str]] = Counter()  # equal entries without a reference of the bank's are numbered
    deposits = []
    for report in reports:
        for entry in report.entries:
            if not entry.is_wanted:
                continue
            deposit = _deposit(entry, report, created_at, receivers)
            if not deposit.serial:
                key = (deposit.account, deposit.booked_on, deposit.digest)
                met[key] += 1
                deposit = replace(deposit, serial=f"{deposit.digest[:_SERIAL_DIGITS]}-{met[key]}")
            deposits.append(deposit)
    return tuple(deposits)


def _deposit(entry: Entry, report: _Report, created_at: datetime, receivers: Collection[str]) -> BankDeposit:
    currency, is_ours = entry.amount.currency, report.account in receivers
    if is_ours and report.currency not in ("", currency):
        raise BankFileRejected(reason("currency_mixed", entry.where, one=report.currency[:3], other=currency))
    booked_on = _booked_on(entry, created_at)
    count = len(entry.transactions) or 1
    held = verdict.why_held(report.account, currency, entry.signed_ore, count, entry.where, receivers)
    if held and is_ours:
        refuse_mixed_currency(entry)
    if not held and not entry.amount.ore:
        raise BankFileRejected(reason("amount_zero", entry.where))
    payments = () if held else payments_of(entry, booked_on)
    batch_count = 0
    if payments and report.is_statement and not entry.transactions:
        payments, batch_count = (), count_of(entry)
    return BankDeposit(
        report.account,
        booked_on,
        _serial(entry),
        entry.signed_ore,
        digest(report.account, booked_on, currency, entry.signed_ore, payments),
        payments,
        held,
        entry.where,
        batch_count,
    )


def _booked_on(entry: Entry, created_at: datetime) -> date:
    where = f"{entry.where}/BookgDt"
    booked_on = day(at(entry.element, "BookgDt"), where)
    if not checks.is_plausible(booked_on, created_at):
        raise BankFileRejected(reason("date_far_off", where, date=booked_on.isoformat()))
    return booked_on


def _serial(entry: Entry) -> str:
    """The bank's reference of the entry, or "". A reversal may repeat that of the credit it takes back."""
    serial = reference_of(entry.element, entry.where, "AcctSvcrRef")
    return f"{serial}/R" if serial and entry.is_reversal else serial
