"""When a stay is looked at again."""

from datetime import date

import pytest

from tenancies.rules.reviews import Fault, faults, next_review, whole_months

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("held_on", "every_months", "expected"),
    [
        (DAY, 3, date(2026, 6, 10)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (DAY, 24, date(2027, 3, 10)),  # never more than a year ahead, whatever the guideline says
        (DAY, 0, date(2026, 4, 10)),
    ],
)
def test_next_review_follows_the_guideline_within_a_year(held_on, every_months, expected):
    assert next_review(held_on, every_months) == expected
    assert faults(held_on=held_on, because="x", planned_end_on=expected, next_on=expected) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"because": "  "}, [Fault.NO_REASON]),
        ({"next_on": DAY}, [Fault.NEXT_NOT_AHEAD]),
        ({"next_on": date(2026, 3, 9)}, [Fault.NEXT_NOT_AHEAD]),
        ({"next_on": None}, [Fault.NEXT_NOT_AHEAD]),
        ({"next_on": date(2026, 3, 11)}, []),
        ({"next_on": date(2027, 3, 10)}, []),
        ({"next_on": date(2027, 3, 11)}, [Fault.NEXT_TOO_FAR]),
        ({"planned_end_on": None}, [Fault.END_NOT_AHEAD]),
        ({"planned_end_on": DAY}, [Fault.END_NOT_AHEAD]),
        ({"because": "", "planned_end_on": DAY}, [Fault.NO_REASON, Fault.END_NOT_AHEAD]),
    ],
)
def test_nobody_stays_by_default(fields, expected):
    facts = {"because": "kön är kort", "planned_end_on": date(2026, 9, 1), "next_on": date(2026, 6, 10)}
    assert faults(held_on=DAY, **facts | fields) == expected


@pytest.mark.parametrize(
    ("since", "day", "months"),
    [
        (date(2026, 3, 10), date(2026, 3, 10), 0),
        (date(2026, 2, 11), date(2026, 3, 10), 0),
        (date(2026, 2, 10), date(2026, 3, 10), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 3, 11), date(2026, 3, 10), 23),
    ],
)
def test_months_count_when_they_are_whole(since, day, months):
    assert whole_months(since, day) == months
