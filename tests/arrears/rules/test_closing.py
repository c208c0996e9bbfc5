"""The equation of a month, by hand."""

from dataclasses import replace
from datetime import date

from arrears.rules.closing import Closed

# 1 000 owed and 100 unused before: 900. Charged 500 + 60, paid 700 less 50 back, credited 40, written off 30.
# 900 + 560 − 690 − 30 = 740 must be left: 800 owed, 60 unused.
MONTH = Closed(
    month=date(2026, 3, 1),
    until_on=date(2026, 3, 31),
    owed_before=1_000,
    unused_before=100,
    carried=900,
    charged={"rent": 500, "fee": 60},
    settled={"bank": 700, "reversal": -50, "credit_note": 40, "write_off": 30},
    owed=800,
    unused=60,
)


def test_month_closes_when_what_is_left_is_what_should_be():
    assert (MONTH.balance_before, MONTH.charged_ore, MONTH.paid_ore, MONTH.written_off_ore) == (900, 560, 690, 30)
    assert (MONTH.expected, MONTH.balance, MONTH.difference) == (740, 740, 0)
    assert MONTH.is_proved


def test_one_ore_too_much_does_not_close():
    wrong = replace(MONTH, owed=801)
    assert wrong.difference == 1
    assert not wrong.is_proved


def test_month_does_not_close_on_a_wrong_beginning():
    """1 öre too much was owed all the time: it is seen although nothing is wrong within the month."""
    assert replace(MONTH, owed_before=1_001, owed=801).difference == 1


def test_empty_month_closes():
    empty = Closed(date(2026, 3, 1), date(2026, 3, 31), 0, 0, 0, {}, {}, 0, 0)
    assert empty.is_proved
