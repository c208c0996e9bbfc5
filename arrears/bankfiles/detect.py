"""The one door for bank files (bankfiler): told apart by content, never by name."""

from collections.abc import Collection

from arrears.bankfiles import bgmax, camt054, checks
from arrears.bankfiles.model import BankFile, BankFileRejected, reason
from arrears.bankfiles.records import BOM

MAX_BYTES = 20 * 1024 * 1024
_FOREIGN = {  # first bytes of what people upload by mistake
    "archive": (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"),
    "pdf": (b"%PDF",),
    "utf16": (b"\xff\xfe", b"\xfe\xff"),
    "web_page": (b"<html", b"<!doctype html", b"<head"),
}


def read(data: bytes, receivers: Collection[str]) -> BankFile:
    """Read one bank file strictly. `receivers` are our bankgiro numbers and IBANs, in any writing.

    Raises BankFileRejected with every reason found; never returns part of a file.
    """
    _refuse_foreign(data)
    ours = frozenset(map(checks.account_number, receivers))
    start = data.removeprefix(BOM)
    if start.startswith(b"01BGMAX"):
        return bgmax.read(data, ours)
    if start.lstrip().startswith(b"<"):
        return camt054.read(data, ours)
    raise BankFileRejected(reason("not_a_bank_file"))


def _refuse_foreign(data: bytes) -> None:
    """Whatever is no text that a bank sends, told by its first bytes."""
    if not data.strip():
        raise BankFileRejected(reason("empty"))
    if len(data) > MAX_BYTES:
        raise BankFileRejected(reason("too_large", None, megabytes=MAX_BYTES // 1024**2))
    start = data[:64].removeprefix(BOM).lstrip()
    for code, beginnings in _FOREIGN.items():
        if start.startswith(beginnings) or start.lower().startswith(beginnings):
            raise BankFileRejected(reason(code))
    if b"\x00" in data:
        raise BankFileRejected(reason("nul_byte", None, at=data.index(b"\x00") + 1))
