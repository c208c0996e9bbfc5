from datetime import date

import pytest

from outreach.rules import due
from outreach.rules.assignment import Load, choose

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("flagged_on", "run_on", "bank_days", "expected"),
    [
        (FRIDAY, FRIDAY, 2, date(2026, 3, 10)),
        (FRIDAY, FRIDAY, 1, date(2026, 3, 9)),
        (FRIDAY, FRIDAY, 0, FRIDAY),
        (FRIDAY, date(2026, 3, 9), 2, date(2026, 3, 11)),  # caught up on Monday
        (date(2026, 4, 2), date(2026, 4, 2), 2, date(2026, 4, 8)),  # over Easter
        (date(2025, 12, 23), date(2025, 12, 23), 1, date(2025, 12, 29)),  # over Christmas
    ],
)
def test_first_visit_is_due_within_the_guidelines_bank_days(flagged_on, run_on, bank_days, expected):
    assert due.first_visit(flagged_on, run_on=run_on, bank_days=bank_days) == expected


def test_step_from_the_door_is_the_owners_on_the_next_bank_day():
    assert due.owners_turn(FRIDAY) == date(2026, 3, 9)
    assert due.owners_turn(date(2026, 4, 2)) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("loads", "worker"),
    [
        ([], None),
        ([Load(7, 0, 0)], 7),
        ([Load(7, 3, 0), Load(9, 2, 0)], 9),
        ([Load(9, 2, 0), Load(7, 2, 0)], 7),  # equal: the lowest id
        ([Load(7, 2, 8), Load(9, 5, 7)], 9),  # full that day: somebody with room
        ([Load(7, 8, 8), Load(9, 9, 9)], 7),  # all full: the least burdened
    ],
)
def test_fewest_open_tasks_decide_who_knocks(loads, worker):
    assert choose(loads, max_per_day=8) == worker
