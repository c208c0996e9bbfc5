"""BgMax 01, record by record: what is read, what is mended with a warning, what is held, what waits for a person."""

from dataclasses import replace
from datetime import date

import pytest

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import BankFileRejected, Kind, Part
from demo.bankfile_mistakes import BANKGIRO, RECEIVERS, good
from demo.bankfile_writer import Booked, Delivery, Paid, bgmax

from .deliveries import BGMAX, CREATED_AT

DAY = date(2026, 11, 30)


def lines_of(*payments: Paid) -> list[str]:
    return bgmax(Delivery(BANKGIRO, CREATED_AT, (Booked(DAY, payments),))).decode("latin-1").split("\r\n")[:-1]


def read_lines(lines, receivers=RECEIVERS, end="\r\n", encoding="latin-1"):
    return read("".join(line + end for line in lines).encode(encoding), receivers)


def codes(reasons):
    return [reason.code for reason in reasons]


def refusal(lines):
    with pytest.raises(BankFileRejected) as refused:
        read_lines(lines)
    return refused.value.reasons


def test_deposit_has_key_and_sum_and_its_payments_the_day():
    (deposit,) = read_lines(lines_of(Paid(420000, ("12351",)), Paid(100))).deposits
    assert (deposit.account, deposit.booked_on, deposit.serial, deposit.amount_ore) == (BANKGIRO, DAY, "00001", 420100)
    assert [p.booked_on for p in deposit.payments] == [DAY, DAY]
    assert [p.where for p in deposit.payments] == [3, 4]


def test_empty_day_is_accepted():
    file = read(bgmax(Delivery(BANKGIRO, CREATED_AT, ())), RECEIVERS)
    assert (file.verdict, file.deposits, file.payments) == ("accepted", (), ())


def test_texts_are_joined_as_whole_fields():
    lines = lines_of(Paid(100))
    lines[3:3] = ["25Faktura 1".ljust(80), "25Faktura 2".ljust(80)]
    assert read_lines(lines).payments[0].message == "Faktura 1".ljust(50) + "Faktura 2"


def test_name_and_extra_name_are_one_name():
    lines = lines_of(Paid(100))
    lines.insert(3, f"26{'Åsa Öström':35}{'c/o God Man':35}".ljust(80))
    assert read_lines(lines).payments[0].payer_name == "Åsa Öström c/o God Man"


def test_addresses_and_organisation_numbers_are_never_kept():
    lines = lines_of(Paid(100))
    lines[3:3] = ["27Hemliga gatan 1".ljust(80), "28Gömda orten".ljust(80), "29001912121212".ljust(80)]
    kept = repr(read_lines(lines))
    assert not any(secret in kept for secret in ("Hemliga", "Gömda", "1212"))


def test_unknown_record_is_passed_over_with_a_warning():
    lines = lines_of(Paid(100))
    lines.insert(3, "24ny posttyp".ljust(80))
    file = read_lines(lines)
    assert codes(file.warnings) == ["unknown_record"]
    assert file.payment_sum_ore == 100


@pytest.mark.parametrize(
    ("rewritten", "warnings"),
    [
        (lambda data: data.replace(b"\r\n", b"\n"), []),
        (lambda data: data.removesuffix(b"\r\n"), []),
        (lambda data: data.decode("latin-1").encode(), ["utf8"]),
        (lambda data: b"\xef\xbb\xbf" + data.decode("latin-1").encode(), ["byte_order_mark", "utf8"]),
        (lambda data: data + b"\r\n   \r\n", ["blank_end"]),
        (lambda data: data + b"\x1a", ["blank_end"]),
        (lambda data: data.removesuffix(b"\r\n") + b"\x1a", ["blank_end"]),
        (lambda data: b"\r\n".join(line.rstrip() for line in data.split(b"\r\n")), ["wrong_length"]),
        (lambda data: data.replace(b" \r\n", b"    \r\n"), ["wrong_length"]),
        (lambda data: data.replace(b"Hyra november", b"Hyra\tnovember"), ["control_removed"]),
    ],
)
def test_file_saved_again_otherwise_keeps_keys_money_and_digests(rewritten, warnings):
    data = bgmax(good(BGMAX))
    before, after = read(data, RECEIVERS), read(rewritten(data), RECEIVERS)
    assert codes(after.warnings) == warnings
    assert [replace(d, where=None) for d in after.deposits] == [replace(d, where=None) for d in before.deposits]


