"""In which turn undesignated money is suggested to a home's debts (HB 9:5, NJA 2013 s. 1190), by hand."""

from datetime import date

import pytest

from arrears.rules.undesignated import turn

TODAY = date(2026, 3, 10)  # a Tuesday

# (kind, safe due day, recovering): a week after Mon 2 March is Mon 9 March, one day from the 10th; after Mon 2 February
# it is the 9th, 29 days; after Fri 27 February Fri 6 March, 4 days. April's rent, due 31 March, is not due yet.
DEBTS = {
    "march": ("rent", date(2026, 3, 2), False),
    "february": ("rent", date(2026, 2, 2), False),
    "opening": ("opening", date(2026, 2, 27), False),
    "april": ("rent", date(2026, 3, 31), False),
    "may": ("rent", date(2026, 4, 30), False),
    "january, terminated": ("rent", date(2026, 1, 2), True),
    "fee": ("fee", date(2026, 1, 2), False),
    "interest": ("interest", date(2025, 1, 2), False),
}


def placed(*names):
    turns = {name: turn(*DEBTS[name][:2], is_recovering=DEBTS[name][2], on=TODAY) for name in names}
    return sorted(names, key=lambda name: (turns[name].place, DEBTS[name][1]))


@pytest.mark.parametrize(
    "order",
    [
        ("january, terminated", "march", "opening", "february", "april", "may", "interest", "fee"),
        ("january, terminated", "march"),
        ("march", "february"),
        ("february", "april"),
        ("may", "fee"),
    ],
)
def test_what_threatens_the_home_comes_first(order):
    assert placed(*reversed(order)) == list(order)


@pytest.mark.parametrize(("due", "why"), [(date(2026, 3, 10), "near_week"), (date(2026, 3, 11), "oldest")])
def test_rent_that_is_not_due_is_no_threat_yet(due, why):
    assert turn("rent", due, is_recovering=False, on=TODAY).why == why


def test_distance_to_a_week_late_counts_both_ways():
    near = turn("rent", date(2026, 3, 9), is_recovering=False, on=TODAY)  # a week late on the 16th: 6 days
    far = turn("rent", date(2026, 2, 23), is_recovering=False, on=TODAY)  # was on the 2nd: 8 days
    assert (near.place, far.place) == ((1, 6), (1, 8))


def test_recovery_is_said_as_the_reason():
    assert turn("rent", TODAY, is_recovering=True, on=TODAY).why == "recovery"
    assert turn("cost", TODAY, is_recovering=True, on=TODAY).place == (3, 0)
