"""Writes valid bank files, BgMax 01 and camt.054.001.02/.08, from one plain input; for the demo and for tests.

The same input gives the same bytes. What a format cannot say raises ValueError, never a file that says something else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from xml.sax.saxutils import escape

from arrears.rules.ocr import is_valid

WIDTH = 80
_NO_OCR, _OCR, _TEXT, _NO_REFERENCE = "0", "2", "3", "1"  # reference codes, position 56


@dataclass(frozen=True)
class Paid:
    """A payment as the payer ordered it. Several references, or `parts` with öre for each (negative: a credit)."""

    amount_ore: int
    references: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    payer: str = ""
    account: str = ""  # bankgiro digits in BgMax, IBAN in camt
    message: str = ""
    is_deduction: bool = False

    def __post_init__(self):
        if self.amount_ore < 1 or (self.parts and sum(ore for _, ore in self.parts) != self.amount_ore):
            raise ValueError(f"{self.amount_ore} öre in parts {self.parts}")
        if self.parts and self.references:
            raise ValueError("references are given either alone or with their parts")

    @property
    def signed_ore(self) -> int:
        return -self.amount_ore if self.is_deduction else self.amount_ore

    @property
    def shares(self) -> tuple[tuple[str, int], ...]:
        return self.parts or tuple((reference, 0) for reference in self.references)


@dataclass(frozen=True)
class Booked:
    """What the bank booked as one deposit; as a reversal, what it took back (camt only)."""

    booked_on: date
    payments: tuple[Paid, ...]
    number: int = 1
    is_reversal: bool = False

    @property
    def amount_ore(self) -> int:
        return sum(paid.signed_ore for paid in self.payments)


@dataclass(frozen=True)
class Delivery:
    """One file: all deposits to one receiver."""

    receiver: str
    created_at: datetime
    deposits: tuple[Booked, ...]
    currency: str = "SEK"


def write(delivery: Delivery, format: str) -> bytes:
    """`format` as the reader calls it: "BgMax 01", "camt.054.001.02" or "camt.054.001.08"."""
    if format == "BgMax 01":
        return bgmax(delivery)
    if format in ("camt.054.001.02", "camt.054.001.08"):
        return camt054(delivery, format[-2:])
    raise ValueError(format)


# --- BgMax ------------------------------------------------------------------------------------------------------


def bgmax(delivery: Delivery) -> bytes:
    lines = [f"01{'BGMAX':20}01{delivery.created_at:%Y%m%d%H%M%S%f}P"]
    for deposit in delivery.deposits:
        lines += _section(delivery, deposit)
    codes = [line[:2] for line in lines]
    totals = [codes.count("20"), codes.count("21"), codes.count("22") + codes.count("23"), codes.count("15")]
    lines.append("70" + "".join(f"{total:08}" for total in totals))
    return "".join(f"{_fits(line, WIDTH):{WIDTH}}\r\n" for line in lines).encode("latin-1")


def _section(delivery: Delivery, deposit: Booked) -> list[str]:
    if deposit.is_reversal or deposit.amount_ore < 0:
        raise ValueError("BgMax has no reversals")
    currency = _fits(delivery.currency, 3)
    lines = [f"05{_fits(delivery.receiver, 10):0>10}{'':10}{currency}"]
    for serial, paid in zip(count(deposit.number * 100_000 + 1), deposit.payments):
        lines += _entry(paid, serial)
    number, total = _number(deposit.number, 5), _number(deposit.amount_ore, 18)
    day, payments = f"{deposit.booked_on:%Y%m%d}", _number(len(deposit.payments), 8)
    lines.append(f"15{_number(58410001009823, 35)}{day}{number}{total}{currency}{payments}")
    return lines


def _entry(paid: Paid, serial: int) -> list[str]:
    shares = paid.shares if paid.parts or len(paid.references) > 1 else ()
    own = "" if shares else "".join(paid.references)
    code = _NO_OCR if shares else _code(own)
    channel = "1"
    lines = [_payment("21" if paid.is_deduction else "20", paid, own, paid.amount_ore, code + channel, serial)]
    for reference, ore in shares:
        record = "23" if ore < 0 else "22"
        lines.append(_payment(record, paid, reference, abs(ore), _code(reference) + channel, serial))
    lines += [f"25{paid.message[at : at + 50]}" for at in range(0, len(paid.message), 50)]
    if paid.payer:
        lines.append(f"26{_fits(paid.payer, 35)}")
    return lines


def _code(reference: str) -> str:
    return _NO_REFERENCE if not reference else _OCR if is_valid(reference) else _TEXT


def _payment(record: str, paid: Paid, reference: str, ore: int, codes: str, serial: int) -> str:
    placed = reference.rjust(25) if codes[0] == _OCR else reference.ljust(25)
    return f"{record}{_fits(paid.account, 10):0>10}{_fits(placed, 25)}{_number(ore, 18)}{codes}{_number(serial, 12)}0"


def _number(number: int, width: int) -> str:
    return _fits(str(number).zfill(width), width)


def _fits(text: str, width: int) -> str:
    if len(text) > width:
        raise ValueError(f"{text!r} is longer than {width}")
    return text


# --- camt.054 ---------------------------------------------------------------------------------------------------


def camt054(delivery: Delivery, version: str = "08") -> bytes:
    """Version "02" has no direction of its own for a transaction, so that it cannot say a deduction."""
    name = f"BOLOTS-{delivery.created_at:%Y%m%d%H%M%S}"
    created = _tag("CreDtTm", delivery.created_at.isoformat(timespec="seconds"))
    entries = "".join(_ntry(delivery, deposit, version) for deposit in delivery.deposits)
    head = _tag("GrpHdr", _tag("MsgId", name) + created)
    parts = _tag("Id", f"{name}-1") + created + _acct(delivery) + _summary(delivery.deposits) + entries
    body = _tag("BkToCstmrDbtCdtNtfctn", head + _tag("Ntfctn", parts))
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version}"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{space}">{body}</Document>\n'.encode()


def _tag(name: str, inside: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{inside}</{name}>"


def _path(path: str, inside: str) -> str:
    for name in reversed(path.split("/")):
        inside = _tag(name, inside)
    return inside


def _decimal(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02}"


def _money(name: str, ore: int, currency: str) -> str:
    return _tag(name, _decimal(ore), f' Ccy="{currency}"')


def _acct(delivery: Delivery) -> str:
    if delivery.receiver.isdecimal():
        identity = _path("Id/Othr", _tag("Id", delivery.receiver) + _path("SchmeNm/Prtry", "BGNR"))
    else:
        identity = _path("Id/IBAN", delivery.receiver)
    return _tag("Acct", identity + _tag("Ccy", delivery.currency))


def _summary(deposits: tuple[Booked, ...]) -> str:
    def numbers(tag: str, some: list[Booked]) -> str:
        total = sum(abs(deposit.amount_ore) for deposit in some)
        return _tag(tag, _tag("NbOfNtries", str(len(some))) + _tag("Sum", _decimal(total)))

    credits = [deposit for deposit in deposits if not deposit.is_reversal]
    debits = [deposit for deposit in deposits if deposit.is_reversal]
    inside = numbers("TtlNtries", [*deposits]) + numbers("TtlCdtNtries", credits) + numbers("TtlDbtNtries", debits)
    return _tag("TxsSummry", inside)


def _ntry(delivery: Delivery, deposit: Booked, version: str) -> str:
    if deposit.amount_ore < 1:
        raise ValueError("an entry of camt is positive; a reversal says so")
    direction = _tag("CdtDbtInd", "DBIT" if deposit.is_reversal else "CRDT")
    total = _money("TtlAmt", deposit.amount_ore, delivery.currency)
    batch = _tag("Btch", _tag("NbOfTxs", str(len(deposit.payments))) + total + direction)
    ref = f"{deposit.booked_on:%Y%m%d}{deposit.number:05}"
    details = "".join(
        _tx(paid, deposit, delivery.currency, version, f"{ref}-{number:05}")
        for number, paid in enumerate(deposit.payments, 1)
    )
    return _tag(
        "Ntry",
        _money("Amt", deposit.amount_ore, delivery.currency)
        + direction
        + (_tag("RvslInd", "true") if deposit.is_reversal else "")
        + (_tag("Sts", "BOOK") if version == "02" else _path("Sts/Cd", "BOOK"))
        + _path("BookgDt/Dt", deposit.booked_on.isoformat())
        + _tag("AcctSvcrRef", ref)
        + _path("BkTxCd/Domn", _tag("Cd", "PMNT") + _tag("Fmly", _tag("Cd", "RCDT") + _tag("SubFmlyCd", "DMCT")))
        + _tag("NtryDtls", batch + details),
    )


def _tx(paid: Paid, deposit: Booked, currency: str, version: str, ref: str) -> str:
    if paid.is_deduction and version == "02":
        raise ValueError("camt.054.001.02 has no deductions inside an entry")
    amount = _money("Amt", paid.amount_ore, currency)
    if version == "02":
        amount = _path("AmtDtls/TxAmt", amount)
    else:
        amount += _tag("CdtDbtInd", "DBIT" if paid.is_deduction != deposit.is_reversal else "CRDT")
    refs = _tag("Refs", _tag("AcctSvcrRef", ref) + _tag("EndToEndId", "NOTPROVIDED"))
    return _tag("TxDtls", refs + amount + _parties(paid, version) + _remittance(paid, currency))


def _parties(paid: Paid, version: str) -> str:
    payer = _path("Dbtr/Nm" if version == "02" else "Dbtr/Pty/Nm", escape(paid.payer)) if paid.payer else ""
    account = _path("DbtrAcct/Id/IBAN", paid.account) if paid.account else ""
    return _tag("RltdPties", payer + account) if payer or account else ""


def _remittance(paid: Paid, currency: str) -> str:
    """Numbers as structured references, text as lines; text cannot have öre of its own."""
    is_text = not all(is_valid(reference) for reference, _ in paid.shares)
    if is_text and (paid.parts or paid.message):
        raise ValueError("references in words stand alone")
    lines = paid.references if is_text else (paid.message,) if paid.message else ()
    inside = "".join(_tag("Ustrd", escape(line)) for line in lines)
    inside += "" if is_text else "".join(_strd(reference, ore, currency) for reference, ore in paid.shares)
    return _tag("RmtInf", inside) if inside else ""


def _strd(reference: str, ore: int, currency: str) -> str:
    amount = _money("RmtdAmt" if ore > 0 else "CdtNoteAmt", abs(ore), currency)
    scor = _path("CdtrRefInf", _path("Tp/CdOrPrtry/Cd", "SCOR") + _tag("Ref", reference))
    return _tag("Strd", (_tag("RfrdDocAmt", amount) if ore else "") + scor)