def test_parts_are_split_as_given():
    parts = (("12351", 300), ("10120261119", 200))
    payment = read_lines(lines_of(Paid(500, parts=parts))).payments[0]
    assert payment.parts == (Part("12351", 300), Part("10120261119", 200))
    assert payment.references == ("12351", "10120261119")
    assert payment.needs_person is None


def test_references_without_amounts_stand_in_file_order_and_are_not_split():
    lines = lines_of(Paid(500, ("12351", "10120261119")))
    lines[2] = lines[2][:12] + "12351 10120261119".ljust(25) + lines[2][37:]
    payment = read_lines(lines).payments[0]
    assert payment.references == ("12351 10120261119", "12351", "10120261119")
    assert payment.parts == ()


def test_credit_among_the_parts_waits_for_a_person():
    file = read_lines(lines_of(Paid(500, parts=(("12351", 700), ("10120261119", -200)))))
    assert file.payments[0].needs_person.code == "credit_parts"
    assert file.payments[0].parts == ()
    assert codes(file.warnings) == ["waits_credit_parts"]


@pytest.mark.parametrize(("first", "text"), [(3, "0009912346"), (58, "000000000099")])
def test_reference_of_another_sender_or_serial_waits_for_a_person(first, text):
    lines = lines_of(Paid(500, ("12351", "10120261119")))
    lines[3] = lines[3][: first - 1] + text + lines[3][first - 1 + len(text) :]
    file = read_lines(lines)
    assert file.payments[0].needs_person.code == "stray_reference"
    assert (file.payment_sum_ore, codes(file.warnings)) == (500, ["waits_stray_reference"])


def test_deduction_is_no_payment_and_waits_for_a_person():
    file = read_lines(lines_of(Paid(500), Paid(200, ("KREDIT",), is_deduction=True)))
    assert (file.payment_sum_ore, len(file.payments), file.deposits[0].amount_ore) == (500, 1, 300)
    assert file.deposits[0].payments[1].kind is Kind.DEDUCTION
    assert file.deposits[0].payments[1].needs_person.code == "deduction"


@pytest.mark.parametrize(("ore", "waits"), [(100_000_000, None), (100_000_001, "large")])
def test_payment_above_a_million_waits_for_a_person(ore, waits):
    reason = read_lines(lines_of(Paid(ore, ("12351",)))).payments[0].needs_person
    assert (reason.code if reason else None) == waits


def test_warnings_of_work_are_counted_and_point_to_the_first():
    file = read_lines(lines_of(*[Paid(100_000_001)] * 3))
    assert [(r.code, r.where, r.values) for r in file.warnings] == [("waits_large", 3, {"count": 3})]


def test_section_in_another_currency_is_held_and_counted():
    kronor, euros = good(BGMAX), replace(good(BGMAX), currency="EUR")
    file = read(_joined(bgmax(kronor), bgmax(euros)), RECEIVERS)
    assert [bool(d.held) for d in file.deposits] == [False, False, True, True]
    assert [(r.code, r.values) for r in file.warnings] == [
        ("held_currency", {"whose": "EUR", "count": 5, "ore": 2070000})
    ]
    assert (len(file.payments), file.payment_sum_ore) == (5, 2070000)


def test_section_of_another_receiver_is_held_and_nobody_in_it_named():
    ours = Delivery(BANKGIRO, CREATED_AT, (Booked(DAY, (Paid(100),)),))
    theirs = Delivery("9912346", CREATED_AT, (Booked(DAY, (Paid(700, ("12351",), payer="Någon Annan"),)),))
    file = read(_joined(bgmax(ours), bgmax(theirs)), RECEIVERS)
    assert [(r.code, r.values) for r in file.warnings] == [
        ("held_receiver", {"whose": "9912346", "count": 1, "ore": 700})
    ]
    assert file.deposits[1].payments == ()
    assert "Någon Annan" not in repr(file)


