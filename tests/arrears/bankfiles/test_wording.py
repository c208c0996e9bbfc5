"""Reasons in words, in both languages: each code has a sentence, and each sentence gets the figures it names."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from arrears.bankfiles import detect, wording
from arrears.bankfiles.detect import read
from arrears.bankfiles.model import BankFileRejected, Reason, reason
from arrears.bankfiles.wording import sentence
from demo.bankfile_mistakes import MISTAKES, RECEIVERS

SOURCES = Path(wording.__file__).parent.parent.rglob("*.py")
CODES = {code for source in SOURCES for code in re.findall(r'reason\(\s*f?"([a-z0-9_{}]+)"', source.read_text())}


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_refusal_says_what_is_wrong_where_and_what_to_do():
    assert sentence(reason("deposit_sum", 7, said_ore=420000, found_ore=300050)) == (
        "Line 7: the deposit's total is 4\u00a0200\u00a0kr but its payments sum to 3\u00a0000.50\u00a0kr. "
        "Ask the bank for the file again; nothing was stored."
    )
    assert sentence(reason("entry_sum", "Ntfctn[1]/Ntry[3]", said_ore=100, found_ore=200)).startswith(
        "Element Ntfctn[1]/Ntry[3]: the entry is 1\u00a0kr but"
    )
    assert sentence(reason("empty")) == "The file is empty. Ask the bank for the file again; nothing was stored."


def test_field_is_named_in_words():
    said = sentence(reason("field", 3, record="20", field="amount", first=38, last=55))
    assert "positions 38–55 of record 20 do not hold what they should: an amount in digits." in said


def test_work_for_a_person_says_how_much_and_why():
    said = sentence(reason("waits_large", 3, count=2))
    assert said == "Line 3: Waiting for a person: 2. The amount is larger than what is booked without a person."


def test_payments_reason_needs_nothing_but_its_code():
    for code in wording._NEEDS_PERSON:
        assert "%" not in sentence(Reason(code))
        assert sentence(reason(f"waits_{code}", 3, count=1)).startswith("Line 3: ")


def test_stored_reasons_are_worded_again():
    stored = [{"code": "empty", "where": None, "params": []}, {"code": "layout", "where": 1, "params": []}]
    assert wording.sentences(stored) == [sentence(reason("empty")), sentence(reason("layout", 1))]


def test_every_code_that_is_given_has_a_sentence():
    plain = {code for code in CODES if "{" not in code}
    assert plain <= set(wording._SENTENCES)
    patterns = {code for code in CODES if "{" in code}
    assert patterns == {"count_{name}", "left_{kind}", "waits_{code}"}


def test_every_sentence_belongs_to_a_code_that_is_given():
    made = {"deduction", "reversal", "test_mark", *detect._FOREIGN} | {
        f"count_{name}" for name in ("payments", "deductions", "references", "deposits")
    }
    made |= {"maybe_twice", "held_agrees", "held_differs"} | {
        f"left_{kind}" for kind in ("pending", "information", "debits", "returned")
    }
    assert set(wording._SENTENCES) - CODES <= made


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_refusal_is_worded_whole(language):
    """A figure that is missing would raise; a sign left over would show."""
    with override(language):
        for mistake in MISTAKES:
            with pytest.raises(BankFileRejected) as refused:
                read(mistake.data, RECEIVERS)
            for why in refused.value.reasons:
                said = sentence(why)
                assert said.endswith(".")
                assert "%(" not in said


def test_every_msgid_has_balanced_placeholders():
    for code, text in (wording._SENTENCES | wording._FIELDS).items():
        assert re.sub(r"%\([a-z_]+\)s", "", text).count("%") == 0, code
