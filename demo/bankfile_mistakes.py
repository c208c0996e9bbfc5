"""Named mistakes in bank files: each is one thing wrong with a good file, and the reason code that refuses it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from demo.bankfile_writer import WIDTH, Booked, Delivery, Paid, write

BANKGIRO, IBAN = "1234566", "SE4550000000058398257466"
RECEIVERS = (BANKGIRO, IBAN)
_SOMEBODY_ELSE = {BANKGIRO: "9912346", IBAN: "SE7280000810340009783242"}
_BOM = b"\xef\xbb\xbf"
_EVIL = "<!DOCTYPE Document [{}]>\n<Document"

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Mistake:
    name: str
    format: str
    code: str
    change: Change

    @property
    def data(self) -> bytes:
        return self.change(write(good(self.format), self.format))


def good(format: str) -> Delivery:
    """Five payments in two deposits: an OCR, two OCRs with their öre, text, nothing, two OCRs without öre."""
    first = (
        Paid(420000, ("10120261119",), payer="Åsa Öström", message="Hyra november"),
        Paid(840000, parts=(("10320261117", 420000), ("10320261216", 420000)), payer="Två Månader"),
        Paid(300000, ("hyra dec lgh 12",), payer="Fritext Betalare"),
    )
    second = (Paid(10000), Paid(500000, ("10220261118", "12351")))
    return Delivery(
        BANKGIRO if format.startswith("BgMax") else IBAN,
        datetime(2026, 11, 30, 18, 0, tzinfo=ZoneInfo("Europe/Stockholm")),
        (Booked(date(2026, 11, 27), first, 1), Booked(date(2026, 11, 30), second, 2)),
    )


def _instead(old: str, new: str, times: int = 1) -> Change:
    """Another text in place of the first `times` occurrences (-1: of all)."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), times)

    return change


def _delivered(**changes: object) -> Change:
    """Written rightly, but from another delivery."""

    def change(data: bytes) -> bytes:
        format = "BgMax 01" if data.startswith(b"01") else "camt.054.001.08"
        return write(replace(good(format), **changes), format)

    return change


# --- BgMax: records are found by their code, places are counted from 1 -------------------------------------------


def _lines(change: Callable[[list[str]], list[str]]) -> Change:
    def changed(data: bytes) -> bytes:
        lines = change(data.decode("latin-1").split("\r\n")[:-1])
        return "".join(f"{line}\r\n" for line in lines).encode("latin-1")

    return changed


def _place(lines: list[str], record: str) -> int:
    return next(number for number, line in enumerate(lines) if line.startswith(record))


def _field(record: str, first: int, text: str) -> Change:
    """Another text at a place of the first such record."""

    def change(lines: list[str]) -> list[str]:
        at = _place(lines, record)
        line = lines[at]
        lines[at] = line[: first - 1] + text + line[first - 1 + len(text) :]
        return lines

    return _lines(change)


def _without(record: str) -> Change:
    def change(lines: list[str]) -> list[str]:
        at = _place(lines, record)
        return lines[:at] + lines[at + 1 :]

    return _lines(change)


def _before(record: str, line: str) -> Change:
    def change(lines: list[str]) -> list[str]:
        at = _place(lines, record)
        return [*lines[:at], line.ljust(WIDTH), *lines[at:]]

    return _lines(change)


def _shifted(lines: list[str]) -> list[str]:
    at = _place(lines, "20")
    lines[at] = lines[at][:12] + " " + lines[at][12:]
    return lines


def _deposit_again(lines: list[str]) -> list[str]:
    at, end = _place(lines, "05"), _place(lines, "15") + 1
    return [*lines[:end], *lines[at:end], *lines[end:-1], "700000000800000000000000060000000" + "3".ljust(WIDTH - 33)]


