"""The money's part of a home's timeline, and who sees it."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from arrears import actions, timeline
from arrears.models import Allocation, Charge, Payment, PaymentPlan
from tenancies import timeline as homes
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid, waiting
from tests.arrears.deals import deal
from tests.factories import ChargeFactory, TenancyFactory
from tests.factories.ledger import divided, other_claim, refunded, withdrawn, written_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    """A rent with everything that can happen to one."""
    [rent] = charged(1, case_worker=cast.alma)
    finn = cast.finn
    actions.open_balance(rent.tenancy, month=date(2026, 1, 1), amount_ore=100, by=finn, on=date(2026, 2, 10))
    imported(delivery(paid(rent, 1_000), format="camt.054.001.08"))
    actions.scan_late_rent(on=TODAY)
    payment = waiting(2_000)
    row = actions.allocate_by_hand(payment, rent, amount_ore=2_000, why="Sade hon", by=finn, on=TODAY)
    actions.credit_charge(rent, amount_ore=500, why="Vattenskada", by=finn, on=TODAY)
    actions.undo_allocation(row, why="Ångrade sig", by=finn, on=TODAY)
    imported(delivery(paid(rent, 1_000), format="camt.054.001.08", number=9, is_reversal=True))
    actions.decide_reversal(
        Payment.objects.get(source="reversal"), payment=Payment.objects.get(ocr=rent.ocr, amount_ore=1_000),
        why="Banken ringde", by=finn, on=TODAY,
    )  # fmt: skip
    return rent.tenancy


def test_time_to_pay_is_told_to_those_who_see_the_ledger(cast):
    [rent] = charged(1, case_worker=cast.alma)
    plan = deal([rent], by=cast.alma)
    PaymentPlan.objects.update(status="broken", missed_on=TODAY, ended_on=TODAY)
    stops = dict.fromkeys(("stops_cases", "stops_demands", "stops_interest"), True)
    until = date(2026, 4, 1)
    actions.set_hold(rent.tenancy, from_on=TODAY, until_on=until, why="Sjuk", **stops, by=cast.finn, on=TODAY)
    said = {}
    for entry in homes.page(rent.tenancy_id, cast.finn, on=TODAY, kind="money").entries:
        said[entry.what] = render_to_string(entry.template, {"entry": entry, "today": TODAY}).replace("\xa0", " ")
    assert "Avbetalningsplan gjord: 6 840 kr" in said["plan_agreed"]
    assert plan.get_absolute_url() in said["plan_agreed"]
    assert "Avbetalningsplanen slutade: bruten" in said["plan_ended"]
    assert "En delbetalning i avbetalningsplanen saknades" in said["plan_missed"]
    assert "Anstånd, till ons 1 apr" in said["hold_set"]
    assert "Sjuk" in said["hold_set"]
    told = {entry.what for entry in homes.page(rent.tenancy_id, cast.bosse, on=TODAY).entries}
    assert not told & {"plan_agreed", "plan_missed", "plan_ended", "hold_set"}


def rows(home, user):
    page = homes.page(home.pk, user, on=TODAY, kind="money")
    return {(entry.what, entry.ore): entry for entry in page.entries}


def test_finance_officer_sees_all_that_happened(home, cast):
    found = rows(home, cast.finn)
    assert set(found) == {
        ("rent_charged", 684_000),
        ("opening_balance", 100),
        ("money_came", 1_000),
        ("rent_late", 683_000),
        ("rent_late", 100),
        ("booked_by_hand", 2_000),
        ("booking_undone", -2_000),
        ("credited", 500),
        ("money_taken_back", -1_000),
        ("booking_undone", -1_000),
    }
    assert found["booked_by_hand", 2_000].text == "Sade hon"
    assert found["booked_by_hand", 2_000].day == date(2026, 3, 1)
    assert found["credited", 500].text == "Vattenskada"
    assert found["rent_charged", 684_000].at.date() == date(2026, 2, 10)


def test_bolots_sees_that_rent_is_late_and_nothing_else(home, cast):
    assert {what for what, _ore in rows(home, cast.bosse)} == {"rent_late"}


def test_administrator_sees_no_money(home, cast):
    assert timeline.entries(home.pk, cast.axel) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_row_is_worded(language, home, cast):
    with override(language):
        for (_what, ore), entry in rows(home, cast.finn).items():
            page = render_to_string(entry.template, {"entry": entry})
            assert "<li" in page
            assert str(abs(ore) // 100)[:3] in page.replace("\u00a0", "")
    assert Allocation.objects.count() == 6


@pytest.fixture
def richer(home, cast):
    """The rows that fees, decisions and mended mistakes leave."""
    who = {"by": cast.finn, "on": TODAY}
    rent, opening = home_charges(home)
    for kind, ore in (("fee", 6_000), ("cost", 18_000)):
        other_claim(rent, kind, ore, on=TODAY, why="avtalat", by=cast.finn)
    other_claim(rent, "interest", 1_234, on=TODAY, from_on=date(2026, 3, 3), until_on=TODAY)
    written_off(opening, 100, **who)
    payment = actions.give_to_tenancy(waiting(900), home, why="x", **who)
    refunded(payment, 300, **who)
    share, _other = divided(payment_left(payment), {home: 200, TenancyFactory(): 400}, **who)
    withdrawn(share, **who)
    actions.revive(actions.ask_write_off(rent, amount_ore=300, why="x", **who), why="x", **who)
    wrong = actions.give_to_tenancy(waiting(700), home, why="x", **who)
    actions.undo_file(wrong.deposit.file, why="x", at=at(), **who)
    versions = {"replaces": rent, "first": rent, "why": "fel belopp", "by": cast.finn}
    ChargeFactory(tenancy=home, amount_ore=600_000, effective_on=TODAY, recorded_on=TODAY, **versions)
    return home


def home_charges(home):
    return home_charge(home, "rent"), home_charge(home, "opening")


def home_charge(home, kind):
    return Charge.objects.get(tenancy=home, kind=kind)


def payment_left(payment):
    payment.refresh_from_db()
    return payment


NEW = {
    ("fee_charged", 6_000),
    ("cost_charged", 18_000),
    ("interest_charged", 1_234),
    ("written_off", 100),
    ("refunded", -300),
    ("money_divided", -600),
    ("money_shared", 200),
    ("out_of_the_book", -200),
    ("file_taken_back", -700),
    ("claimed_again", -300),
    ("charge_replaced", 600_000),
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_new_kind_of_row_is_told_and_worded(language, richer, cast):
    found = rows(richer, cast.finn)
    assert set(found) >= NEW
    assert found["charge_replaced", 600_000].text == "fel belopp"
    with override(language):
        for what, ore in NEW:
            page = render_to_string(found[what, ore].template, {"entry": found[what, ore]})
            assert "<li" in page
            assert str(abs(ore) // 100)[:3] in page.replace("\u00a0", "")


def test_write_off_on_its_charge_is_no_booking_by_hand(richer, cast):
    assert ("booked_by_hand", 100) not in rows(richer, cast.finn)
