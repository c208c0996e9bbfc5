"""OCR numbers: Bankgirot's published vectors, and what the check digit does and does not catch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears.rules import ocr

serials = st.integers(min_value=1, max_value=10**12)


@pytest.mark.parametrize(
    ("base", "check"),
    [
        ("123", "0"),
        ("1235", "1"),
        ("1012026111", "9"),
        ("65786", "6"),
        ("801257", "7"),
        ("991234", "6"),
        ("0", "0"),
    ],
)
def test_check_digit_is_luhns(base, check):
    assert ocr.luhn_check_digit(base) == check


@pytest.mark.parametrize(
    ("serial", "number"),
    [
        (123, "12351"),
        (101202611, "10120261119"),
        (1, "133"),
        (12345678, "1234567806"),
        (10**22, "1" + "0" * 22 + "58"),
    ],
)
def test_number_is_serial_and_length_digit_and_check_digit(serial, number):
    assert ocr.make_ocr(serial) == number


@pytest.mark.parametrize("serial", [0, -1, 10**23])
def test_number_is_refused_when_it_would_begin_with_zero_or_be_too_long(serial):
    with pytest.raises(ValueError):
        ocr.make_ocr(serial)


@given(serials)
def test_own_number_is_valid_tells_its_length_and_never_begins_with_zero(serial):
    number = ocr.make_ocr(serial)
    assert ocr.is_valid(number)
    assert int(number[-2]) == len(number) % 10
    assert number[0] != "0"


@given(serials, serials)
def test_two_serials_never_share_a_number(one, other):
    assert (ocr.make_ocr(one) == ocr.make_ocr(other)) == (one == other)


@pytest.mark.parametrize("number", ["1230", "657866", "8012577", "000120261128", "18", "1234566", "9912346"])
def test_number_with_right_check_digit_is_valid(number):
    assert ocr.is_valid(number)


@pytest.mark.parametrize(
    "number",
    ["", "0", "1231", "12 30", "1230 ", "1230\n", "١٢٣٠", "²³", "123O", "-1230", "0" * 26, "00520261125x"],
)
def test_anything_else_is_not_valid(number):
    assert not ocr.is_valid(number)


@given(serials, st.data())
def test_one_wrong_digit_never_gives_another_valid_number(serial, data):
    number = ocr.make_ocr(serial)
    place = data.draw(st.integers(min_value=0, max_value=len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not ocr.is_valid(number[:place] + digit + number[place + 1 :])


def test_only_the_digits_of_a_text_are_compared():
    assert ocr.digits(" 101-2026 1119 ") == "10120261119"
    assert ocr.digits("hyra ٣ dec") == ""


def test_near_misses_are_one_slip_away_and_nothing_else():
    meant = "10120261119"
    slips = {
        "10120261118": "last digit wrong",
        "20120261119": "first digit wrong",
        "10102261119": "two digits swapped",
        "1012026119": "a digit missing",
        "101202611199": "a digit too many",
        "101-2026-1118": "wrong digit, written in groups",
    }
    for slip, what in slips.items():
        assert ocr.near_misses(slip, {meant, "55555555559"}) == (meant,), what
    for far in (meant, "10120261128", "10120260000", "", "11019"):
        assert ocr.near_misses(far, {meant}) == (), far


def test_all_near_misses_are_given_in_order():
    assert ocr.near_misses("12345", ["12346", "12354", "22345", "99999"]) == ("12346", "12354", "22345")


@given(serials, serials)
def test_nearness_is_mutual(one, other):
    assert (str(one) in ocr.neighbours(str(other))) == (str(other) in ocr.neighbours(str(one)))
