"""Räntor och avgifter, and the late interest of one rent."""

from datetime import date

import pytest
from django.urls import reverse

from arrears import actions
from arrears.models import Charge, Hold, InterestWaiver, Payment, ReferenceRate, StatutoryFee
from bolots import editing
from bolots.models import AccessRecord
from tests.arrears import book

from .conftest import text

pytestmark = pytest.mark.django_db
AUTUMN = date(2026, 7, 1)


def url(name, *args):
    return reverse(f"arrears:{name}", args=args)


def send(client, name, *args, **data):
    return client.post(url(name, *args), data, follow=True)


@pytest.fixture
def rent():
    """730 000 öre for March: 200 öre of interest a day from Tuesday 3 March."""
    return book.charged(rent_ore=730_000, holder__name="Samira Daoud")[0]


@pytest.fixture
def rate(cast):
    return actions.set_reference_rate(
        valid_from=AUTUMN, hundredths=175, source="riksbank.se", by=cast.finn, on=book.TODAY
    )


# --- rates and fees ---------------------------------------------------------------------------------------------------


def test_page_shows_each_half_year_with_its_source_and_late_interest(sign_in):
    said = text(sign_in("alma").get(url("rates")))
    for row in (
        "tor 1 jan 2026 nu 2,00 % 10,00 % andrahandskälla",
        "tis 1 jul 2025 2,00 % 10,00 % SFS 2025:809",
        "lör 1 jul 2017 −0,50 % 7,50 % Riksbanken",
        "Påminnelse från lör 16 mar 2013, lag (1981:739) 4 §; SFS 2013:56 60 kr 0 kr",
        "Inkassokrav från lör 16 mar 2013, lag (1981:739) 4 §; SFS 2013:56 180 kr 0 kr",
        "Avbetalningsplan från lör 16 mar 2013, lag (1981:739) 4 §; SFS 2013:56 170 kr inget",
        "Vi tar aldrig ut den",
    ):
        assert row in said
    assert "saknas" not in said
    assert "För in" not in said


def test_missing_half_years_are_marked(finn, set_today):
    set_today(date(2027, 1, 4))
    said = text(finn.get(url("rates")))
    assert "Referensräntan från ons 1 jul 2026 saknas" in said
    assert "Referensräntan från fre 1 jan saknas" in said
    assert "fre 1 jan 2027 nu saknas – –" in said
    form = finn.get(url("rate-add")).context["form"]
    assert form["valid_from"].initial == date(2027, 1, 1)


def test_rate_is_entered_with_its_source_and_then_stands_on_the_page(finn, cast):
    data = {"valid_from": "1 juli 2026", "hundredths": "−0,25 %", "source": "riksbank.se, läst 1 juli"}
    said = text(send(finn, "rate-add", **data))
    assert "ons 1 jul 2026 −0,25 % 7,75 % riksbank.se, läst 1 juli Ändra" in said
    row = ReferenceRate.objects.get()
    assert (row.valid_from, row.hundredths, row.set_by, row.set_on) == (AUTUMN, -25, cast.finn, book.TODAY)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("valid_from", "2 juli 2026", "gäller från den 1 januari eller den 1 juli"),
        ("valid_from", "i somras", "Skriv dagen"),
        ("hundredths", "två", "Skriv räntan i procent"),
        ("hundredths", "2,005", "Skriv räntan i procent"),
        ("hundredths", "-9", "mellan −8 och 50 procent"),
        ("hundredths", "51", "mellan −8 och 50 procent"),
        ("source", " ", "måste fyllas i"),
    ],
)
def test_rate_that_cannot_be_keeps_what_was_typed(finn, field, typed, words):
    data = {"valid_from": "1 juli 2026", "hundredths": "2,00", "source": "SFS 2026:700"} | {field: typed}
    response = send(finn, "rate-add", **data)
    assert words.lower() in text(response).lower()
    assert typed.strip() in response.content.decode()
    assert not ReferenceRate.objects.exists()


def test_rate_of_a_half_year_is_entered_once_and_may_correct_a_published_one(finn, rate):
    data = {"valid_from": "2026-07-01", "hundredths": "2", "source": "x"}
    assert "redan införd" in text(send(finn, "rate-add", **data))
    said = text(send(finn, "rate-add", **data | {"valid_from": "2026-01-01"}))
    assert "tor 1 jan 2026 nu 2,00 % 10,00 % x" in said


def test_rate_is_changed_and_the_change_undone(finn, rate):
    seen = editing.version(rate)
    data = {"valid_from": "2026-07-01", "hundredths": "2,25", "source": "riksbank.se"}
    send(finn, "rate-edit", rate.pk, **data, seen=seen)
    rate.refresh_from_db()
    assert rate.hundredths == 225
    undo = finn.get(url("rate-edit", rate.pk)).context["undo"]
    assert "Ändringen är ångrad" in finn.post(undo["url"], {"seen": undo["seen"]}, follow=True).content.decode()
    rate.refresh_from_db()
    assert rate.hundredths == 175
    assert "går inte längre att ångra" in finn.post(undo["url"], {"seen": undo["seen"]}, follow=True).content.decode()
    assert "går inte längre att ångra" in finn.post(undo["url"], {}, follow=True).content.decode()


def test_second_of_two_who_change_a_rate_sees_both_versions(finn, cast, rate):
    seen = editing.version(rate)
    facts = {"valid_from": AUTUMN, "source": "riksbank.se"}
    actions.edit_reference_rate(rate, seen=seen, hundredths=200, **facts, by=cast.miriam)
    said = text(send(finn, "rate-edit", rate.pk, valid_from="2026-07-01", hundredths="3", source="x", seen=seen))
    assert "Miriam" in said
    assert "Referensränta i procent 2 3" in said
    rate.refresh_from_db()
    assert rate.hundredths == 200


