"""The demand to put things right: what the tenant reads, and who may open it."""

import hashlib
import re
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from bolots import letters
from bolots.models import AccessRecord, Letter
from tenancies.letters import CorrectionPaper
from tenancies.models import Correction
from tests.bolots.test_letters import PAYLOADS, URL, canary, no_network  # noqa: F401
from tests.factories import CorrectionFactory, IncidentFactory, TenancyFactory

pytestmark = pytest.mark.django_db
SENT = {"what": "Musik efter midnatt.", "demand": "Ingen musik efter 22.", "correct_by_on": "2026-03-24"}
PAPER = CorrectionPaper(
    name="Samira Daoud",
    home="Olsborgsvägen 96 B",
    street="Olsborgsvägen 96",
    number="1003",
    place="186 30 Vallentuna",
    issued_on="10 mars 2026",
    happened_on="5 mars 2026",
    what="Musik efter midnatt.",
    demand="Ingen musik efter 22.",
    correct_by="tisdag 24 mars 2026",
    notified_on="9 mars 2026",
    sender="Alma",
    phone="070-174 06 12",
)


@pytest.fixture
def incident(cast):
    stay = TenancyFactory(case_worker=cast.alma, holder__name="Samira Daoud", involved=[cast.bosse])
    return IncidentFactory(tenancy=stay, notified=True)


@pytest.fixture
def alma(sign_in):
    return sign_in("alma")


def address(incident, part="") -> str:
    return f"{incident.get_absolute_url()}rattelseanmaning/{part}"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def made(paper) -> bytes:
    return letters.to_pdf(render_to_string("letters/correction.html", asdict(paper)))


# --- what it says -----------------------------------------------------------------------------------------------------


def test_letter_says_what_happened_what_to_do_by_when_and_whom_to_call():
    text = text_of(made(PAPER))
    for said in (
        *("Samira Daoud", "Olsborgsvägen 96 B, lägenhet 1003", "10 mars 2026", "den 5 mars 2026"),
        *("Musik efter midnatt.", "Ingen musik efter 22.", "senast tisdag 24 mars 2026", "upphöra genast"),
        *("Ring Alma, 070-174 06 12.", "ingen uppsägning", "Vi berättade för socialtjänsten den 9 mars 2026"),
        *("jordabalken 12 kap. 25, 25 b och 24 §§", "(25 a §)", "12 kap. 42 §", "(43 §)", "ringa betydelse"),
        *("De tre veckor som finns när någon betalar hyran för sent gäller inte här", "utsatt dig"),
    ):
        assert said in text


def test_letter_names_no_amount_no_neighbour_and_no_diagnosis():
    text = text_of(made(PAPER)).lower()
    assert re.findall(r"\d\s*kr\b|granne|skuld|missbruk|drog|diagnos|bolots", text) == []


def test_letter_of_a_sender_without_a_telephone_offers_another_way():
    text = text_of(made(replace(PAPER, phone="")))
    assert "Hör av dig till Alma på Vuxenenheten." in text
    assert "Ring" not in text


def test_short_letter_is_one_a4_page_for_everybody_to_read():
    reader = PdfReader(BytesIO(made(PAPER)))
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert len(reader.pages) == 1
    assert reader.metadata.title == "Rättelseanmaning"
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_long_letter_goes_on_over_pages_and_loses_no_word():
    words = [f"ord{n}" for n in range(500)]
    text = text_of(made(replace(PAPER, what=" ".join(words))))
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("field", ["name", "home", "street", "number", "what", "demand", "sender", "phone"])
def test_payload_in_a_field_is_text_and_makes_no_request(field, no_network):  # noqa: F811
    payload = "".join(PAYLOADS).format(url=URL)
    html = render_to_string("letters/correction.html", asdict(replace(PAPER, **{field: payload})))
    assert payload not in html
    assert "<img" not in html
    assert "127.0.0.1" in text_of(letters.to_pdf(html))
    assert no_network == []


# --- written and issued -----------------------------------------------------------------------------------------------


def test_page_shows_the_letter_before_it_is_issued(alma, incident):
    html = alma.get(address(incident)).content.decode()
    assert "Hög musik och rop i trapphuset efter midnatt." in html  # what was reported, to begin with
    assert "senast tisdag 24 mars 2026" in html
    shown = alma.post(address(incident), {**SENT, "show": "1"}).content.decode()
    assert "<p>Musik efter midnatt.</p>" in shown
    assert not Letter.objects.exists()


