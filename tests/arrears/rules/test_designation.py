"""Which charge the references of a payment name."""

import pytest

from arrears.rules.designation import candidates, designated
from arrears.rules.ocr import make_ocr

OURS = frozenset(make_ocr(7_000_000 + n) for n in range(1, 50))
ONE, TWO = sorted(OURS)[:2]
STRANGER = make_ocr(9_123_456)  # right check digit, never issued
WRONG = ONE[:-1] + str((int(ONE[-1]) + 1) % 10)
GROUPS = f"{ONE[:4]} {ONE[4:8]} {ONE[8:]}"


@pytest.mark.parametrize(
    ("references", "meant"),
    [
        ([ONE], ONE),
        ([f"000{ONE}"], ONE),
        ([GROUPS], ONE),
        ([GROUPS.replace(" ", "-")], ONE),
        ([f"Hyra mars, ocr {ONE}"], ONE),
        (["Hyra mars 2026", f"lgh 1203; {ONE}"], ONE),
        ([ONE, ONE], ONE),
        ([STRANGER], STRANGER),
        ([" ".join([STRANGER[:5], STRANGER[5:]])], STRANGER),
        ([f"{ONE} {TWO}"], ""),
        ([ONE, TWO], ""),
        ([f"{ONE} {STRANGER}"], ""),
        ([ONE, STRANGER], ""),
        ([WRONG], ""),
        (["Hyra"], ""),
        (["18"], ""),  # a right check digit, but a day of the month
        (["2030"], ""),  # a right check digit, but a year
        ([f"Hyra mars 2030 {ONE}"], ONE),
        (["0"], ""),
        ([], ""),
        (["1" * 30], ""),
    ],
)
def test_exactly_one_named_number_designates(references, meant):
    assert designated(references, OURS) == meant


def test_no_wrong_digit_lands_on_another_charge():
    """Decision 38: whichever digit of a reference is changed, it names its own charge or nobody's."""
    for place in range(len(ONE)):
        for digit in "0123456789":
            changed = ONE[:place] + digit + ONE[place + 1 :]
            assert designated([changed], OURS) in (("", ONE) if changed == ONE else ("",))


def test_candidates_are_what_must_be_looked_up():
    assert set(candidates(GROUPS)) >= {ONE}
    assert candidates("Hyra 1203") == ("1203",)
    assert candidates("000") == ()
