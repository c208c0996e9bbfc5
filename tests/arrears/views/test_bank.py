"""Bank day on the screen: files taken back, payments divided or taken out, CSV files, days that do not add up."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from arrears import actions
from arrears.models import Charge, ColumnMapping, ImportFile, Payment, PendingFile
from arrears.rules.ocr import make_ocr
from bolots.models import User
from demo.bankfile_writer import Paid
from tests.arrears.book import BANKGIRO, IBAN, TODAY, charged, delivery, imported, paid, totals_only, waiting
from tests.factories import TenancyFactory

from .conftest import text

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"
CSV = "Datum;Belopp;OCR;Betalare\n2026-03-09;6 840,00;{};Åsa\n"
COLUMNS = {
    "name": "Swish",
    "delimiter": ";",
    "encoding": "utf-8-sig",
    "account": BANKGIRO,
    "column_booked_on": "Datum",
    "column_amount": "Belopp",
    "column_ocr": "OCR",
}


def url(name, *args):
    return reverse(f"arrears:{name}", args=args)


def facts():
    return {"why": "x", "by": User.objects.first(), "on": TODAY}


# --- a whole file -----------------------------------------------------------------------------------------------------


def test_taking_a_file_back_tells_first_what_it_does(finn):
    rents = charged(2)
    file = imported(delivery(*map(paid, rents))).file
    assert url("file-undo", file.pk) in finn.get(url("file", file.pk)).content.decode()
    page = text(finn.get(url("file-undo", file.pk)))
    assert "Betalningar lämnar boken 2 13 680 kr" in page
    assert "Hyror blir öppna igen 2" in page
    done = finn.post(url("file-undo", file.pk), {"why": "fel fil"}, follow=True)
    assert "Filen är återtagen. Den får läsas in igen." in text(done)
    assert "fel fil" in text(done)
    assert Charge.objects.filter(open_ore=684_000).count() == 2
    assert finn.get(url("file-undo", file.pk)).status_code == 404


def test_file_is_not_taken_back_without_a_reason(finn):
    file = imported(delivery(Paid(5, ("?",)))).file
    response = finn.post(url("file-undo", file.pk), {"why": ""})
    assert response.status_code == 200
    assert "En sak att rätta" in text(response)
    file.refresh_from_db()
    assert file.undone_on is None


def test_refunded_money_is_said_and_there_is_no_button(finn):
    [rent] = charged(1)
    file = imported(delivery(paid(rent, 700_000))).file
    out = Payment.objects.create(
        **{"source": "refund", "tenancy": rent.tenancy, "amount_ore": -16_000, "unallocated_ore": -16_000},
        **{"why": "för mycket", "by": User.objects.first(), "effective_on": TODAY, "recorded_on": TODAY},
    )
    entry = actions.posting.Entry(Payment.objects.first().pk, None, out.pk, None, 16_000, TODAY)
    actions.posting.post([entry], why="x", by=out.by, on=TODAY)
    page = finn.get(url("file-undo", file.pk))
    assert "Filen kan inte återtas" in text(page)
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    finn.post(url("file-undo", file.pk), {"why": "x"})
    file.refresh_from_db()
    assert file.undone_on is None


# --- one payment ------------------------------------------------------------------------------------------------------


def test_payment_is_divided_by_ocr_and_by_door_and_put_together_again(finn):
    [rent] = charged(1)
    home = TenancyFactory(apartment__street="Testvägen 3", apartment__number="1203")
    payment = waiting(700_000)
    address = url("payment-split", payment.pk)
    assert address in finn.get(url("queue")).content.decode()
    shares = {
        "where_0": rent.ocr,
        "amount_0": "6 840",
        "where_1": "Testvägen 3, 1203",
        "amount_1": "160",
        "why": "god man",
    }
    page = finn.post(address, shares, follow=True)
    assert "Betalningen är delad i 2 andelar." in text(page)
    assert "Delad i" in text(page)
    one, two = Payment.objects.filter(source="share").order_by("pk")
    assert (one.tenancy, one.unallocated_ore, two.tenancy, two.unallocated_ore) == (rent.tenancy, 0, home, 16_000)
    refused = finn.post(url("split-undo", payment.pk), {"why": "fel"})
    assert "En del av pengarna är använda. Ångra det först." in text(refused)
    actions.undo_allocation(one.allocations.get(), **facts())
    assert "Betalningen är hel igen." in text(finn.post(url("split-undo", payment.pk), {"why": "fel"}, follow=True))
    payment.refresh_from_db()
    assert payment.unallocated_ore == 700_000


def test_shares_that_do_not_sum_keep_what_was_typed(finn):
    first, second = charged(2)
    payment = waiting(1_000)
    wrong = {"where_0": first.ocr, "amount_0": "4", "where_1": second.ocr, "amount_1": "5,50", "why": "x"}
    page = finn.post(url("payment-split", payment.pk), wrong)
    assert "Andelarna är 9,50 kr tillsammans, och 10 kr är kvar av betalningen." in text(page)
    assert 'value="5,50"' in page.content.decode()
    unknown = {**wrong, "where_0": "Ingenstans 1", "where_2": second.ocr, "why": ""}
    page = text(finn.post(url("payment-split", payment.pk), unknown))
    for said in ("Ingen öppen hyra har det OCR-numret", "Skriv båda, eller ingetdera.", "Skriv skälet"):
        assert said in page
    assert not Payment.objects.filter(source="share").exists()


def test_rents_that_were_named_without_amounts_are_proposed_when_they_sum(finn):
    first, second = charged(2)
    imported(delivery(Paid(1_368_000, (first.ocr, second.ocr))))
    html = finn.get(url("payment-split", Payment.objects.get().pk)).content.decode()
    assert f'value="{first.ocr}"' in html
    assert f'value="{second.ocr}"' in html
    imported(delivery(Paid(1_368_001, (first.ocr, second.ocr)), number=2))
    html = finn.get(url("payment-split", Payment.objects.latest("pk").pk)).content.decode()
    assert f'value="{first.ocr}"' not in html


def test_number_of_an_old_notice_names_the_newest_version_in_a_division(finn):
    first, second = charged(2)
    newest = actions.replace_charge(first, amount_ore=600_000, **facts())
    imported(delivery(Paid(1_284_000, (first.ocr, second.ocr))))
    address = url("payment-split", Payment.objects.get(source="bank").pk)
    html = finn.get(address).content.decode()
    assert f'value="{newest.ocr}"' in html
    shares = {"where_0": first.ocr, "amount_0": "6 000", "where_1": second.ocr, "amount_1": "6 840", "why": "x"}
    assert "Betalningen är delad i 2 andelar." in text(finn.post(address, shares, follow=True))
    newest.refresh_from_db()
    assert newest.open_ore == 0


def test_twin_is_the_same_payment_or_is_real(finn):
    [rent] = charged(1)
    for number in (1, 2, 3):
        imported(delivery(paid(rent), number=number))
    _first, second, third = Payment.objects.order_by("pk")
    queue = finn.get(url("queue"))
    assert "Det är samma betalning" in text(queue)
    assert url("twin-accept", third.pk) in queue.content.decode()
    said = text(finn.post(url("payment-withdraw", second.pk), {"why": "samma, banken bekräftar"}, follow=True))
    assert "Betalningen är borttagen ur boken. Inget har raderats." in said
    assert "Betalningen räknas." in text(finn.post(url("twin-accept", third.pk), {"why": "två hyror"}, follow=True))
    assert list(Payment.objects.credits()) == [third]
    withdrawal = Payment.objects.get(source="withdrawal")
    assert url("withdrawal-undo", withdrawal.pk) in finn.get(url("payment", withdrawal.pk)).content.decode()
    assert "Betalningen är tillbaka." in text(
        finn.post(url("withdrawal-undo", withdrawal.pk), {"why": "x"}, follow=True)
    )
    second.refresh_from_db()
    assert second.unallocated_ore == 684_000


def test_what_staff_said_is_shown_as_the_reason_of_a_suggestion(finn):
    first, second = charged(2)
    for ore, rent in ((5, first), (6, second), (7, second)):
        actions.allocate_by_hand(waiting(ore, payer="God Man"), rent, amount_ore=ore, **facts())
    actions.undo_allocation(first.allocations.get(), **facts())
    waiting(8, payer="God Man")
    assert "Personal har gett betalarens pengar till det här hemmet 2 gånger." in text(finn.get(url("queue")))


# --- CSV files --------------------------------------------------------------------------------------------------------


def upload(client, name, data, **more):
    return client.post(url(name), {"bank_file": SimpleUploadedFile("swish.csv", data), **more})


def test_csv_file_is_uploaded_its_columns_chosen_looked_at_and_read_in(finn):
    [rent] = charged(1)
    columns = upload(finn, "csv-upload", CSV.format(rent.ocr).encode())["Location"]
    page = finn.get(columns).content.decode()
    assert '<option value="Betalare"' in page
    preview = finn.post(columns, COLUMNS)["Location"]
    seen = finn.get(preview)
    assert "Hittar sin hyra 1 6 840 kr" in text(seen)
    assert not ImportFile.objects.exists()
    finn.post(f"{preview}bekrafta/")
    rent.refresh_from_db()
    assert (rent.open_ore, ImportFile.objects.get().format) == (0, "CSV")
    mapping = ColumnMapping.objects.get()
    assert mapping.columns == {"booked_on": "Datum", "amount": "Belopp", "ocr": "OCR"}
    again = upload(finn, "csv-upload", CSV.format(rent.ocr).encode() + b"2026-03-09;5;;\n", mapping=mapping.pk)
    page = text(finn.get(again["Location"]))
    assert "Redan inlästa 1 6 840 kr" in page
    assert "Hamnar i kön 1 5 kr" in page


def test_faults_of_a_csv_file_stand_by_line_and_the_columns_can_be_changed(finn):
    columns = upload(finn, "csv-upload", CSV.format("x").replace("2026-03-09", "9 mars").encode())["Location"]
    page = finn.post(columns, COLUMNS, follow=True)
    assert "Rad 2: det står ingen dag i kolumnen för betalningsdag." in text(page)
    assert columns in page.content.decode()
    assert "/bekrafta/" not in page.content.decode()
    assert not ImportFile.objects.exists()


def changed_by(colleague, mapping, **columns):
    """The colleague has a file of her own in the same columns, and changes those on its page."""
    own = upload(colleague, "csv-upload", b"Datum;Belopp;OCR;Betalare;Kr\n", mapping=mapping.pk)["Location"]
    page = url("csv-columns", own.rstrip("/").rpartition("/")[2])
    assert colleague.post(page, COLUMNS | columns).status_code == 302


def test_file_whose_columns_were_changed_since_it_was_looked_at_is_not_read_in(finn, sign_in):
    file = b"Datum;Belopp;OCR;Betalare;Kr\n2026-03-09;100;;;9000\n"
    preview = finn.post(upload(finn, "csv-upload", file)["Location"], COLUMNS)["Location"]
    assert "100 kr" in text(finn.get(preview))
    mapping = ColumnMapping.objects.get()
    User.objects.create_user("fia", first_name="Fia", role="finance_officer")
    colleague = sign_in("finn")
    colleague.force_login(User.objects.get(username="fia"), backend="django.contrib.auth.backends.ModelBackend")
    changed_by(colleague, mapping)
    assert "100 kr" in text(finn.get(preview))  # nothing was changed
    changed_by(colleague, mapping, column_amount="Kr")
    page = finn.post(f"{preview}bekrafta/", follow=True)
    assert "Någon har ändrat kolumnerna sedan dess. Välj dem igen" in page.content.decode()
    assert page.redirect_chain[-1][0] == url("csv-columns", preview.rstrip("/").rpartition("/")[2])
    assert not Payment.objects.exists()


def test_rents_whose_columns_were_changed_are_not_read_in(finn):
    data = f"Nr;Period;Kr;Ref\n{TenancyFactory().pk};2026-04;6840;{make_ocr(5_550_001)}".encode()
    mapping = ColumnMapping.objects.create(name="E", purpose="charges", set_by=User.objects.first())
    preview = upload(finn, "charges-upload", data, mapping=mapping.pk)["Location"]
    PendingFile.objects.update(mapping=None)  # as a change of the columns leaves it
    page = finn.post(preview, follow=True)
    assert "Någon har ändrat kolumnerna sedan dess." in page.content.decode()
    assert not Charge.objects.exists()


def test_columns_that_are_missing_or_named_twice_are_asked_for_again(finn):
    columns = upload(finn, "csv-upload", CSV.format("x").encode())["Location"]
    page = finn.post(columns, {**COLUMNS, "column_amount": ""})
    assert (page.status_code, ColumnMapping.objects.count()) == (200, 0)
    assert 'value="Swish"' in page.content.decode()
    finn.post(columns, COLUMNS)
    other = upload(finn, "csv-upload", CSV.format("y").encode())["Location"]
    assert "Det finns redan kolumner med det namnet." in text(finn.post(other, COLUMNS))
    comma = finn.post(other, {**COLUMNS, "name": "Annan", "delimiter": ","})
    assert "Datum;Belopp;OCR;Betalare" in comma.content.decode()


def test_rents_of_another_billing_are_tried_and_read_in_all_or_none(finn):
    home = TenancyFactory()
    line = f"{home.pk};2026-04;6 840,00;{make_ocr(5_550_001)}"
    columns = {"name": "Ekonomi", "delimiter": ";", "encoding": "utf-8-sig"}
    columns |= {"column_tenancy": "Nr", "column_month": "Period", "column_amount": "Kr", "column_ocr": "Ref"}
    wrong = upload(finn, "charges-upload", f"Nr;Period;Kr;Ref\n{line}\n{home.pk};april;1;1".encode())["Location"]
    page = finn.post(wrong, columns, follow=True)
    assert "Rad 3:" in text(page)
    assert "Läs in hyrorna" not in text(page)
    finn.post(page.redirect_chain[-1][0])
    assert not Charge.objects.exists()
    mapping = ColumnMapping.objects.get(purpose="charges")
    right = upload(finn, "charges-upload", f"Nr;Period;Kr;Ref\n{line}".encode(), mapping=mapping.pk)["Location"]
    assert "Nya hyror 1 6 840 kr" in text(finn.get(right))
    assert not Charge.objects.exists()
    assert "1 ny hyra är inläst." in text(finn.post(right, follow=True))
    assert Charge.objects.get().ocr == make_ocr(5_550_001)
    assert finn.get(right).status_code == 404


def test_files_of_one_purpose_are_not_confirmed_as_the_other(finn):
    home = TenancyFactory()
    data = f"Nr;Period;Kr;Ref\n{home.pk};2026-04;6840;{make_ocr(5_550_001)}".encode()
    upload(finn, "charges-upload", data)
    [pending] = PendingFile.objects.all()
    assert finn.post(url("preview-confirm", pending.sha256)).status_code == 404
    assert finn.get(url("preview", pending.sha256))["Location"] == url("charges-preview", pending.sha256)
    assert finn.get(url("csv-columns", pending.sha256)).status_code == 404


# --- bank days --------------------------------------------------------------------------------------------------------


def test_day_without_details_is_an_alarm_until_camt054_comes(finn):
    [rent] = charged(1)
    data = delivery(paid(rent), format=CAMT)
    file = imported(totals_only(data)).file
    assert "En bankdag går inte ihop" in text(finn.get(url("rents")))
    page = text(finn.get(url("bank-days")))
    assert "bara summor: detaljerna kommer i camt.054" in page
    assert "Detaljer saknas" in page
    assert "Räknat, inte tillagt" in text(finn.get(url("file", file.pk)))
    imported(data)
    assert "En bankdag går inte ihop" not in text(finn.get(url("rents")))
    assert "Summorna stämmer" in text(finn.get(url("bank-days")))


def test_sums_that_differ_stand_beside_each_other(finn, settings):
    settings.BANK_SAME_ACCOUNT = {BANKGIRO: BANKGIRO, IBAN: BANKGIRO}
    first, second = charged(2)
    imported(delivery(paid(first)))
    imported(delivery(paid(first), paid(second), format=CAMT))
    page = text(finn.get(url("bank-days")))
    assert "BgMax, 6 840 kr camt.054, 13 680 kr" in page
    assert "Saknas en fil med BgMax?" in page
    assert "En bankdag går inte ihop" in text(finn.get(url("rents")))


def test_foreign_payments_are_shown_as_a_count_and_a_sum(finn, settings):
    settings.BANK_SHARED = frozenset({BANKGIRO})
    file = imported(delivery(Paid(45_000, (make_ocr(3_000_001),), payer="Någon Annan"))).file
    page = text(finn.get(url("file", file.pk)))
    assert "en till en annan verksamhet, 450 kr" in page
    assert "Någon Annan" not in page
    assert "Ta bort den ur boken när den visar sig vara någon annans" in text(finn.get(url("bank-days")))
