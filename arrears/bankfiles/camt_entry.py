"""The head of an entry (Ntry) of a camt message: enough to decide whether the booking concerns us."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from arrears.bankfiles.camt_xml import CREDIT, DEBIT, Money, at, code, is_true, money
from arrears.bankfiles.model import Reason, reason

_BOOKED = "BOOK"
_NOT_BOOKED = {"PDNG": "pending", "INFO": "information", "FUTR": "pending"}  # they come again when they are booked


class Entry(NamedTuple):
    element: Element
    where: str
    amount: Money
    is_credit: bool
    is_reversal: bool
    status: str

    @property
    def is_booked(self) -> bool:
        return self.status == _BOOKED

    @property
    def is_wanted(self) -> bool:
        """Money that came in, or money that came in before and was taken back."""
        return self.is_booked and self.is_credit != self.is_reversal

    @property
    def signed_ore(self) -> int:
        return self.amount.ore if self.is_credit else -self.amount.ore

    @property
    def transactions(self) -> list[Element]:
        return self.element.findall("NtryDtls/TxDtls")


def entry_of(element: Element, where: str) -> Entry:
    return Entry(
        element,
        where,
        money(at(element, "Amt"), f"{where}/Amt"),
        code(element, "CdtDbtInd", (CREDIT, DEBIT), where) == CREDIT,
        is_true(element, "RvslInd", where),
        code(element, "Sts", (_BOOKED, *_NOT_BOOKED), where),
    )


def left_of(entries: Iterable[Entry]) -> tuple[Reason, ...]:
    """What is not stored, counted by kind: entries not booked yet, our own payments, and those that came back."""
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        kind = _NOT_BOOKED.get(entry.status) or ("returned" if entry.is_credit else "debits")
        first.setdefault(kind, entry.where)
        counts[kind] += 1
    return tuple(reason(f"left_{kind}", first[kind], count=count) for kind, count in counts.items())
