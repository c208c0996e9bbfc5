"""The night: flag late rent, check plans and recovery periods, judge rent and serious incidents, close what is over."""

from datetime import datetime

from arrears.actions import check_plans, check_terminations, remind_of_holds, scan_late_rent
from bolots.audit import action
from bolots.calendar import STOCKHOLM

from .cases import close_paid
from .incidents import triage_incidents
from .plans import follow_plans, open_for_ended_plans
from .triage import one_night_at_a_time, triage_new


@action
def run_night(*, on, at: datetime) -> dict:
    """The night's work for a business day, whole or not at all; again: nothing new. What it did, for the job's record.

    A missed night is caught up for its own day `on`; visits and closings count from the day of the run (decision 5).
    """
    one_night_at_a_time()
    run_on = max(on, at.astimezone(STOCKHOLM).date())
    scan = scan_late_rent(on=on)
    plans, saved = check_plans(on=on), check_terminations(on=run_on, at=at)
    remind_of_holds(on=on)
    done = plans + saved + triage_new(on=on, run_on=run_on) + triage_incidents(on=on, run_on=run_on)
    closed = close_paid(on=run_on)
    done["opened"] += open_for_ended_plans(on=on, run_on=run_on)
    follow_plans(on=on, run_on=run_on)
    counts = {"flagged": scan.flagged, "closed": closed, "is_fresh": scan.is_fresh}
    return counts | dict(+done)
