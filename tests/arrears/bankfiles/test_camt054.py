"""camt.054 and its relatives, entry by entry: what is a deposit, what is left, held, refused, or waits for a person."""

import re
from datetime import datetime

import pytest

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import STOCKHOLM, Kind, Part
from demo.bankfile_mistakes import IBAN, RECEIVERS, good
from demo.bankfile_writer import Paid, camt054

from .camt_files import DAY, codes, only_payment, read_xml, refusal, without, xml
from .deliveries import CAMT_02, CAMT_08, CREATED_AT

OTHER_IBAN = "SE7280000810340009783242"


@pytest.mark.parametrize("version", ["02", "08"])
def test_entry_is_a_deposit_and_each_transaction_a_payment(version):
    file = read_xml(xml(Paid(420000, ("12351",), payer="Åsa"), Paid(100), version=version, summary=True))
    (deposit,) = file.deposits
    assert (file.format, file.created_at) == (f"camt.054.001.{version}", CREATED_AT)
    assert (deposit.account, deposit.booked_on, deposit.serial) == (IBAN, DAY, "2026113000001")
    assert [(p.amount_ore, p.bank_ref, p.where) for p in deposit.payments] == [
        (420000, "2026113000001-00001", "Ntfctn[1]/Ntry[1]/TxDtls[1]"),
        (100, "2026113000001-00002", "Ntfctn[1]/Ntry[1]/TxDtls[2]"),
    ]


def test_versions_and_prefixes_make_no_other_content():
    old, new = xml(Paid(500, ("12351",)), version="02"), xml(Paid(500, ("12351",)))
    prefixed = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1ns:", new).replace("xmlns=", "xmlns:ns=")
    assert len({read_xml(text).deposits[0].digest for text in (old, new, prefixed)}) == 1


@pytest.mark.parametrize("version", ["03", "09", "10", "14"])
def test_unusual_version_is_read_with_a_warning(version):
    file = read_xml(xml(Paid(500)).replace("001.08", f"001.{version}"))
    assert (file.format, codes(file.warnings)) == (f"camt.054.001.{version}", ["unusual_version"])


def test_parts_and_references_as_given():
    payment = only_payment(xml(Paid(500, parts=(("12351", 300), ("133", 200)))))
    assert payment.references == ("12351", "133")
    assert payment.parts == (Part("12351", 300), Part("133", 200))


def test_text_is_a_reference_only_when_there_is_no_structured_one():
    assert only_payment(xml(Paid(500, ("hyra dec", "lgh 12")))).references == ("hyra dec", "lgh 12")
    both = only_payment(xml(Paid(500, ("12351",), message="hyra dec")))
    assert (both.references, both.message) == (("12351",), "hyra dec")


def test_invoice_numbers_and_notes_are_read_as_message_not_as_reference():
    note = "<Strd><RfrdDocInf><Nb>F-9</Nb></RfrdDocInf><AddtlRmtInf>tack</AddtlRmtInf></Strd>"
    payment = only_payment(xml(Paid(500, ("12351",))).replace("<RmtInf>", f"<RmtInf>{note}"))
    assert (payment.references, payment.message, payment.needs_person) == (("12351",), "F-9\ntack", None)


def test_credit_note_among_the_parts_waits_for_a_person():
    payment = only_payment(xml(Paid(500, parts=(("12351", 700), ("133", -200)))))
    assert (payment.needs_person.code, payment.parts) == ("credit_parts", ())


@pytest.mark.parametrize(
    "text",
    [
        xml(Paid(500, parts=(("12351", 300), ("133", 200)))).replace("<Ref>133</Ref>", "", 1),
        xml(Paid(500, parts=(("12351", 500),))).replace(
            "</Strd>", "</Strd><Strd><CdtrRefInf><Ref>133</Ref></CdtrRefInf></Strd>"
        ),
    ],
)
def test_amounts_for_some_references_only_wait_for_a_person(text):
    payment = only_payment(text)
    assert (payment.needs_person.code, payment.parts, payment.amount_ore) == ("parts_unclear", (), 500)


def test_amount_beside_the_only_reference_is_no_question():
    text = xml(Paid(500, parts=(("12351", 500),)))
    apart = text.replace("</RfrdDocAmt>", "</RfrdDocAmt></Strd><Strd>")
    assert only_payment(apart).needs_person is None
    assert only_payment(apart).references == ("12351",)