_BGMAX: dict[str, tuple[str, Change]] = {
    "deposit says another sum": ("deposit_sum", _field("15", 68, "1")),
    "payment says another amount": ("deposit_sum", _field("20", 50, "9")),
    "payment became a deduction": ("deposit_sum", _field("20", 2, "1")),
    "record shifted by one blank": ("deposit_sum", _lines(_shifted)),
    "deposit says another count": ("deposit_count", _field("15", 79, "4")),
    "reference left out": ("parts_sum", _without("22")),
    "end says another number of payments": ("count_payments", _field("70", 10, "6")),
    "end says a deduction": ("count_deductions", _field("70", 18, "1")),
    "end says another number of references": ("count_references", _field("70", 26, "5")),
    "end says another number of deposits": ("count_deposits", _field("70", 34, "3")),
    "cut after a record": ("no_end", _lines(lambda lines: lines[:-1])),
    "cut inside a record": ("no_end", lambda data: data[:200]),
    "deposit without its end": ("section_open", _without("15")),
    "deposit without its beginning": ("outside_section", _without("05")),
    "name before any payment": ("outside_payment", _before("20", "26Åsa Öström")),
    "two names behind a payment": ("order", _before("26", "26Åsa Öström")),
    "letter O for zero in an amount": ("field", _field("20", 54, "O")),
    "sign in an amount": ("field", _field("20", 38, "+")),
    "blank in a total": ("field", _field("15", 51, " ")),
    "amount of nothing": ("amount_zero", _field("20", 38, "0" * 18)),
    "tab in a payment": ("control_character", _field("20", 20, "\t")),
    "record too long": ("too_long", _lines(lambda lines: [lines[0], lines[1] + "x", *lines[2:]])),
    "currency changes inside a deposit": ("currency_mixed", _field("15", 69, "EUR")),
    "euros only": ("all_held", _delivered(currency="EUR")),
    "other layout": ("layout", _field("01", 8, "X")),
    "version 02": ("version", _field("01", 24, "2")),
    "test file": ("test_file", _field("01", 45, "T")),
    "unknown test mark": ("test_mark", _field("01", 45, "X")),
    "no such timestamp": ("timestamp", _field("01", 25, "20261340")),
    "31 November": ("date_impossible", _field("15", 38, "20261131")),
    "paid next year": ("date_far_off", _field("15", 38, "20271127")),
    "paid long ago": ("date_far_off", _field("15", 38, "20241127")),
    "wrong digit in the receiver": ("receiver_invalid", _field("05", 12, "7")),
    "somebody else's file": ("receiver_not_ours", _delivered(receiver=_SOMEBODY_ELSE[BANKGIRO])),
    "two files in one": ("two_files", lambda data: data + data),
    "blank line inside": ("blank_line", _before("20", "")),
    "parts that do not sum": ("parts_sum", _field("22", 50, "9")),
    "part without amount": ("parts_incomplete", _field("22", 38, "0" * 18)),
    "credit without amount": (
        "credit_without_amount",
        lambda data: _field("23", 38, "0" * 18)(_field("22", 2, "3")(data)),
    ),
    "same deposit twice": ("deposit_twice", _lines(_deposit_again)),
    "letters lost on the way": ("letters_lost", lambda data: data.decode("latin-1").replace("Å", "\ufffd").encode()),
}

# --- camt.054 ---------------------------------------------------------------------------------------------------


def _statement(data: bytes) -> bytes:
    """The same entries as a camt.053, with a closing balance that is one öre wrong."""
    text = data.decode().replace("camt.054", "camt.053").replace("BkToCstmrDbtCdtNtfctn", "BkToCstmrStmt")
    text = re.sub("<TxsSummry>.*</TxsSummry>", _balance("OPBD", "1000.00") + _balance("CLBD", "21700.01"), text)
    return text.replace("Ntfctn>", "Stmt>").encode()


def _balance(code: str, amount: str) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f'<Bal>{kind}<Amt Ccy="SEK">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'


def _again(data: bytes) -> bytes:
    text = re.sub("<TxsSummry>.*</TxsSummry>", "", data.decode())
    return text.replace("</Ntfctn>", text[text.index("<Ntry>") : text.index("</Ntry>")] + "</Ntry></Ntfctn>").encode()


