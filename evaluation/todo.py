"""Att göra först: what needs the manager today, the oldest first, each with why and where."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bolots import calendar

from .numbers import UNMATCHED_BANK_DAYS, Number


@dataclass(frozen=True, slots=True)
class Item:
    what: str
    why: str
    url: str
    kind: str
    word: str
    since: date


def items(counts: dict[str, Number], on: date, held) -> list[Item]:
    """What is not as it should be; nothing when all is well."""
    makers = {"silent": _silent, "reversals": _reversals, "forgotten": _forgotten, "jobs": _jobs}
    found = [make(counts[name], on, held) for name, make in makers.items() if counts[name].n]
    return sorted(found, key=lambda item: item.since)


def _silent(number, on, held):
    what = ngettext("%(n)s home has had no attempt in time", "%(n)s homes have had no attempt in time", number.n)
    why = _("The guideline: knock within %(days)s bank days of the flag, %(fewer)s where children live.")
    days = {"days": held.first_visit_bank_days, "fewer": held.first_visit_bank_days_children}
    last_day = calendar.add_bank_days(number.day, held.first_visit_bank_days)
    over = max(1, calendar.bank_days_between(last_day, on))
    word = ngettext("%(n)s bank day over", "%(n)s bank days over", over) % {"n": over}
    return Item(what % {"n": number.n}, why % days, reverse("outreach:case-list"), "risk", word, number.day)


def _reversals(number, on, held):
    what = ngettext("The bank has taken back %(n)s payment", "The bank has taken back %(n)s payments", number.n)
    why = _("Until a finance officer has decided, those homes do not count as paid.")
    return Item(what % {"n": number.n}, why, reverse("arrears:reversals"), "late", _waited(number, on), number.day)


def _forgotten(number, on, held):
    what = ngettext("%(n)s payment has found no rent", "%(n)s payments have found no rent", number.n)
    why = _("Money that came more than %(days)s bank days ago: a home may look late that is not.")
    why = why % {"days": UNMATCHED_BANK_DAYS}
    return Item(what % {"n": number.n}, why, reverse("arrears:queue"), "late", _waited(number, on), number.day)


def _jobs(number, on, held):
    what = ngettext("%(n)s missed job waits for a person", "%(n)s missed jobs wait for a person", number.n)
    why = _("It is too old to be caught up by itself. Look first whether it still makes sense.")
    return Item(what % {"n": number.n}, why, reverse("job-list"), "late", _waited(number, on), number.day)


def _waited(number, on):
    days = max(1, (on - number.day).days)
    return ngettext("for %(n)s day", "for %(n)s days", days) % {"n": days}
