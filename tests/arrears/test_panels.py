"""The tenancy page's book of rents: what each month came to, in words, and the debt."""

from datetime import date

import pytest

from arrears import actions, panels
from arrears.models import Charge
from bolots.access import Role
from demo.bankfile_writer import Paid
from tests.factories import ChargeFactory, TenancyFactory, UserFactory
from tests.factories.ledger import other_claim, written_off

from .book import MARCH, TODAY, at, charged, delivery, imported

pytestmark = pytest.mark.django_db


def rows(tenancy, on=TODAY, user=None):
    found = panels.tenancy(tenancy, user or UserFactory(), on)
    return {panel.place: panel.context for panel in found}


def state(tenancy, on=TODAY):
    row = rows(tenancy, on)["main"]["rows"][0]
    return row["kind"], row["word"].replace("\xa0", " ")


def pay(charge, ore, on):
    imported(delivery(Paid(ore, (charge.ocr,)), day=on, number=on.toordinal() % 9999), on=on, name=f"{on}.txt")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 2, 27), ("going", "Förfaller fre 27 feb")),  # the printed day itself
        (date(2026, 2, 28), ("going", "Förföll fre 27 feb")),
        (date(2026, 3, 4), ("going", "Förföll fre 27 feb")),  # the second bank day of grace after 2 March
        (date(2026, 3, 5), ("late", "3 dagar sen")),
        (date(2026, 3, 3), ("going", "Förföll fre 27 feb")),
    ],
)
def test_unpaid_rent_is_coming_then_due_then_late(on, expected):
    (charge,) = charged()
    assert state(charge.tenancy, on) == expected


@pytest.mark.parametrize(
    ("paid_on", "expected"),
    [
        (date(2026, 2, 26), ("done", "I tid, tor 26 feb")),
        (date(2026, 3, 4), ("done", "I tid, ons 4 mar")),
        (date(2026, 3, 5), ("late", "3 dagar sen, tor 5 mar")),
    ],
)
def test_paid_rent_was_in_time_or_late_by_the_nights_own_rule(paid_on, expected):
    (charge,) = charged()
    pay(charge, charge.amount_ore, paid_on)
    assert state(charge.tenancy) == expected


def test_partly_paid_rent_shows_both_parts_and_the_debt():
    (charge,) = charged()
    pay(charge, 184_000, date(2026, 3, 3))
    found = rows(charge.tenancy)
    assert found["main"]["rows"][0]["paid_ore"] == 184_000
    assert found["figure"]["debt_ore"] == 500_000


def test_credit_is_no_payment(cast):
    (charge,) = charged()
    actions.credit_charge(charge, amount_ore=charge.amount_ore, why="fel", by=cast.finn, on=TODAY)
    (row,) = rows(charge.tenancy)["main"]["rows"]
    assert (row["word"], row["paid_ore"]) == ("Krediterad", 0)


def test_book_shows_twelve_months_and_every_older_debt():
    tenancy = TenancyFactory()
    for year, month in [(2024, 1), (2025, 2), (2025, 3), (2025, 4), (2026, 3)]:
        due = date(year, month, 1)
        days = {"printed_due_on": due, "statutory_due_on": due, "safe_due_on": due}
        ChargeFactory(tenancy=tenancy, month=due, open_ore=7 if year == 2024 else 0, **days)
    found = rows(tenancy)
    months = [row["charge"].month for row in found["main"]["rows"]]
    assert months == [date(2026, 3, 1), date(2025, 4, 1), date(2024, 1, 1)]
    assert found["figure"]["debt_ore"] == 7


def test_coming_rent_is_no_debt():
    (charge,) = charged()
    assert rows(charge.tenancy, date(2026, 2, 27))["figure"]["debt_ore"] == 0
    assert rows(charge.tenancy, date(2026, 2, 28))["figure"]["debt_ore"] == charge.amount_ore


def test_bolots_sees_the_debt_and_not_the_book(django_assert_num_queries):
    tenancy = charged()[0].tenancy
    bolots, worker, admin = UserFactory(bolots=True), UserFactory(), UserFactory(role=Role.SYSTEM_ADMIN)
    with django_assert_num_queries(2):  # one of them, here and below: for whom the user stands in
        assert set(rows(tenancy, user=bolots)) == {"figure"}
    with django_assert_num_queries(3):
        assert set(rows(tenancy, user=worker)) == {"figure", "main"}
    assert rows(tenancy, user=admin) == {}


def test_fees_and_interest_stand_apart_and_are_no_debt(cast):
    (charge,) = charged()
    other_claim(charge, "fee", 6_000, on=date(2026, 2, 1))
    found = rows(charge.tenancy)
    assert [row["charge"].kind for row in found["main"]["rows"]] == ["rent"]
    assert [row["charge"].kind for row in found["main"]["others"]] == ["fee"]
    assert (found["main"]["other_ore"], found["main"]["debt_ore"]) == (6_000, charge.amount_ore)
    assert found["figure"]["debt_ore"] == charge.amount_ore


def test_rent_written_off_was_not_paid(cast):
    (charge,) = charged()
    written_off(charge, charge.amount_ore, by=cast.finn, on=TODAY)
    (row,) = rows(charge.tenancy)["main"]["rows"]
    assert (row["word"], row["paid_ore"]) == ("Avskriven", 0)


def test_changed_rent_stands_once_in_its_newest_version(cast):
    (charge,) = charged()
    actions.credit_charge(charge, amount_ore=charge.amount_ore, why="fel", by=cast.finn, on=TODAY)
    newer = {"replaces": charge, "first": charge, "why": "rätt", "by": cast.finn}
    ChargeFactory(tenancy=charge.tenancy, amount_ore=600_000, **newer)
    found = rows(charge.tenancy)
    assert [row["charge"].amount_ore for row in found["main"]["rows"]] == [600_000]
    assert found["figure"]["debt_ore"] == 600_000


def test_page_words_the_book(sign_in, cast):
    (charge,) = charged(case_worker=cast.alma)
    actions.open_balance(charge.tenancy, month=date(2026, 1, 1), amount_ore=12_300, by=cast.finn, on=TODAY)
    html = sign_in("alma").get(charge.tenancy.get_absolute_url()).content.decode().replace("\xa0", " ")
    for words in ("Hyresbok", "mars 2026", "8 dagar sen", "6 963 kr"):
        assert words in html
    assert Charge.objects.filter(tenancy=charge.tenancy, month=MARCH).exists()
    assert at().date() == TODAY
