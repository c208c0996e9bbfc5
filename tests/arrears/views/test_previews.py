"""A bank file in the browser: uploaded, looked at, confirmed once, or thrown away."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from arrears import actions
from arrears.bankfiles.detect import MAX_BYTES
from arrears.models import Allocation, Deposit, ImportFile, Payment, PendingFile
from demo.bankfile_mistakes import MISTAKES, RECEIVERS, good
from demo.bankfile_writer import Booked, Paid, write
from tests.arrears import book
from tests.factories import TenantFactory

from .conftest import text

pytestmark = pytest.mark.django_db
UPLOAD = "/hyror/filer/las-in/"


def upload(client, data, name="bgmax.txt", **options):
    return client.post(UPLOAD, {"bank_file": SimpleUploadedFile(name, data)}, **options)


def preview(client, data, **options):
    """Upload and look."""
    return client.get(upload(client, data, **options)["Location"])


def confirm(client, **options):
    return client.post(f"{UPLOAD}{PendingFile.objects.get().sha256}/bekrafta/", **options)


def nothing_counts() -> bool:
    return not any(model.objects.exists() for model in (ImportFile, Deposit, Payment, Allocation))


def test_upload_leads_to_a_preview_and_nothing_counts(finn):
    [charge] = book.charged()
    response = upload(finn, book.delivery(book.paid(charge)))
    assert response["Location"] == f"{UPLOAD}{PendingFile.objects.get().sha256}/"
    finn.get(response["Location"])
    finn.get("/hyror/")
    assert nothing_counts()


def test_preview_says_what_each_row_will_do(finn):
    whole, part, much, twice = book.charged(4)
    page = text(
        preview(
            finn,
            book.delivery(
                book.paid(whole),
                book.paid(part, 200_000),
                book.paid(much, 700_000),
                book.paid(twice),
                book.paid(twice),
                Paid(543_000, ("hyra mars",)),
            ),
        )
    )
    assert "Betalningar 6 34 950 kr Hittar sin hyra 5 29 520 kr Hamnar i kön 1 5 430 kr Redan inlästa 0 0 kr" in page
    assert f"Betalar Hyra för mars 2026, {whole.tenancy.apartment} " in page
    assert f"Betalar en del Hyra för mars 2026, {part.tenancy.apartment}, 4 840 kr blir kvar" in page
    assert f"Hyra för mars 2026, {much.tenancy.apartment}, 160 kr blir tillgodo" in page
    assert f"Tillgodo Hyra för mars 2026, {twice.tenancy.apartment}, är redan betald" in page
    assert "hyra mars mån 9 mar 5 430 kr Till kön Ingen avi har den referensen." in page
    assert "Läs in 6 betalningar" in page
    assert "Gjord av banken i går" in page


def test_preview_of_an_old_number_says_that_the_newest_version_is_paid(finn, cast):
    [charge] = book.charged()
    facts = {"why": "fel hyra", "by": cast.finn, "on": book.TODAY}
    newest = actions.replace_charge(charge, amount_ore=600_000, **facts)
    parts = book.named(charge.ocr, 400_000), book.named(newest.ocr, 300_000)
    page = text(preview(finn, book.delivery(*parts)))
    assert "är redan betald" not in page
    assert "2 000 kr blir kvar" in page
    assert "1 000 kr blir tillgodo" in page


def test_preview_of_a_reversal_says_that_a_person_decides(finn):
    [charge] = book.charged()
    data = book.delivery(book.paid(charge), format="camt.054.001.08", is_reversal=True)
    page = text(preview(finn, data, name="camt.xml"))
    assert "−6 840 kr Att bestämma Banken har tagit tillbaka en betalning." in page


def test_confirmed_the_file_counts_and_its_page_opens(finn, cast):
    [charge] = book.charged()
    upload(finn, book.delivery(book.paid(charge)))
    response = confirm(finn, follow=True)
    assert "1 ny betalning är inläst." in text(response)
    charge.refresh_from_db()
    assert charge.open_ore == 0
    file = ImportFile.objects.get()
    assert (file.by, file.via, file.new_count) == (cast.finn, "upload", 1)
    assert response.redirect_chain == [(f"/hyror/filer/{file.pk}/", 302)]


def test_confirmed_twice_the_file_counts_once(finn):
    [charge] = book.charged()
    upload(finn, book.delivery(book.paid(charge)))
    button = f"{UPLOAD}{PendingFile.objects.get().sha256}/bekrafta/"
    finn.post(button)
    again = finn.post(button, follow=True)
    assert "Filen är redan inläst: tis 10 mar" in text(again)
    assert Payment.objects.count() == ImportFile.objects.count() == 1


def test_preview_of_a_file_that_counts_by_now_leads_to_its_page(finn):
    [charge] = book.charged()
    address = upload(finn, book.delivery(book.paid(charge)))["Location"]
    confirm(finn)
    assert finn.get(address)["Location"] == f"/hyror/filer/{ImportFile.objects.get().pk}/"


def test_the_same_file_again_says_when_and_by_whom_it_was_read(finn):
    [charge] = book.charged()
    data = book.delivery(book.paid(charge))
    upload(finn, data)
    confirm(finn)
    page = text(upload(finn, data, name="igen.txt", follow=True))
    assert "Filen är redan inläst: tis 10 mar" in page
    assert "Finn. Inget ändrades." in page
    assert not PendingFile.objects.exists()


def test_a_file_with_some_known_deposits_says_how_many_are_new(finn):
    one, two = book.charged(2)
    first = Booked(book.TODAY, (book.paid(one),), 1)
    book.imported(book.deliveries(first))
    page = text(preview(finn, book.deliveries(first, Booked(book.TODAY, (book.paid(two),), 2))))
    assert "Hittar sin hyra 1 6 840 kr Hamnar i kön 0 0 kr Redan inlästa 1 6 840 kr" in page
    assert "Läs in en betalning" in page


def test_discarded_nothing_of_the_file_is_left(finn):
    upload(finn, book.delivery(Paid(100)))
    page = finn.post(f"{UPLOAD}{PendingFile.objects.get().sha256}/avbryt/", follow=True)
    assert "Filen är slängd. Inget i den räknades." in text(page)
    assert not PendingFile.objects.exists()
    assert nothing_counts()


def test_somebody_else_s_preview_is_not_found(finn, sign_in, cast):
    upload(finn, book.delivery(Paid(100)))
    PendingFile.objects.update(by=cast.miriam)
    sha256 = PendingFile.objects.get().sha256
    assert finn.get(f"{UPLOAD}{sha256}/").status_code == 404
    assert finn.post(f"{UPLOAD}{sha256}/bekrafta/").status_code == 404
    assert PendingFile.objects.exists()


def test_files_that_wait_are_shown_until_they_are_answered(finn):
    upload(finn, book.delivery(Paid(100)), name="väntar.txt")
    assert "Väntar på ditt svar väntar.txt" in text(finn.get("/hyror/"))
    confirm(finn)
    assert "väntar.txt" not in text(finn.get("/hyror/"))


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if m.code != "too_large"][::5], ids=lambda m: m.name)
def test_a_rejected_file_is_recorded_with_its_reasons_and_stores_nothing(finn, settings, mistake):
    settings.BANK_RECEIVERS = frozenset(RECEIVERS)
    page = text(upload(finn, mistake.data, follow=True))
    file = ImportFile.objects.get()
    assert file.verdict == "rejected"
    assert "underkänd" in page
    assert "Varför den underkändes" in page
    assert not Deposit.objects.exists()
    assert not PendingFile.objects.exists()


def test_a_rejected_file_s_page_says_at_which_line(finn, settings):
    settings.BANK_RECEIVERS = frozenset(RECEIVERS)
    [shifted] = [mistake for mistake in MISTAKES if mistake.code == "deposit_sum"][:1]
    page = text(upload(finn, shifted.data, follow=True))
    assert re.search(r"Varför den underkändes Rad \d+: .* Be banken om filen igen", page)


def test_an_empty_file_is_recorded_as_rejected(finn):
    assert "Filen är tom." in text(upload(finn, b"", follow=True))
    assert ImportFile.objects.get().verdict == "rejected"


def test_a_file_above_the_limit_gets_a_sentence_and_no_row(finn):
    page = text(upload(finn, b"0" * (MAX_BYTES + 1)))
    assert "Filen är 21 MB, och gränsen är 20 MB." in page
    assert not ImportFile.objects.exists()


def test_without_a_file_the_form_asks_for_one(finn):
    response = finn.post(UPLOAD, {})
    assert response.status_code == 200
    assert "En sak att rätta" in text(response)


def test_a_report_of_the_running_day_is_checked_but_has_no_button(finn, settings, set_today):
    set_today(date(2026, 11, 30))  # of the file
    settings.BANK_RECEIVERS = frozenset(RECEIVERS)
    report = book.running_day(write(good("camt.054.001.08"), "camt.054.001.08"))
    response = upload(finn, report, name="rapport.xml", follow=True)
    assert "innevarande dag" in text(response)
    assert "Redan inlästa 0 0 kr" in text(response)
    assert "/bekrafta/" not in response.content.decode()
    assert confirm(finn).status_code == 404
    assert not ImportFile.objects.exists()


def test_a_preview_that_contradicts_the_book_by_now_can_only_be_thrown_away(finn):
    [charge] = book.charged()
    address = upload(finn, book.delivery(book.paid(charge)))["Location"]
    book.imported(book.delivery(book.paid(charge, 100)))
    page = finn.get(address)
    assert "har ett annat innehåll" in text(page)
    assert "/bekrafta/" not in page.content.decode()
    page = text(finn.post(f"{address}bekrafta/", follow=True))
    assert "Varför den underkändes" in page
    assert "inläst." not in page


# --- hostile and private contents ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>.txt",
        "../../etc/passwd",
        "a" * 400 + ".txt",
        "=cmd|' /C calc'!A0",
        "ö\u202etxt.exe",
    ],
)
def test_hostile_file_names_are_only_text(finn, name):
    page = preview(finn, book.delivery(Paid(100)), name=name)
    assert page.status_code == 200
    html = confirm(finn, follow=True).content.decode()
    assert "<img src=x" not in html
    assert len(ImportFile.objects.get().name) <= 200
    assert "/" not in ImportFile.objects.get().name


def test_markup_in_a_reference_is_shown_as_text(finn):
    html = preview(finn, book.delivery(Paid(100, ("<script>alert(1)</script>",)))).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script" in html


def test_a_protected_person_s_name_in_a_reference_is_not_shown(finn):
    TenantFactory(name="Kanarie Fågelberg", is_protected=True)
    page = text(preview(finn, book.delivery(Paid(100, ("hyra fågelberg kanarie",)))))
    assert "fågelberg" not in page.lower()
    assert "Skyddad" in page


@pytest.mark.parametrize("name", ["alma", "miriam", "bosse", "axel"])
def test_only_who_handles_payments_reads_files_in(sign_in, name):
    assert upload(sign_in(name), book.delivery(Paid(100))).status_code == 403
    assert not PendingFile.objects.exists()
