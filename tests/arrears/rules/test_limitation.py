"""How long a debt can be claimed. Expected days worked out by hand, on a calendar."""

from datetime import date

import pytest

from arrears.rules.limitation import Lapse, lapse, sue_by


@pytest.mark.parametrize(
    ("last_on", "suits", "expected"),
    [
        (date(2024, 5, 31), (), date(2026, 5, 31)),
        (date(2025, 12, 31), (), date(2027, 12, 31)),
        (date(2024, 2, 29), (), date(2026, 2, 28)),  # no 29 February in 2026: the day before, not the day after
        (date(2022, 2, 28), (), date(2024, 2, 28)),  # a leap day on the way gives no day more
        (date(2024, 5, 31), (date(2026, 5, 31),), None),  # filed on the last day
        (date(2024, 5, 31), (date(2026, 6, 1),), date(2026, 5, 31)),  # a day late is nothing
        (date(2024, 5, 31), (date(2026, 6, 1), date(2025, 1, 1)), None),
        (date(2024, 5, 31), (date(2024, 1, 1),), None),  # sued while the tenant lived there still
    ],
)
def test_two_years_from_the_last_day_of_the_stay(last_on, suits, expected):
    assert sue_by(last_on, suits) == expected


DUE = date(2023, 3, 31)


@pytest.mark.parametrize(
    ("due_on", "breaks", "lapses_on", "broken_on"),
    [
        (DUE, [], date(2026, 3, 31), None),
        (date(2024, 2, 29), [], date(2027, 2, 28), None),  # leap day
        (date(2023, 2, 28), [], date(2026, 2, 28), None),
        (DUE, [date(2024, 2, 29)], date(2027, 2, 28), date(2024, 2, 29)),
        (DUE, [date(2023, 3, 30)], date(2026, 3, 31), None),  # before the due day: nothing
        (DUE, [DUE], date(2026, 3, 31), DUE),  # on it: the same three years
        (DUE, [date(2023, 4, 1)], date(2026, 4, 1), date(2023, 4, 1)),
        (DUE, [date(2026, 3, 31)], date(2029, 3, 31), date(2026, 3, 31)),  # on the last day
        (DUE, [date(2026, 4, 1)], date(2026, 3, 31), None),  # a day too late
        # several: each within the three years of the one before
        (DUE, [date(2024, 1, 10), date(2026, 12, 24)], date(2029, 12, 24), date(2026, 12, 24)),
        (DUE, [date(2026, 12, 24), date(2024, 1, 10)], date(2029, 12, 24), date(2026, 12, 24)),  # in any order
        # 2024-01-10 + 3 years is 2027-01-10: the second comes a day after
        (DUE, [date(2024, 1, 10), date(2027, 1, 11)], date(2027, 1, 10), date(2024, 1, 10)),
        # the first is too early to count, the second too late
        (DUE, [date(2022, 1, 1), date(2026, 6, 1)], date(2026, 3, 31), None),
        (DUE, [date(2025, 5, 5), date(2025, 5, 5)], date(2028, 5, 5), date(2025, 5, 5)),
    ],
)
def test_three_years_from_the_due_day_or_the_last_interruption(due_on, breaks, lapses_on, broken_on):
    assert lapse(due_on, breaks) == Lapse(lapses_on, broken_on)


def test_debt_can_be_claimed_on_its_last_day_and_not_after():
    last = lapse(DUE)
    assert not last.has_lapsed(date(2026, 3, 31))
    assert last.has_lapsed(date(2026, 4, 1))