_BOMB = '<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
_CAMT: dict[str, tuple[str, Change]] = {
    "file read in by an entity": (
        "document_type",
        _instead("<Document", _EVIL.format('<!ENTITY x SYSTEM "file:///etc/hostname">')),
    ),
    "billion laughs": ("document_type", _instead("<Document", _EVIL.format(_BOMB))),
    "document type from elsewhere": (
        "document_type",
        _instead("<Document", '<!DOCTYPE Document SYSTEM "http://localhost/x.dtd">\n<Document'),
    ),
    "cut in the middle": ("broken_xml", lambda data: data[: len(data) // 2]),
    "two roots": ("broken_xml", lambda data: data + b"<Document/>"),
    "undefined entity": ("broken_xml", _instead("hyra dec", "&hyra; dec")),
    "encoding that does not exist": ("encoding", _instead("UTF-8", "x-klingon")),
    "three decimals": ("amount_decimals", _instead("4200.00", "4200.000")),
    "amount left empty": ("amount", _instead('<Amt Ccy="SEK">4200.00', '<Amt Ccy="SEK">')),
    "negative amount": ("amount", _instead('<Amt Ccy="SEK">4200.00', '<Amt Ccy="SEK">-4200.00')),
    "comma in an amount": ("amount", _instead('<Amt Ccy="SEK">4200.00', '<Amt Ccy="SEK">4200,00')),
    "amount of nothing": ("amount_zero", _instead('<Amt Ccy="SEK">4200.00', '<Amt Ccy="SEK">0.00')),
    "amount without currency": ("currency", _instead('<Amt Ccy="SEK">4200.00', "<Amt>4200.00")),
    "transaction says another amount": ("entry_sum", _instead('<Amt Ccy="SEK">4200.00', '<Amt Ccy="SEK">4900.00')),
    "transaction left out": ("entry_sum", lambda data: re.sub(b"<TxDtls>.*?</TxDtls>", b"", data, count=1)),
    "batch says another count": ("batch_count", _instead("<NbOfTxs>3", "<NbOfTxs>4")),
    "batch says another sum": ("batch_sum", _instead('<TtlAmt Ccy="SEK">1', '<TtlAmt Ccy="SEK">2')),
    "summary says another count": ("summary_count", _instead("<NbOfNtries>2", "<NbOfNtries>3")),
    "summary says another sum": ("summary_sum", _instead("<Sum>20700", "<Sum>20900")),
    "parts that do not sum": ("parts_sum", _instead('<RmtdAmt Ccy="SEK">4', '<RmtdAmt Ccy="SEK">5')),
    "transaction in another currency": ("currency_mixed", _instead('<Amt Ccy="SEK">4200.00', '<Amt Ccy="EUR">4200.00')),
    "part in another currency": ("currency_mixed", _instead('<RmtdAmt Ccy="SEK">', '<RmtdAmt Ccy="NOK">')),
    "account in another currency": ("currency_mixed", _instead("<Ccy>SEK", "<Ccy>EUR")),
    "euros only": ("all_held", _delivered(currency="EUR")),
    "wrong digit in the receiver": ("receiver_invalid", _instead("257466", "257467")),
    "somebody else's file": ("receiver_not_ours", _delivered(receiver=_SOMEBODY_ELSE[IBAN])),
    "no account": ("element_missing", _instead(f"<IBAN>{IBAN}</IBAN>", "")),
    "no notification": ("element_missing", _instead("Ntfctn>", "Other>", -1)),
    "unknown status": ("code", _instead("<Cd>BOOK", "<Cd>BOOM")),
    "unknown direction": ("code", _instead("CRDT", "CRDX")),
    "no booking date": ("date_impossible", lambda data: re.sub(b"<BookgDt>.*?</BookgDt>", b"", data, count=1)),
    "31 November": ("date_impossible", _instead("<Dt>2026-11-30", "<Dt>2026-11-31")),
    "paid next year": ("date_far_off", _instead("<Dt>2026-11-30", "<Dt>2027-11-30")),
    "no such timestamp": ("date_impossible", _instead("2026-11-30T18", "2026-11-30T28")),
    "same entry twice": ("deposit_twice", _again),
    "reference too long": ("reference_too_long", _instead("2026112700001<", "2026112700001" + "0" * 30 + "<")),
    "payment order": ("other_message", _instead("camt.054.001.08", "pain.001.001.09")),
    "version that does not exist": ("other_message", _instead("001.08", "001.15")),
    "no namespace": ("other_message", lambda data: re.sub(b' xmlns="[^"]*"', b"", data)),
    "statement whose balance is wrong": ("balance", _statement),
}

# --- what is no bank file at all --------------------------------------------------------------------------------

_FOREIGN: dict[str, tuple[str, Change]] = {
    "nothing": ("empty", lambda data: b""),
    "only blanks": ("empty", lambda data: b" \r\n" * 9),
    "zip archive": ("archive", lambda data: b"PK\x03\x04" + data),
    "gzip": ("archive", lambda data: b"\x1f\x8b\x08" + data),
    "pdf": ("pdf", lambda data: b"%PDF-1.7\n" + data),
    "page of the internet bank": ("web_page", lambda data: b"<!DOCTYPE html><html>Sessionen har upph\xf6rt</html>"),
    "UTF-16": ("utf16", lambda data: data.decode("latin-1").encode("utf-16")),
    "UTF-16 without mark": ("nul_byte", lambda data: data.decode("latin-1").encode("utf-16-be")),
    "zero byte": ("nul_byte", lambda data: data[:300] + b"\x00" + data[301:]),
    "autogiro file": ("not_a_bank_file", lambda data: b"01AUTOGIRO".ljust(WIDTH) + b"\r\n" + data),
    "fragment": ("not_a_bank_file", lambda data: data[82:]),
    "too large": ("too_large", lambda data: data + b" " * 20 * 1024**2),
    "memory full of elements": ("too_many_elements", lambda data: b"<a>" * 1_200_001),
}

MISTAKES = tuple(
    Mistake(name, format, code, change)
    for format, table in (("BgMax 01", _BGMAX), ("camt.054.001.08", _CAMT), ("BgMax 01", _FOREIGN))
    for name, (code, change) in table.items()
)
