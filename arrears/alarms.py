"""What about the money must not wait: shown on top of the start pages until it is mended."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bolots import calendar, formats, guidelines

from . import coverage
from .freshness import PAID_THROUGH
from .proven import MISMATCHES
from .rules.rates import RATES, half_year

FILE_DAYS = 7  # how long a rejected file in the inbox is told of
FACTS = f"""
SELECT
    {MISMATCHES},
    {PAID_THROUGH},
    (SELECT count(*) FROM arrears_payment WHERE unallocated_ore < 0 AND source = 'reversal'),
    (SELECT count(*) FROM arrears_importfile
     WHERE verdict = 'rejected' AND via = 'inbox' AND recorded_on BETWEEN %(day)s - %(days)s AND %(day)s),
    EXISTS (SELECT FROM arrears_referencerate WHERE valid_from = %(half)s),
    (SELECT count(DISTINCT t.id) FROM arrears_termination t JOIN arrears_terminationcharge n ON n.termination_id = t.id
     JOIN arrears_charge c ON c.id = n.charge_id
     WHERE t.status = 'recovered' AND t.how_recovered = 'paid' AND c.open_ore > 0),
    {coverage.UNSETTLED}
"""
PUBLISHED = frozenset(rate.valid_from for rate in RATES)
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
        _("The reference rate of this half-year is missing"),
        _("No late interest is counted for days from %(day)s on. Enter the rate that the Riksbank has published."),
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


def current(on: date, *, held: guidelines.Guidelines | None = None) -> list[Alarm]:
    """The alarms of the day, the worst first. Two queries; one when the caller has the guidelines that held."""
    held = held or guidelines.on(on)
    with connection.cursor() as cursor:
        facts = {**coverage.params(on), "days": FILE_DAYS, "half": half_year(on)}
        cursor.execute(FACTS, facts)
        mismatches, through, reversals, rejected, has_rate, open_again, unsettled = cursor.fetchone()
    found = [Alarm("mismatch", {"count": mismatches})] if mismatches else []
    if through is None:
        found.append(Alarm("never_paid"))
    elif calendar.bank_days_between(through, on) > held.freshness_alarm_bank_days:
        found.append(Alarm("stale", {"day": formats.dag(through, on)}))
    found += [Alarm("reversals", {"count": reversals})] if reversals else []
    found += [Alarm("open_again", {"count": open_again})] if open_again else []
    found += [Alarm("unsettled", {"count": unsettled})] if unsettled else []
    found += [Alarm("rejected", {"count": rejected})] if rejected else []
    if not has_rate and half_year(on) not in PUBLISHED:
        found.append(Alarm("rate_missing", {"day": formats.dag(half_year(on), on)}))
    return found
