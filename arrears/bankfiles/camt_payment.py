"""The transactions (TxDtls) of a camt entry as payments: who paid how much, on which references.

Addresses and identities of the parties are never read. Version 02 and 08 differ in paths only; both are tried.
"""

from datetime import date
from xml.etree.ElementTree import Element

from arrears.bankfiles import checks
from arrears.bankfiles.camt_entry import Entry
from arrears.bankfiles.camt_xml import CREDIT, DEBIT, at, code, money, text, texts
from arrears.bankfiles.model import BankFileRejected, BankPayment, Kind, Reason, reason

_MAX_NAME, _MAX_ACCOUNT, _MAX_REFERENCE = 140, 34, 36  # of ISO 20022; a UETR has 36


def payments_of(entry: Entry, booked_on: date) -> tuple[BankPayment, ...]:
    """A payment per transaction; one lump for a person when the bank gives no details.

    Raises BankFileRejected when the transactions do not sum to the entry, or to what the batch says of itself.
    """
    transactions = entry.transactions
    alone = len(transactions) == 1
    payments = tuple(
        _payment(tx, entry, booked_on, f"{entry.where}/TxDtls[{number}]", alone)
        for number, tx in enumerate(transactions, 1)
    )
    found = sum(payment.signed_ore for payment in payments)
    if payments and found != entry.signed_ore:
        raise BankFileRejected(reason("entry_sum", entry.where, said_ore=entry.signed_ore, found_ore=found))
    _check_batches(entry, payments)
    return payments or (_lump(entry, booked_on),)


def count_of(entry: Entry) -> int:
    """How many payments an entry without details holds, by the bank's word; at least one."""
    said = [text(group, "Btch", "NbOfTxs") for group in entry.element.findall("NtryDtls")]
    return max(1, sum(int(number) for number in said if number.isdecimal() and number.isascii() and len(number) < 10))


def refuse_mixed_currency(entry: Entry) -> None:
    """A held entry is not read further, but its currency must be its transactions' too: else a letter was changed."""
    for number, tx in enumerate(entry.transactions, 1):
        amount = _given_amount(tx)
        if amount is not None and amount.get("Ccy") != entry.amount.currency:
            raise _mixed(entry, f"{entry.where}/TxDtls[{number}]", amount.get("Ccy", ""))


def reference_of(element: Element, where: str, *path: str) -> str:
    """A reference of the bank's; "" when it says that there is none."""
    said = text(element, *path)
    if len(said) > _MAX_REFERENCE:
        raise BankFileRejected(reason("reference_too_long", f"{where}/{path[-1]}"))
    return "" if said == "NOTPROVIDED" else said


def _lump(entry: Entry, booked_on: date) -> BankPayment:
    return BankPayment(
        entry.amount.ore,
        booked_on,
        message=text(entry.element, "AddtlNtryInf"),
        kind=Kind.PAYMENT if entry.is_credit else Kind.REVERSAL,
        needs_person=reason("no_details" if entry.is_credit else "reversal", entry.where),
        where=entry.where,
    )


def _check_batches(entry: Entry, payments: tuple[BankPayment, ...]) -> None:
    """NtryDtls/Btch: the bank's count and sum of the transactions beside it, or of the entry when there are none."""
    groups, rest = entry.element.findall("NtryDtls"), iter(payments)
    for group in groups:
        mine = [next(rest) for _ in group.findall("TxDtls")]
        count, total = text(group, "Btch", "NbOfTxs"), at(group, "Btch", "TtlAmt")
        if mine and count and count.lstrip("0") != str(len(mine)):
            raise BankFileRejected(reason("batch_count", entry.where, said=count[:15], found=len(mine)))
        if total is None or not (mine or len(groups) == 1):
            continue
        said = money(total, f"{entry.where}/TtlAmt")
        found = abs(sum(payment.signed_ore for payment in mine)) if mine else entry.amount.ore
        if said != (found, entry.amount.currency):
            raise BankFileRejected(reason("batch_sum", entry.where, said_ore=said.ore, found_ore=found))


