"""Reasons in words: what is wrong or worth knowing, at which line or element, and what to do about it.

The only module here that knows Django, for the reader's language. Öre become kronor; codes and counts stay as they are.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from arrears.bankfiles.model import Reason
from bolots.formats import kr

_WAITS = "waits_"
_AGAIN = N_("Ask the bank for the file again; nothing was stored.")
_AS_SENT = N_("Upload the file as it came from the bank; nothing was stored.")

# Nothing of the file is stored. The damage is told, then what to do: ask for the file again, or what is said here.
_DAMAGED = {
    "empty": N_("The file is empty."),
    "nul_byte": N_("The file has a zero byte at position %(at)s: it is damaged, or no text at all."),
    "control_character": N_("a tab or another control character stands in the record, so its fields may have moved."),
    "too_long": N_("the record has %(length)s characters instead of 80, so its fields may have moved."),
    "blank_line": N_("a blank line stands inside the file, so a record may be missing."),
    "layout": N_("the file begins like BgMax but says that it is something else."),
    "test_mark": N_("the mark is neither P (production) nor T (test)."),
    "timestamp": N_("the file's own date and time cannot be read."),
    "no_end": N_("the file has no end record (70): it was cut off on the way."),
    "section_open": N_("the deposit that begins on line %(since)s has no end record (15)."),
    "outside_section": N_("record %(record)s stands outside any deposit."),
    "outside_payment": N_("record %(record)s stands before any payment."),
    "order": N_("record %(record)s stands twice behind its payment, or in the wrong place."),
    "field": N_("positions %(first)s–%(last)s of record %(record)s do not hold what they should: %(field)s."),
    "receiver_invalid": N_("the receiver %(account)s is no valid bank giro number or IBAN, so a digit is wrong."),
    "amount_zero": N_("the amount is 0 kr."),
    "credit_without_amount": N_("a credit (record 23) has no amount."),
    "deposit_sum": N_("the deposit's total is %(said_ore)s but its payments sum to %(found_ore)s."),
    "deposit_count": N_("the deposit says that it has %(said)s payments but has %(found)s."),
    "currency_mixed": N_("the currency is %(one)s in one place and %(other)s in another."),
    "count_payments": N_("the file says that it has %(said)s payments but has %(found)s."),
    "count_deductions": N_("the file says that it has %(said)s deductions but has %(found)s."),
    "count_references": N_("the file says that it has %(said)s extra references but has %(found)s."),
    "count_deposits": N_("the file says that it has %(said)s deposits but has %(found)s."),
    "date_impossible": N_("there is no such date: “%(date)s”."),
    "date_far_off": N_("the payment date %(date)s lies too far from the file's own date."),
    "parts_incomplete": N_("%(given)s of the payment's %(shares)s references have an amount; all or none must."),
    "parts_sum": N_("the payment is %(said_ore)s but the amounts of its references sum to %(found_ore)s."),
    "deposit_twice": N_("deposit %(serial)s stands twice in the file, first at %(first)s."),
    "too_many_elements": N_("The file has more XML elements than any bank file."),
    "document_type": N_(
        "The file has a document type (DTD), which can hide attacks. No bank sends that; nothing was read."
    ),
    "broken_xml": N_("the XML is broken at column %(column)s: the file was cut off or changed on the way."),
    "encoding": N_("The file's character encoding is unknown."),
    "element_missing": N_("the element is missing."),
    "code": N_("the code is none of these: %(known)s."),
    "amount": N_("the amount is missing, or is no amount."),
    "amount_decimals": N_("%(said)s is no amount in kronor and öre."),
    "currency": N_("the amount has no currency."),
    "reference_too_long": N_("the bank's reference is longer than any."),
    "entry_sum": N_("the entry is %(said_ore)s but its transactions sum to %(found_ore)s."),
    "batch_count": N_("the entry says that it has %(said)s transactions but has %(found)s."),
    "batch_sum": N_("the entry says that its transactions sum to %(said_ore)s, but they sum to %(found_ore)s."),
    "summary_count": N_("the summary says %(said)s entries, but there are %(found)s."),
    "summary_sum": N_("the summary says %(said_ore)s, but the entries sum to %(found_ore)s."),
    "balance": N_("the closing balance is %(said_ore)s but the entries lead to %(found_ore)s."),
}
_NOT_AS_SENT = {
    "too_large": N_("The file is larger than %(megabytes)s MB; no bank file is."),
    "utf16": N_("The file was saved again by another program (as UTF-16)."),
    "letters_lost": N_("letters were lost when another program saved the file again."),
    "not_a_bank_file": N_("This is neither BgMax nor camt: it begins like neither."),
}
_WRONG_FILE = {
    "archive": N_("This is a packed archive. Unpack it and upload the file inside; nothing was stored."),
    "pdf": N_("This is a PDF. Fetch the file for systems (camt.054 or BgMax) from the bank; nothing was stored."),
    "web_page": N_(
        "This is a web page, perhaps because the bank had logged you out. Log in there and fetch the file again."
    ),
    "version": N_(
        "BgMax version “%(version)s” is unknown. Ask the bank for version 01, or for camt.054; nothing was stored."
    ),
    "test_file": N_("this is a test file, not real payments. Nothing was stored."),
    "two_files": N_("another file begins here (record %(record)s). Upload the files one by one; nothing was stored."),
    "other_message": N_(
        "This is XML, but not camt.052, 053 or 054: “%(message)s”. Fetch camt.054; nothing was stored."
    ),
    "receiver_not_ours": N_(
        "The file is for %(accounts)s, and none of that is ours. Check which file it is; nothing was stored."
    ),
}
# The file is stored, and this is worth knowing.
_WARNINGS = {
    "byte_order_mark": N_("the file was saved again by another program, which put a mark before it."),
    "utf8": N_("The file was saved again by another program (as UTF-8). Its totals are right."),
    "blank_end": N_("blank lines follow after the end."),
    "wrong_length": N_("records not 80 characters long, only blanks missing or too many: %(count)s, here the first."),
    "control_removed": N_("control characters in texts, read as blanks: %(count)s records, here the first."),
    "unknown_record": N_("records of an unknown type, passed over: %(count)s, here the first. The totals are right."),
    "unusual_version": N_("%(format)s is not a version that we know well. The totals are right."),
    "copy": N_("the bank marks this as a copy of what it sent before."),
    "returned_to_us": N_("our own payments that came back: %(count)s. They are not stored; see the bank statement."),
    "held_currency": N_("payments in %(whose)s, left out because only kronor are stored: %(count)s."),
    "held_receiver": N_(
        "payments to %(whose)s, left out because the account is not ours: %(count)s, together %(ore)s."
    ),
    "left_pending": N_("entries not booked yet, left until they are: %(count)s."),
    "left_information": N_("entries for information only, left: %(count)s."),
    "left_debits": N_("fees and our own payments, left: %(count)s."),
    "left_returned": N_("our own payments that came back, left: %(count)s."),
    "not_stored_yet": N_(
        "The file is in order, but account statements are not stored. Upload the camt.054 of the same days."
    ),
}
# What the book says of a file that is in order by itself.
_BOOK = {
    "file_known": N_("This very file was imported on %(on)s, as “%(name)s”. Nothing was changed."),
    "deposits_known": N_("deposits imported before with another file, passed over: %(count)s, here the first."),
    "deposit_conflict": N_(
        "deposit %(serial)s of %(day)s was imported from “%(earlier)s”, and has other contents in “%(name)s”. "
        "Ask the bank which file is right; nothing was stored."
    ),
}
# Why a payment waits for a person.
_NEEDS_PERSON = {
    "deduction": N_("The payer has deducted an amount."),
    "reversal": N_("The bank has taken a payment back."),
    "stray_reference": N_("A reference behind the payment names another sender or serial number."),
    "credit_parts": N_("The payer has set off a credit against what was paid."),
    "large": N_("The amount is above 1 000 000 kr."),
    "no_details": N_("The bank gives only a sum, no single payments."),
    "mixed_directions": N_("Money in and money back stand in one entry."),
    "returned": N_("The bank marks the payment as a return."),
    "parts_unclear": N_("Amounts are given for some references only."),
    "maybe_twice": N_("The same payment seems to have come already, in another file or another way."),
}
_FIELDS = {
    "bankgiro": N_("a bank giro number"),
    "plusgiro": N_("a plus giro number"),
    "currency": N_("a currency"),
    "sender": N_("the sender's number"),
    "amount": N_("an amount in digits"),
    "code": N_("a code in digits"),
    "serial": N_("a serial number"),
    "account": N_("an account number"),
    "date": N_("a date in digits"),
    "count": N_("a count in digits"),
}
_SENTENCES = _DAMAGED | _NOT_AS_SENT | _WRONG_FILE | _WARNINGS | _BOOK | _NEEDS_PERSON
_ADVICE = dict.fromkeys(_DAMAGED, _AGAIN) | dict.fromkeys(_NOT_AS_SENT, _AS_SENT)


def sentence(reason: Reason) -> str:
    """The reason in the reader's language. A payment's reason needs neither place nor figures."""
    if reason.code.startswith(_WAITS):
        why = gettext(_NEEDS_PERSON[reason.code.removeprefix(_WAITS)])
        said = gettext("Waiting for a person: %(count)s. %(why)s") % {"count": reason.values["count"], "why": why}
    else:
        said = gettext(_SENTENCES[reason.code]) % {name: _word(name, value) for name, value in reason.params}
    advice = _ADVICE.get(reason.code)
    return " ".join(filter(None, (_place(reason.where), said, advice and gettext(advice))))


def sentences(stored: Iterable[dict[str, Any]]) -> list[str]:
    """The reasons that were stored with a file, in the reader's language."""
    return [sentence(Reason(r["code"], r["where"], tuple(map(tuple, r["params"])))) for r in stored]


def _place(where: int | str | None) -> str:
    if isinstance(where, int):
        return gettext("Line %(line)s:") % {"line": where}
    return gettext("Element %(element)s:") % {"element": where} if where else ""


def _word(name: str, value: str | int) -> str | int:
    if name.endswith("ore"):
        return kr(int(value))
    return gettext(_FIELDS[str(value)]) if name == "field" else value