def test_reversal_takes_back_and_waits_for_a_person():
    file = read_xml(xml(Paid(500, ("12351",)), is_reversal=True))
    (deposit,) = file.deposits
    assert (deposit.amount_ore, deposit.serial, file.payments) == (-500, "2026113000001/R", ())
    assert (deposit.payments[0].kind, deposit.payments[0].needs_person.code) == (Kind.REVERSAL, "reversal")
    assert codes(file.warnings) == ["waits_reversal"]


def test_reversal_may_stand_beside_its_credit_under_the_same_reference():
    text = xml(Paid(500))
    entry = text[text.index("<Ntry>") : text.index("</Ntfctn>")]
    reversal = entry.replace("CRDT", "DBIT").replace("<Sts>", "<RvslInd>1</RvslInd><Sts>")
    assert [d.amount_ore for d in read_xml(text.replace("</Ntfctn>", f"{reversal}</Ntfctn>")).deposits] == [500, -500]


def test_debit_inside_a_credit_is_a_deduction():
    file = read_xml(xml(Paid(500), Paid(200, is_deduction=True)))
    assert (file.deposits[0].amount_ore, file.payment_sum_ore) == (300, 500)
    assert file.deposits[0].payments[1].needs_person.code == "deduction"


def test_credit_inside_a_reversal_waits_for_a_person():
    text = xml(Paid(500), Paid(200, is_deduction=True), is_reversal=True)
    kinds = [(p.kind, p.needs_person.code) for p in read_xml(text).deposits[0].payments]
    assert kinds == [(Kind.REVERSAL, "reversal"), (Kind.PAYMENT, "mixed_directions")]


