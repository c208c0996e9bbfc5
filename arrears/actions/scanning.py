"""The night's scan for late rent, and the word that lets it run without a file."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.audit import action
from bolots.guidelines import Guidelines
from bolots.refusals import Refused

from ..freshness import PAID_THROUGH
from ..models import NoMoreFiles
from ..rules.late import cutoff

SCAN = f"""
WITH reach AS (SELECT {PAID_THROUGH} AS through),
flagged AS (
    INSERT INTO arrears_laterent (charge_id, flagged_on, open_ore, cutoff_on, grace_bank_days, threshold_ore)
    SELECT c.id, %(day)s, c.open_ore, %(cutoff)s, %(grace)s, %(threshold)s
    FROM arrears_charge c
    WHERE c.open_ore > 0 AND c.kind IN ('rent', 'opening') AND c.safe_due_on <= %(cutoff)s AND c.recorded_on <= %(day)s
      AND NOT EXISTS (SELECT 1 FROM arrears_laterent l WHERE l.charge_id = c.id)
      AND NOT EXISTS (
        SELECT 1 FROM arrears_charge old JOIN arrears_laterent l ON l.charge_id = old.id
        WHERE old.id = c.first_id OR old.first_id = c.first_id)
      AND (SELECT through >= %(cutoff)s FROM reach)
    ON CONFLICT (charge_id) DO NOTHING
    RETURNING 1
)
SELECT through, (SELECT count(*) FROM flagged) FROM reach
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
def scan_late_rent(*, on: date, held: Guidelines | None = None) -> Scan:
    """Flag every rent that is late on the day and was not flagged before (sen hyra). One statement; again: nothing new.

    A new version of a flagged rent is the same late rent: the flag stays on the old one, as a fact.

    When the payments do not reach the cutoff date it flags nobody: `is_fresh` says so (decision 9). `held` are the
    day's guidelines, when the caller has them.
    """
    held = held or guidelines.on(on)
    cutoff_on = cutoff(on, held.grace_bank_days)
    values = {"day": on, "cutoff": cutoff_on, "grace": held.grace_bank_days, "threshold": held.case_threshold_ore}
    with connection.cursor() as cursor:
        cursor.execute(SCAN, values)
        through, flagged = cursor.fetchone()
    return Scan(flagged, cutoff_on, through, is_fresh=through is not None and through >= cutoff_on)


@action
def say_no_more_files(*, through_on: date, by, at: datetime) -> NoMoreFiles:
    """A finance officer's word that no more files come up to a day ("Inga fler filer t.o.m. …"). Raises Refused."""
    if through_on > at.date():
        raise NotYet
    return NoMoreFiles.objects.create(through_on=through_on, recorded_at=at, by=by)
