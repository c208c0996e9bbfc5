"""What a bank file says, in one shape for BgMax and camt. Pure values: no Django, no clock, money in integer öre.

A file is either a `BankFile` or a `BankFileRejected`; there is nothing between, so that nobody can store half a file.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SEK = "SEK"
STATEMENT = "camt.053"
LARGE_ORE = 100_000_000  # a payment above 1 000 000 kr waits for a person, even with an exact reference

MOST_ORE = 10**12  # 10 billion kronor in one payment: no landlord has it, and the sums of the book must hold it


@dataclass(frozen=True, slots=True)
class Reason:
    """Something to tell a person: a code, where in the file (line number or element), figures for the sentence.

    `params` holds (name, value) pairs of str and int only, so that a reason can be stored as JSON and worded later.
    """

    code: str
    where: int | str | None = None
    params: tuple[tuple[str, str | int], ...] = ()

    @property
    def values(self) -> dict[str, str | int]:
        return dict(self.params)


def reason(code: str, where: int | str | None = None, **params: str | int) -> Reason:
    return Reason(code, where, tuple(params.items()))


class BankFileRejected(Exception):
    """Nothing of this file may be stored. `reasons` is never empty; `format` is None when it was not recognised."""

    def __init__(self, *reasons: Reason, format: str | None = None):
        super().__init__(", ".join(f"{r.code} ({r.where})" for r in reasons))
        self.reasons = reasons
        self.format = format


class Kind(StrEnum):
    PAYMENT = "payment"
    DEDUCTION = "deduction"  # avdrag (BgMax TK21), or a debit inside a credit entry
    REVERSAL = "reversal"  # återtagen betalning (camt DBIT with RvslInd)


@dataclass(frozen=True, slots=True)
class Part:
    """The share of one reference in a payment, as the payer gave it (öre, positive)."""

    reference: str
    amount_ore: int


@dataclass(frozen=True, slots=True)
class BankPayment:
    """One payment (inbetalning), deduction or reversal. `amount_ore` is always positive; `kind` tells its sign.

    `references` are as given, in file order. `parts` is empty, or gives positive amounts to two references or more,
    and sums to `amount_ore`. What has `needs_person` must not be allocated by itself, however exact its reference.
    """

    amount_ore: int
    booked_on: date
    references: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    payer_name: str = ""
    payer_account: str = ""  # bankgiro digits, IBAN or other account; "" when unknown
    message: str = ""
    bank_ref: str = ""  # the bank's own id of the transaction (camt); BgMax has none that is unique
    kind: Kind = Kind.PAYMENT
    needs_person: Reason | None = None
    where: int | str | None = None

    @property
    def signed_ore(self) -> int:
        return self.amount_ore if self.kind is Kind.PAYMENT else -self.amount_ore


@dataclass(frozen=True, slots=True)
class BankDeposit:
    """One deposit on our account (insättning): a BgMax section or a camt entry. Key: account, booked_on, serial.

    `amount_ore` is the net of its payments: negative when a reversal took money back.
    `digest` is equal for the same content delivered again, whatever the file's header, the serial, encoding or version.
    A held deposit is another's money or another currency: `payments` is empty, `held` gives count, amount and why.
    """

    account: str  # bankgiro digits without leading zeros, or IBAN
    booked_on: date
    serial: str
    amount_ore: int
    digest: str
    payments: tuple[BankPayment, ...] = ()
    held: Reason | None = None
    where: int | str | None = None
    batch_count: int = 0  # how many payments the bank counts in a total without details (camt.053); then none are given

    @property
    def is_total(self) -> bool:
        return self.batch_count > 0

    @property
    def count(self) -> int:
        """Payments in it, by what is given or by the bank's word."""
        return self.batch_count or len(self.payments)


@dataclass(frozen=True, slots=True)
class BankFile:
    """An accepted file. `left` counts what it holds besides deposits (pending, fees); `warnings` decide its verdict.

    `is_stored` is False for what is recognised and checked, but never stored: camt.052, the day before it has ended.
    """

    format: str
    created_at: datetime  # aware, Europe/Stockholm
    deposits: tuple[BankDeposit, ...]
    warnings: tuple[Reason, ...] = ()
    left: tuple[Reason, ...] = ()
    is_stored: bool = True

    @property
    def family(self) -> str:
        return family(self.format)

    @property
    def verdict(self) -> str:
        return "accepted_with_warnings" if self.warnings else "accepted"

    @property
    def payments(self) -> tuple[BankPayment, ...]:
        """The payments that count: not of held deposits, no deductions, no reversals."""
        return tuple(p for d in self.deposits for p in d.payments if p.kind is Kind.PAYMENT)

    @property
    def payment_sum_ore(self) -> int:
        return sum(p.amount_ore for p in self.payments)


def family(format: str) -> str:
    """The channel that a format belongs to: BgMax, camt.053, camt.054 or CSV, whatever its version."""
    return format.partition(" ")[0][:8]


def digest(account: str, booked_on: date, currency: str, amount_ore: int, payments: Iterable[BankPayment]) -> str:
    """The content of a deposit as 64 hex digits: who paid how much, on what, when; nothing of the file around it."""
    lines = [f"{account}\x1f{booked_on}\x1f{currency}\x1f{amount_ore}"]
    for p in payments:
        shares = [f"{part.reference}={part.amount_ore}" for part in p.parts]
        said = (p.kind, str(p.amount_ore), p.payer_name, p.payer_account, p.message, p.bank_ref, *p.references, *shares)
        lines.append("\x1f".join(said))
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()
