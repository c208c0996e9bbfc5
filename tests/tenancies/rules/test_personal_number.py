"""A personal number is twelve digits of a day that exists, with the check digit that follows from them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenancies.rules.personal_number import is_valid, parse

EXAMPLE = "191212121212"  # Skatteverket's


def checked(eleven: str) -> list[str]:
    """The one number of the ten with these digits that has the right last one; none when the day is no day."""
    return [f"{eleven}{digit}" for digit in range(10) if is_valid(f"{eleven}{digit}")]


def test_example_of_the_tax_agency_is_valid():
    assert is_valid(EXAMPLE)


@pytest.mark.parametrize(
    ("eleven", "number"),
    [("20000229123", "leap day"), ("19800161928", "coordination: day 1"), ("19800191928", "coordination: day 31")],
)
def test_days_that_exist_have_exactly_one_check_digit(eleven, number):
    assert len(checked(eleven)) == 1, number


@pytest.mark.parametrize(
    "eleven",
    [
        "20010229123",  # no leap year
        "19801301123",  # month 13
        "19800001123",
        "19800100123",  # day 0
        "19800132123",
        "19800160123",  # day 0 + 60
        "19800192123",  # day 32 + 60
        "19800101000",  # no birth number
    ],
)
def test_days_and_numbers_that_do_not_exist_have_none(eleven):
    assert checked(eleven) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1212121212",
        "19121212-1212",
        "19121212121",
        "1912121212121",
        "19121212121x",
        "１９１２１２１２１２１２",
        "²",
    ],
)
def test_anything_but_twelve_plain_digits_is_refused(text):
    assert not is_valid(text)


@given(st.integers(2, 11), st.integers(1, 9))
def test_every_changed_digit_after_the_century_is_noticed(place, shift):
    digit = (int(EXAMPLE[place]) + shift) % 10
    assert not is_valid(f"{EXAMPLE[:place]}{digit}{EXAMPLE[place + 1 :]}")


@given(st.text(max_size=14))
def test_no_text_is_too_strange_to_judge(text):
    assert is_valid(text) in (True, False)


ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("191212121212", "191212121212"),
        ("19121212-1212", "191212121212"),
        ("121212+1212", "191212121212"),
        ("20000229-9808", "200002299808"),
        ("000229-9808", "200002299808"),
        ("0002299808", "200002299808"),
        (" 000229 - 9808 ", "200002299808"),
        ("850101-9809", "198501019809"),
        ("850161-9806", "198501619806"),  # coordination number
    ],
)
def test_number_is_read_as_people_write_it(written, number):
    assert parse(written, ON) == number


@pytest.mark.parametrize(
    ("born", "on", "year"),
    [
        ("260310", date(2026, 3, 10), 2026),
        ("260311", date(2026, 3, 10), 1926),
        ("260370", date(2026, 3, 10), 2026),  # coordination: day 10
        ("260371", date(2026, 3, 10), 1926),
        ("991231", date(2000, 1, 1), 1999),
    ],
)
def test_number_without_its_century_is_of_the_last_hundred_years(born, on, year):
    digit = next(d for d in range(10) if is_valid(f"{year}{born[2:]}980{d}"))
    assert parse(f"{born}-980{digit}", on) == f"{year}{born[2:]}980{digit}"


@pytest.mark.parametrize(
    "written",
    ["", "12", "121212-121", "121212-12123", "1212x2-1212", "19121212-1213", "１９１２１２１２１２１２", "000229-9809"],
)
def test_anything_else_is_refused(written):
    with pytest.raises(ValueError):
        parse(written, ON)


@given(st.text(max_size=20))
def test_what_is_read_is_valid(text):
    try:
        number = parse(text, ON)
    except ValueError:
        return
    assert is_valid(number)
