"""A section of a BgMax file (one deposit, insättning) while its records come in, and what becomes of it at its end."""

from collections.abc import Collection
from datetime import date

from arrears.bankfiles import checks, verdict
from arrears.bankfiles.model import BankDeposit, BankPayment, Kind, Reason, digest, reason
from arrears.bankfiles.records import Record

PAYMENT = Record(
    ("sender", 3, 12, "[0-9 ]{10}"),
    ("reference", 13, 37, ".{25}"),
    ("amount", 38, 55, "[0-9]{18}"),
    ("code", 56, 57, "[0-9 ]{2}"),
    ("serial", 58, 69, "[0-9]{12}| {12}"),
    ("code", 70, 70, "[0-9 ]"),
)


class Entry:
    """A payment or deduction as its records come in; its date is known only at the section's end."""

    def __init__(self, line: str, number: int):
        self.number, self.is_deduction, self.rank = number, line[1] == "1", 0
        self.sender, self.reference, amount, _, self.serial, _ = PAYMENT.values(line, number)
        self.amount = int(amount)
        self.shares: list[tuple[str, int]] = []  # (reference, öre) of TK22 and TK23, 0 when no amount is given
        self.is_stray = False  # one of them names another sender or serial
        self.text = self.name = ""

    def payment(self, booked_on: date) -> BankPayment:
        own = self.reference.strip()
        references = [own] if own else []
        references += [reference for reference, _ in self.shares if reference]
        parts = checks.parts_of(self.amount, self.shares, self.number) if self.shares else ()
        unclear = self._unclear()
        return BankPayment(
            self.amount,
            booked_on,
            tuple(references),
            () if unclear else parts,
            self.name,
            self.sender.strip().lstrip("0"),
            self.text.rstrip(),
            "",
            Kind.DEDUCTION if self.is_deduction else Kind.PAYMENT,
            unclear or checks.person_for_amount(self.amount, self.number),
            self.number,
        )

    def _unclear(self) -> Reason | None:
        if self.is_deduction:
            return reason(Kind.DEDUCTION.value, self.number)
        if self.is_stray:
            return reason("stray_reference", self.number)
        if any(ore < 0 for _, ore in self.shares):
            return reason("credit_parts", self.number)
        return None


class Section:
    """A deposit between its TK05 and its TK15."""

    __slots__ = ("account", "currency", "entries", "number")

    def __init__(self, number: int, account: str, currency: str):
        self.number, self.account, self.currency = number, account, currency
        self.entries: list[Entry] = []

    def wrong_totals(self, number: int, said_ore: int, said_count: int, currency: str) -> list[Reason]:
        found_ore = sum(-e.amount if e.is_deduction else e.amount for e in self.entries)
        wrong = []
        if said_ore != found_ore:
            wrong.append(reason("deposit_sum", number, said_ore=said_ore, found_ore=found_ore))
        if said_count != len(self.entries):
            wrong.append(reason("deposit_count", number, said=said_count, found=len(self.entries)))
        if currency != self.currency:
            wrong.append(reason("currency_mixed", number, one=self.currency, other=currency))
        return wrong

    def deposit(self, booked_on: date, serial: str, amount_ore: int, receivers: Collection[str]) -> BankDeposit:
        """Raises BankFileRejected when the parts of a payment are wrong, held or not."""
        payments = tuple(entry.payment(booked_on) for entry in self.entries)
        held = verdict.why_held(self.account, self.currency, amount_ore, len(payments), self.number, receivers)
        return BankDeposit(
            self.account,
            booked_on,
            serial,
            amount_ore,
            digest(self.account, booked_on, self.currency, amount_ore, payments),
            () if held else payments,
            held,
            self.number,
        )