def test_statutory_fee_is_entered_changed_and_undone(finn):
    data = {"kind": "demand", "valid_from": "2027-01-01", "most_ore": "200", "source": "SFS 2026:900"}
    assert "Inkassokrav från fre 1 jan 2027, SFS 2026:900" in text(send(finn, "fee-add", **data))
    assert "redan införd" in text(send(finn, "fee-add", **data))
    fee = StatutoryFee.objects.get()
    send(finn, "fee-edit", fee.pk, **data | {"most_ore": "210", "seen": editing.version(fee)})
    fee.refresh_from_db()
    assert fee.most_ore == 21_000
    undo = finn.get(url("fee-edit", fee.pk)).context["undo"]
    finn.post(undo["url"], {"seen": undo["seen"]})
    fee.refresh_from_db()
    assert fee.most_ore == 20_000


def test_who_only_reads_the_ledger_cannot_enter_a_rate(sign_in, rate):
    alma = sign_in("alma")
    for name, args in (("rate-add", ()), ("rate-edit", (rate.pk,)), ("fee-add", ()), ("rate-undo", (rate.pk,))):
        assert alma.post(url(name, *args)).status_code == 403


# --- the interest of a rent -------------------------------------------------------------------------------------------


def test_charge_leads_to_its_interest_and_the_interest_back_to_it(finn, rent):
    assert url("charge-interest", rent.pk) in finn.get(url("charge", rent.pk)).content.decode()
    said = text(finn.get(url("charge-interest", rent.pk)))
    assert "Dröjsmålsränta på hyran för mars 2026" in said
    assert "tis 3 mar – tis 10 mar 8 7 300 kr 10,00 % 16 kr Summa 8 16 kr" in said
    assert "Första dag med ränta tis 3 mar" in said
    assert "Debitera 16 kr" in said


def test_reading_the_interest_of_a_home_goes_on_record(finn, cast, rent):
    assert "Samira Daoud" in text(finn.get(url("charge-interest", rent.pk)))
    assert AccessRecord.objects.get(what="interest").person_id == rent.tenancy.holder_id


def test_interest_is_charged_from_its_page(finn, rent):
    said = text(send(finn, "charge-interest-charge", rent.pk))
    extra = Charge.objects.get(kind="interest")
    assert extra.amount_ore == 1_600
    assert "16 kr i dröjsmålsränta är debiterat" in said or "Debiterat till och med tis 10 mar" in said
    assert "Dröjsmålsränta , tis 10 mar 16 kr" in said.replace("Dröjsmålsränta,", "Dröjsmålsränta ,")
    response = send(finn, "charge-interest-charge", rent.pk)
    assert "Det finns ingen ränta att debitera" in response.content.decode()
    assert Charge.objects.filter(kind="interest").count() == 1
    assert "Hyran som det gäller" in text(finn.get(url("charge", extra.pk)))


def test_interest_is_waived_with_a_reason(finn, cast, rent):
    send(finn, "charge-interest-charge", rent.pk)
    assert "Skriv skälet" in text(send(finn, "charge-interest-waive", rent.pk, why=""))
    said = text(send(finn, "charge-interest-waive", rent.pk, why="Sjukskriven sedan januari"))
    assert "Ingen dröjsmålsränta på den här hyran Sjukskriven sedan januari Finn, tis 10 mar" in said
    assert "Debitera" not in said.replace("Debiterat", "")
    assert InterestWaiver.objects.get().by == cast.finn
    assert Payment.objects.get().amount_ore == 1_600
    assert "man har avstått" in text(send(finn, "charge-interest-waive", rent.pk, why="Igen"))


def test_interest_page_says_what_stops_it_and_what_is_missing(finn, cast, rent, set_today):
    Hold.objects.create(
        tenancy=rent.tenancy, from_on=date(2026, 3, 5), until_on=date(2026, 3, 8), why="x", set_on=book.TODAY,
        by=cast.finn,
    )  # fmt: skip
    said = text(finn.get(url("charge-interest", rent.pk)))
    assert "Stoppad av anstånd från tor 5 mar, ränta igen från sön 8 mar" in said
    assert "Summa 5 10 kr" in said
    set_today(date(2026, 7, 2))
    said = text(finn.get(url("charge-interest", rent.pk)))
    assert "Referensräntan från ons 1 jul saknas." in said
    assert "Debitera" not in said


def test_interest_page_says_when_too_much_was_charged(finn, rent):
    send(finn, "charge-interest-charge", rent.pk)
    assert "för mycket" not in text(finn.get(url("charge-interest", rent.pk)))
    book.imported(book.delivery(book.paid(rent, 365_000), day=date(2026, 3, 5)))
    said = text(finn.get(url("charge-interest", rent.pk)))
    assert "Som bokföringen nu ser ut var 5 kr för mycket" in said  # 16 kr; 3 × 2 + 5 × 1 = 11 kr


def test_rent_in_time_has_no_interest_yet(finn):
    [rent] = book.charged(month=date(2026, 4, 1), on=book.TODAY)
    assert "Hyran är i tid till och med tis 31 mar" in text(finn.get(url("charge-interest", rent.pk)))


def test_fees_and_interest_have_no_interest_page(finn, rent):
    send(finn, "charge-interest-charge", rent.pk)
    assert finn.get(url("charge-interest", Charge.objects.get(kind="interest").pk)).status_code == 404
