"""Each constraint and trigger of the ledger, broken once past the actions: the database itself says no."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from arrears import actions
from arrears.models import (
    Allocation,
    Attribution,
    Charge,
    Deposit,
    ImportFile,
    LateRent,
    NoMoreFiles,
    Payment,
    PendingFile,
)
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid, waiting
from tests.factories import (
    ChargeFactory,
    DepositFactory,
    ImportFileFactory,
    PaymentFactory,
    TenancyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    """A rent that is paid in part by one of two payments, and flagged."""
    [rent] = charged(1)
    imported(delivery(paid(rent, 100_000)))
    waiting(500)
    actions.scan_late_rent(on=TODAY)
    actions.say_no_more_files(through_on=TODAY, by=UserFactory(), at=at())
    return rent


def refused(change, *words):
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        change()
    assert any(word in str(error.value) for word in words), str(error.value)


def allocation(book, **fields):
    values = {"charge": book, "payment": Payment.objects.latest("pk"), "ore": 1, "effective_on": TODAY}
    return Allocation.objects.create(recorded_on=TODAY, **{**values, **fields})


def payment(**fields):
    return PaymentFactory(deposit=Deposit.objects.first(), ordinal=99, **fields)


CHARGES = {
    "one_rent_per_tenancy_and_month": lambda rent: ChargeFactory(tenancy=rent.tenancy),
    "charge_is_positive": lambda rent: ChargeFactory(amount_ore=0),
    "charge_open_within_amount": lambda rent: ChargeFactory(open_ore=684_001),
    "safe_due_is_the_latest": lambda rent: ChargeFactory(safe_due_on=date(2026, 2, 27)),
    "charge_month_is_a_first": lambda rent: ChargeFactory(month=date(2026, 3, 2)),
    "charge_ocr_is_digits": lambda rent: ChargeFactory(ocr="012"),
    "one_fee_and_one_cost_per_debt": lambda rent: [ChargeFactory(kind="fee", about=rent) for _ in range(2)],
    "interest_of_a_day_is_charged_once": lambda rent: [
        ChargeFactory(kind="interest", about=rent, from_on=TODAY, until_on=date(2026, 3, 11)) for _ in range(2)
    ],
    "only_rent_stands_alone": lambda rent: ChargeFactory(kind="fee"),
    "only_interest_has_a_period": lambda rent: ChargeFactory(kind="interest", about=rent),
    "new_version_says_why": lambda rent: ChargeFactory(tenancy=rent.tenancy, replaces=rent, first=rent),
    "arrears_charge_ocr_key": lambda rent: ChargeFactory(ocr=rent.ocr),
}
PAYMENTS = {
    "one_import_per_file_content": lambda rent: ImportFileFactory(sha256=ImportFile.objects.first().sha256),
    "one_deposit_per_account_day_serial": lambda rent: DepositFactory(
        account="1", booked_on=TODAY, serial=DepositFactory(account="1", booked_on=TODAY).serial
    ),
    "one_payment_per_place_in_deposit": lambda rent: PaymentFactory(
        deposit=Deposit.objects.first(), ordinal=Payment.objects.get(deposit=Deposit.objects.first()).ordinal
    ),
    "only_what_takes_back_is_negative": lambda rent: payment(amount_ore=-1, unallocated_ore=-1),
    "foreign_money_is_counted": lambda rent: DepositFactory(foreign_ore=1),
    "payment_unallocated_within_amount": lambda rent: payment(unallocated_ore=684_001, tenancy=rent.tenancy),
    "bank_money_has_a_deposit_all_else_a_reason": lambda rent: PaymentFactory(deposit=None),
    "credit_write_off_and_refund_are_a_tenancys": lambda rent: PaymentFactory(
        deposit=None, source="write_off", by=UserFactory(), why="x"
    ),
    "withdrawal_and_share_say_of_what": lambda rent: PaymentFactory(
        deposit=None, source="share", by=UserFactory(), why="x"
    ),
    "allocated_money_has_a_tenancy": lambda rent: payment(unallocated_ore=5),
    "attribution_has_a_reason": lambda rent: Attribution.objects.create(
        payment=Payment.objects.first(), tenancy=rent.tenancy, recorded_on=TODAY, by=UserFactory(), why=""
    ),
    "one_preview_per_person_and_file": lambda rent: PendingFile.objects.bulk_create(
        [PendingFile(sha256="a", name="f", data=b"", uploaded_at=at(), by=UserFactory())] * 2
    ),
}
ALLOCATIONS = {
    "allocation_on_a_charge_or_a_reversal": lambda rent: allocation(rent, charge=None),
    "only_undoing_is_negative": lambda rent: allocation(rent, ore=-1),
    "allocation_by_hand_has_a_reason": lambda rent: allocation(rent, by=UserFactory()),
    "payment_does_not_take_back_itself": lambda rent: allocation(
        rent, charge=None, taken_back_by=Payment.objects.latest("pk")
    ),
    "arrears_allocation_reverses_id_key": lambda rent: [
        allocation(rent, ore=-1, reverses=Allocation.objects.first()) for _ in range(2)
    ],
    "arrears_laterent_charge_id_key": lambda rent: LateRent.objects.create(
        charge=rent, flagged_on=TODAY, open_ore=1, cutoff_on=TODAY, grace_bank_days=2, threshold_ore=1
    ),
}
RULES = CHARGES | PAYMENTS | ALLOCATIONS


@pytest.mark.parametrize("name", RULES)
def test_constraint_holds(name, book):
    refused(lambda: RULES[name](book), name)


@pytest.mark.parametrize(
    ("source", "ore"),
    [("refund", 1), ("split", 1), ("write_off", -1), ("share", -1), ("credit_note", -1), ("withdrawal", 0)],
)
def test_each_source_has_its_sign(source, ore, book):
    of = Payment.objects.first() if source in ("withdrawal", "split", "share") else None
    facts = {"deposit": None, "of": of, "tenancy": book.tenancy, "by": UserFactory(), "why": "x"}
    refused(lambda: PaymentFactory(source=source, amount_ore=ore, **facts), "only_what_takes_back_is_negative")


@pytest.mark.parametrize("source", ["refund", "write_off", "withdrawal", "split", "share", "credit_note"])
@pytest.mark.parametrize("missing", ["by", "why"])
def test_what_people_do_with_money_says_who_and_why(source, missing, book):
    of = Payment.objects.first() if source in ("withdrawal", "split", "share") else None
    facts = {"deposit": None, "of": of, "tenancy": book.tenancy, "by": UserFactory(), "why": "x"}
    facts[missing] = {"by": None, "why": ""}[missing]
    ore = -1 if source in ("refund", "split") else 1
    refused(
        lambda: PaymentFactory(source=source, amount_ore=ore, **facts), "bank_money_has_a_deposit_all_else_a_reason"
    )


def test_every_constraint_has_its_case():
    models = (Allocation, Attribution, Charge, Deposit, ImportFile, LateRent, Payment, PendingFile)
    assert {constraint.name for model in models for constraint in model._meta.constraints} <= set(RULES)


@pytest.mark.parametrize("model", [Allocation, Charge, Deposit, ImportFile, LateRent, NoMoreFiles, Payment])
def test_rows_of_the_ledger_are_never_deleted_or_rewritten(model, book):
    column = {"Allocation": "ore", "Charge": "amount_ore", "Payment": "amount_ore", "LateRent": "open_ore"}
    column |= {"Deposit": "serial", "ImportFile": "name", "NoMoreFiles": "through_on"}
    name = column[model.__name__]
    first = model.objects.first()
    value = {"serial": "x", "name": "x", "through_on": date(2020, 1, 1)}.get(name, 1)
    refused(lambda: model.objects.filter(pk=first.pk).update(**{name: value}), "Cannot update")
    refused(lambda: model.objects.filter(pk=first.pk)._raw_delete("default"), "Cannot delete")


def test_attributions_are_never_deleted_or_rewritten(book):
    payment = actions.give_to_tenancy(Payment.objects.latest("pk"), book.tenancy, why="x", by=UserFactory(), on=TODAY)
    refused(lambda: payment.attributions.update(why="y"), "Cannot update")
    refused(lambda: payment.attributions.all()._raw_delete("default"), "Cannot delete")


def test_money_that_is_used_stays_with_its_home(book):
    other = TenancyFactory()
    used = Payment.objects.filter(ocr=book.ocr)
    refused(lambda: used.update(tenancy=other), "Cannot update")
    refused(lambda: used.update(tenancy=None), "Cannot update", "allocated_money")
    free = Payment.objects.filter(ocr="")
    for tenancy in (other, book.tenancy, None):
        assert free.update(tenancy=tenancy) == 1


def test_balance_cannot_go_below_zero_whatever_is_written(book):
    refused(lambda: Charge.objects.filter(pk=book.pk).update(open_ore=-1), "charge_open_within_amount")
    refused(lambda: Payment.objects.update(unallocated_ore=-1), "payment_unallocated_within_amount")
