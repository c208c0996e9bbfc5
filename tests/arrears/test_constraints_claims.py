"""Each constraint of write-offs and interruptions, broken once past the actions: the database itself says no."""

from datetime import date

import pytest

from arrears.models import LimitationBreak, WriteOff
from tests.arrears.book import TODAY
from tests.arrears.test_constraints import refused
from tests.factories import ChargeFactory, PaymentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rent():
    return ChargeFactory()


def asked(rent, **fields):
    values = {"amount_ore": 100, "why": "x", "needs_second": True, "asked_on": TODAY, "asked_by": UserFactory()}
    return WriteOff.objects.create(charge=rent, **values | fields)


def done(rent, **fields):
    """What a done one needs: a payment, a day and a person."""
    paid = {"deposit": None, "source": "write_off", "tenancy": rent.tenancy, "why": "x", "by": UserFactory()}
    values = {"status": "done", "decided_on": TODAY, "decided_by": UserFactory()}
    return asked(rent, **values | {"payment": PaymentFactory(**paid, amount_ore=100)} | fields)


def broken(rent, **fields):
    values = {"kind": "suit", "happened_on": TODAY, "note": "x", "recorded_on": TODAY, "by": UserFactory()}
    return LimitationBreak.objects.create(tenancy=rent.tenancy, **values | fields)


def by_the_same(rent):
    finn = UserFactory()
    return done(rent, asked_by=finn, decided_by=finn)


RULES = {
    "one_open_write_off_per_charge": [lambda rent: [asked(rent), asked(rent)]],
    "write_off_has_amount_and_reason": [lambda rent: asked(rent, amount_ore=0), lambda rent: asked(rent, why="")],
    "write_off_decided_on_and_by": [
        lambda rent: asked(rent, decided_on=TODAY),
        lambda rent: asked(rent, why_declined="x"),
        lambda rent: done(rent, payment=None),
        lambda rent: done(rent, decided_on=None),
        lambda rent: done(rent, decided_by=None),
        lambda rent: asked(rent, status="declined", decided_on=TODAY, decided_by=UserFactory()),
        lambda rent: done(rent, status="declined", why_declined="x"),
    ],
    "write_off_takes_two_people": [by_the_same],
    "limitation_was_broken_before": [lambda rent: broken(rent, happened_on=date(2026, 3, 11))],
    "limitation_break_can_be_proved": [lambda rent: broken(rent, note="")],
}
CASES = [(name, number) for name, ways in RULES.items() for number in range(len(ways))]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_constraint_holds(name, number, rent):
    refused(lambda: RULES[name][number](rent), name)


def test_every_constraint_has_its_case():
    models = (WriteOff, LimitationBreak)
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(RULES)


def test_one_person_may_do_both_below_the_limit(rent):
    finn = UserFactory()
    assert done(rent, asked_by=finn, decided_by=finn, needs_second=False).pk


def test_one_payment_stands_for_one_write_off(rent):
    payment = done(rent).payment
    refused(lambda: done(ChargeFactory(), payment=payment), "payment_id")


def test_interruptions_are_never_deleted_or_rewritten(rent):
    broken(rent)
    refused(lambda: LimitationBreak.objects.update(note="y"), "Cannot update")
    refused(lambda: LimitationBreak.objects.all()._raw_delete("default"), "Cannot delete")
