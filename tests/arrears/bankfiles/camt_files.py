"""One camt.054 file with one entry, as text that a test may change, and what the reader says of it."""

import re
from datetime import date

import pytest

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import BankFileRejected
from demo.bankfile_mistakes import IBAN, RECEIVERS
from demo.bankfile_writer import Booked, Delivery, Paid, camt054

from .deliveries import CREATED_AT

DAY = date(2026, 11, 30)


def xml(*payments: Paid, version="08", summary=False, **booked) -> str:
    """One entry; without the summary, so that a test may change the entry alone."""
    text = camt054(Delivery(IBAN, CREATED_AT, (Booked(DAY, payments, **booked),)), version).decode()
    return text if summary else re.sub("<TxsSummry>.*</TxsSummry>", "", text)


def read_xml(text: str, receivers=RECEIVERS):
    return read(text.encode(), receivers)


def refusal(text: str):
    with pytest.raises(BankFileRejected) as refused:
        read_xml(text)
    (reason,) = refused.value.reasons
    return reason


def codes(reasons):
    return [reason.code for reason in reasons]


def without(text: str, element: str, times: int = 0) -> str:
    changed = re.sub(rf"<{element}[ >].*?</{element}>", "", text, count=times)
    assert changed != text
    return changed


def only_payment(text: str):
    (payment,) = read_xml(text).deposits[0].payments
    return payment
