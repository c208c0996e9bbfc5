"""Every named mistake is refused, and for its own reason."""

import pytest

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import BankFileRejected
from arrears.bankfiles.wording import sentence
from demo.bankfile_mistakes import MISTAKES, RECEIVERS


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.format}: {mistake.name}")
def test_mistake_is_refused_for_its_own_reason(mistake):
    with pytest.raises(BankFileRejected) as refused:
        read(mistake.data, RECEIVERS)
    assert refused.value.reasons[0].code == mistake.code
    for reason in refused.value.reasons:
        assert sentence(reason)


def test_mistakes_are_many_and_named_once():
    names = [(mistake.format, mistake.name) for mistake in MISTAKES]
    assert len(names) == len(set(names)) >= 25


def test_refusal_of_a_recognised_file_names_its_format():
    formats = set()
    for mistake in MISTAKES:
        with pytest.raises(BankFileRejected) as refused:
            read(mistake.data, RECEIVERS)
        formats.add(refused.value.format)
        if mistake.code in ("empty", "archive", "document_type", "not_a_bank_file", "other_message"):
            assert refused.value.format is None
    assert formats == {None, "BgMax 01", "BgMax 02", "camt.053.001.08", "camt.054.001.08"}


def test_wrong_totals_are_all_told_at_once():
    codes = {}
    for mistake in MISTAKES:
        with pytest.raises(BankFileRejected) as refused:
            read(mistake.data, RECEIVERS)
        codes[mistake.format, mistake.name] = [reason.code for reason in refused.value.reasons]
    assert codes["BgMax 01", "payment became a deduction"] == ["deposit_sum", "count_payments", "count_deductions"]
