"""Hyror: freshness in words first, what waits, and how the month is going."""

from datetime import date

import pytest

from arrears import actions
from arrears.models import NoMoreFiles
from demo.bankfile_writer import Booked
from tests.arrears import book
from tests.factories import ApartmentFactory

from .conftest import text

pytestmark = pytest.mark.django_db
RENTS, WORD = "/hyror/", "/hyror/inga-fler-filer/"


def read_in(day, number=1, *paid):
    book.imported(book.delivery(*paid or [book.named("hyra", 100)], day=day, number=number), on=day)


# --- freshness -----------------------------------------------------------------------------------------------------


def test_before_any_file_the_page_says_that_nothing_has_come(finn):
    page = text(finn.get(RENTS))
    assert "Inga betalningar har kommit än Ingen bankfil har lästs in." in page
    assert "Sena hyror söks inte: det kräver betalningarna till och med tor 5 mar." in page
    assert "Inga fler filer t.o.m. mån 9 mar" in page


def test_fresh_payments_are_told_first_and_need_no_word(finn):
    read_in(date(2026, 3, 9))
    page = text(finn.get(RENTS))
    assert "Inlästa till och med mån 9 mar Inget saknas. Sena hyror söks till och med förfallodagen tor 5 mar." in page
    assert "Inga fler filer" not in page


def test_a_day_that_is_missing_is_counted_in_bank_days(finn):
    read_in(date(2026, 3, 6))
    page = text(finn.get(RENTS))
    assert "Inlästa till och med fre 6 mar 1 bankdag saknas. Sena hyror söks till" in page
    assert "Inga fler filer t.o.m. mån 9 mar" in page


def test_stale_payments_say_that_late_rent_is_not_looked_for_and_are_told_once(finn):
    read_in(date(2026, 3, 3))
    response = finn.get(RENTS)
    assert "4 bankdagar saknas. Sena hyror söks inte: det kräver betalningarna till och med tor 5 mar." in text(
        response
    )
    assert "Betalningarna är gamla" not in text(response)


def test_the_word_that_no_more_files_come_makes_the_payments_fresh(finn, cast):
    page = text(finn.post(WORD, {"through_on": "2026-03-09"}, follow=True))
    assert "Noterat: inga fler filer kommer till och med mån 9 mar." in page
    assert "Inlästa till och med mån 9 mar" in page
    word = NoMoreFiles.objects.get()
    assert (word.through_on, word.by) == (date(2026, 3, 9), cast.finn)


@pytest.mark.parametrize("day", ["2026-03-11", "i går", ""])
def test_a_word_on_a_coming_day_or_on_none_is_refused_and_kept_in_the_form(finn, day):
    response = finn.post(WORD, {"through_on": day})
    assert response.status_code == 200
    assert f'value="{day}"' in response.content.decode() or not day
    assert not NoMoreFiles.objects.exists()


# --- what waits ----------------------------------------------------------------------------------------------------


def test_unmatched_money_is_summed_and_leads_to_the_queue(finn):
    read_in(date(2026, 3, 6), 1, book.named("hyra", 100_000), book.named("mars", 50_050))
    page = finn.get(RENTS)
    assert "2 betalningar, tillsammans 1 500,50 kr, hittade inte sin hyra." in text(page)
    assert "den äldsta bokfördes 4 dagar sedan, fre 6 mar" in text(page)
    assert 'href="/hyror/omatchade/"' in page.content.decode()


def test_a_reversal_and_a_broken_ledger_are_alarms_on_top(finn):
    [charge] = book.charged()
    book.imported(book.delivery(book.paid(charge)))
    book.imported(book.delivery(book.paid(charge), number=2, format="camt.054.001.08", is_reversal=True))
    page = text(finn.get(RENTS))
    assert page.index("Banken har tagit tillbaka pengar") < page.index("Inlästa till och med", 90)
    assert "Återtagna 1" in page


def test_case_worker_sees_no_upload_no_queue_and_no_alarm(sign_in):
    read_in(date(2026, 3, 9))
    book.imported(book.delivery(book.named("x"), number=2, format="camt.054.001.08", is_reversal=True))
    page = text(sign_in("alma").get(RENTS))
    assert "Banken har tagit tillbaka pengar" not in page
    assert "Läs in bankfil" not in page
    assert "Omatchade" not in page
    assert "väntar på dig" not in page


def test_unit_manager_sees_the_queue_but_decides_nothing_there(sign_in):
    read_in(date(2026, 3, 9))
    page = text(sign_in("miriam").get(RENTS))
    assert "Omatchade betalningar 1" in page
    assert "Bestäm vart de hör" not in page
    assert "Läs in bankfil" not in page


# --- the month -------------------------------------------------------------------------------------------------------


@pytest.fixture
def month(cast):
    """Four homes: paid in time, paid late, half paid, unpaid; and a fifth that was credited whole."""
    in_time, late, half, _unpaid, credited = charges = book.charged(5)
    booked = [
        Booked(date(2026, 2, 27), (book.paid(in_time),), 1),
        Booked(date(2026, 3, 9), (book.paid(late), book.paid(half, 300_000)), 2),
    ]
    book.imported(book.deliveries(*booked))
    actions.credit_charge(credited, amount_ore=684_000, why="dubbelt debiterad", by=cast.finn, on=book.TODAY)
    return charges


def test_the_month_is_told_in_four_sums_that_add_up(finn, month):
    page = text(finn.get(RENTS))
    assert "Mars 2026" in page
    assert "Debiterat 27 360 kr 4 hem, efter 6 840 kr krediterat" in page
    assert "Betalt i tid 6 840 kr ett hem, 25 %" in page
    assert "Betalt sent 9 840 kr ett hem" in page
    assert "Obetalt 10 680 kr 2 hem" in page


def test_the_bar_is_as_wide_as_the_sums(finn, month):
    html = finn.get(RENTS).content.decode()
    assert '<rect class="b3" x="0.0%" width="25.0%"' in html
    assert '<rect class="b2" x="25.0%" width="36.0%"' in html
    assert '<rect class="evict-bar" x="61.0%" width="39.0%"' in html


def test_unpaid_rents_are_listed_with_what_is_left_and_for_how_long(finn, month):
    _in_time, _late, half, unpaid, _credited = month
    page = text(finn.get(RENTS)).partition("Månadens obetalda hyror")[2]
    assert f"{unpaid.tenancy.apartment} fre 27 feb 6 840 kr 6 840 kr 8 Obetald, sen" in page
    assert f"{half.tenancy.apartment} fre 27 feb 6 840 kr 3 840 kr 8 Del betald, sen" in page
    assert "Summa 10 680 kr" in page


def test_case_worker_s_month_is_of_own_homes_only(sign_in, cast):
    mine = book.charged(case_worker=cast.alma, apartment=ApartmentFactory(street="Minvägen 1"))
    book.charged(2)
    page = text(sign_in("alma").get(RENTS))
    assert "Debiterat 6 840 kr ett hem" in page
    assert str(mine[0].tenancy.apartment) in page
    assert "Olsborgsvägen" not in page


def test_a_month_without_charges_says_when_they_come(finn):
    assert "Inget är debiterat för månaden En månads hyror debiteras månaden före" in text(finn.get(RENTS))


def test_a_month_that_is_wholly_paid_says_so(finn):
    [charge] = book.charged()
    book.imported(book.delivery(book.paid(charge)))
    assert "Alla månadens hyror är betalda." in text(finn.get(RENTS))
