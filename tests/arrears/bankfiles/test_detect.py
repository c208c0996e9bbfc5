"""The door: files are told apart by content, and receivers compared however they are written."""

import pytest
from defusedxml.ElementTree import DTDForbidden, fromstring

from arrears.bankfiles.checks import account_number, is_giro, is_iban
from arrears.bankfiles.detect import MAX_BYTES, read
from arrears.bankfiles.model import BankFileRejected, Kind, Reason, reason
from demo.bankfile_mistakes import IBAN, MISTAKES, RECEIVERS, good
from demo.bankfile_writer import write

from .deliveries import BGMAX, CAMT_08, FORMATS


@pytest.mark.parametrize("format", FORMATS)
def test_format_is_found_by_content(format):
    assert read(write(good(format), format), RECEIVERS).format == format


def test_mark_and_blanks_before_xml_are_no_matter():
    data = write(good(CAMT_08), CAMT_08)
    assert read(b"\xef\xbb\xbf" + data, RECEIVERS).format == CAMT_08
    without_declaration = data[data.index(b"<Document") :]
    assert read(b"\r\n  " + without_declaration, RECEIVERS).format == CAMT_08


def test_size_limit_is_twenty_megabytes():
    data = write(good(BGMAX), BGMAX)
    assert read(data + b"\n" * (MAX_BYTES - len(data)), RECEIVERS).payment_sum_ore == 2070000
    with pytest.raises(BankFileRejected) as refused:
        read(data + b"\n" * (MAX_BYTES - len(data) + 1), RECEIVERS)
    assert refused.value.reasons == (reason("too_large", None, megabytes=20),)


def test_no_receivers_of_ours_means_no_files_of_ours():
    with pytest.raises(BankFileRejected) as refused:
        read(write(good(CAMT_08), CAMT_08), ())
    assert refused.value.reasons == (reason("receiver_not_ours", None, accounts=IBAN),)


def test_refusal_tells_itself_in_logs_without_content():
    with pytest.raises(BankFileRejected, match=r"^no_end \(3\)$"):
        read(write(good(BGMAX), BGMAX)[:200], RECEIVERS)


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if m.code == "document_type"], ids=lambda m: m.name)
def test_evil_xml_is_refused_by_the_parser_itself(mistake):
    with pytest.raises(DTDForbidden):
        fromstring(mistake.data, forbid_dtd=True)


def test_deeply_nested_xml_is_refused_and_nothing_breaks():
    deep = b"<a>" * 200_000
    for data in (deep, deep + b"</a>" * 200_000):
        with pytest.raises(BankFileRejected):
            read(data, RECEIVERS)


@pytest.mark.parametrize(
    ("written", "compared"),
    [("123-4566", "1234566"), ("0001234566", "1234566"), ("SE45 5000 0000 0583 9825 7466", IBAN), (IBAN.lower(), IBAN)],
)
def test_receivers_are_compared_without_signs_and_zeros(written, compared):
    assert account_number(written) == compared


@pytest.mark.parametrize("number", ["9912346", "1234566", "18", "55555551"])
def test_giro_number_with_right_check_digit(number):
    assert is_giro(number)


@pytest.mark.parametrize("number", ["", "9", "9912345", "991-2346", "123456789", "١٨"])
def test_no_giro_number(number):
    assert not is_giro(number)


def test_any_one_wrong_digit_makes_an_iban_invalid():
    assert is_iban(IBAN)
    for place, sign in enumerate(IBAN[2:], 2):
        for other in "0123456789".replace(sign, ""):
            assert not is_iban(IBAN[:place] + other + IBAN[place + 1 :])
    for wrong in ("", "SE45", IBAN.lower(), IBAN + " "):
        assert not is_iban(wrong)


def test_reasons_are_equal_by_value_and_give_their_figures():
    one = reason("deposit_sum", 7, said_ore=1, found_ore=2)
    assert one == Reason("deposit_sum", 7, (("said_ore", 1), ("found_ore", 2)))
    assert one.values == {"said_ore": 1, "found_ore": 2}


@pytest.mark.parametrize("format", FORMATS)
def test_deposits_sum_to_their_payments_with_their_signs(format):
    file = read(write(good(format), format), RECEIVERS)
    for deposit in file.deposits:
        assert deposit.amount_ore == sum(payment.signed_ore for payment in deposit.payments)
        assert {payment.kind for payment in deposit.payments} == {Kind.PAYMENT}
