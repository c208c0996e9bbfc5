"""What the papers of a termination say, read from the stored PDFs (förordning 1978:314)."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from arrears import actions
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.test_constraints import refused
from tests.factories import CorrectionFactory, IncidentFactory

pytestmark = pytest.mark.django_db


def texts(row) -> dict[str, str]:
    return {paper.kind: said(paper) for paper in row.papers.select_related("letter")}


def said(paper) -> str:
    pages = PdfReader(BytesIO(bytes(paper.letter.pdf))).pages
    return " ".join("".join(page.extract_text() + " " for page in pages).replace("\u00a0", " ").split())


@pytest.fixture
def row(cast):
    return story.issued(story.late_home(cast, holder__name="Åsa Öberg"), cast)


def test_formular_1_tells_the_tenant_how_to_get_the_home_back(row):
    text = texts(row)["recovery"]
    for words in (
        "Formulär 1",
        "Underrättelse till bostadshyresgäst om möjlighet att få tillbaka hyresrätten fastän hyran inte har betalats",
        "Som uppsägning räknas också stämningsansökan eller ansökan om avhysning.",
        "Hyresvärden måste lämna meddelande om uppsägningen till socialnämnden i den kommun där lägenheten är belägen.",
        "Ni underrättas härmed om att Ni har möjlighet att få tillbaka Er hyresrätt, om Ni betalar hyran",
        "inom tre veckor från det att Ni har fått del av denna underrättelse.",
        "får du behålla ditt hem",
        "Ränta, avgifter och kostnader behöver du inte betala",
        "socialnämnden",
        "Åsa Öberg",
        "6 840 kr",
        "5050-1055",
        row.charges.get().charge.ocr,
    ):
        assert words in text


def test_all_three_carry_the_postal_address(row):
    for text in texts(row).values():
        assert f"lägenhet {row.tenancy.apartment.number} 186 36 Vallentuna" in text


def test_formular_3_has_its_five_fields_and_the_interest_apart(row):
    """Interest from 3 March to 10 March, 8 days at 2,00 + 8 per cent: 684 000 × 10 × 8 / 36 500 = 1 499,2 öre."""
    text = texts(row)["board"]
    for words in (
        "Formulär 3",
        "Meddelande till socialnämnd om uppsägning av bostadshyresgäst på grund av försummad hyresbetalning",
        "1. Hyresvärdens namn, postadress och telefonnummer Kommunen, Vuxenenheten Storgatan 1, 100 00 Exempelstad",
        "Exempelstad Telefon 08-465 004 10",
        "2. Hyresgästens namn och postadress Åsa Öberg Olsborgsvägen 96",
        "3. Den förhyrda lägenhetens storlek (antalet rum) 2 rum",
        "2 mars 2026",
        "Summa hyra att betala 6 840 kr",
        "Ränta som fordras till och med 10 mars 2026: 14,99 kr",
        "5. Hyresvärdens bankgirokonto Bankgiro 5050-1055",
    ):
        assert words in text


def test_notice_names_the_ground_and_the_way_to_stay(row):
    text = texts(row)["notice"]
    for words in ("Uppsägning av hyresavtal", "42 §", "Du kan få behålla ditt hem", "mars 2026", "Finn"):
        assert words in text
    assert "Skötsamhet" not in text


def test_notice_of_misconduct_names_no_amount_and_not_what_was_said(cast):
    home = story.late_home(cast)
    days = {"happened_on": date(2026, 2, 2), "recorded_on": date(2026, 2, 2), "notified_on": date(2026, 2, 2)}
    incident = IncidentFactory(tenancy=home, notified=True, **days)
    CorrectionFactory(incident=incident, issued_on=date(2026, 2, 3), correct_by_on=date(2026, 3, 1))
    text = texts(story.issued(home, cast, charges=[], incident=incident))["notice"]
    assert "rättelseanmaning" in text
    assert "kr till bankgiro" not in text
    assert incident.what not in text


def test_papers_as_issued_are_never_changed_or_deleted(row):
    paper = row.papers.first()
    refused(lambda: row.papers.update(amount_ore=1), "Cannot update")
    refused(lambda: row.papers.all()._raw_delete("default"), "Cannot delete")
    assert bytes(paper.letter.pdf).startswith(b"%PDF")


def test_interest_that_is_charged_and_unpaid_is_claimed_too(cast):
    home = story.late_home(cast)
    [rent] = story.rents(home)
    actions.charge_interest(rent, until_on=date(2026, 3, 9), by=cast.finn, on=TODAY)
    row = story.approved(home, cast)
    actions.issue_termination_papers(row, by=cast.finn, on=TODAY, at=at())
    assert "Ränta som fordras till och med 10 mars 2026: 14,99 kr" in texts(row)["board"]
