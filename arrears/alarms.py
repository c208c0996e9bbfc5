"""What about the money must not wait: shown on top of the start pages until it is mended."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bolots import calendar, formats, guidelines

from . import coverage
from .freshness import PAID_THROUGH
from .proven import MISMATCHES
from .rules.rates import gaps_until

FILE_DAYS = 7  # how long a rejected file in the inbox is told of
FACTS = f"""
SELECT
    {MISMATCHES},
    {PAID_THROUGH},
    (SELECT count(*) FROM arrears_payment WHERE unallocated_ore < 0 AND source = 'reversal'),
    (SELECT count(*) FROM arrears_importfile
     WHERE verdict = 'rejected' AND via = 'inbox' AND recorded_on BETWEEN %(day)s - %(days)s AND %(day)s),
    (SELECT coalesce(array_agg(valid_from), '{{}}') FROM arrears_referencerate),
    (SELECT count(DISTINCT t.id) FROM arrears_termination t JOIN arrears_terminationcharge n ON n.termination_id = t.id
     JOIN arrears_charge c ON c.id = n.charge_id
     WHERE t.status = 'recovered' AND t.how_recovered = 'paid' AND c.open_ore > 0),
    {coverage.UNSETTLED}
"""
WORDS = {
    "mismatch": (
        _("The ledger does not add up"),
        _("The nightly proof found %(count)s wrong rows. Send no demands before it is mended; tell the administrator."),
    ),
    "never_paid": (
        _("No bank file has been read yet"),
        _("Late rent is not looked for until a file has come, or somebody has said that none comes."),
    ),
    "stale": (
        _("The payments are old"),
        _("They reach up to and including %(day)s. Late rent is not looked for beyond that: read in the bank's files."),
    ),
    "reversals": (
        _("The bank has taken money back"),
        _("Waiting for a decision: %(count)s. Until then those homes do not count as paid."),
    ),
    "open_again": (
        _("Rent that saved a home is open again"),
        _("Homes: %(count)s. Money was taken back after the home was recovered. The home stays, the rent is owed."),
    ),
    "unsettled": (
        _("A bank day does not add up"),
        _("Days: %(count)s. Money may be missing from the book: see Rents, Bank days, for both sums and what to do."),
    ),
    "rejected": (
        _("A file in the inbox could not be read"),
        _("Rejected this week: %(count)s. The reason lies beside each file; ask the bank for it again."),
    ),
    "rate_missing": (
        _("The reference rate of a half-year is missing"),
        _("No late interest is counted on what is owed in the half-year from %(day)s. Enter the rate of the Riksbank."),
    ),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """A code with its figures, worded in the reader's language by `title` and `text`."""

    code: str
    params: dict = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(WORDS[self.code][0])

    @property
    def text(self) -> str:
        return str(WORDS[self.code][1]) % self.params


class Facts(NamedTuple):
    """What is so on a day; `through` is the last day whose payments are known."""

    mismatches: int | None
    through: date | None
    reversals: int
    rejected: int
    rates: list[date]  # the half-years that have been entered
    open_again: int
    unsettled: int


def facts(on: date) -> Facts:
    """What the alarms are about. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {**coverage.params(on), "days": FILE_DAYS})
        return Facts(*cursor.fetchone())


def current(on: date, *, held: guidelines.Guidelines | None = None) -> list[Alarm]:
    """The alarms of the day, the worst first. Two queries; one when the caller has the guidelines that held."""
    return told(facts(on), on, held=held or guidelines.on(on))


def told(found: Facts, on: date, *, held: guidelines.Guidelines) -> list[Alarm]:
    """The alarms that the facts of the day raise, the worst first."""
    alarms = [Alarm("mismatch", {"count": found.mismatches})] if found.mismatches else []
    if found.through is None:
        alarms.append(Alarm("never_paid"))
    elif calendar.bank_days_between(found.through, on) > held.freshness_alarm_bank_days:
        alarms.append(Alarm("stale", {"day": formats.dag(found.through, on)}))
    counts = {name: getattr(found, name) for name in ("reversals", "open_again", "unsettled", "rejected")}
    alarms += [Alarm(code, {"count": count}) for code, count in counts.items() if count]
    if gaps := gaps_until(on, found.rates):
        alarms.append(Alarm("rate_missing", {"day": formats.dag(gaps[0], on)}))
    return alarms
