"""Charging a month, an opening balance, a credit note."""

from datetime import date

import pytest
from django.db import connection

from arrears import actions
from arrears.actions import charging
from arrears.actions.allocating import NotThisMuch, WithoutReason
from arrears.actions.charging import CreditedTooMuch, NotAnAmount, NotAnOcr, OcrTaken
from arrears.models import Allocation, Charge, Payment
from arrears.rules.ocr import is_valid, make_ocr
from arrears.tasks import charge_next_month
from bolots.models import JobRun
from tests.arrears.book import MARCH, TODAY, charged, delivery, imported, named, paid
from tests.factories import RentTermFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
FEBRUARY_10 = date(2026, 2, 10)


def charge(month=MARCH, on=FEBRUARY_10):
    return actions.charge_month(month=month, on=on)


def test_running_tenancies_are_charged_with_their_dates_and_an_ocr_of_their_own():
    first, second = charged(2)
    assert (first.amount_ore, first.open_ore, first.kind, first.month) == (684_000, 684_000, "rent", MARCH)
    assert first.printed_due_on == date(2026, 2, 27)
    assert (first.statutory_due_on, first.safe_due_on) == (date(2026, 2, 28), date(2026, 3, 2))
    assert (first.effective_on, first.recorded_on) == (FEBRUARY_10, FEBRUARY_10)
    assert first.ocr != second.ocr
    assert all(is_valid(c.ocr) and c.ocr.startswith("7") and c.ocr[-2] == str(len(c.ocr)) for c in (first, second))


def test_month_charged_again_changes_nothing():
    TenancyFactory.create_batch(3)
    assert charge() == actions.Charged(created=3, known=0, amount_ore=3 * 684_000)
    before = list(Charge.objects.order_by("pk").values())
    assert charge(on=TODAY) == actions.Charged(created=0, known=3, amount_ore=0)
    assert list(Charge.objects.order_by("pk").values()) == before


def test_who_moved_in_since_is_charged_by_the_next_run_with_two_weeks_notice():
    charged(1)
    TenancyFactory(starts_on=date(2026, 3, 9))
    assert charge(on=TODAY).created == 1
    late = Charge.objects.latest("pk")
    assert late.amount_ore == 507_484  # 23 of 31 days: 684 000 − 176 516
    assert late.printed_due_on == date(2026, 3, 24)


def test_tenancies_outside_the_month_and_free_months_are_not_charged():
    TenancyFactory(starts_on=date(2026, 4, 1))
    TenancyFactory(starts_on=date(2025, 1, 1), ends_on=MARCH, end_reason="own_lease")
    free = TenancyFactory()
    free.rent_terms.update(rent_ore=0)
    assert charge() == actions.Charged(0, 0, 0)


def test_rent_that_changes_in_the_month_is_charged_in_parts():
    tenancy = TenancyFactory()
    RentTermFactory(tenancy=tenancy, rent_ore=720_000, valid_from=date(2026, 4, 16), due_rule=5)
    RentTermFactory(tenancy=tenancy, rent_ore=999_999, valid_from=date(2026, 5, 1))
    assert charge(month=date(2026, 4, 1)).amount_ore == 342_000 + 360_000
    assert Charge.objects.get().safe_due_on == date(2026, 3, 31)  # the month began under the old term


def test_agreed_day_holds_for_the_charge():
    tenancy = TenancyFactory()
    tenancy.rent_terms.update(due_rule=5)
    charge()
    assert Charge.objects.get().safe_due_on == date(2026, 3, 5)


def test_two_tenancies_of_one_apartment_share_a_month_to_the_ore():
    leaving = TenancyFactory(ends_on=date(2026, 3, 12), end_reason="own_lease", rent_ore=684_001)
    TenancyFactory(apartment=leaving.apartment, starts_on=date(2026, 3, 12), rent_ore=684_001)
    charge()
    assert sum(Charge.objects.values_list("amount_ore", flat=True)) == 684_001


def test_charging_costs_the_same_number_of_queries_at_any_size(django_assert_num_queries):
    for size in (2, 20):
        TenancyFactory.create_batch(size)
        month = date(2026, size, 1) if size < 13 else MARCH
        with django_assert_num_queries(9):  # savepoint twice, lock, tenancies, terms, numbers, taken, count, insert
            charge(month=month)


def test_ocr_that_somebody_elses_billing_took_is_passed_over():
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value, is_called FROM arrears_charge_id_seq")
        last, is_called = cursor.fetchone()
    taken = make_ocr(int(f"7{last + 2 if is_called else last + 1:06}"))
    foreign = TenancyFactory(starts_on=date(2026, 5, 1))
    actions.open_balance(foreign, month=MARCH, amount_ore=1, by=None, on=TODAY, ocr=taken)
    charged(3)
    assert Charge.objects.filter(ocr=taken).count() == 1
    assert len({c.ocr for c in Charge.objects.all()}) == 4


def test_nothing_waits_for_a_number_that_was_typed_before_it_was_ours():
    """A wrong number in March is not a payment of whoever gets that number in May."""
    [first] = charged(1)
    coming = make_ocr(int(f"7{first.pk + 1:06}"))
    imported(delivery(named(coming)))
    TenancyFactory()
    charge(on=date(2026, 3, 11), month=date(2026, 4, 1))
    charge(on=date(2026, 3, 11))
    assert Charge.objects.filter(ocr=coming).exists()
    assert not Allocation.objects.exists()
    assert Payment.objects.get().tenancy is None


