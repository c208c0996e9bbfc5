"""Payments from a CSV file with named columns: faults by line, nothing half stored, the same line once."""

from datetime import date

import pytest

from arrears import actions
from arrears.actions.uploading import NameTaken
from arrears.bankfiles.wording import sentence
from arrears.freshness import paid_through
from arrears.models import ColumnMapping, Deposit, ImportFile, Payment
from demo.bankfile_writer import Paid
from tests.arrears.book import BANKGIRO, TODAY, at, charged, delivery, imported, paid
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HEAD = "Datum;Belopp;OCR;Betalare;Id;Text"
COLUMNS = {"booked_on": "Datum", "amount": "Belopp", "ocr": "OCR", "payer": "Betalare", "message": "Text"}


@pytest.fixture
def mapping():
    return ColumnMapping.objects.create(
        name="Swish", purpose="payments", account=BANKGIRO, columns=COLUMNS | {"unique_id": "Id"}, set_by=UserFactory()
    )


@pytest.fixture
def without_id(mapping):
    mapping.columns = COLUMNS
    return mapping


def read(mapping, *lines, head=HEAD, encoding="utf-8", **options):
    return imported("\r\n".join([head, *lines]).encode(encoding), mapping=mapping, name="swish.csv", **options)


def told(outcome):
    return [(reason.code, reason.where) for reason in outcome.reasons]


def test_lines_are_payments_that_find_their_rent(mapping):
    [rent] = charged(1)
    outcome = read(mapping, f"2026-03-09;6 840,00;{rent.ocr};Åsa;A1;", "20260309;50;;Berit;A2;hyra 12")
    assert (outcome.verdict, outcome.format, outcome.new_count, outcome.matched_count) == ("accepted", "CSV", 2, 1)
    rent.refresh_from_db()
    assert rent.open_ore == 0
    second = Payment.objects.unmatched().get()
    assert (second.payer_name, second.message, second.amount_ore, second.bank_ref) == ("Berit", "hyra 12", 5_000, "A2")
    assert (second.deposit.serial, second.deposit.account, second.effective_on) == ("A2", BANKGIRO, date(2026, 3, 9))
    assert outcome.file.created_on == date(2026, 3, 9)
    assert actions.prove_ledger(on=TODAY).mismatches == 0


def test_money_that_is_only_expected_is_not_read(mapping):
    assert told(read(mapping, "2026-03-10;50;;Åsa;A1;", "2026-03-11;50;;Åsa;A2;")) == [("csv_to_come", 3)]
    assert not Payment.objects.exists()


def test_file_of_a_few_lines_does_not_vouch_for_the_banks(mapping):
    """Else the night would call late whoever paid by bankgiro."""
    imported(delivery(Paid(500, ("x",)), day=date(2026, 3, 5)), on=date(2026, 3, 6))
    read(mapping, "2026-03-10;50;;Åsa;A1;")
    assert paid_through(TODAY) == date(2026, 3, 5)


def test_every_fault_is_told_by_its_line_and_nothing_is_stored(mapping):
    lines = [
        "9 mars;50;;;A1;",
        "2026-03-09;femtio;;;A2;",
        "2026-03-09;0;;;A3;",
        "",
        "2026-03-09;50",
        "2020-01-01;5;;;A4;",
    ]
    outcome = read(mapping, *lines, "2026-03-09;50;;;A5;")
    assert told(outcome) == [
        ("csv_date", 2),
        ("csv_amount", 3),
        ("csv_amount", 4),
        ("csv_cells", 6),
        ("csv_far_off", 7),
    ]
    assert sentence(outcome.reasons[0]).startswith("Rad 2:")
    assert (outcome.is_rejected, Deposit.objects.count(), ImportFile.objects.get().verdict) == (True, 0, "rejected")


