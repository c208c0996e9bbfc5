"""Öre are exact: parts sum to the whole, halves round up, kronor are read as people type them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolots import money

ore = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("amount", "part", "whole", "expected"),
    [(684_000, 17, 31, 375_097), (1, 1, 2, 1), (-1, 1, 2, -1), (100, 0, 31, 0), (100, 31, 31, 100), (5, 1, 4, 1)],
)
def test_share_is_rounded_half_up(amount, part, whole, expected):
    assert money.share(amount, part, whole) == expected


@given(ore, st.integers(0, 400), st.integers(1, 400))
def test_share_is_within_half_an_ore(amount, part, whole):
    exact = Fraction(amount * part, whole)
    share = money.share(amount, part, whole)
    assert abs(share - exact) <= Fraction(1, 2)
    assert money.share(-amount, part, whole) == -share


@given(ore, st.lists(st.integers(0, 40), min_size=1, max_size=9).filter(sum))
def test_parts_sum_to_the_whole_whatever_they_are(amount, parts):
    shares = money.split(amount, parts)
    assert sum(shares) == amount
    exact = [Fraction(amount * part, sum(parts)) for part in parts]
    assert all(abs(share - part) <= 1 for share, part in zip(shares, exact, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 430", 543_000),
        ("5430,50", 543_050),
        ("5430.5", 543_050),
        ("1 810 kr", 181_000),
        ("1\u00a0810\u202fkr", 181_000),
        ("-120", -12_000),
        ("\u2212120,05", -12_005),
        ("0", 0),
    ],
)
def test_kronor_are_read_as_people_type_them(text, expected):
    assert money.parse_kronor(text) == expected


@pytest.mark.parametrize("text", ["", "kr", "1,234", "1.000,00", "12 345 678 901", "1e3", "½", "١٢", "--1", "1,"])
def test_other_text_is_no_amount(text):
    with pytest.raises(ValueError):
        money.parse_kronor(text)
