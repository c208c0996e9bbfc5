"""Deliveries of the bank as hypothesis draws them, and what a reader must make of them."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import BankFile, Kind
from arrears.rules.ocr import is_valid, make_ocr
from demo.bankfile_mistakes import BANKGIRO, IBAN, RECEIVERS
from demo.bankfile_writer import Booked, Delivery, Paid, write

BGMAX, CAMT_02, CAMT_08 = FORMATS = ("BgMax 01", "camt.054.001.02", "camt.054.001.08")
CREATED_AT = datetime(2026, 11, 30, 18, 0, tzinfo=ZoneInfo("Europe/Stockholm"))

ocrs = st.integers(min_value=1, max_value=10**9).map(make_ocr)
amounts = st.integers(min_value=1, max_value=10**9)
words = st.text("abcdefghåäöÅÄÖ&<>'\"=", min_size=1, max_size=20)
names = st.one_of(st.just(""), words)
days = st.integers(min_value=0, max_value=300).map(lambda ago: date(2026, 11, 30) - timedelta(ago))
divided = st.lists(st.tuples(ocrs, amounts), min_size=1, max_size=4).map(
    lambda parts: Paid(sum(ore for _, ore in parts), parts=tuple(parts))
)
plain = st.builds(
    Paid,
    amount_ore=amounts,
    references=st.lists(ocrs, max_size=3).map(tuple),
    payer=names,
    account=st.just(""),
    message=names,
)
written = st.builds(Paid, amount_ore=amounts, references=words.map(lambda word: (word,)), payer=names)
payments = st.one_of(plain, divided, written)


@st.composite
def deliveries(draw, format: str) -> Delivery:
    """One to three deposits of one to five payments."""
    sizes = draw(st.lists(st.lists(payments, min_size=1, max_size=5), min_size=1, max_size=3))
    deposits = tuple(Booked(draw(days), tuple(some), number) for number, some in enumerate(sizes, 1))
    return Delivery(BANKGIRO if format == BGMAX else IBAN, CREATED_AT, deposits)


def read_back(delivery: Delivery, format: str) -> BankFile:
    return read(write(delivery, format), RECEIVERS)


def money_of(file: BankFile) -> list[tuple]:
    """Everything that a balance depends on: whose account, which deposit sums, which payments."""
    return sorted(
        (d.account, d.amount_ore, bool(d.held), sorted((p.kind, p.amount_ore) for p in d.payments))
        for d in file.deposits
    )


def designations_of(file: BankFile) -> Counter[tuple[int, str]]:
    """(öre, OCR number) of all that may be allocated without a person."""
    payments = [p for p in file.payments if not p.needs_person]
    given = [(part.amount_ore, part.reference) for p in payments for part in p.parts]
    given += [(p.amount_ore, reference) for p in payments if not p.parts for reference in p.references]
    return Counter((ore, reference) for ore, reference in given if is_valid(reference))


def as_read(paid: Paid, format: str, is_reversal: bool = False) -> tuple:
    """What the reader must give back of a payment: kind, öre, references, parts, payer, message."""
    kind = Kind.DEDUCTION if paid.is_deduction else Kind.REVERSAL if is_reversal else Kind.PAYMENT
    references = tuple(reference for reference, _ in paid.shares)
    parts = paid.parts if len(paid.parts) > 1 and all(ore > 0 for _, ore in paid.parts) else ()
    is_text = any(not reference.isdecimal() for reference in references)
    message = "\n".join(references) if is_text and format != BGMAX else paid.message
    if not references and format != BGMAX and message:
        references = (message,)
    return kind, paid.amount_ore, references, parts, paid.payer, message
