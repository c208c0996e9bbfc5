"""A damaged file is refused, or its money is exactly what it was: there is never, silently, another sum.

Digits of amounts, counts, record types, currencies and receivers are found here by the formats' own tables, not by the
reader's: changing one of them is always refused. Any other changed digit leaves every sum as it was, and lets no
payment be allocated on another OCR number than its own.
"""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import BankFile, BankFileRejected
from demo.bankfile_mistakes import BANKGIRO, MISTAKES, RECEIVERS, good
from demo.bankfile_writer import Booked, Delivery, Paid, write

from .deliveries import BGMAX, CAMT_08, CREATED_AT, FORMATS, deliveries, designations_of, money_of

formats = pytest.mark.parametrize("format", FORMATS)
_COLUMNS = {  # places of amounts, counts, currencies and receivers, from the manual, counted from 0
    b"05": (*range(2, 12), 22, 23, 24),
    b"15": (*range(50, 79),),
    b"20": (*range(37, 55),),
    b"21": (*range(37, 55),),
    b"22": (*range(37, 55),),
    b"23": (*range(37, 55),),
    b"70": (*range(2, 34),),
}
_ELEMENTS = re.compile(
    rb"(?:<(?:Amt|TtlAmt|RmtdAmt|CdtNoteAmt)[ >][^>]*>|<(?:Sum|NbOfTxs|NbOfNtries)>|<Acct><Id><IBAN>)([^<]+)<"
)


def outcome(data: bytes) -> BankFile | None:
    """The file, or None when it is refused; any other exception is a fault of the reader."""
    try:
        return read(data, RECEIVERS)
    except BankFileRejected:
        return None


def protected(data: bytes, format: str) -> set[int]:
    """Places in the file where a changed digit must be refused."""
    if format != BGMAX:
        return {place for found in _ELEMENTS.finditer(data) for place in range(*found.span(1))}
    places, start = set(), 0
    for line in data.split(b"\r\n"):
        columns = _COLUMNS.get(line[:2], ())
        places |= {start + column for column in ((0, 1) + tuple(columns) if columns else ())}
        start += len(line) + 2
    return places | {0, 1}


def assert_unharmed(before: BankFile, after: BankFile) -> None:
    """Sums are what they were, and nothing may be allocated that might not before."""
    assert money_of(after) == money_of(before)
    assert not designations_of(after) - designations_of(before)


@formats
def test_every_digit_of_a_file_changed_to_every_other(format):
    data = write(good(format), format)
    before, guarded, refused = read(data, RECEIVERS), protected(data, format), 0
    for place in (place for place, byte in enumerate(data) if byte in b"0123456789"):
        for digit in b"0123456789".replace(data[place : place + 1], b""):
            after = outcome(data[:place] + bytes([digit]) + data[place + 1 :])
            refused += after is None
            if after is not None:
                assert place not in guarded, data[place - 40 : place + 20]
                assert_unharmed(before, after)
    assert refused > len(guarded)


@formats
@given(st.data())
def test_one_changed_digit_of_any_file(format, data):
    bytes_ = write(data.draw(deliveries(format)), format)
    digits = [place for place, byte in enumerate(bytes_) if byte in b"0123456789"]
    place = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from(sorted(set(b"0123456789") - {bytes_[place]})))
    after = outcome(bytes_[:place] + bytes([digit]) + bytes_[place + 1 :])
    if after is not None:
        assert place not in protected(bytes_, format)
        assert_unharmed(read(bytes_, RECEIVERS), after)


@formats
@given(st.data())
def test_one_changed_byte_never_changes_a_sum(format, data):
    bytes_ = write(data.draw(deliveries(format)), format)
    place = data.draw(st.integers(min_value=0, max_value=len(bytes_) - 1))
    byte = data.draw(st.integers(min_value=0, max_value=255))
    after = outcome(bytes_[:place] + bytes([byte]) + bytes_[place + 1 :])
    if after is not None:
        assert money_of(after) == money_of(read(bytes_, RECEIVERS))


@formats
@given(st.data())
def test_one_flipped_bit_never_changes_a_sum(format, data):
    bytes_ = bytearray(write(good(format), format))
    before = money_of(read(bytes(bytes_), RECEIVERS))
    place = data.draw(st.integers(min_value=0, max_value=len(bytes_) - 1))
    bytes_[place] ^= 1 << data.draw(st.integers(min_value=0, max_value=7))
    after = outcome(bytes(bytes_))
    assert after is None or money_of(after) == before