@pytest.mark.parametrize("line", ["2026-03-09;Kanarie Fågelberg;;;A1;", "Kanarie Fågelberg;50;;;A1;"])
def test_fault_does_not_keep_what_stands_in_the_cell_which_may_be_a_name(mapping, line):
    assert "Kanarie" not in str(read(mapping, line).reasons)
    assert "Kanarie" not in str(ImportFile.objects.get().reasons)


def test_fault_of_a_heading_does_not_keep_it_where_a_name_was_taken_for_one(mapping):
    mapping.columns = {**mapping.columns, "payer": "Kanarie Fågelberg"}
    [said] = map(sentence, read(mapping, "2026-03-09;50;;Åsa;A1;").reasons)
    assert said == (
        "Rad 1: rubriken för de här kolumnerna saknas eller står två gånger: betalare. "
        "Välj kolumnerna på nytt; ingenting har sparats."
    )
    assert "Kanarie" not in str(ImportFile.objects.get().reasons)


def test_line_with_a_cell_too_many_is_no_other_amount(mapping):
    """6840,50 in a file with commas: cut in two it would be 6 840 kr, with the OCR 50."""
    mapping.delimiter = ","
    head, line = HEAD.replace(";", ","), "2026-03-09,6840,50,70000012345674,Åsa,A1,"
    assert told(read(mapping, line, head=head)) == [("csv_wide", 2)]
    assert not Payment.objects.exists()


@pytest.mark.parametrize("end", ["", 'tja"'], ids=["never closed", "closed on a later line"])
def test_open_quotation_mark_swallows_no_payment_of_the_lines_below(mapping, end):
    lines = '2026-03-09;50;;Åsa;A1;"hej', "2026-03-09;60;;Berit;A2;", f"2026-03-09;70;;Cia;A3;{end}"
    assert told(read(mapping, *lines)) == [("csv_broken", 2)]
    assert not Payment.objects.exists()


def test_sign_that_ends_a_line_in_a_text_ends_none_in_a_file(mapping):
    read(mapping, "2026-03-09;50;;Åsa;A1;hyra\u2028mars", '2026-03-09;60;;"Åsa; och Bo";A2;"säger ""hej"""')
    assert list(Payment.objects.order_by("pk").values_list("message", "payer_name")) == [
        ("hyra\u2028mars", "Åsa"),
        ('säger "hej"', "Åsa; och Bo"),
    ]


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("6 840,00", 684_000),
        ("6\u00a0840,5", 684_050),
        ("6840.00", 684_000),
        ("1 kr", 100),
        ("\u22126840,00", -684_000),
    ],
)
def test_amounts_are_read_as_people_and_banks_write_them(mapping, written, ore):
    read(mapping, f"2026-03-09;{written};;Åsa;A1;")
    assert Payment.objects.get().amount_ore == ore


@pytest.mark.parametrize("written", ["6.840,00", "6,840.00", "6,840", "6840,005", "50-", "1e3", "٥٠", "(50)"])
def test_amount_that_can_be_read_in_two_ways_is_a_fault(mapping, written):
    assert told(read(mapping, f"2026-03-09;{written};;Åsa;A1;")) == [("csv_amount", 2)]


def test_bom_and_old_encodings_are_read_and_the_wrong_one_is_told(mapping):
    mapping.encoding = "utf-8-sig"
    assert read(mapping, "2026-03-09;50;;Åsa;A1;", encoding="utf-8-sig").new_count == 1
    mapping.encoding = "cp1252"
    read(mapping, "2026-03-09;60;;Åsa €…;A2;", encoding="cp1252")
    assert Payment.objects.latest("pk").payer_name == "Åsa €…"
    assert told(read(mapping, "2026-03-09;70;;Åsa;A3;", encoding="utf-16")) == [("nul_byte", None)]


