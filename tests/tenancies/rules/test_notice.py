"""The day on which a lease ends after notice, by hand: month ends, leap days, fixed terms that end sooner and later."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenancies.rules.notice import LANDLORD, TENANT, last_day, latest_notice, must_be_terminated, refer_by

L, T = LANDLORD, TENANT
DAY = timedelta(days=1)
# A term: first day of the stay, last day of a fixed term.
OPEN = ("2025-01-01", None)
YEAR = ("2026-01-01", "2026-12-31")
TO_FEBRUARY = ("2025-03-01", "2026-02-28")
TO_LEAP_DAY = ("2023-03-01", "2024-02-29")
TO_JUNE_14 = ("2025-06-15", "2026-06-14")
TWO_WEEKS = ("2026-03-02", "2026-03-15")
FIFTEEN_DAYS = ("2026-03-02", "2026-03-16")
THREE_MONTHS = ("2026-03-01", "2026-05-31")
A_DAY_MORE = ("2026-03-01", "2026-06-01")

CASES = [
    # until further notice: three months, to the end of that month, whoever gives it
    ("2026-03-10", L, OPEN, "2026-06-30"),
    ("2026-03-10", T, OPEN, "2026-06-30"),
    ("2026-03-31", L, OPEN, "2026-06-30"),
    ("2026-04-01", L, OPEN, "2026-07-31"),
    ("2026-01-31", T, OPEN, "2026-04-30"),
    ("2025-11-30", T, OPEN, "2026-02-28"),
    ("2023-11-29", T, OPEN, "2024-02-29"),
    ("2023-11-30", L, OPEN, "2024-02-29"),
    ("2025-12-01", L, OPEN, "2026-03-31"),
    ("2024-02-29", L, OPEN, "2024-05-31"),
    ("2026-09-30", T, OPEN, "2026-12-31"),
    ("2026-10-01", T, OPEN, "2027-01-31"),
    ("2024-12-20", T, OPEN, "2025-03-31"),  # before the stay has begun
    # a year: the landlord's notice comes three months before the end, or ends nothing then
    ("2026-03-10", L, YEAR, "2026-12-31"),
    ("2026-09-30", L, YEAR, "2026-12-31"),
    ("2026-10-01", L, YEAR, "2027-01-31"),
    ("2026-12-31", L, YEAR, "2027-03-31"),
    ("2027-01-01", L, YEAR, "2027-04-30"),
    # the tenant may leave sooner, and is never bound for longer than the term
    ("2026-03-10", T, YEAR, "2026-06-30"),
    ("2026-09-30", T, YEAR, "2026-12-31"),
    ("2026-10-01", T, YEAR, "2026-12-31"),
    ("2026-12-31", T, YEAR, "2026-12-31"),
    ("2027-01-01", T, YEAR, "2027-04-30"),
    # ends of short months, and a term that ends within one
    ("2025-11-30", L, TO_FEBRUARY, "2026-02-28"),
    ("2025-12-01", L, TO_FEBRUARY, "2026-03-31"),
    ("2023-11-30", L, TO_LEAP_DAY, "2024-02-29"),
    ("2023-12-01", L, TO_LEAP_DAY, "2024-03-31"),
    ("2026-03-14", L, TO_JUNE_14, "2026-06-14"),
    ("2026-03-15", L, TO_JUNE_14, "2026-06-30"),
    ("2026-03-10", T, TO_JUNE_14, "2026-06-14"),
    # at most two weeks: one day
    ("2026-03-14", L, TWO_WEEKS, "2026-03-15"),
    ("2026-03-15", L, TWO_WEEKS, "2026-06-30"),
    ("2026-03-05", T, TWO_WEEKS, "2026-03-15"),
    # at most three months: one week
    ("2026-03-09", L, FIFTEEN_DAYS, "2026-03-16"),
    ("2026-03-10", L, FIFTEEN_DAYS, "2026-06-30"),
    ("2026-05-24", L, THREE_MONTHS, "2026-05-31"),
    ("2026-05-25", L, THREE_MONTHS, "2026-08-31"),
    # longer: three months
    ("2026-03-01", L, A_DAY_MORE, "2026-06-01"),
    ("2026-03-02", L, A_DAY_MORE, "2026-06-30"),
]


def term(starts, last):
    return {"starts_on": date.fromisoformat(starts), "lease_ends_on": last and date.fromisoformat(last) + DAY}


@pytest.mark.parametrize(("served", "by", "lease", "last"), CASES)
def test_lease_ends_on_the_last_day_that_the_law_counts(served, by, lease, last):
    assert last_day(date.fromisoformat(served), by, **term(*lease)).isoformat() == last


@pytest.mark.parametrize(
    ("lease", "latest"),
    [
        (YEAR, "2026-09-30"),
        (TO_FEBRUARY, "2025-11-30"),
        (TO_LEAP_DAY, "2023-11-30"),
        (TO_JUNE_14, "2026-03-14"),
        (TWO_WEEKS, "2026-03-14"),
        (FIFTEEN_DAYS, "2026-03-09"),
        (THREE_MONTHS, "2026-05-24"),
        (A_DAY_MORE, "2026-03-01"),
        (("2025-07-01", "2026-06-30"), "2026-03-31"),
    ],
)
def test_latest_notice_is_the_last_day_in_time(lease, latest):
    assert latest_notice(**term(*lease)).isoformat() == latest


@pytest.mark.parametrize(
    ("lease", "is_needed"),
    [
        (OPEN, True),
        (YEAR, True),
        (("2026-01-01", "2026-09-30"), False),  # nine months
        (("2026-01-01", "2026-10-01"), True),  # and a day
        (("2025-05-31", "2026-02-27"), False),
        (("2025-05-31", "2026-02-28"), True),
        (TWO_WEEKS, False),
    ],
)
def test_lease_of_more_than_nine_months_goes_on_unless_somebody_ends_it(lease, is_needed):
    assert must_be_terminated(**term(*lease)) is is_needed


@pytest.mark.parametrize(
    ("last", "refer"),
    [
        ("2026-06-30", "2026-07-30"),
        ("2026-01-31", "2026-02-28"),
        ("2024-01-31", "2024-02-29"),
        ("2026-12-31", "2027-01-31"),
        ("2026-02-28", "2026-03-28"),
        ("2026-06-06", "2026-07-06"),
    ],
)
def test_dispute_is_referred_within_a_month_of_the_last_day(last, refer):
    assert refer_by(date.fromisoformat(last) + DAY).isoformat() == refer


DATES = st.dates(date(2016, 1, 1), date(2040, 1, 1))


@given(DATES, DATES, st.integers(1, 1500))
def test_landlord_never_ends_a_lease_sooner_than_the_tenant_may(served_on, starts_on, days):
    lease = {"starts_on": starts_on, "lease_ends_on": starts_on + days * DAY}
    by_landlord = last_day(served_on, L, **lease)
    assert by_landlord >= last_day(served_on, T, **lease)
    assert by_landlord >= lease["lease_ends_on"] - DAY
    assert last_day(served_on + DAY, L, **lease) >= by_landlord


@given(DATES)
def test_open_ended_lease_ends_with_a_month_at_least_three_months_away(served_on):
    last = last_day(served_on, L, starts_on=served_on, lease_ends_on=None)
    assert (last + DAY).day == 1
    assert 89 <= (last - served_on).days <= 122
