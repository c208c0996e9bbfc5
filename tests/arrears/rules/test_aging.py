"""Bands of a debt's age, counted by hand on a calendar."""

from datetime import date, timedelta

import pytest

from arrears.rules.aging import aged, band

DUE = date(2026, 2, 27)


@pytest.mark.parametrize(
    ("age", "place"),
    [(-1, None), (0, None), (1, 0), (7, 0), (8, 1), (30, 1), (31, 2), (90, 2), (91, 3), (4000, 3)],
)
def test_band_changes_on_the_first_eighth_31st_and_91st_day(age, place):
    assert band(DUE, DUE + timedelta(days=age)) == place


def test_bands_over_a_leap_day():
    """From 27 February 2024, 29 February is day 2 and 5 March day 7; in 2026 day 7 is 6 March."""
    assert band(date(2024, 2, 27), date(2024, 3, 5)) == 0
    assert band(date(2024, 2, 27), date(2024, 3, 6)) == 1
    assert band(DUE, date(2026, 3, 6)) == 0


def test_sums_leave_out_what_is_not_overdue():
    on = date(2026, 3, 10)
    owed = [(date(2026, 3, 9), 1), (date(2026, 3, 3), 10), (date(2026, 3, 2), 100), (date(2026, 2, 7), 1_000)]
    owed += [(date(2026, 2, 8), 10_000), (date(2025, 12, 10), 100_000), (date(2025, 12, 9), 1_000_000), (on, 5)]
    # 3 March is 7 days ago; 2 March 8; 7 February 31 and 8 February 30; 10 December 90 and 9 December 91
    assert aged(owed, on) == (11, 10_100, 101_000, 1_000_000)
