"""Reasons in words: what is wrong or worth knowing, at which line or element, and what to do about it.

The only module here that knows Django, for the reader's language. Öre become kronor; codes and counts stay as they are.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from arrears.bankfiles.model import Reason
from bolots.formats import kr

_WAITS = "waits_"
_AGAIN = _("Ask the bank for the file again; nothing was stored.")
_AS_SENT = _("Upload the file as it came from the bank; nothing was stored.")

# Nothing of the file is stored. The damage is told, then what to do: ask for the file again, or what is said here.
_DAMAGED = {
    "empty": _("The file is empty."),
    "nul_byte": _("The file has a zero byte at position %(at)s: it is damaged, or no text at all."),
    "control_character": _("a tab or another control character stands in the record, so its fields may have moved."),
    "too_long": _("the record has %(length)s characters instead of 80, so its fields may have moved."),
    "blank_line": _("a blank line stands inside the file, so a record may be missing."),
    "layout": _("the file begins like BgMax but says that it is something else."),
    "test_mark": _("the mark is neither P (production) nor T (test)."),
    "timestamp": _("the file's own date and time cannot be read."),
    "no_end": _("the file has no end record (70): it was cut off on the way."),
    "section_open": _("the deposit that begins on line %(since)s has no end record (15)."),
    "outside_section": _("record %(record)s stands outside any deposit."),
    "outside_payment": _("record %(record)s stands before any payment."),
    "order": _("record %(record)s stands twice behind its payment, or in the wrong place."),
    "field": _("positions %(first)s–%(last)s of record %(record)s do not hold what they should: %(field)s."),
    "receiver_invalid": _("the receiver %(account)s is no valid bank giro number or IBAN, so a digit is wrong."),
    "amount_zero": _("the amount is 0 kr."),
    "amount_huge": _("the amount is %(ore)s. Nobody pays that much, so a digit is wrong."),
    "credit_without_amount": _("a credit (record 23) has no amount."),
    "deposit_sum": _("the deposit's total is %(said_ore)s but its payments sum to %(found_ore)s."),
    "deposit_count": _("the deposit says that it has %(said)s payments but has %(found)s."),
    "currency_mixed": _("the currency is %(one)s in one place and %(other)s in another."),
    "count_payments": _("the file says that it has %(said)s payments but has %(found)s."),
    "count_deductions": _("the file says that it has %(said)s deductions but has %(found)s."),
    "count_references": _("the file says that it has %(said)s extra references but has %(found)s."),
    "count_deposits": _("the file says that it has %(said)s deposits but has %(found)s."),
    "date_impossible": _("there is no such date: “%(date)s”."),
    "date_far_off": _("the payment date %(date)s lies too far from the file's own date."),
    "parts_incomplete": _("%(given)s of the payment's %(shares)s references have an amount; all or none must."),
    "parts_sum": _("the payment is %(said_ore)s but the amounts of its references sum to %(found_ore)s."),
    "deposit_twice": _("deposit %(serial)s stands twice in the file."),
    "too_many_elements": _("The file has more XML elements than any bank file."),
    "document_type": _(
        "The file has a document type (DTD), which can hide attacks. No bank sends that; nothing was read."
    ),
    "broken_xml": _("the XML is broken at column %(column)s: the file was cut off or changed on the way."),
    "encoding": _("The file's character encoding is unknown."),
    "element_missing": _("the element is missing."),
    "code": _("the code is none of these: %(known)s."),
    "amount": _("the amount is missing, or is no amount."),
    "amount_decimals": _("%(said)s is no amount in kronor and öre."),
    "currency": _("the amount has no currency."),
    "reference_too_long": _("the bank's reference is longer than any."),
    "entry_sum": _("the entry is %(said_ore)s but its transactions sum to %(found_ore)s."),
    "batch_count": _("the entry says that it has %(said)s transactions but has %(found)s."),
    "batch_sum": _("the entry says that its transactions sum to %(said_ore)s, but they sum to %(found_ore)s."),
    "summary_count": _("the summary says %(said)s entries, but there are %(found)s."),
    "summary_sum": _("the summary says %(said_ore)s, but the entries sum to %(found_ore)s."),
    "balance": _("the closing balance is %(said_ore)s but the entries lead to %(found_ore)s."),
}
_NOT_AS_SENT = {
    "too_large": _("The file is larger than %(megabytes)s MB; no bank file is."),
    "utf16": _("The file was saved again by another program (as UTF-16)."),
    "letters_lost": _("letters were lost when another program saved the file again."),
    "not_a_bank_file": _("This is neither BgMax nor camt: it begins like neither."),
}
_WRONG_FILE = {
    "csv_encoding": _(
        "The file is not written as %(encoding)s. Choose the other encoding of the columns; nothing was stored."
    ),
    "csv_columns": _(
        "the headings of these columns are missing or stand twice: %(columns)s. Choose the columns anew; nothing was "
        "stored."
    ),
    "csv_broken": _(
        "the line cannot be read as cells: a quotation mark is not closed on it, or the delimiter is another one."
    ),
    "csv_cells": _("the line has fewer cells than the heading names."),
    "csv_wide": _("the line has more cells than the heading. Is the delimiter part of an amount or a text?"),
    "csv_date": _("there is no day in the day's column. It must be written like 2026-03-09."),
    "csv_far_off": _("the day %(date)s lies too far from today. Is it the right column?"),
    "csv_to_come": _("the day %(date)s has not come yet. Only money that has come in is read."),
    "csv_amount": _("there is no amount in kronor in its column, like 6 840,00, or it is zero."),
    "csv_nothing": _("The file has a heading and no payments, or not even that; nothing was stored."),
    "from_the_future": _(
        "The file says that it was made on %(day)s, and that day has not come. "
        "Ask the bank, or read it in on that day; nothing was stored."
    ),
    "failed": _(
        "Bolots itself failed when it read the file, and nothing of it was stored. It stays in the inbox and is tried "
        "again the next night; tell the administrator, who finds the error in the log."
    ),
    "unreadable": _("There is no such file, or it may not be opened."),
    "archive": _("This is a packed archive. Unpack it and upload the file inside; nothing was stored."),
    "pdf": _("This is a PDF. Fetch the file for systems (camt.054 or BgMax) from the bank; nothing was stored."),
    "web_page": _(
        "This is a web page, perhaps because the bank had logged you out. Log in there and fetch the file again."
    ),
    "version": _(
        "BgMax version “%(version)s” is unknown. Ask the bank for version 01, or for camt.054; nothing was stored."
    ),
    "test_file": _("this is a test file, not real payments. Nothing was stored."),
    "two_files": _("another file begins here (record %(record)s). Upload the files one by one; nothing was stored."),
    "other_message": _("This is XML, but not camt.052, 053 or 054: “%(message)s”. Fetch camt.054; nothing was stored."),
    "all_held": _("The file has no payments in kronor to our accounts. Check which file it is; nothing was stored."),
    "receiver_not_ours": _(
        "The file is for %(accounts)s, and none of that is ours. Check which file it is; nothing was stored."
    ),
}
# The file is stored, and this is worth knowing.
_WARNINGS = {
    "byte_order_mark": _("the file was saved again by another program, which put a mark before it."),
    "utf8": _("The file was saved again by another program (as UTF-8). Its totals are right."),
    "blank_end": _("blank lines follow after the end."),
    "wrong_length": _("records not 80 characters long, only blanks missing or too many: %(count)s, here the first."),
    "control_removed": _("control characters in texts, read as blanks: %(count)s records, here the first."),
    "unknown_record": _("records of an unknown type, passed over: %(count)s, here the first. The totals are right."),
    "unusual_version": _("%(format)s is not a version that we know well. The totals are right."),
    "copy": _("the bank marks this as a copy of what it sent before."),
    "returned_to_us": _("our own payments that came back: %(count)s. They are not stored; see the bank statement."),
    "held_currency": _("payments in %(whose)s, left out because only kronor are stored: %(count)s."),
    "held_receiver": _("payments to %(whose)s, left out because the account is not ours: %(count)s, together %(ore)s."),
    "left_pending": _("entries not booked yet, left until they are: %(count)s."),
    "left_information": _("entries for information only, left: %(count)s."),
    "left_debits": _("fees and our own payments, left: %(count)s."),
    "left_returned": _("our own payments that came back, left: %(count)s."),
    "running_day": _(
        "The file is in order, but reports of the running day (camt.052) are not stored. Upload the day's camt.054."
    ),
    "held_agrees": _(
        "%(day)s, account %(account)s: %(count)s payments, together %(held_ore)s, are not added. The money of that day "
        "came with %(source)s, and the sums agree."
    ),
    "held_differs": _(
        "%(day)s, account %(account)s: %(count)s payments are not added, because the money of that day came with "
        "%(source)s, but the sums differ: %(source)s has %(source_ore)s, %(family)s has %(held_ore)s. Is a file of "
        "%(source)s missing? Read it in. Is %(source)s wrong? Take its file and this one back, then read this one in."
    ),
    "total_uncovered": _(
        "%(day)s, account %(account)s: totals only, %(count)s payments, together %(held_ore)s. The details come in "
        "camt.054, and none has come for that day: read it in. Until then this money is on no rent."
    ),
    "foreign_left": _(
        "payments of other services on the shared account, counted and not kept: %(count)s, together %(foreign_ore)s."
    ),
}
# What the book says of a file that is in order by itself.
_BOOK = {
    "file_known": _("This very file was imported on %(on)s, as “%(name)s”. Nothing was changed."),
    "deposits_known": _("deposits imported before with another file, passed over: %(count)s, here the first."),
    "deposit_conflict": _(
        "deposit %(serial)s of %(day)s was imported from “%(earlier)s”, and has other contents in “%(name)s”. "
        "Ask the bank which file is right; nothing was stored."
    ),
}
# Why a payment waits for a person.
_NEEDS_PERSON = {
    "deduction": _("The payer has deducted an amount."),
    "reversal": _("The bank has taken a payment back."),
    "stray_reference": _("A reference behind the payment names another sender or serial number."),
    "credit_parts": _("The payer has set off a credit against what was paid."),
    "large": _("The amount is larger than what is booked without a person."),
    "no_details": _("The bank gives only a sum, no single payments."),
    "mixed_directions": _("Money in and money back stand in one entry."),
    "returned": _("The bank marks the payment as a return."),
    "parts_unclear": _("Amounts are given for some references only."),
    "maybe_twice": _("The same payment seems to have come already, in another file or another way."),
}
_FIELDS = {
    "bankgiro": _("a bank giro number"),
    "plusgiro": _("a plus giro number"),
    "currency": _("a currency"),
    "sender": _("the sender's number"),
    "amount": _("an amount in digits"),
    "code": _("a code in digits"),
    "serial": _("a serial number"),
    "account": _("an account number"),
    "date": _("a date in digits"),
    "count": _("a count in digits"),
}
COLUMNS = {  # of a CSV file; the form calls them so too
    "booked_on": _("day of the payment"),
    "amount": _("amount"),
    "ocr": _("OCR or reference"),
    "payer": _("payer"),
    "unique_id": _("the payment's own number"),
    "message": _("message"),
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
    if name == "columns":
        return ", ".join(gettext(COLUMNS[column]) for column in str(value).split())
    return gettext(_FIELDS[str(value)]) if name == "field" else value