@formats
def test_file_cut_at_any_byte_is_refused(format):
    """But for the blanks and line ends behind the last record, which say nothing."""
    data = write(good(format), format)
    before = read(data, RECEIVERS)
    for length in range(len(data)):
        after = outcome(data[:length])
        if after is not None:
            assert not data[length:].strip()
            assert after.deposits == before.deposits


@pytest.mark.parametrize("times", [0, 2], ids=["lost", "doubled"])
def test_record_lost_or_doubled_never_changes_a_sum(times):
    lines = write(good(BGMAX), BGMAX).split(b"\r\n")[:-1]
    before = money_of(read(b"\r\n".join(lines), RECEIVERS))
    for number, line in enumerate(lines):
        after = outcome(b"\r\n".join([*lines[:number], *[line] * times, *lines[number + 1 :]]))
        assert after is None or money_of(after) == before
        assert (after is None) == (line[:2] not in ((b"25", b"26") if times == 0 else (b"25",)))


def test_two_records_changing_places_never_change_a_sum():
    lines = write(good(BGMAX), BGMAX).split(b"\r\n")[:-1]
    before = money_of(read(b"\r\n".join(lines), RECEIVERS))
    for number in range(len(lines) - 1):
        swapped = [*lines[:number], lines[number + 1], lines[number], *lines[number + 2 :]]
        after = outcome(b"\r\n".join(swapped))
        assert after is None or money_of(after) == before


@pytest.mark.parametrize("element", ["Ntry", "TxDtls", "Amt", "Btch", "Sts", "CdtDbtInd", "BookgDt", "Acct", "Ntfctn"])
def test_element_lost_or_doubled_never_changes_a_sum(element):
    data = write(good(CAMT_08), CAMT_08)
    before = money_of(read(data, RECEIVERS))
    for found in re.finditer(rf"<{element}[ >].*?</{element}>".encode(), data):
        for times in (0, 2):
            after = outcome(data[: found.start()] + found[0] * times + data[found.end() :])
            assert after is None or money_of(after) == before


def test_entry_that_lost_its_transactions_waits_for_a_person():
    data = re.sub(b"<NtryDtls>.*?</NtryDtls>", b"", write(good(CAMT_08), CAMT_08), count=1)
    lump = read(data, RECEIVERS).deposits[0]
    assert (lump.amount_ore, [p.needs_person.code for p in lump.payments]) == (1560000, ["no_details"])


@given(st.binary(max_size=400))
@example(b"01BGMAX")
@example(b"01BGMAX\r\n")
@example(b"\xef\xbb\xbf01BGMAX")
@example(b"<")
@example(b"<?xml version='1.0' encoding='utf-7'?><a/>")
@example(b"<?xml version='1.0' encoding='rot13'?><a/>")
@example(b"<?xml version='1.0' encoding='idna'?><a/>")
@example(b"\x1a")
def test_noise_is_refused_in_words(noise):
    assert outcome(noise) is None


@formats
@given(st.data())
def test_torn_file_is_refused_or_money_is_whole(format, data):
    """Pieces of one file in any order, as a bad connection may deliver them."""
    bytes_ = write(good(format), format)
    cuts = sorted(data.draw(st.lists(st.integers(min_value=0, max_value=len(bytes_)), min_size=1, max_size=4)))
    pieces = [bytes_[start:end] for start, end in zip([0, *cuts], [*cuts, len(bytes_)], strict=True)]
    after = outcome(b"".join(data.draw(st.permutations(pieces))))
    assert after is None or money_of(after) == money_of(read(bytes_, RECEIVERS))


def test_lone_reference_that_gains_an_amount_still_pays_the_same():
    """TK22 may say no amount. When a changed digit makes it the whole amount, the payment reads as it did before."""
    record = write(
        Delivery(BANKGIRO, CREATED_AT, (Booked(CREATED_AT.date(), (Paid(400000, parts=(("12351", 400000),)),)),)), BGMAX
    )
    without = record.replace(b"12351000000000000400000", b"12351000000000000000000")
    assert without != record
    assert read(without, RECEIVERS).deposits == read(record, RECEIVERS).deposits


def test_mistakes_cover_both_formats():
    assert {mistake.format for mistake in MISTAKES} == {BGMAX, CAMT_08}
