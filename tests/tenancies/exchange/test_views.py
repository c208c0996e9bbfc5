"""In och ut, from the upload to the register, as the unit manager meets it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bolots.models import AccessRecord
from tenancies.exchange import reading
from tenancies.models import Apartment, PendingImport, Tenancy, Tenant

from .sheets import DEBT, FULL, HOME, STAY, bent, csv, table, xlsx

pytestmark = pytest.mark.django_db
UPLOAD = "/registret/las-in/"
ROW = [*HOME, *STAY, *DEBT]


def send(client, data, name="hemligt namn.xlsx", content_type="image/png"):
    return client.post(UPLOAD, {"sheet": SimpleUploadedFile(name, data, content_type)}, follow=True)


def answer(client, what, **data):
    path = reverse(f"tenancies:import-{what}", args=[PendingImport.objects.get().key])
    return client.post(path, data, follow=True)


def said(keys):
    return {f"column_{index}": key for index, key in enumerate(keys)}


def suggested(response):
    return said(bound.initial for bound in response.context["form"])


def text(response):
    return response.content.decode().replace("\xa0", " ")


def test_spreadsheet_goes_into_the_register_in_four_steps(sign_in):
    miriam = sign_in("miriam")
    asked = send(miriam, xlsx(FULL, ROW))
    assert "Samira Daoud" in text(asked)  # a sample of the file's own column
    tried = answer(miriam, "columns", **suggested(asked))
    assert "Kan läsas in" in text(tried)
    assert not Apartment.objects.exists()
    done = answer(miriam, "confirm")
    assert "Filen är inläst: 4 nya uppgifter." in text(done)
    assert Tenancy.objects.get().holder.name == "Samira Daoud"
    again = answer_again(miriam, xlsx(FULL, ROW))
    assert "Inget nytt" in text(again)
    assert "Läs in filen" not in text(again)


def answer_again(client, data):
    return answer(client, "columns", **suggested(send(client, data)))


def test_fault_is_told_by_row_and_column_and_stops_the_file(sign_in):
    miriam = sign_in("miriam")
    tried = answer_again(miriam, xlsx(FULL, [cell if cell != "6 840" else "5 43O" for cell in ROW]))
    assert "”5 43O” är inget belopp. Skriv till exempel 5 430." in text(tried)
    assert reverse("tenancies:import-confirm", args=[PendingImport.objects.get().key]) not in text(tried)
    assert "Måste rättas" in text(answer(miriam, "confirm"))  # somebody who posts it all the same
    assert not Apartment.objects.exists()


def test_difference_is_shown_with_both_and_put_on_record(sign_in, cast):
    miriam = sign_in("miriam")
    answer_again(miriam, xlsx(FULL, ROW))
    answer(miriam, "confirm")
    shown = text(answer_again(miriam, xlsx(FULL, [cell if cell != "6 840" else "6 800" for cell in ROW])))
    assert "6 840 kr" in shown
    assert "6 800 kr" in shown
    reading = AccessRecord.objects.get(what="import")
    assert (reading.user_id, reading.person_id) == (cast.miriam.pk, Tenant.objects.get().pk)


def test_columns_must_say_which_apartment_and_each_only_once(sign_in):
    miriam = sign_in("miriam")
    send(miriam, xlsx(FULL, ROW))
    wrong = answer(miriam, "columns", column_0="street", column_1="street", column_5="nonsense")
    assert "Välj vilken kolumn som är ”Lägenhetsnummer”." in text(wrong)
    assert "En annan kolumn är vald till samma sak" in text(wrong)
    assert '<option value="street" selected>' in text(wrong)
    assert PendingImport.objects.get().report is None


def test_preview_of_a_file_that_was_not_tried_asks_for_its_columns(sign_in):
    miriam = sign_in("miriam")
    send(miriam, xlsx(FULL, ROW))
    path = reverse("tenancies:import-preview", args=[PendingImport.objects.get().key])
    assert miriam.get(path, follow=True).redirect_chain[0][0].endswith("/kolumner/")


def test_file_that_waits_is_offered_and_can_be_thrown_away(sign_in):
    miriam = sign_in("miriam")
    send(miriam, xlsx(FULL, ROW))
    assert "Väntar på ditt svar" in text(miriam.get("/registret/in-och-ut/"))
    assert "Filen är slängd" in text(answer(miriam, "discard"))
    assert not PendingImport.objects.exists()


def test_confirming_what_waits_no_longer_is_said_calmly(sign_in):
    miriam = sign_in("miriam")
    answer_again(miriam, xlsx(FULL, ROW))
    path = reverse("tenancies:import-confirm", args=[PendingImport.objects.get().key])
    miriam.post(path)
    assert "Filen väntar inte längre" in text(miriam.post(path, follow=True))
    assert Tenancy.objects.count() == 1


def test_file_of_somebody_else_is_not_found(sign_in, cast):
    send(sign_in("miriam"), xlsx(FULL, ROW))
    PendingImport.objects.update(by=cast.alma)
    for what in ("preview", "columns"):
        path = reverse(f"tenancies:import-{what}", args=[PendingImport.objects.get().key])
        assert sign_in("miriam").get(path).status_code == 404


# --- uploads (promise 30) ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Filen är tom"),
        (b"x" * (reading.MAX_BYTES + 1), "Filen är större än 5 MB"),
        (b"%PDF-1.7", "Det är inget kalkylblad"),
        (csv(FULL), "Filen har inga rader under rubriken"),
        (csv(FULL, *[ROW] * 5_001), "längre ner än rad 5 000"),
        (bent(xlsx(FULL, ROW), sheet=b"<worksheet>" + b" " * 42_000_000), "mycket större inuti"),
    ],
    ids=["empty", "large", "pdf", "no rows", "many rows", "bomb"],
)
def test_upload_that_is_no_register_says_so_and_is_not_kept(sign_in, data, words):
    response = send(sign_in("miriam"), data)
    assert words in text(response)
    assert not PendingImport.objects.exists()


def test_no_file_at_all_is_said_in_words(sign_in):
    assert "Välj en fil." in text(sign_in("miriam").post(UPLOAD))


@pytest.mark.parametrize("name", ["../../etc/passwd", "x.pdf", "=cmd.csv", "å" * 200])
def test_name_and_type_of_a_file_are_never_used(sign_in, name):
    response = send(sign_in("miriam"), csv(FULL, ["1", "Gatan 1"]), name=name)
    assert response.redirect_chain[0][0].endswith("/kolumner/")
    assert name not in text(response)
    assert name not in str(PendingImport.objects.values())


def test_markup_in_a_file_is_shown_as_text(sign_in):
    evil = "<script>alert(1)</script>"
    miriam = sign_in("miriam")
    asked = send(miriam, csv([*FULL[:2], evil], [evil, evil, evil]))
    assert evil not in text(asked)
    tried = answer(miriam, "columns", **suggested(asked) | {"column_2": "floor"})
    assert evil not in text(tried)
    assert "&lt;script&gt;" in text(tried)


def test_template_is_handed_out_with_its_explanations(sign_in):
    response = sign_in("miriam").get("/registret/mall.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="registret-mall.xlsx"'
    assert table(response.content).headers[0] == "Lägenhetsnummer"


@pytest.mark.parametrize(("who", "may"), [("alma", False), ("finn", False), ("bosse", False), ("miriam", True)])
def test_only_the_unit_manager_reads_in(sign_in, who, may):
    assert (sign_in(who).get(UPLOAD).status_code == 200) == may
    page = sign_in(who).get("/registret/in-och-ut/")
    assert ("Läs in ett kalkylblad" in text(page)) == may
