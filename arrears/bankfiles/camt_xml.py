"""XML of ISO 20022, read safely: no document types, no entities, nothing fetched; and the few types that camt uses."""

import re
from datetime import date, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from arrears.bankfiles.model import STOCKHOLM, BankFileRejected, reason

MAX_ELEMENTS = 1_200_000  # a camt file of 20 MB has 1 million; three-letter elements would fill the memory first
CREDIT, DEBIT = "CRDT", "DBIT"
_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]*))?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


class Money(NamedTuple):
    ore: int
    currency: str


def root_of(data: bytes) -> tuple[str, Element]:
    """The root's namespace, and the root with its own namespace taken off all tags. Raises BankFileRejected."""
    if data.count(b"<") - data.count(b"</") > MAX_ELEMENTS:
        raise BankFileRejected(reason("too_many_elements"))
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise BankFileRejected(reason("document_type")) from None
    except ParseError as broken:
        raise BankFileRejected(reason("broken_xml", broken.position[0], column=broken.position[1])) from None
    except (ValueError, LookupError):  # an encoding that does not exist, or is no encoding of text
        raise BankFileRejected(reason("encoding")) from None
    space = root.tag[: root.tag.find("}") + 1]
    for element in root.iter():
        element.tag = element.tag[len(space) :] if element.tag.startswith(space) else f"other:{element.tag}"
    return space[1:-1], root


def at(element: Element | None, *path: str) -> Element | None:
    for tag in path:
        if element is None:
            return None
        element = element.find(tag)
    return element


def text(element: Element | None, *path: str) -> str:
    """The text of an element with single blanks; "" when it is missing."""
    found = at(element, *path)
    return " ".join(found.text.split()) if found is not None and found.text else ""


def texts(elements: list[Element]) -> tuple[str, ...]:
    return tuple(said for said in map(text, elements) if said)


def code(element: Element, tag: str, known: tuple[str, ...], where: str) -> str:
    """A code of a closed list: directly in the element (version 02) or in its Cd (version 08)."""
    said = text(element, tag, "Cd") or text(element, tag)
    if said not in known:
        raise BankFileRejected(reason("code", f"{where}/{tag}", known=", ".join(filter(None, known))))
    return said


def is_true(element: Element, tag: str, where: str) -> bool:
    return code(element, tag, ("true", "1", "false", "0", ""), where) in ("true", "1")


def money(amount: Element | None, where: str) -> Money:
    """An amount in öre (hundredths). Raises BankFileRejected when it is missing, malformed or finer than that."""
    said = text(amount)
    found = _AMOUNT.fullmatch(said)
    if amount is None or found is None:
        raise BankFileRejected(reason("amount", where))
    whole, fraction = found.groups()
    if fraction is not None and not 1 <= len(fraction) <= 2:
        raise BankFileRejected(reason("amount_decimals", where, said=said[:40]))
    currency = amount.get("Ccy", "")
    if not _CURRENCY.fullmatch(currency):
        raise BankFileRejected(reason("currency", where))
    return Money(int(whole) * 100 + int((fraction or "").ljust(2, "0")), currency)


def day(element: Element | None, where: str) -> date:
    """A Dt, or the day of a DtTm as the bank gave it."""
    said = text(element, "Dt") or text(element, "DtTm")
    found = _DAY.fullmatch(said)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise BankFileRejected(reason("date_impossible", where, date=said[:40])) from None


def instant(element: Element | None, where: str) -> datetime:
    """An instant in Stockholm; one without a zone is taken to be Stockholm's."""
    said = text(element)
    try:
        at_bank = datetime.fromisoformat(said)
        return at_bank.astimezone(STOCKHOLM) if at_bank.tzinfo else at_bank.replace(tzinfo=STOCKHOLM)
    except (ValueError, OverflowError):
        raise BankFileRejected(reason("date_impossible", where, date=said[:40])) from None
