"""Charges of another billing system, by CSV: all lines or none, with a sentence for each that is wrong."""

from datetime import date

import pytest

from arrears import actions
from arrears.models import Charge, Payment
from arrears.rules.ocr import make_ocr
from tests.arrears.book import TODAY, delivery, imported, named
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db
HEAD = "tenancy;apartment;month;amount;ocr;issued"
ONE, TWO, THREE = (make_ocr(5550000 + n) for n in range(1, 4))


def run(*lines, head=HEAD, dry_run=False):
    return actions.import_charges("\n".join([head, *lines]).encode(), by=None, on=TODAY, dry_run=dry_run)


def sentences(outcome):
    return [(fault.line, fault.sentence) for fault in outcome.faults]


@pytest.fixture
def home():
    return TenancyFactory(apartment__number="1203", apartment__street="Olsborgsvägen 96")


def test_rents_come_in_with_their_own_ocr(home):
    done = run(f"{home.pk};;2026-03;6 840,00;{ONE};2026-02-10", f"{home.pk};;2026-04;7000;{TWO[:4]} {TWO[4:]};")
    assert (done.created, done.known, done.amount_ore, done.faults) == (2, 0, 1_384_000, ())
    march, april = Charge.objects.order_by("month")
    assert (march.ocr, march.amount_ore, march.open_ore, march.kind) == (ONE, 684_000, 684_000, "rent")
    assert (march.effective_on, march.recorded_on) == (date(2026, 2, 10), TODAY)
    assert (march.printed_due_on, march.safe_due_on) == (date(2026, 2, 27), date(2026, 3, 2))
    assert (april.ocr, april.effective_on, april.printed_due_on) == (TWO, TODAY, date(2026, 3, 31))


def test_dry_run_is_the_default_and_stores_nothing(home):
    line = f"{home.pk};;2026-03;6840;{ONE};"
    done = actions.import_charges(f"{HEAD}\n{line}".encode(), by=None, on=TODAY)
    assert (done.created, done.amount_ore) == (1, 684_000)
    assert not Charge.objects.exists()


def test_same_file_twice_changes_nothing(home):
    line = f"{home.pk};;2026-03;6840;{ONE};"
    run(line)
    assert run(line) == actions.ChargesImported(created=0, known=1)
    assert Charge.objects.count() == 1


def test_swedish_heading_and_apartment_and_an_old_encoding(home):
    head = "Lägenhet;Månad;Belopp;OCR"
    lines = [f"1203;2026-03;6840;{ONE}", f"Olsborgsvägen 96, 1203;2026-04;6840,50;{TWO}", ";;;"]
    text = "\r\n".join([head, *lines])
    assert actions.import_charges(text.encode("latin-1"), by=None, on=TODAY, dry_run=False).created == 2
    assert actions.import_charges(text.encode("utf-8-sig"), by=None, on=TODAY, dry_run=False).known == 2
    assert set(Charge.objects.values_list("tenancy", flat=True)) == {home.pk}


def test_commas_do_as_well(home):
    assert run(f'{home.pk},2026-03,"6840,00",{ONE}', head="tenancy,month,amount,ocr").created == 1


def test_due_day_and_first_month_are_the_tenancys():
    late = TenancyFactory(starts_on=date(2026, 3, 16))
    agreed = TenancyFactory()
    agreed.rent_terms.update(due_rule=5)
    run(f"{late.pk};;2026-03;100;{ONE};", f"{agreed.pk};;2026-03;100;{TWO};")
    assert list(Charge.objects.order_by("tenancy").values_list("safe_due_on", flat=True)) == [
        date(2026, 3, 16),
        date(2026, 3, 5),
    ]


def test_home_without_a_rent_term_is_due_by_the_law(home):
    home.rent_terms.all().delete()
    run(f"{home.pk};;2026-03;100;{ONE};")
    assert Charge.objects.get().statutory_due_on == date(2026, 2, 28)


def test_payment_that_waited_for_its_ocr_is_allocated(home):
    imported(delivery(named(ONE, 700_000), named(TWO)))
    run(f"{home.pk};;2026-03;6840;{ONE};")
    rent, payment = Charge.objects.get(), Payment.objects.get(ocr=ONE)
    assert (rent.open_ore, payment.unallocated_ore, payment.tenancy) == (0, 16_000, home)
    assert Payment.objects.get(ocr=TWO).tenancy is None
    assert actions.prove_ledger(on=TODAY).mismatches == 0