def test_monthly_job_charges_the_next_month_and_who_came_since_the_last():
    charged(2)
    TenancyFactory(starts_on=date(2026, 3, 9))
    done = actions.charge_due_months(month=MARCH, on=TODAY)
    assert (done.created, done.known) == (4, 0)  # one for March, three for April
    assert actions.charge_due_months(month=MARCH, on=TODAY) == actions.Charged(0, 3, 0)


def test_monthly_job_leaves_a_month_alone_that_was_never_charged():
    """Before the first charging there are opening balances."""
    TenancyFactory()
    assert actions.charge_due_months(month=MARCH, on=TODAY).created == 1
    assert Charge.objects.get().month == date(2026, 4, 1)


def test_job_caught_up_late_gives_two_weeks_from_its_run(set_today):
    TenancyFactory()
    set_today(date(2026, 3, 23))
    run = JobRun.objects.create(kind="charge_month", key="c", business_on=TODAY, due_at="2026-03-10T05:00Z")
    charge_next_month(run_id=run.pk)
    run.refresh_from_db()
    assert run.counts == {"created": 1, "known": 0, "amount_ore": 684_000}
    made = Charge.objects.get()
    assert (made.month, made.printed_due_on) == (date(2026, 4, 1), date(2026, 4, 7))  # 6 April is a holiday


def test_opening_balance_is_a_charge_of_its_month():
    tenancy, by = TenancyFactory(), UserFactory()
    made = actions.open_balance(tenancy, month=date(2025, 11, 15), amount_ore=300_000, by=by, on=TODAY)
    assert (made.kind, made.month, made.open_ore) == ("opening", date(2025, 11, 1), 300_000)
    assert made.safe_due_on == date(2025, 10, 31)
    assert is_valid(made.ocr)


def test_opening_balance_takes_money_that_waited_for_its_ocr():
    ocr = make_ocr(5550001)
    imported(delivery(named(ocr)))
    made = actions.open_balance(TenancyFactory(), month=MARCH, amount_ore=600_000, by=None, on=TODAY, ocr=ocr)
    payment = Payment.objects.get()
    assert (made.open_ore, payment.unallocated_ore, payment.tenancy_id) == (0, 84_000, made.tenancy_id)


@pytest.mark.parametrize("ocr", ["12345", "0", "018", "", "abc"])
def test_opening_balance_refuses_what_is_no_ocr(ocr):
    with pytest.raises(NotAnOcr):
        actions.open_balance(TenancyFactory(), month=MARCH, amount_ore=1, by=None, on=TODAY, ocr=ocr)


def test_ocr_is_never_used_twice():
    ocr = make_ocr(5550001)
    actions.open_balance(TenancyFactory(), month=MARCH, amount_ore=1, by=None, on=TODAY, ocr=ocr)
    with pytest.raises(OcrTaken):
        actions.open_balance(TenancyFactory(), month=MARCH, amount_ore=1, by=None, on=TODAY, ocr=ocr)


def test_charge_of_nothing_is_refused():
    with pytest.raises(NotAnAmount):
        actions.open_balance(TenancyFactory(), month=MARCH, amount_ore=0, by=None, on=TODAY)


def test_credit_note_lowers_what_is_open():
    [rent], finn = charged(1), UserFactory()
    note = actions.credit_charge(rent, amount_ore=200_000, why="Flyttade ut", by=finn, on=TODAY)
    rent.refresh_from_db()
    assert (rent.open_ore, note.unallocated_ore, note.source, note.tenancy) == (484_000, 0, "credit_note", rent.tenancy)
    assert (note.why, note.by) == ("Flyttade ut", finn)


def test_credit_note_for_a_paid_charge_becomes_a_credit():
    [rent] = charged(1)
    imported(delivery(paid(rent, 600_000)))
    note = actions.credit_charge(rent, amount_ore=684_000, why="Fel lägenhet", by=UserFactory(), on=TODAY)
    rent.refresh_from_db()
    assert (rent.open_ore, note.unallocated_ore) == (0, 600_000)
    again = UserFactory()
    with pytest.raises(CreditedTooMuch):
        actions.credit_charge(rent, amount_ore=1, why="Igen", by=again, on=TODAY)


def test_credit_note_for_a_charge_that_is_paid_whole_allocates_nothing():
    [rent] = charged(1)
    imported(delivery(paid(rent)))
    note = actions.credit_charge(rent, amount_ore=100, why="Rabatt", by=UserFactory(), on=TODAY)
    assert note.unallocated_ore == 100
    assert Allocation.objects.count() == 1


@pytest.mark.parametrize(
    ("amount_ore", "why", "refusal"),
    [(0, "x", NotThisMuch), (-5, "x", NotThisMuch), (684_001, "x", CreditedTooMuch), (5, " ", WithoutReason)],
)
def test_credit_note_needs_an_amount_of_the_charge_and_a_reason(amount_ore, why, refusal):
    [rent] = charged(1)
    with pytest.raises(refusal):
        actions.credit_charge(rent, amount_ore=amount_ore, why=why, by=UserFactory(), on=TODAY)
    assert not Payment.objects.exists()


def test_charge_that_another_process_made_meanwhile_is_no_error(monkeypatch):
    """The unique constraint says so, not the look-up."""
    TenancyFactory.create_batch(2)
    rows = charging._rows

    def slow(*args):
        found = rows(*args)
        charging._insert(found[:1])
        return [(row[0] + 1000, *row[1:6], f"{row[6]}0", *row[7:]) for row in found]

    monkeypatch.setattr(charging, "_rows", slow)
    assert charge().created == 1
    assert Charge.objects.count() == 2