def _joined(one: bytes, other: bytes) -> bytes:
    """Two files' sections as one file."""
    first, second = (data.decode("latin-1").split("\r\n")[:-1] for data in (one, other))
    ends = [[int(end[at : at + 8]) for at in (2, 10, 18, 26)] for end in (first[-1], second[-1])]
    total = "".join(f"{a + b:08}" for a, b in zip(*ends, strict=True))
    lines = [*first[:-1], *second[1:-1], f"70{total}".ljust(80)]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


def test_receivers_may_be_written_in_any_way():
    for receiver in ("123-4566", "0001234566", " 123 45 66 "):
        assert read_lines(lines_of(Paid(100)), [receiver]).verdict == "accepted"


def test_plusgiro_receiver_is_read_and_checked():
    lines = lines_of(Paid(100))
    lines[1] = f"05{'':0>10}{'18':0>10}SEK".ljust(80)
    assert read_lines(lines, ["1-8"]).deposits[0].account == "18"
    lines[1] = f"05{'':0>10}{'17':0>10}SEK".ljust(80)
    assert codes(refusal(lines)) == ["receiver_invalid"]
    lines[1] = f"05{'':0>10}{'':10}SEK".ljust(80)
    assert codes(refusal(lines)) == ["receiver_invalid"]


def test_payer_without_number_is_unknown():
    assert read_lines(lines_of(Paid(100))).payments[0].payer_account == ""
    assert read_lines(lines_of(Paid(100, account="9912346"))).payments[0].payer_account == "9912346"


def test_blank_serial_of_autogiro_is_allowed():
    lines = lines_of(Paid(100, ("12351",)))
    lines[2] = lines[2][:55] + "24".ljust(25)
    assert read_lines(lines).payments[0].references == ("12351",)


@pytest.mark.parametrize(
    ("created", "accepted"),
    [("20251026", False), ("20251027", True), ("20251130", True), ("20261211", True), ("20261212", False)],
)
def test_payment_date_is_judged_by_the_files_own_day(created, accepted):
    """From 400 days before it to 10 days after it, whatever day it is when the file is read."""
    lines = lines_of(Paid(100))
    lines[0] = lines[0][:24] + created + lines[0][32:]
    lines[3] = lines[3].replace("20261130", "20251106")
    if accepted:
        assert read_lines(lines).payment_sum_ore == 100
    else:
        assert codes(refusal(lines)) == ["date_far_off"]


def test_impossible_date_is_the_only_complaint():
    lines = lines_of(Paid(100))
    lines[3] = lines[3].replace("20261130", "20260229")
    assert [(r.code, r.where, r.values) for r in refusal(lines)] == [("date_impossible", 4, {"date": "20260229"})]


def test_second_deposit_may_not_begin_before_the_first_ends():
    lines = lines_of(Paid(100))
    assert [(r.code, r.where, r.values) for r in refusal([*lines[:3], lines[1], *lines[3:]])] == [
        ("section_open", 4, {"since": 2})
    ]


def test_refusal_points_to_the_positions_of_the_field():
    lines = lines_of(Paid(100))
    lines[3] = lines[3][:37] + "2026113x" + lines[3][45:]
    assert [(r.code, r.where, r.values) for r in refusal(lines)] == [
        ("field", 4, {"record": "15", "field": "date", "first": 38, "last": 45})
    ]


def test_digest_tells_content_from_delivery():
    def digest(*payments, at=CREATED_AT, number=1):
        return read(bgmax(Delivery(BANKGIRO, at, (Booked(DAY, payments, number),))), RECEIVERS).deposits[0].digest

    paid = Paid(500, ("12351",), payer="Åsa", message="hyra")
    assert digest(paid) == digest(paid, at=CREATED_AT.replace(hour=3)) == digest(paid, number=2)
    for other in (
        replace(paid, amount_ore=501),
        replace(paid, references=("133",)),
        replace(paid, payer="Örjan"),
        replace(paid, message="hyr"),
        replace(paid, account="9912346"),
    ):
        assert digest(paid) != digest(other)
    assert digest(paid, Paid(100)) != digest(Paid(100), paid)
    one, other = (Paid(5, parts=(("12351", 2), ("133", 3))), Paid(5, parts=(("12351", 3), ("133", 2))))
    assert digest(one) != digest(other)