def test_issued_letter_is_stored_and_served_as_it_was_issued(alma, incident, cast):
    answer = alma.post(address(incident), {**SENT, "issue": "1"}, follow=True)
    assert answer.redirect_chain == [(incident.get_absolute_url(), 302)]
    row = Correction.objects.select_related("letter").get()
    assert (row.incident, row.correct_by_on, row.by) == (incident, date(2026, 3, 24), cast.alma)
    assert address(incident, "pdf/") in answer.content.decode()
    paper = alma.get(address(incident, "pdf/"))
    assert (paper["Content-Type"], paper.content) == ("application/pdf", bytes(row.letter.pdf))
    assert paper["Content-Disposition"] == f'inline; filename="rattelseanmaning-{incident.pk}.pdf"'
    assert row.letter.sha256 == hashlib.sha256(paper.content).hexdigest()
    assert "Samira Daoud" in text_of(paper.content)


def test_letter_stays_as_it_was_when_the_incident_is_corrected_later(alma, incident):
    alma.post(address(incident), {**SENT, "issue": "1"})
    before = alma.get(address(incident, "pdf/")).content
    type(incident).objects.update(what="Något annat.", happened_on=date(2026, 3, 4))
    assert alma.get(address(incident, "pdf/")).content == before


def test_second_press_gives_the_same_letter(alma, incident):
    for _ in range(2):
        answer = alma.post(address(incident), {**SENT, "issue": "1"}, follow=True)
    assert "Rättelseanmaningen är redan utfärdad" in answer.content.decode()
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"correct_by_on": "2026-03-09"}, "Välj en dag som inte har varit."),
        ({"correct_by_on": "snart"}, "Skriv dagen som 2026-03-10"),
        ({"demand": ""}, "Vad som ska upphöra eller rättas till"),
        ({"what": "x" * 2001}, "Vad som har hänt"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(alma, incident, changed, said):
    answer = alma.post(address(incident), {**SENT, **changed, "issue": "1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "Ingen musik efter 22." in html or "demand" in changed
    assert not Letter.objects.exists()


def test_social_services_are_told_before_the_letter_says_so(alma, incident):
    type(incident).objects.update(notified_on=None, notified_by=None)
    answer = alma.post(address(incident), {**SENT, "issue": "1"}, follow=True)
    assert "Underrätta socialtjänsten först" in answer.content.decode()
    assert not Letter.objects.exists()


def test_computer_without_pango_says_the_one_line_and_keeps_the_text(alma, incident, monkeypatch):
    def unavailable(html):
        raise letters.PdfUnavailable(letters.PdfUnavailable.__doc__)

    monkeypatch.setattr(letters, "to_pdf", unavailable)
    answer = alma.post(address(incident), {**SENT, "issue": "1"}, follow=True)
    assert "apt install libpango" in answer.content.decode()
    paper = alma.get(address(incident, "pdf/"))
    assert paper["Content-Type"].startswith("text/html")
    assert paper.content.decode() == Letter.objects.get().html


# --- who opens it -----------------------------------------------------------------------------------------------------


def test_bolots_of_the_home_reads_the_letter_and_writes_none(sign_in, incident):
    CorrectionFactory(incident=incident)
    bosse = sign_in("bosse")
    assert bosse.get(address(incident, "pdf/")).status_code == 200
    assert bosse.get(address(incident)).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("elsa", 404), ("billie", 404), ("finn", 403), ("axel", 403)])
def test_letter_is_not_there_for_those_who_may_not_know_of_the_home(sign_in, incident, who, status):
    CorrectionFactory(incident=incident)
    assert sign_in(who).get(address(incident, "pdf/")).status_code == status


def test_protected_tenants_letter_is_written_and_opened_by_those_involved_only(sign_in, incident, alma):
    incident.tenancy.holder.is_protected = True
    incident.tenancy.holder.save()
    miriam = sign_in("miriam")
    assert miriam.get(address(incident)).status_code == 404
    assert miriam.post(address(incident), {**SENT, "issue": "1"}).status_code == 404
    alma.post(address(incident), {**SENT, "issue": "1"})
    assert "Samira Daoud" in text_of(alma.get(address(incident, "pdf/")).content)
    assert miriam.get(address(incident, "pdf/")).status_code == 404


def test_letter_that_does_not_exist_is_not_found(alma, incident):
    assert alma.get(address(incident, "pdf/")).status_code == 404


def test_writing_and_reading_are_on_record(alma, incident, cast):
    alma.post(address(incident), {**SENT, "issue": "1"})
    alma.get(address(incident, "pdf/"))
    rows = AccessRecord.objects.order_by("pk").values_list("user_id", "person_id", "what")
    who = (cast.alma.pk, incident.tenancy.holder_id)
    assert list(rows) == [(*who, "correction-new"), (*who, f"correction {incident.pk}")]
