"""The cap on a sublet home's rent, in öre."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenancies.rules.rent_cap import cap_ore


@pytest.mark.parametrize(
    ("head", "is_furnished", "utilities", "cap"),
    [
        (600_000, False, 0, 600_000),
        (600_000, True, 0, 690_000),
        (600_000, False, 35_000, 635_000),
        (600_000, True, 35_000, 725_000),
        (654_321, True, 0, 752_469),  # 98 148,15 öre of furniture
        (6, True, 0, 6),
        (7, True, 0, 8),
    ],
)
def test_cap_is_the_own_rent_and_what_the_law_adds(head, is_furnished, utilities, cap):
    assert cap_ore(head, is_furnished=is_furnished, utilities_ore=utilities) == cap


@given(st.integers(1, 10**7), st.integers(0, 10**6))
def test_furniture_never_adds_more_than_fifteen_in_a_hundred(head, utilities):
    added = cap_ore(head, is_furnished=True, utilities_ore=utilities) - head - utilities
    assert 100 * added <= 15 * head < 100 * (added + 1)
