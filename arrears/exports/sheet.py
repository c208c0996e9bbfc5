"""The rows as a table for a spreadsheet: days, numbers and amounts, and nothing that a person has written."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tenancies.exchange.writing import Ore, Sheet

from ..models import Charge, Payment
from .model import Posting


def sheet(postings: Iterable[Posting]) -> Sheet:
    """One line for each row of the period; the amounts are what it does to what is owed and what is unused."""
    heading = [_("Recorded"), _("Effective"), _("Row"), _("Kind"), _("Number"), _("Tenancy"), _("Month"), _("OCR")]
    heading += [_("Amount"), _("To what is owed"), _("To what is unused")]
    sorts = {"charge": _("Charge"), "payment": _("Payment"), "move": _("Whose it is"), "booking": _("Booking")}
    words = {kind.value: str(kind.label) for choices in (Charge.Kind, Payment.Source) for kind in choices}
    words |= {"paid": _("paid"), "taken_back": _("taken back")}
    lines = [line for posting in postings for line in _lines(posting, sorts, words)]
    return Sheet(_("Ledger"), heading, lines)


def _lines(posting: Posting, sorts, words):
    """A row that concerns two tenancies, or nobody and one, is two lines."""
    touched: dict[int | None, dict[str, int]] = {}
    for leg in posting.legs:
        if leg.account in ("owed", "unused"):
            sums = touched.setdefault(leg.tenancy_id, {"owed": 0, "unused": 0})
            sums[leg.account] += leg.ore
    for tenancy_id, sums in touched.items():
        yield [
            posting.day,
            posting.effective_on,
            sorts[posting.sort],
            words[posting.kind],
            posting.id,
            tenancy_id,
            f"{posting.month:%Y-%m}" if posting.month else "",
            posting.ocr,
            Ore(max(abs(leg.ore) for leg in posting.legs)),
            Ore(sums["owed"]),
            Ore(-sums["unused"]),
        ]