def test_returned_payment_waits_for_a_person():
    text = xml(Paid(500)).replace("</TxDtls>", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>")
    assert only_payment(text).needs_person.code == "returned"


def test_large_payment_waits_for_a_person():
    assert only_payment(xml(Paid(100_000_001, ("12351",)))).needs_person.code == "large"


def test_entry_without_details_is_one_lump_for_a_person():
    text = without(xml(Paid(300), Paid(200)), "TxDtls").replace(
        "</NtryDtls>", "</NtryDtls><AddtlNtryInf>Samling</AddtlNtryInf>"
    )
    lump = only_payment(text)
    assert (lump.amount_ore, lump.message, lump.needs_person.code) == (500, "Samling", "no_details")
    assert refusal(text.replace('<TtlAmt Ccy="SEK">5', '<TtlAmt Ccy="SEK">6')).code == "batch_sum"


def test_reversal_without_details_is_one_lump_too():
    lump = only_payment(without(xml(Paid(500), is_reversal=True), "NtryDtls"))
    assert (lump.kind, lump.needs_person.code) == (Kind.REVERSAL, "reversal")


def test_details_may_come_in_groups():
    text = without(xml(Paid(300), Paid(200)), "Btch").replace(
        "</TxDtls><TxDtls>", "</TxDtls></NtryDtls><NtryDtls><TxDtls>"
    )
    assert [p.amount_ore for p in read_xml(text).payments] == [300, 200]
    batch = "<NtryDtls><Btch><NbOfTxs>7</NbOfTxs></Btch></NtryDtls>"
    assert read_xml(text.replace("<NtryDtls>", f"{batch}<NtryDtls>", 1)).payment_sum_ore == 500


def test_lone_transaction_without_amount_has_its_entrys():
    text = xml(Paid(500)).replace('<Amt Ccy="SEK">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>', "</TxDtls>")
    assert only_payment(text).amount_ore == 500
    two = xml(Paid(500), Paid(500)).replace(
        '<Amt Ccy="SEK">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>', "</TxDtls>", 1
    )
    assert refusal(two).code == "amount"


def test_foreign_transaction_counts_with_its_counter_value():
    counter = (
        '<Amt Ccy="EUR">0.45</Amt><AmtDtls><CntrValAmt><Amt Ccy="SEK">5.00</Amt></CntrValAmt></AmtDtls><CdtDbtInd>'
    )
    text = xml(Paid(500)).replace(
        '<Amt Ccy="SEK">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>', f"{counter}CRDT</CdtDbtInd></TxDtls>"
    )
    assert only_payment(text).amount_ore == 500


def test_amount_of_nothing_is_refused():
    text = xml(Paid(500), Paid(100))
    assert refusal(text.replace('<Amt Ccy="SEK">1.00<', '<Amt Ccy="SEK">0.00<')).code == "amount_zero"
    assert refusal(text.replace('<Amt Ccy="SEK">6.00<', '<Amt Ccy="SEK">0.00<')).code == "amount_zero"


def test_payer_is_the_debtor_or_else_the_ultimate_debtor():
    text = xml(Paid(500, payer="Åsa", account=OTHER_IBAN))
    assert (only_payment(text).payer_name, only_payment(text).payer_account) == ("Åsa", OTHER_IBAN)
    assert only_payment(text.replace("Dbtr>", "UltmtDbtr>")).payer_name == "Åsa"
    other = text.replace(f"<IBAN>{OTHER_IBAN}</IBAN>", "<Othr><Id>9912346</Id></Othr>")
    assert only_payment(other).payer_account == "9912346"


def test_addresses_and_identities_are_never_kept():
    private = (
        "<PstlAdr><StrtNm>Hemliga gatan</StrtNm></PstlAdr><Id><PrvtId><Othr><Id>191212121212</Id></Othr></PrvtId></Id>"
    )
    kept = repr(read_xml(xml(Paid(500, payer="Åsa")).replace("</Nm></Pty>", f"</Nm>{private}</Pty>")))
    assert "Åsa" in kept
    assert not any(secret in kept for secret in ("Hemliga", "1212"))


def test_uetr_stands_in_for_the_banks_reference():
    uetr = "97ed4827-7b6f-4491-a06f-b548d5a7512d"
    text = re.sub("<Refs><AcctSvcrRef>[^<]*</AcctSvcrRef>", f"<Refs><UETR>{uetr}</UETR>", xml(Paid(500)))
    assert only_payment(text).bank_ref == uetr
    assert only_payment(without(text, "UETR")).bank_ref == ""


def test_equal_entries_without_reference_are_numbered():
    text = re.sub("</BookgDt><AcctSvcrRef>[^<]*</AcctSvcrRef>", "</BookgDt>", without(xml(Paid(500)), "Refs"))
    entry = text[text.index("<Ntry>") : text.index("</Ntfctn>")]
    one, two = read_xml(text.replace("</Ntfctn>", f"{entry}</Ntfctn>")).deposits
    assert one.digest == two.digest
    assert (one.serial, two.serial) == (f"{one.digest[:32]}-1", f"{one.digest[:32]}-2")
    named = text.replace("</BookgDt>", "</BookgDt><AcctSvcrRef>NOTPROVIDED</AcctSvcrRef>")
    assert read_xml(named).deposits[0].serial == one.serial


@pytest.mark.parametrize(
    ("status", "left"), [("PDNG", "left_pending"), ("FUTR", "left_pending"), ("INFO", "left_information")]
)
def test_entry_not_booked_is_counted_and_left(status, left):
    file = read_xml(without(xml(Paid(500)), "BookgDt").replace("BOOK", status))
    assert (file.verdict, file.deposits, codes(file.left)) == ("accepted", (), [left])


def test_own_payments_are_counted_and_left_unread():
    text = xml(Paid(500), Paid(500)).replace("CRDT", "DBIT").replace('"SEK">5.00', '"SEK">9.00', 1)
    file = read_xml(text)
    assert (file.verdict, file.deposits) == ("accepted", ())
    assert [(r.code, r.where, r.values) for r in file.left] == [("left_debits", "Ntfctn[1]/Ntry[1]", {"count": 1})]


def test_own_payment_that_came_back_is_left_with_a_warning():
    file = read_xml(xml(Paid(500)).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>"))
    assert (file.deposits, codes(file.left), codes(file.warnings)) == ((), ["left_returned"], ["returned_to_us"])


def test_copy_is_accepted_with_a_warning():
    file = read_xml(xml(Paid(500)).replace("<Acct>", "<CpyDplctInd>DUPL</CpyDplctInd><Acct>"))
    assert codes(file.warnings) == ["copy"]


def two_accounts(other: str) -> str:
    text = xml(Paid(500, ("12351",), payer="Åsa"))
    report = text[text.index("<Ntfctn>") : text.index("</BkTo")]
    return (
        text.replace("</Ntfctn>", f"</Ntfctn>{report.replace(IBAN, other)}")
        .replace("Åsa", "Någon Annan")
        .replace("Någon Annan", "Åsa", 1)
    )


def test_entries_of_another_account_are_held_and_nobody_in_them_named():
    text = two_accounts(OTHER_IBAN).replace(
        '<Amt Ccy="SEK">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>', "</TxDtls>"
    )
    file = read_xml(text)
    assert [(d.account, bool(d.held)) for d in file.deposits] == [(IBAN, False), (OTHER_IBAN, True)]
    assert [(r.code, r.values) for r in file.warnings] == [
        ("held_receiver", {"whose": OTHER_IBAN, "count": 1, "ore": 500})
    ]
    assert "Någon Annan" not in repr(file)


def test_entry_in_another_currency_is_held_whatever_its_sums():
    text = xml(Paid(500)).replace("<Ccy>SEK</Ccy>", "")
    entry = text[text.index("<Ntry>") : text.index("</Ntfctn>")]
    euros = entry.replace("SEK", "EUR").replace("00001<", "00002<").replace("5.00", "9.00", 1)
    file = read_xml(text.replace("</Ntfctn>", f"{euros}</Ntfctn>"))
    assert [(r.code, r.values) for r in file.warnings] == [("held_currency", {"whose": "EUR", "count": 1, "ore": 900})]
    mixed = euros.replace('<Amt Ccy="EUR">5', '<Amt Ccy="SEK">5')
    assert refusal(text.replace("</Ntfctn>", f"{mixed}</Ntfctn>")).code == "currency_mixed"
    silent = euros.replace('<Amt Ccy="EUR">5.00</Amt>', "")
    assert codes(read_xml(text.replace("</Ntfctn>", f"{silent}</Ntfctn>")).warnings) == ["held_currency"]


def test_account_may_be_a_bankgiro_or_any_other_number():
    giro = xml(Paid(500)).replace(
        f"<IBAN>{IBAN}</IBAN>", "<Othr><Id>123-4566</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr>"
    )
    assert read_xml(giro).deposits[0].account == "1234566"
    assert refusal(giro.replace("4566", "4567")).code == "receiver_invalid"
    plain = xml(Paid(500)).replace(f"<IBAN>{IBAN}</IBAN>", "<Othr><Id>58398257466</Id></Othr>")
    assert read_xml(plain, ["58398257466"]).payment_sum_ore == 500
    assert refusal(xml(Paid(500)).replace(IBAN, "SE45")).code == "receiver_invalid"


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-30T17:00:00Z", datetime(2026, 11, 30, 18, tzinfo=STOCKHOLM)),
        ("2026-11-30T18:00:00", datetime(2026, 11, 30, 18, tzinfo=STOCKHOLM)),
        ("2026-11-30T23:30:00.123Z", datetime(2026, 12, 1, 0, 30, 0, 123000, tzinfo=STOCKHOLM)),
    ],
)
def test_creation_time_is_stockholms(written, instant):
    assert read_xml(xml(Paid(500)).replace("2026-11-30T18:00:00+01:00", written)).created_at == instant