def test_one_wrong_line_stores_none(home):
    done = run(f"{home.pk};;2026-03;6840;{ONE};", f"{home.pk};;2026-04;6840;12345;")
    assert done.created == 0
    assert [line for line, _ in sentences(done)] == [3]
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{home};;2026-13;6840;{ocr};", "2026-03"),
        ("{home};;mars;6840;{ocr};", "2026-03"),
        ("{home};;2026-03;0;{ocr};", "6840,00"),
        ("{home};;2026-03;-5;{ocr};", "6840,00"),
        ("{home};;2026-03;mycket;{ocr};", "6840,00"),
        ("{home};;2026-03;6840;{ocr};i går", "2026-02-10"),
        ("{home};;2026-03;6840;;", "OCR"),
        ("{home};;2026-03;6840;018;", "018"),
        ("999999;;2026-03;6840;{ocr};", "hyresförhållande"),
        (";9999;2026-03;6840;{ocr};", "hyresförhållande"),
        (";Annan väg 1, 1203;2026-03;6840;{ocr};", "hyresförhållande"),
        ("{home};;2024-12;6840;{ocr};", "hyresförhållande"),
        ("1" * 5_000 + ";;2026-03;6840;{ocr};", "hyresförhållande"),
        ("9" * 19 + ";;2026-03;6840;{ocr};", "hyresförhållande"),
        ("{home};" + "9" * 200_000 + ";2026-03;6840;{ocr};", "kan inte läsas"),
    ],
)
def test_wrong_line_is_told_with_its_number(line, said, home):
    [(number, sentence)] = sentences(run(line.format(home=home.pk, ocr=ONE)))
    assert number == 2
    assert said in sentence


@pytest.mark.parametrize("month", ["2036-03", "9999-12"])
def test_slip_in_the_year_is_told_and_no_rent_falls_due_in_ten_years(month, home):
    [(number, sentence)] = sentences(run(f"{home.pk};;{month};6840;{ONE};"))
    assert (number, "ett år framåt" in sentence) == (2, True)


# 10 March 2026 less 400 days is 3 February 2025, and ten days on is 20 March
@pytest.mark.parametrize("issued", ["2099-12-31", "9999-12-31", "2036-02-10", "2026-03-21", "2025-02-02", "0001-01-01"])
def test_notice_of_a_day_that_cannot_be_right_is_told(issued, home):
    [(number, sentence)] = sentences(run(f"{home.pk};;2026-03;6840;{ONE};{issued}"))
    assert (number, "Avins dag ligger för långt från i dag" in sentence) == (2, True)
    assert not Charge.objects.exists()


@pytest.mark.parametrize("issued", ["2026-03-20", "2025-02-03"])
def test_notice_of_any_day_that_can_be_right_is_taken(issued, home):
    assert run(f"{home.pk};;2026-03;6840;{ONE};{issued}").created == 1


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("tenancy,month,ocr,amount\n{home},2026-03,{ocr},6840,50", 2, "fler celler"),
        ('tenancy;month;amount;ocr;x\n{home};2026-03;6840;{ocr};"a\n{home};2026-04;6840;{ocr};', 2, "citattecken"),
        ("tenancy;month;amount;ocr;Belopp\n{home};2026-03;6840;{ocr};1", 1, "Två kolumner"),
    ],
    ids=["a decimal comma in a file with commas", "an open quotation mark", "two columns of one meaning"],
)
def test_file_that_would_be_read_wrongly_is_not_read(text, number, said, home):
    done = actions.import_charges(text.format(home=home.pk, ocr=ONE).encode(), by=None, on=TODAY, dry_run=False)
    [fault] = done.faults
    assert (fault.line, said in fault.sentence) == (number, True)
    assert not Charge.objects.exists()


def test_number_twice_in_the_file_is_told_on_both_lines(home):
    done = run(f"{home.pk};;2026-03;1;{ONE};", f"{home.pk};;2026-04;1;{ONE};")
    assert [line for line, _ in sentences(done)] == [2, 3]


def test_month_twice_in_the_file_is_told(home):
    done = run(f"{home.pk};;2026-03;1;{ONE};", f"{home.pk};;2026-03;1;{TWO};")
    assert [line for line, _ in sentences(done)] == [3]


def test_number_or_month_that_is_another_charges_is_told(home):
    other = TenancyFactory()
    run(f"{home.pk};;2026-03;1;{ONE};")
    for line in (
        f"{home.pk};;2026-03;2;{ONE};",
        f"{other.pk};;2026-04;1;{ONE};",
        f"{home.pk};;2026-03;1;{TWO};",
    ):
        assert len(run(line).faults) == 1
    assert Charge.objects.count() == 1


def test_month_in_which_two_tenants_lived_there_needs_the_tenancys_number(home):
    home.__class__.objects.filter(pk=home.pk).update(ends_on=date(2026, 3, 10), end_reason="own_lease")
    TenancyFactory(apartment=home.apartment, starts_on=date(2026, 3, 10))
    [(_, sentence)] = sentences(run(f";1203;2026-03;1;{ONE};"))
    assert "Flera" in sentence
    assert run(f"{home.pk};;2026-03;1;{ONE};", f";1203;2026-04;1;{TWO};").created == 2


@pytest.mark.parametrize("text", ["", "tenancy;month;amount", "month;amount;ocr", "Hyra"])
def test_file_without_the_columns_is_refused(text):
    [(line, _)] = sentences(actions.import_charges(text.encode(), by=None, on=TODAY))
    assert line == 1
