"""A month's charges by how they were paid, and money that waits as credit."""

from datetime import date

import pytest

from arrears import actions, months
from arrears.models import Allocation, Charge, Payment
from demo.bankfile_writer import Booked
from tests.arrears import book

from .conftest import text

pytestmark = pytest.mark.django_db
MONTH = "/hyror/manader/2026-03/"


def figures():
    return months.figures(months.with_state(Charge.objects.all(), on=book.TODAY))


def states() -> list[str]:
    charges = months.with_state(Charge.objects.order_by("pk"), on=book.TODAY)
    return [charge.state for charge in charges]


def booked(charge, *days):
    """The charge paid in equal shares, booked on the days."""
    share = charge.amount_ore // len(days)
    deposits = [Booked(day, (book.paid(charge, share),), number) for number, day in enumerate(days, 1)]
    book.imported(book.deliveries(*deposits))


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ([date(2026, 2, 27)], "in_time"),
        ([date(2026, 3, 4)], "in_time"),  # the second bank day of grace after the safe due day, Monday 2 March
        ([date(2026, 3, 5)], "late"),
        ([date(2026, 3, 2), date(2026, 3, 9)], "late"),
        ([], "unpaid"),
    ],
)
def test_a_rent_is_in_time_up_to_the_last_day_of_grace(days, state):
    [charge] = book.charged()
    if days:
        booked(charge, *days)
    assert states() == [state]


def test_money_that_comes_in_time_and_late_is_told_apart_to_the_ore():
    [charge] = book.charged()
    booked(charge, date(2026, 3, 2), date(2026, 3, 9))
    month = figures()
    assert (month.in_time.ore, month.late.ore, month.unpaid.ore) == (342_000, 342_000, 0)
    assert (month.in_time.homes, month.late.homes) == (0, 1)


def test_what_was_undone_counts_as_unpaid(cast):
    [charge] = book.charged()
    booked(charge, date(2026, 2, 27))
    actions.undo_allocation(Allocation.objects.get(), why="fel", by=cast.finn, on=book.TODAY)
    month = figures()
    assert (month.unpaid.ore, month.in_time.ore, month.late.ore) == (684_000, 0, 0)
    assert states() == ["unpaid"]


def test_money_that_the_bank_took_back_counts_as_unpaid(cast):
    [charge] = book.charged()
    booked(charge, date(2026, 2, 27))
    book.imported(book.delivery(book.paid(charge), number=2, format="camt.054.001.08", is_reversal=True))
    reversal, payment = Payment.objects.order_by("amount_ore")
    actions.decide_reversal(reversal, payment=payment, why="OCR", by=cast.finn, on=book.TODAY)
    assert figures().unpaid.ore == 684_000


def test_credited_and_paid_is_paid_and_only_credited_is_credited(cast):
    paid, gone = book.charged(2)
    actions.credit_charge(paid, amount_ore=84_000, why="fel", by=cast.finn, on=book.TODAY)
    actions.credit_charge(gone, amount_ore=684_000, why="fel", by=cast.finn, on=book.TODAY)
    book.imported(book.delivery(book.paid(paid, 600_000), day=date(2026, 2, 27)))
    assert states() == ["in_time", "credited"]
    month = figures()
    assert (month.charged.homes, month.charged.ore, month.credited.ore) == (1, 600_000, 768_000)
    assert month.charged.ore == month.in_time.ore + month.late.ore + month.unpaid.ore


def test_a_month_without_charges_is_all_zero():
    assert figures().count_of() == 0
    assert figures().charged == months.Share(0, 0)


# --- the page ------------------------------------------------------------------------------------------------------


def test_the_page_lists_the_charges_of_one_state_or_all(finn):
    paid, unpaid = book.charged(2)
    booked(paid, date(2026, 2, 27))
    everything = text(finn.get(MONTH))
    assert "Alla 2 Betalt i tid 1 Betalt sent 0 Obetalt 1 Krediterad 0" in everything
    assert str(paid.tenancy.apartment) in everything
    only = text(finn.get(MONTH, {"show": "unpaid"}))
    assert str(unpaid.tenancy.apartment) in only
    assert str(paid.tenancy.apartment) not in only
    assert "Ingen av månadens hyror slutade så." in text(finn.get(MONTH, {"show": "late"}))
    assert "Alla 2" in text(finn.get(MONTH, {"show": "'; --"}))


def test_a_long_month_is_paged_and_the_last_page_holds_the_rest(finn):
    book.charged(53)
    html = finn.get(MONTH, {"page": "2"}).content.decode()
    assert html.count('<th scope="row">') == 3
    assert finn.get(MONTH, {"page": "kaka"}).status_code == 200


def test_without_a_month_it_is_this_one_and_neighbours_are_linked(finn):
    html = finn.get("/hyror/manader/").content.decode()
    assert "Hyror för mars\u00a02026" in html
    assert 'href="/hyror/manader/2026-02/"' in html
    assert 'href="/hyror/manader/2026-04/"' in html


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "2026-3", "kaka", "0001-01", "1999-12", "2101-01", "9999-12"])
def test_a_month_that_is_none_is_not_found(finn, month):
    assert finn.get(f"/hyror/manader/{month}/").status_code == 404


def test_the_first_and_last_month_have_one_neighbour(finn):
    assert 'rel="prev"' not in finn.get("/hyror/manader/2000-01/").content.decode()
    assert 'rel="next"' not in finn.get("/hyror/manader/2100-12/").content.decode()


def test_not_due_and_just_due_rents_are_not_called_late(finn, set_today):
    book.charged(month=date(2026, 4, 1), on=date(2026, 3, 10))
    april = "/hyror/manader/2026-04/"
    assert "Förfaller senare" in text(finn.get(april))
    set_today(date(2026, 4, 1))
    assert "Förfallen, inom respitdagarna" in text(finn.get(april))
    set_today(date(2026, 4, 8))
    assert "Obetald, sen" in text(finn.get(april))


# --- credits -------------------------------------------------------------------------------------------------------


def test_money_paid_too_much_stands_among_the_credits(finn):
    [charge] = book.charged()
    book.imported(book.delivery(book.paid(charge, 700_000)))
    page = text(finn.get("/hyror/tillgodo/"))
    assert f"{charge.tenancy.apartment} 160 kr 7 000 kr mån 9 mar bank Betala tillbaka" in page


def test_case_worker_sees_the_credits_of_own_homes_and_decides_nothing(sign_in, cast):
    mine, other = book.charged(case_worker=cast.alma)[0], book.charged()[0]
    book.imported(book.delivery(book.paid(mine, 700_000), book.paid(other, 800_000)))
    page = text(sign_in("alma").get("/hyror/tillgodo/"))
    assert str(mine.tenancy.apartment) in page
    assert str(other.tenancy.apartment) not in page
    assert "Bokför på en hyra" not in page


def test_without_credits_the_page_says_what_would_be_there(finn):
    assert "Inget tillgodo Här står det som betalats för mycket" in text(finn.get("/hyror/tillgodo/"))
