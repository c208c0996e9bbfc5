"""When an unpaid rent counts as late: the bank days of grace, folded to one date that a night's scan compares with."""

from datetime import date, timedelta

from bolots.calendar import add_bank_days


def cutoff(day: date, grace_bank_days: int) -> date:
    """The last safe due date that is late on the day.

    A rent is late when the last bank day of grace after its safe due date lies before the day, so that money booked on
    that bank day has had its file by the morning of the day (JB 12:20 st.3: paid when the bank took the order).
    """
    return add_bank_days(day, -grace_bank_days) - timedelta(days=1)


def last_day_in_time(safe_due_on: date, grace_bank_days: int) -> date:
    """The last day on which booked money still keeps the rent from being late: the other side of `cutoff`."""
    return add_bank_days(safe_due_on, grace_bank_days)