@pytest.mark.parametrize("created", ["", "i går", "0001-01-01T00:00:00+14:00"])
def test_creation_time_must_be_one(created):
    assert refusal(xml(Paid(500)).replace("2026-11-30T18:00:00+01:00", created)).code == "date_impossible"


def test_booking_day_is_taken_as_the_bank_wrote_it():
    for written in ("<DtTm>2026-11-30T23:59:59Z</DtTm>", "<Dt>2026-11-30+01:00</Dt>", "<Dt>2026-11-30Z</Dt>"):
        assert read_xml(xml(Paid(500)).replace("<Dt>2026-11-30</Dt>", written)).deposits[0].booked_on == DAY


def test_amounts_may_have_one_decimal_or_none():
    text = xml(Paid(500)).replace(">5.00<", ">5<", 1).replace(">5.00<", ">5.0<", 1)
    assert only_payment(text).amount_ore == 500


def test_comments_inside_an_amount_change_nothing():
    text = xml(Paid(1500)).replace(">15.00<", ">1<!-- -->5.00<")
    assert only_payment(text).amount_ore == 1500


def test_elements_of_another_namespace_are_not_ours():
    text = xml(Paid(500))
    foreign = '<Ntry xmlns="urn:other"><Amt Ccy="SEK">9.00</Amt></Ntry>'
    assert len(read_xml(text.replace("</Ntfctn>", f"{foreign}</Ntfctn>")).deposits) == 1
    bare = '<Ntry xmlns=""><Amt Ccy="SEK">9.00</Amt></Ntry>'
    assert len(read_xml(text.replace("</Ntfctn>", f"{bare}</Ntfctn>")).deposits) == 1


def test_refusals_say_where():
    text = camt054(good(CAMT_08)).decode()
    second = text.replace('<Amt Ccy="SEK">5000.00', '<Amt Ccy="SEK">5000.1.2')
    assert refusal(second).where == "Ntfctn[1]/Ntry[2]/TxDtls[2]/Amt"
    assert refusal(text.replace("BOOK", "", 1)).where == "Ntfctn[1]/Ntry[1]/Sts"


def test_good_file_has_the_same_money_in_every_version():
    old, new = (read(camt054(good(format), format[-2:]), RECEIVERS) for format in (CAMT_02, CAMT_08))
    assert old.deposits == new.deposits
