"""The night's scan for late rent, and the word that lets it run without a file."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.audit import action
from bolots.refusals import Refused

from ..freshness import paid_through
from ..models import NoMoreFiles
from ..rules.late import cutoff

SCAN = """
INSERT INTO arrears_laterent (charge_id, flagged_on, open_ore, cutoff_on, grace_bank_days, threshold_ore)
SELECT c.id, %(on)s, c.open_ore, %(cutoff)s, %(grace)s, %(threshold)s
FROM arrears_charge c
WHERE c.open_ore > 0 AND c.safe_due_on <= %(cutoff)s AND c.recorded_on <= %(on)s
  AND NOT EXISTS (SELECT 1 FROM arrears_laterent l WHERE l.charge_id = c.id)
ON CONFLICT (charge_id) DO NOTHING
"""


class NotYet(Refused):
    sentence = _("Nobody knows yet what will be paid after today.")


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scan did: rents flagged, up to which safe due date, and how far the payments reach."""

    flagged: int
    cutoff_on: date
    paid_through: date | None
    is_fresh: bool


@action
def scan_late_rent(*, on: date) -> Scan:
    """Flag every rent that is late on the day and was not flagged before (sen hyra). One statement; again: nothing new.

    When the payments do not reach the cutoff date it flags nobody: `is_fresh` says so (decision 9).
    """
    held = guidelines.on(on)
    cutoff_on, through = cutoff(on, held.grace_bank_days), paid_through(on)
    if through is None or through < cutoff_on:
        return Scan(0, cutoff_on, through, is_fresh=False)
    values = {"on": on, "cutoff": cutoff_on, "grace": held.grace_bank_days, "threshold": held.case_threshold_ore}
    with connection.cursor() as cursor:
        cursor.execute(SCAN, values)
        return Scan(cursor.rowcount, cutoff_on, through, is_fresh=True)


@action
def say_no_more_files(*, through_on: date, by, at: datetime) -> NoMoreFiles:
    """A finance officer's word that no more files come up to a day ("Inga fler filer t.o.m. …"). Raises Refused."""
    if through_on > at.date():
        raise NotYet
    return NoMoreFiles.objects.create(through_on=through_on, recorded_at=at, by=by)