def _payment(tx: Element, entry: Entry, booked_on: date, where: str, alone: bool) -> BankPayment:
    ore, kind = _ore(tx, entry, where, alone), _kind(tx, entry, where)
    remittance, parties = tx.find("RmtInf"), tx.find("RltdPties")
    documents = [] if remittance is None else remittance.findall("Strd")
    lines = () if remittance is None else texts(remittance.findall("Ustrd"))
    references = tuple(filter(None, (text(document, "CdtrRefInf", "Ref") for document in documents))) or lines
    shares = _shares(documents, entry, where)
    parts = checks.parts_of(ore, [share for share in shares if share[1]], where)
    unclear = _unclear(tx, entry, kind, where) or _unclear_shares(shares, references, where)
    return BankPayment(
        ore,
        booked_on,
        references,
        () if unclear else parts,
        (_name(parties, "Dbtr") or _name(parties, "UltmtDbtr"))[:_MAX_NAME],
        _account(parties),
        "\n".join((*lines, *(said for document in documents for said in _document_texts(document)))),
        reference_of(tx, where, "Refs", "AcctSvcrRef") or reference_of(tx, where, "Refs", "UETR"),
        kind,
        unclear or checks.person_for_amount(ore, where),
        where,
    )


def _given_amount(tx: Element) -> Element | None:
    """Amt in version 08, AmtDtls/TxAmt/Amt in 02."""
    amount = tx.find("Amt")
    return at(tx, "AmtDtls", "TxAmt", "Amt") if amount is None else amount


def _ore(tx: Element, entry: Entry, where: str, alone: bool) -> int:
    """The transaction's öre; the counter value when it is in another currency; the entry's when it stands alone."""
    amount = _given_amount(tx)
    if amount is None and alone:
        return entry.amount.ore
    ore, currency = money(amount, f"{where}/Amt")
    if currency != entry.amount.currency:
        counter = at(tx, "AmtDtls", "CntrValAmt", "Amt")
        if counter is None or counter.get("Ccy") != entry.amount.currency:
            raise _mixed(entry, where, currency)
        ore = money(counter, f"{where}/CntrValAmt").ore
    if not ore:
        raise BankFileRejected(reason("amount_zero", where))
    return ore


def _mixed(entry: Entry, where: str, currency: str) -> BankFileRejected:
    return BankFileRejected(reason("currency_mixed", where, one=entry.amount.currency, other=currency[:3]))


def _kind(tx: Element, entry: Entry, where: str) -> Kind:
    is_credit = entry.is_credit
    if tx.find("CdtDbtInd") is not None:
        is_credit = code(tx, "CdtDbtInd", (CREDIT, DEBIT), where) == CREDIT
    if is_credit:
        return Kind.PAYMENT
    return Kind.REVERSAL if entry.is_reversal else Kind.DEDUCTION


def _shares(documents: list[Element], entry: Entry, where: str) -> list[tuple[str, int]]:
    """(reference, öre) of each document paid; 0 when no amount is given, negative for a credit note."""
    shares = []
    for document in documents:
        reference = text(document, "CdtrRefInf", "Ref")
        paid, credited = at(document, "RfrdDocAmt", "RmtdAmt"), at(document, "RfrdDocAmt", "CdtNoteAmt")
        ore = _share(paid, entry, f"{where}/RmtdAmt") or -_share(credited, entry, f"{where}/CdtNoteAmt")
        if reference or ore:
            shares.append((reference, ore))
    return shares


def _share(amount: Element | None, entry: Entry, where: str) -> int:
    if amount is None:
        return 0
    ore, currency = money(amount, where)
    if currency != entry.amount.currency:
        raise _mixed(entry, where, currency)
    return ore


def _unclear(tx: Element, entry: Entry, kind: Kind, where: str) -> Reason | None:
    """Why the transaction is no plain payment."""
    if kind is not Kind.PAYMENT:
        return reason(kind.value, where)
    if entry.is_reversal:
        return reason("mixed_directions", where)
    if tx.find("RtrInf") is not None:
        return reason("returned", where)
    return None


def _unclear_shares(shares: list[tuple[str, int]], references: tuple[str, ...], where: str) -> Reason | None:
    if any(ore < 0 for _, ore in shares):
        return reason("credit_parts", where)
    given = [ore for _, ore in shares if ore]
    if given and (len(given) > 1 or len(references) > 1) and not all(ore and reference for reference, ore in shares):
        return reason("parts_unclear", where)
    return None


def _name(parties: Element | None, role: str) -> str:
    return text(parties, role, "Pty", "Nm") or text(parties, role, "Nm")


def _account(parties: Element | None) -> str:
    account = at(parties, "DbtrAcct", "Id")
    return (text(account, "IBAN") or text(account, "Othr", "Id"))[:_MAX_ACCOUNT]


def _document_texts(document: Element) -> tuple[str, ...]:
    """What structured remittance says besides a reference: invoice numbers and notes, for a person to read."""
    numbers = [number for invoice in document.findall("RfrdDocInf") for number in invoice.findall("Nb")]
    return texts(numbers + document.findall("AddtlRmtInf"))
