"""The tenure matrix of domain.md §2.9, line by line and by hand."""

from datetime import date

import pytest

from tenancies.rules.tenure import Code, Waiver, is_long, protection, unbroken_since

START = "2024-03-10"
CASES = [
    # tenure form, kind, stay starts, lease ends, waiver expires → protected from, why
    ("owned", "lease", START, None, None, "2024-03-10", "owned"),
    ("owned", "lease", START, "2025-03-10", None, "2024-03-10", "owned"),
    ("owned", "lease", START, None, "2028-03-10", "2028-03-10", "waived"),
    ("owned", "lease", START, None, "2024-03-10", "2024-03-10", "owned"),  # expired before the stay: of no use
    ("block_lease", "lease", START, None, None, "2024-03-10", "block_lease"),
    ("block_lease", "lease", START, None, "2026-01-01", "2026-01-01", "waived"),
    ("head_lease", "lease", START, None, None, "2026-03-10", "head_lease"),
    ("head_lease", "lease", START, "2027-03-10", None, "2026-03-10", "head_lease"),
    ("head_lease", "lease", START, "2025-03-10", None, "2026-03-10", "ends_before"),
    ("head_lease", "lease", START, "2026-03-10", None, "2026-03-10", "ends_before"),  # two years are not more than two
    ("head_lease", "lease", START, "2026-03-11", None, "2026-03-10", "head_lease"),
    ("head_lease", "lease", START, None, "2028-03-10", "2028-03-10", "waived"),
    ("head_lease", "lease", START, None, "2025-06-01", "2026-03-10", "head_lease"),  # it expires within the two years
    ("head_lease", "lease", "2024-02-29", None, None, "2026-02-28", "head_lease"),
    ("head_lease", "lease", "2022-02-28", None, None, "2024-02-28", "head_lease"),
    ("head_lease", "lease", "2024-12-31", None, None, "2026-12-31", "head_lease"),
    ("owned", "placement", START, None, None, None, "placement"),
    ("head_lease", "placement", START, None, "2028-03-10", None, "placement"),
    ("block_lease", "placement", START, None, None, None, "placement"),
]


def day(text):
    return text and date.fromisoformat(text)


@pytest.mark.parametrize(("form", "kind", "starts", "ends", "expires", "begins", "code"), CASES)
def test_protection_begins_as_the_matrix_says(form, kind, starts, ends, expires, begins, code):
    waiver = Waiver(day(expires)) if expires else None
    found = protection(form, kind, day(starts), lease_ends_on=day(ends), waiver=waiver)
    assert (found.begins_on, found.code) == (day(begins), code)


def test_every_line_names_its_law():
    assert {code: protection_of(code).law for code in Code} == {
        Code.OWNED: "JB 12:46",
        Code.BLOCK_LEASE: "JB 12:45 st. 2",
        Code.HEAD_LEASE: "JB 12:45 st. 1 p. 1",
        Code.ENDS_BEFORE: "JB 12:45 st. 1 p. 1",
        Code.WAIVED: "JB 12:45 a",
        Code.PLACEMENT: "JO 416-2016",
    }


def protection_of(code):
    for form, kind, starts, ends, expires, _begins, found in CASES:
        if found == code:
            waiver = Waiver(day(expires)) if expires else None
            return protection(form, kind, day(starts), lease_ends_on=day(ends), waiver=waiver)
    raise AssertionError(code)


def test_protection_holds_from_its_first_day_on():
    found = protection("head_lease", "lease", day(START), lease_ends_on=None, waiver=None)
    assert not found.holds_on(date(2026, 3, 9))
    assert found.holds_on(date(2026, 3, 10))
    assert not protection("owned", "placement", day(START), lease_ends_on=None, waiver=None).holds_on(date(2030, 1, 1))


@pytest.mark.parametrize(
    ("earlier", "since"),
    [
        ([], START),
        ([("2023-03-10", "2024-03-10")], "2023-03-10"),
        ([("2023-03-10", "2024-03-09")], START),  # a day without the home
        ([("2022-01-01", "2023-03-10"), ("2023-03-10", "2024-03-10")], "2022-01-01"),
        ([("2022-01-01", "2023-03-09"), ("2023-03-10", "2024-03-10")], "2023-03-10"),
        ([("2024-03-10", None), ("2025-01-01", None)], START),  # itself, and a later one
    ],
)
def test_stays_that_follow_each_other_count_as_one(earlier, since):
    assert unbroken_since(day(START), [(day(began), day(ended)) for began, ended in earlier]) == day(since)


@pytest.mark.parametrize(
    ("approved", "expires", "long"),
    [("2024-02-29", "2028-02-29", False), ("2024-02-29", "2028-03-01", True), ("2024-03-10", "2025-03-10", False)],
)
def test_tribunal_normally_approves_four_years(approved, expires, long):
    assert is_long(day(approved), day(expires)) is long
