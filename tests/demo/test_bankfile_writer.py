"""The writer of bank files: what it writes is read back as it was meant, and what a format cannot say it refuses."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import Kind
from demo.bankfile_mistakes import BANKGIRO, IBAN, RECEIVERS, good
from demo.bankfile_writer import Booked, Delivery, Paid, bgmax, camt054, write
from tests.arrears.bankfiles.deliveries import (
    BGMAX,
    CAMT_02,
    CAMT_08,
    CREATED_AT,
    FORMATS,
    as_read,
    deliveries,
    read_back,
)

formats = pytest.mark.parametrize("format", FORMATS)
DAY = date(2026, 11, 30)


def one(*payments, receiver=BANKGIRO, **changes):
    return Delivery(receiver, CREATED_AT, (Booked(DAY, payments, **changes),))


@formats
@given(st.data())
def test_what_is_written_is_read_back_as_it_was_meant(format, data):
    delivery = data.draw(deliveries(format))
    file = read_back(delivery, format)
    assert (file.format, file.created_at) == (format, delivery.created_at)
    assert [(d.account, d.booked_on, d.amount_ore) for d in file.deposits] == [
        (delivery.receiver, deposit.booked_on, deposit.amount_ore) for deposit in delivery.deposits
    ]
    for deposit, found in zip(delivery.deposits, file.deposits, strict=True):
        given_back = [
            (
                p.kind,
                p.amount_ore,
                p.references,
                tuple((x.reference, x.amount_ore) for x in p.parts),
                p.payer_name,
                p.message,
            )
            for p in found.payments
        ]
        assert given_back == [as_read(paid, format) for paid in deposit.payments]
        assert {p.booked_on for p in found.payments} == {deposit.booked_on}


@formats
def test_same_input_gives_the_same_bytes(format):
    assert write(good(format), format) == write(good(format), format)


@formats
def test_good_file_of_the_mistakes_is_accepted_without_a_word(format):
    file = read(write(good(format), format), RECEIVERS)
    assert file.verdict == "accepted"
    assert file.left == ()
    assert (len(file.payments), file.payment_sum_ore) == (5, 2070000)


@given(deliveries(BGMAX))
def test_every_bgmax_record_is_80_characters_of_latin_1(delivery):
    lines = bgmax(delivery).decode("latin-1").split("\r\n")
    assert lines.pop() == ""
    assert {len(line) for line in lines} == {80}


def test_payers_account_is_the_bankgiro_or_the_iban():
    for receiver, account, format in ((BANKGIRO, "9912346", BGMAX), (IBAN, "SE7280000810340009783242", CAMT_08)):
        file = read_back(one(Paid(100, account=account), receiver=receiver), format)
        assert file.payments[0].payer_account == account


def test_long_message_comes_through_bgmax_whole():
    message = "Hyra november för lägenhet 12, Storgatan 3 B, betalas av sonen i två delar därför att lönen kom sent"
    assert read_back(one(Paid(100, message=message)), BGMAX).payments[0].message == message


def test_deduction_lowers_the_deposit():
    for format, receiver in ((BGMAX, BANKGIRO), (CAMT_08, IBAN)):
        file = read_back(one(Paid(500), Paid(200, ("KREDIT",), is_deduction=True), receiver=receiver), format)
        assert file.deposits[0].amount_ore == 300
        assert [p.kind for p in file.deposits[0].payments] == [Kind.PAYMENT, Kind.DEDUCTION]


def test_reversal_takes_its_amount_back():
    for version in ("02", "08"):
        delivery = one(Paid(500, ("12351",)), receiver=IBAN, is_reversal=True)
        deposit = read(camt054(delivery, version), RECEIVERS).deposits[0]
        assert deposit.amount_ore == -500
        assert [p.kind for p in deposit.payments] == [Kind.REVERSAL]


def test_camt_to_a_bank_giro_number_names_it_as_one():
    assert b"<Othr><Id>1234566</Id><SchmeNm><Prtry>BGNR" in camt054(one(Paid(100)))
    assert read_back(one(Paid(100)), CAMT_08).deposits[0].account == BANKGIRO


def test_camt_is_well_formed_whatever_the_payer_writes():
    data = camt054(one(Paid(100, payer='<Amt Ccy="SEK">', message="]]> & co")))
    assert ElementTree.fromstring(data).tag.endswith("Document")
    payment = read(data, RECEIVERS).payments[0]
    assert (payment.payer_name, payment.message) == ('<Amt Ccy="SEK">', "]]> & co")


@pytest.mark.parametrize(
    "refused",
    [
        lambda: Paid(0),
        lambda: Paid(-5),
        lambda: Paid(500, parts=(("12351", 400),)),
        lambda: Paid(500, ("12351",), parts=(("12351", 500),)),
        lambda: bgmax(one(Paid(100), is_reversal=True)),
        lambda: bgmax(one(Paid(100, is_deduction=True))),
        lambda: bgmax(one(Paid(100, ("en referens som är för lång",)))),
        lambda: bgmax(one(Paid(100, account="SE7280000810340009783242"))),
        lambda: bgmax(one(Paid(100, payer="x" * 36))),
        lambda: bgmax(one(Paid(100, payer="Жанна"))),
        lambda: bgmax(one(Paid(10**18))),
        lambda: bgmax(replace(one(Paid(100)), currency="SEKX")),
        lambda: camt054(one(Paid(100, is_deduction=True))),
        lambda: camt054(one(Paid(500), Paid(200, is_deduction=True)), "02"),
        lambda: camt054(one(Paid(100, ("hyra",), message="och mer"))),
        lambda: camt054(one(Paid(100, parts=(("hyra", 100),)))),
        lambda: write(one(Paid(100)), "camt.053.001.08"),
    ],
)
def test_what_a_format_cannot_say_is_refused(refused):
    with pytest.raises(ValueError):
        refused()


def test_formats_of_the_writer_are_those_of_the_reader():
    assert {read_back(good(format), format).format for format in FORMATS} == {BGMAX, CAMT_02, CAMT_08}
