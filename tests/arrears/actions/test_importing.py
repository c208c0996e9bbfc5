"""A bank file on its way into the book: whole or not at all, once, and each payment to the charge that it names."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import connection

from arrears import actions
from arrears.bankfiles.wording import sentence, sentences
from arrears.models import Allocation, Charge, Deposit, ImportFile, Payment
from arrears.rules.ocr import make_ocr
from bolots.actions import set_guideline
from demo.bankfile_mistakes import MISTAKES, RECEIVERS, good
from demo.bankfile_writer import Booked, Paid, write
from tests.arrears.book import TODAY, at, charged, deliveries, delivery, imported, named, paid, running_day
from tests.factories import TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
FORMATS = ["BgMax 01", "camt.054.001.02", "camt.054.001.08"]
TABLES = ("arrears_importfile", "arrears_deposit", "arrears_payment", "arrears_allocation", "arrears_charge")


def book() -> str:
    """One number for everything that a bank file may change."""
    with connection.cursor() as cursor:
        rows = []
        for table in TABLES:
            cursor.execute(f"SELECT md5(string_agg(t::text, chr(10) ORDER BY id)) FROM {table} t")
            rows.append(cursor.fetchone()[0] or "")
    return hashlib.sha256(" ".join(rows).encode()).hexdigest()


@pytest.mark.parametrize("format", FORMATS)
def test_exact_ocr_pays_its_charge_and_no_other(format):
    first, second = charged(2)
    outcome = imported(delivery(paid(first), paid(second, 100_000), format=format))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.open_ore, second.open_ore) == (0, 584_000)
    assert (outcome.verdict, outcome.format, outcome.new_count, outcome.matched_count) == ("accepted", format, 2, 2)
    row = Allocation.objects.get(charge=first)
    assert (row.ore, row.by, row.why) == (684_000, None, "")
    assert (row.effective_on, row.recorded_on) == (date(2026, 3, 9), TODAY)


def test_file_is_recorded_with_what_it_held():
    [rent], finn = charged(1), UserFactory()
    data = delivery(paid(rent), Paid(5_000, ("okänd",)))
    outcome = imported(data, name="bgmax.txt", via="inbox", by=finn)
    file = outcome.file
    assert (file.sha256, file.name, file.format) == (hashlib.sha256(data).hexdigest(), "bgmax.txt", "BgMax 01")
    assert (file.payment_count, file.payment_sum_ore, file.new_count, file.known_count) == (2, 689_000, 2, 0)
    assert (file.created_on, file.recorded_on, file.via, file.by) == (date(2026, 3, 9), TODAY, "inbox", finn)


def test_what_the_payer_said_is_kept_and_nothing_more():
    said = Paid(5_000, ("hyra 1203",), payer="Åsa Öström", account="1234566", message="två\nrader")
    imported(delivery(said))
    payment = Payment.objects.get()
    assert (payment.payer_name, payment.payer_account) == ("Åsa Öström", "1234566")
    assert payment.references == ["hyra 1203"]
    assert (payment.ocr, payment.tenancy, payment.unallocated_ore) == ("", None, 5_000)
    assert (payment.ordinal, payment.part, payment.source) == (1, 0, "bank")


def test_several_references_with_amounts_are_one_row_each():
    first, second = charged(2)
    both = Paid(1_368_000, parts=((first.ocr, 684_000), (second.ocr, 684_000)))
    outcome = imported(delivery(both))
    assert list(Payment.objects.order_by("pk").values_list("ordinal", "part", "amount_ore", "unallocated_ore")) == [
        (1, 0, 684_000, 0),
        (1, 1, 684_000, 0),
    ]
    assert (outcome.new_count, outcome.matched_count, len(outcome.payments)) == (1, 2, 1)


def test_several_references_without_amounts_wait_for_a_person():
    first, second = charged(2)
    imported(delivery(Paid(1_368_000, (first.ocr, second.ocr))))
    payment = Payment.objects.get()
    assert (payment.ocr, payment.tenancy, payment.unallocated_ore) == ("", None, 1_368_000)
    assert payment.references == [first.ocr, second.ocr]


def test_too_much_stays_as_a_credit_and_pays_no_later_rent():
    [march] = charged(1)
    april = _next_month(march)
    imported(delivery(paid(march, 1_000_000)))
    april.refresh_from_db()
    payment = Payment.objects.get()
    assert (payment.unallocated_ore, payment.tenancy, april.open_ore) == (316_000, march.tenancy, 684_000)


def _next_month(charge):
    actions.charge_month(month=date(2026, 4, 1), on=date(2026, 3, 9))
    return Charge.objects.get(tenancy=charge.tenancy, month=date(2026, 4, 1))


def test_ocr_that_is_paid_already_makes_a_credit_of_that_tenancy():
    [rent] = charged(1)
    imported(delivery(paid(rent)))
    outcome = imported(delivery(paid(rent), day=date(2026, 3, 10)))
    second = Payment.objects.latest("pk")
    assert (second.tenancy, second.unallocated_ore, outcome.matched_count) == (rent.tenancy, 684_000, 1)
    assert list(Payment.objects.credits()) == [second]


@pytest.mark.parametrize("order", [1, -1])
def test_oldest_payment_pays_first_when_two_come_in_one_file(order):
    [rent] = charged(1)
    later = Booked(date(2026, 3, 9), (paid(rent, 500_000),), 1)
    earlier = Booked(date(2026, 3, 6), (paid(rent, 400_000),), 2)
    imported(deliveries(*(later, earlier)[::order]))
    left = dict(Payment.objects.values_list("effective_on", "unallocated_ore"))
    assert left == {date(2026, 3, 6): 0, date(2026, 3, 9): 216_000}


def test_ocr_stays_valid_after_the_tenant_has_moved_out():
    [rent] = charged(1)
    rent.tenancy.__class__.objects.update(ends_on=date(2026, 3, 5), end_reason="own_lease")
    imported(delivery(paid(rent)))
    rent.refresh_from_db()
    assert rent.open_ore == 0


def test_large_payment_waits_for_a_person_even_with_an_exact_ocr():
    [rent] = charged(1)
    outcome = imported(delivery(paid(rent, 100_000_001)))
    payment = Payment.objects.get()
    assert (payment.needs_person, payment.tenancy, payment.ocr) == ("large", None, rent.ocr)
    assert outcome.verdict == "accepted_with_warnings"
    assert outcome.matched_count == 0


def test_guideline_may_be_stricter_than_a_million():
    [rent], by = charged(1), UserFactory()
    set_guideline("auto_allocate_max_ore", 500_000, valid_from=TODAY, by=by, on=TODAY)
    imported(delivery(paid(rent), paid(rent, 500_000)))
    assert list(Payment.objects.order_by("pk").values_list("needs_person", flat=True)) == ["large", ""]


def test_deduction_is_kept_for_a_person_and_counts_against_its_deposit():
    [rent] = charged(1)
    outcome = imported(delivery(paid(rent), Paid(50_000, ("avdrag",), is_deduction=True)))
    deduction = Payment.objects.get(source="reversal")
    assert (deduction.amount_ore, deduction.unallocated_ore, deduction.needs_person) == (-50_000, -50_000, "deduction")
    assert (outcome.new_count, len(outcome.payments), outcome.payment_sum_ore) == (1, 1, 684_000)
    assert Deposit.objects.get().amount_ore == 634_000


# --- promise 1: the same file twice ----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_same_file_twice_changes_nothing_and_says_so(format):
    [rent] = charged(1)
    data = delivery(paid(rent), Paid(5_000, ("?",)), format=format)
    imported(data, name="fredag.txt", on=date(2026, 3, 9))
    before = book()
    again = imported(data, name="måndag.txt")
    assert book() == before
    assert (again.verdict, again.new_count, again.known_count, again.file) == ("accepted", 0, 2, None)
    [said] = again.reasons
    assert said.code == "file_known"
    assert "2026-03-09" in sentence(said)
    assert "fredag.txt" in sentence(said)


# --- promise 3: a broken file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_broken_file_stores_its_reasons_and_nothing_else(mistake):
    outcome = _import(mistake.data)
    assert outcome.is_rejected
    assert mistake.code in [reason.code for reason in outcome.reasons]
    file = ImportFile.objects.get()
    assert (file.verdict, file.payment_count, file.new_count, file.created_on) == ("rejected", 0, 0, None)
    assert sentences(file.reasons) == [sentence(reason) for reason in outcome.reasons]
    assert not Payment.objects.exists()
    assert not Deposit.objects.exists()


def _import(data):
    """As the municipality that the named mistakes are written for, on the day of those files."""
    on = date(2026, 11, 30)
    return actions.import_bank_file(data, name="fil", via="upload", on=on, at=at(on), receivers=RECEIVERS)


def test_broken_file_may_come_again_and_whole():
    [mistake] = [m for m in MISTAKES if m.code == "deposit_sum"][:1]
    assert _import(mistake.data).is_rejected
    assert _import(mistake.data).is_rejected
    assert ImportFile.objects.count() == 2
    assert _import(write(good(mistake.format), mistake.format)).verdict == "accepted"


def test_dry_run_stores_nothing_and_tells_the_same():
    [rent] = charged(1)
    data, broken = delivery(paid(rent), Paid(5_000, ("?",))), delivery(paid(rent))[:-50]
    before = book()
    dry, bad = imported(data, dry_run=True), imported(broken, dry_run=True)
    assert book() == before
    wet = imported(data)
    for name in ("verdict", "format", "reasons", "payments", "new_count", "known_count", "matched_count"):
        assert getattr(dry, name) == getattr(wet, name)
    assert (dry.file, bad.file, bad.verdict) == (None, None, "rejected")


def test_report_of_the_running_day_is_recognised_but_not_stored():
    [rent] = charged(1)
    outcome = imported(running_day(delivery(paid(rent), format="camt.054.001.08")))
    assert (outcome.verdict, outcome.format, len(outcome.payments)) == ("accepted", "camt.052.001.08", 1)
    assert (outcome.new_count, outcome.file, outcome.is_taken) == (0, None, False)
    assert not ImportFile.objects.exists()


def test_import_costs_the_same_number_of_queries_at_any_size(django_assert_num_queries):
    rents = charged(12)
    with django_assert_num_queries(14) as few:
        imported(delivery(*map(paid, rents[:2])))
    with django_assert_num_queries(len(few.captured_queries)):
        imported(delivery(*map(paid, rents[2:]), number=2))


def test_our_accounts_come_from_the_settings(settings):
    settings.BANK_RECEIVERS = {"99"}
    [rent] = charged(1)
    outcome = actions.import_bank_file(delivery(paid(rent)), name="f", via="upload", on=TODAY, at=at())
    assert [reason.code for reason in outcome.reasons] == ["receiver_not_ours"]


def test_unknown_reference_with_a_right_check_digit_is_remembered():
    stranger = make_ocr(5550001)
    imported(delivery(named(stranger)))
    payment = Payment.objects.get()
    assert (payment.ocr, payment.tenancy) == (stranger, None)


def test_payment_on_an_ended_home_of_nobody_waits():
    TenancyFactory()
    imported(delivery(Paid(1, ())))
    assert list(Payment.objects.unmatched().values_list("amount_ore", flat=True)) == [1]


@pytest.mark.parametrize(
    ("on", "made_on", "is_taken"),
    [
        (TODAY, TODAY, True),
        (TODAY, TODAY + timedelta(days=1), True),
        (TODAY, TODAY + timedelta(days=2), False),
        (TODAY, date(2099, 3, 9), False),
        (TODAY, date(2016, 3, 9), True),
        (date(2026, 3, 14), date(2026, 3, 16), True),  # Saturday, and the Monday that is the next bank day
    ],
)
def test_file_of_a_day_to_come_is_refused_and_of_any_age_is_not(on, made_on, is_taken):
    [rent] = charged(1)
    outcome = imported(delivery(paid(rent), day=made_on), on=on)
    assert outcome.is_rejected is not is_taken
    assert ["from_the_future"] * (not is_taken) == [reason.code for reason in outcome.reasons]
    assert Payment.objects.exists() is is_taken


def test_file_that_came_too_early_is_read_when_its_day_has_come():
    [rent] = charged(1)
    data, day = delivery(paid(rent), day=date(2026, 3, 13)), date(2026, 3, 13)
    assert imported(data).is_rejected
    assert not imported(data, on=day).is_rejected


@pytest.mark.parametrize("format", ["BgMax 01", "camt.054.001.08"])
@pytest.mark.parametrize(("ore", "is_taken"), [(10**12, True), (10**12 + 1, False), (10**15 - 1, False)])
def test_amount_that_nobody_pays_is_refused_before_any_sum_is_too_large(ore, is_taken, format):
    outcome = imported(delivery(Paid(ore, ("1",)), format=format))
    assert outcome.is_rejected is not is_taken
    assert ("amount_huge" in [reason.code for reason in outcome.reasons]) is not is_taken
