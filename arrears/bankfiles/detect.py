"""The one door for bank files (bankfiler): told apart by content, never by name."""

from collections.abc import Collection

from arrears.bankfiles.model import BankFile, BankFileRejected, reason

MAX_BYTES = 20 * 1024 * 1024


def read(data: bytes, receivers: Collection[str]) -> BankFile:
    """Read one bank file strictly. `receivers` are our bankgiro numbers and IBANs, in any writing.

    Raises BankFileRejected with every reason found; never returns part of a file.
    """
    if not data:
        raise BankFileRejected(reason("empty"))
    raise BankFileRejected(reason("not_a_bank_file"))
