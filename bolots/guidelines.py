"""The unit's guidelines as numbers: one line each here, dated values in `GuidelineValue`.

A value is never back-dated: what was decided on a day is what held on that day (decision 4).
"""

from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Subquery

from .models import GuidelineValue


@dataclass(frozen=True)
class Guidelines:
    """What held on one day. The defaults are the values at the start."""

    grace_bank_days: int = 2  # bank days after the safe due date before a rent counts as late
    case_threshold_ore: int = 20_000  # an open amount below this opens no case ("ringa betydelse", JB 12:42 st.5)
    first_visit_bank_days: int = 2  # from flag to first knock
    first_visit_bank_days_children: int = 1  # the same, when children live in the home
    attempts_before_handover: int = 3  # misses before the step returns to the case's owner
    freshness_alarm_bank_days: int = 2  # payments older than this raise an alarm
    outreach_from: date = date(2016, 10, 1)  # before this day no case opens
    max_tasks_per_day: int = 8  # on one bolots' list
    auto_allocate_max_ore: int = 100_000_000  # a larger payment waits for a person even with an exact OCR
    reminder_after_days: int = 5  # days after the safe due date before a reminder is proposed
    demand_after_days: int = 15  # the same for a demand (inkassokrav)
    demand_answer_days: int = 12  # from a demand to the last day to pay or object (inkassolagen 5 §)
    demand_least_answer_days: int = 8  # of them, left when it is sent: later it is made anew, with new days
    reminder_fee_ore: int = (
        0  # what the unit asks for a reminder, at most the statutory fee; only if agreed in the lease
    )
    demand_fee_ore: int = 0  # what the unit asks for a demand, at most the statutory fee
    plan_grace_bank_days: int = 2  # bank days after an instalment before it counts as missing
    plan_breaks_after_days: int = 14  # days from a missing instalment until the plan is broken
    write_off_alone_ore: int = 50_000  # a larger write-off takes two people
    review_every_months: int = 3  # from one review of a stay to the next
    aftercare_days: int = 395  # after a stay, while the case worker follows up (at 0, 6 and 12 months): a month more
    keep_done_files_days: int = 30  # raw bank files in done/
    keep_rejected_files_days: int = 90  # raw bank files in rejected/

    def days_to_first_visit(self, *, has_children: bool) -> int:
        """Bank days from the flag to the first knock."""
        return self.first_visit_bank_days_children if has_children else self.first_visit_bank_days


KINDS = {field.name: type(field.default) for field in fields(Guidelines)}


def on(day: date) -> Guidelines:
    """The guidelines that held on the day. One query."""
    rows = GuidelineValue.objects.filter(valid_from__lte=day, key__in=KINDS).order_by("valid_from")
    return Guidelines(**{row.key: parse(row.key, row.value) for row in rows})


def column(key: str, day: date) -> Subquery:
    """The text of one guideline as it held on the day, beside the rows of another question; `value` reads it."""
    rows = GuidelineValue.objects.filter(key=key, valid_from__lte=day).order_by("-valid_from")
    return Subquery(rows.values("value")[:1])


def value(key: str, text: str | None) -> int | date:
    """What `column` found; the value at the start when there was nothing."""
    return getattr(Guidelines(), key) if text is None else parse(key, text)


def parse(key: str, text: str) -> int | date:
    """The value that the text means for this guideline. Raises KeyError for an unknown one, ValueError for nonsense."""
    if KINDS[key] is date:
        return date.fromisoformat(text)
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)
