"""The bank files that were read, and what each brought."""

import re

import pytest
from django.urls import reverse

from arrears import actions
from arrears.models import ColumnMapping, Payment
from demo.bankfile_writer import Booked, Paid
from tests.arrears import book
from tests.factories import ImportFileFactory, TenancyFactory, TenantFactory

from .conftest import text

pytestmark = pytest.mark.django_db
LIST = "/hyror/filer/"


def test_files_stand_newest_first_with_what_they_held(finn):
    [charge] = book.charged()
    book.imported(book.delivery(book.paid(charge), Paid(100)), name="mars.txt")
    book.imported(b"hej", name="fel.txt")
    page = text(finn.get(LIST))
    assert page.index("fel.txt") < page.index("mars.txt")
    assert "mars.txt tis 10 mar 09.00 uppladdad godkänd 2 2 6 841 kr" in page
    assert "fel.txt tis 10 mar 09.00 uppladdad underkänd 0 0 0 kr" in page


def test_before_any_file_the_list_says_what_would_be_there(finn):
    assert "Inga bankfiler än" in text(finn.get(LIST))


def test_the_list_is_paged_by_key_both_ways_without_counting(
    finn, django_assert_num_queries, django_assert_max_num_queries
):
    for number in range(120):
        ImportFileFactory(name=f"fil{number:03}.txt")
    first = finn.get(LIST).content.decode()
    assert re.findall(r"fil(\d+)\.txt</a>", first) == [f"{number:03}" for number in range(119, 69, -1)]
    second = finn.get(LIST + link(first, "next")).content.decode()
    third = finn.get(LIST + link(second, "next")).content.decode()
    assert re.findall(r"fil(\d+)\.txt</a>", third) == [f"{number:03}" for number in range(19, -1, -1)]
    assert 'rel="next"' not in third
    back = finn.get(LIST + link(third, "prev")).content.decode()
    assert re.findall(r"fil(\d+)\.txt</a>", back) == [f"{number:03}" for number in range(69, 19, -1)]
    start = finn.get(LIST + link(back, "prev")).content.decode()
    assert re.findall(r"fil(\d+)\.txt</a>", start)[0] == "119"
    assert 'rel="prev"' not in start


def link(html, rel) -> str:
    return re.search(rf'rel="{rel}" href="([^"]+)"', html)[1]


@pytest.mark.parametrize("key", ["kaka", "-1", "9" * 40, "²", ""])
def test_a_key_that_is_none_shows_the_first_page(finn, key):
    ImportFileFactory(name="fil.txt")
    assert "fil.txt" in text(finn.get(LIST, {"before": key}))


def test_a_file_tells_its_deposits_and_leads_to_their_payments(finn):
    [charge] = book.charged()
    data = book.deliveries(
        Booked(book.TODAY, (book.paid(charge), Paid(50_000, ("hyra",))), 1), Booked(book.TODAY, (Paid(100),), 2)
    )
    file = book.imported(data, name="mars.txt").file
    page = finn.get(f"{LIST}{file.pk}/")
    said = text(page)
    assert "3 nya betalningar, 0 redan inlästa." in said
    assert "nr 00001 till 50501055 7 340 kr 2 betalningar" in said
    assert f"6 840 kr tis 10 mar {charge.ocr} {charge.tenancy.apartment} 0 kr" in said
    assert "500 kr tis 10 mar ingen väntar 500 kr" in said
    assert page.content.decode().count("/hyror/betalningar/") == 3


def test_a_redelivered_deposit_is_told_as_known(finn):
    [charge] = book.charged()
    deposit = Booked(book.TODAY, (book.paid(charge),), 1)
    book.imported(book.deliveries(deposit))
    again = book.imported(book.deliveries(deposit, Booked(book.TODAY, (Paid(100),), 2))).file
    said = text(finn.get(f"{LIST}{again.pk}/"))
    assert "En ny betalning, 1 redan inlästa." in said
    assert "Att veta om den" in said


def test_case_worker_sees_of_a_file_only_the_payments_of_own_homes(sign_in, cast):
    mine, other = book.charged(case_worker=cast.alma)[0], book.charged()[0]
    file = book.imported(book.delivery(book.paid(mine), book.paid(other), Paid(100, ("hemligt",)))).file
    said = text(sign_in("alma").get(f"{LIST}{file.pk}/"))
    assert mine.ocr in said
    assert other.ocr not in said


def test_a_file_that_is_none_is_not_found(finn):
    assert finn.get(f"{LIST}99/").status_code == 404
    assert finn.get(f"{LIST}{'9' * 30}/").status_code == 404


@pytest.fixture
def canary(cast):
    """A protected tenant whose name and number people wrote where neither belongs; alma is involved."""
    holder = {"name": "Kanarie Fågelberg", "is_protected": True, "personal_number": "191212121212"}
    home = TenancyFactory(holder=TenantFactory(**holder), case_worker=cast.alma)
    columns = {"booked_on": "d", "amount": "b", "payer": "p", "unique_id": "i"}
    facts = {"name": "S", "purpose": "payments", "account": book.BANKGIRO, "columns": columns}
    mapping = ColumnMapping.objects.create(**facts, set_by=cast.finn)
    data = b"d;b;p;i\n2026-03-09;100;Granne;191212121212\n"
    file = book.imported(data, mapping=mapping, name="Kanarie_Fågelberg.csv").file
    payment = Payment.objects.get()
    actions.give_to_tenancy(payment, home, why="x", by=cast.finn, on=book.TODAY)
    return {"file": file, "payment": payment, "home": home}


@pytest.mark.parametrize("name", ["file-list", "file", "file-undo", "payment", "home-ledger", "person-ledger"])
def test_name_of_a_file_and_number_of_a_line_tell_of_no_protected_person(name, canary, sign_in):
    keys = {"file-list": [], "file": [canary["file"].pk], "file-undo": [canary["file"].pk]}
    keys |= {"payment": [canary["payment"].pk], "home-ledger": [canary["home"].pk]}
    address = reverse(f"arrears:{name}", args=keys.get(name, [canary["home"].holder_id]))
    body = sign_in("finn").get(address).content.decode()
    assert not re.search("Kanarie|Fågelberg|191212121212", body)
    assert "Skyddad" in body
    if name != "file-undo":
        assert "Kanarie_Fågelberg.csv" in sign_in("alma").get(address).content.decode()
