"""When a lease ends after notice (uppsägning, JB 12:3–5), and what follows from its end (JB 12:49). Homes only.

Readings in the tenant's favour where the law or the register leaves room:
- the length of a fixed term is counted from the first day of the stay, so that a prolonged lease has the long notice;
- a landlord's notice that comes too late for the fixed term ends the lease no sooner than a notice of a lease until
  further notice would, and never before the fixed term ends;
- a tenant's notice ends the lease after three months, or with the fixed term when that ends sooner;
- a lease whose fixed term has passed runs until further notice, also in the month that JB 12:3 leaves open;
- the landlord's last day at the rent tribunal is not moved on to the next weekday.
"""

from datetime import date, timedelta

from bolots.periods import add_months, days_in

LANDLORD, TENANT = "landlord", "tenant"
NOTICE_MONTHS = 3
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


def last_day(served_on: date, given_by: str, *, starts_on: date, lease_ends_on: date | None) -> date:
    """The last day of the lease when notice is served on the day. `lease_ends_on`: first day after a fixed term."""
    open_ended = _month_end(add_months(served_on, NOTICE_MONTHS))
    if lease_ends_on is None or lease_ends_on <= served_on:
        return open_ended
    fixed = lease_ends_on - _DAY
    if given_by == TENANT:
        return min(fixed, open_ended)
    is_in_time = served_on <= latest_notice(starts_on, lease_ends_on)
    return fixed if is_in_time else max(fixed, open_ended)


def latest_notice(starts_on: date, lease_ends_on: date) -> date:
    """The last day on which the landlord's notice ends a fixed term (JB 12:4): one day, one week or three months."""
    fixed = lease_ends_on - _DAY
    if lease_ends_on <= starts_on + 2 * _WEEK:
        return fixed - _DAY
    if lease_ends_on <= add_months(starts_on, 3):
        return fixed - _WEEK
    latest = add_months(fixed, -NOTICE_MONTHS)
    while add_months(latest + _DAY, NOTICE_MONTHS) <= fixed:  # 31 March + 3 months is 30 June
        latest += _DAY
    return latest


def must_be_terminated(starts_on: date, lease_ends_on: date | None) -> bool:
    """Whether the lease goes on unless somebody gives notice: until further notice, or over nine months (JB 12:3)."""
    return lease_ends_on is None or lease_ends_on > add_months(starts_on, 9)


def refer_by(lease_ends_on: date) -> date:
    """The landlord's last day to refer a dispute over prolongation to the rent tribunal: one month after the lease's
    last day (JB 12:49). After that the notice has no effect. `lease_ends_on`: the first day after the lease."""
    return add_months(lease_ends_on - _DAY, 1)


def _month_end(day: date) -> date:
    return day.replace(day=days_in(day))
