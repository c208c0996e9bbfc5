"""The book as files (export): for the municipality's accounts, for a spreadsheet, and for other people's programs.

Rows are chosen by the day they were recorded, which never lies in a period that was exported before: the same period
gives the same file for ever. No file holds a name, an address or anything that a person has written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancies.exchange.writing import CSV, as_csv

from ..book import balances_on
from ..landlord import landlord
from .accounts import chart
from .journal import as_journal
from .reading import DAY, postings
from .sheet import sheet
from .sie import as_sie


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; `write` gives its bytes for the first and the last day of a period."""

    label: Any
    ending: str
    content_type: str
    write: Callable[[date, date], bytes]


def _sie(from_on: date, until_on: date) -> bytes:
    made = as_sie(
        postings(from_on, until_on),
        chart=chart(),
        company=landlord().name,
        organisation=landlord().org_number,
        made_on=until_on,
    )
    return made.encode("cp437", errors="replace")


def _csv(from_on: date, until_on: date) -> bytes:
    return as_csv(sheet(postings(from_on, until_on)))


def _journal(from_on: date, until_on: date) -> bytes:
    before = {number: (held.owed, held.credit) for number, held in balances_on(from_on - DAY).items()}
    return as_journal(postings(from_on, until_on), before=before, from_on=from_on).encode()


FORMATS = {
    "sie": Format(_("SIE 4I, for the accounts"), "si", "application/octet-stream", _sie),
    "csv": Format(_("CSV, for a spreadsheet"), "csv", CSV, _csv),
    "journal": Format(_("Journal, for hledger or ledger"), "journal", "text/plain; charset=utf-8", _journal),
}


def tenancies_of(from_on: date, until_on: date) -> set[int]:
    """The tenancies that the period tells of, and those that the journal opens with."""
    told = {leg.tenancy_id for posting in postings(from_on, until_on) for leg in posting.legs}
    return {number for number in told | set(balances_on(from_on - DAY)) if number is not None}