@pytest.mark.parametrize(
    ("head", "code"),
    [("Dag;Belopp;OCR;Betalare;Id;Text", "csv_columns"), ("Datum;Belopp;Belopp;OCR;Betalare;Id;Text", "csv_columns"),
     (HEAD, "csv_nothing"), ("", "csv_columns")],
)  # fmt: skip
def test_file_of_other_columns_or_none_is_rejected(mapping, head, code):
    assert [reason.code for reason in read(mapping, head=head).reasons] == [code]


def test_wrong_encoding_and_account_are_told(mapping):
    assert told(read(mapping, "2026-03-09;5;;Åsa;1;", encoding="latin-1")) == [("csv_encoding", None)]
    mapping.account = "9912346"
    assert told(read(mapping, "2026-03-09;5;;Asa;1;")) == [("receiver_not_ours", None)]


def test_same_id_is_known_in_any_file_and_other_content_is_refused(mapping):
    read(mapping, "2026-03-09;50;;Åsa;A1;")
    again = read(mapping, "2026-03-09;50;;Åsa;A1;", "2026-03-09;60;;Åsa;A2;")
    assert (again.new_count, again.known_count) == (1, 1)
    assert [r.code for r in read(mapping, "2026-03-09;51;;Åsa;A1;").reasons] == ["deposit_conflict"]
    assert [r.code for r in read(mapping, *["2026-03-10;50;;Åsa;A9;"] * 2).reasons] == ["deposit_twice"]
    assert Payment.objects.count() == 2


def test_without_an_id_equal_lines_are_counted_and_known_again(without_id):
    same = "2026-03-09;50;;Åsa;;"
    assert read(without_id, same, same).new_count == 2
    again = read(without_id, same, same, "2026-03-09;60;;Åsa;;")
    assert (again.new_count, again.known_count) == (1, 2)
    assert sorted(Payment.objects.values_list("amount_ore", flat=True)) == [5_000, 5_000, 6_000]


def test_money_taken_back_is_a_reversal_to_decide(mapping):
    read(mapping, "2026-03-09;-50;;Åsa;A1;")
    reversal = Payment.objects.undecided_reversals().get()
    assert (reversal.amount_ore, reversal.needs_person) == (-5_000, "reversal")


def test_csv_is_held_back_on_a_day_that_the_bank_has_told_of(mapping):
    [rent] = charged(1)
    imported(delivery(paid(rent)))
    outcome = read(mapping, f"2026-03-09;6840;{rent.ocr};Åsa;A1;")
    assert (outcome.new_count, outcome.held_count, [r.code for r in outcome.reasons]) == (0, 1, ["held_agrees"])


def test_upload_waits_and_is_read_in_with_its_columns(mapping, settings):
    settings.BANK_RECEIVERS = frozenset({BANKGIRO})
    data, by = f"{HEAD}\n2026-03-09;50;;Åsa;A1;".encode(), mapping.set_by
    pending = actions.upload_csv(data, name="x.csv", purpose="payments", mapping=mapping, by=by, at=at())
    assert not Payment.objects.exists()
    confirmed = actions.confirm_upload(pending.sha256, by=by, on=TODAY, at=at())
    assert (confirmed.is_new, confirmed.file.format, Payment.objects.count()) == (True, "CSV", 1)


def test_columns_are_saved_under_a_name_once(mapping):
    by = mapping.set_by
    facts = {"delimiter": ";", "encoding": "utf-8-sig", "account": BANKGIRO, "columns": COLUMNS}
    pending = actions.upload_csv(b"x", name="x.csv", purpose="payments", by=by, at=at())
    with pytest.raises(NameTaken):
        actions.save_columns(pending, name="Swish", **facts, by=by)
    made = actions.save_columns(pending, name="Bank", **facts, by=by)
    pending.refresh_from_db()
    assert pending.mapping == made
    changed = actions.save_columns(pending, name="Bank", **{**facts, "delimiter": ","}, by=by)
    assert (changed.pk, changed.delimiter, ColumnMapping.objects.count()) == (made.pk, ",", 2)
