"""The totals that a camt report may give of itself (TxsSummry, Bal). What is given must be right."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from arrears.bankfiles.camt_entry import Entry
from arrears.bankfiles.camt_xml import CREDIT, DEBIT, at, code, money, text
from arrears.bankfiles.model import BankFileRejected, reason

_SUM = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,2})0*)?")  # a bare decimal: no currency, trailing zeros allowed
_SUMMARIES = {"TtlNtries": (True, False), "TtlCdtNtries": (True,), "TtlDbtNtries": (False,)}


def check_summary(report: Element, entries: Sequence[Entry], where: str) -> None:
    """TxsSummry: counts and sums of entries. Banks count either all of them or the booked ones."""
    for tag, directions in _SUMMARIES.items():
        summary = at(report, "TxsSummry", tag)
        every = [entry for entry in entries if entry.is_credit in directions]
        booked = [entry for entry in every if entry.is_booked]
        said = text(summary, "NbOfNtries")
        if said and said.lstrip("0") not in {str(len(every) or ""), str(len(booked) or "")}:
            raise BankFileRejected(reason("summary_count", f"{where}/{tag}", said=said[:15], found=len(every)))
        said_ore, every_ore, booked_ore = _sum(summary, f"{where}/{tag}/Sum"), _ore(every), _ore(booked)
        if said_ore is not None and said_ore not in (every_ore, booked_ore):
            raise BankFileRejected(reason("summary_sum", f"{where}/{tag}", said_ore=said_ore, found_ore=every_ore))


def _ore(entries: Sequence[Entry]) -> int:
    return sum(entry.amount.ore for entry in entries)


def _sum(summary: Element | None, where: str) -> int | None:
    said = text(summary, "Sum")
    found = _SUM.fullmatch(said)
    if said and not found:
        raise BankFileRejected(reason("amount", where))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def check_balance(report: Element, entries: Sequence[Entry], where: str) -> None:
    """Bal of a statement (camt.053): opening balance and booked entries give the closing balance."""
    balances = {text(bal, "Tp", "CdOrPrtry", "Cd"): _signed(bal, where) for bal in report.findall("Bal")}
    opening, closing = balances.get("OPBD", balances.get("PRCD")), balances.get("CLBD")
    if opening is None or closing is None:
        return
    found = opening + sum(entry.signed_ore for entry in entries if entry.is_booked)
    if found != closing:
        raise BankFileRejected(reason("balance", f"{where}/Bal", said_ore=closing, found_ore=found))


def _signed(balance: Element, where: str) -> int:
    ore = money(at(balance, "Amt"), f"{where}/Bal/Amt").ore
    return ore if code(balance, "CdtDbtInd", (CREDIT, DEBIT), f"{where}/Bal") == CREDIT else -ore
