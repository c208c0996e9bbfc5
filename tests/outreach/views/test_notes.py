from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from bolots import letters
from bolots.models import AccessRecord, Letter
from outreach import actions
from outreach.models import MailboxNote, OutreachTask
from tenancies.models import Involvement
from tests.factories import CaseFactory, LateRentFactory, TaskFactory

pytestmark = pytest.mark.django_db
FORBIDDEN = ("social", "kommun", "hyra", "skuld", "avhys", "vräk", "uppsäg", "debt", "rent", "evict", "bolots")


@pytest.fixture
def task(cast, home):
    home.holder.name, home.holder.language = "Samira Daoud", "en"
    home.holder.save()
    LateRentFactory(charge__tenancy=home)
    Involvement.objects.create(tenancy=home, user=cast.bosse, why="outreach", from_on=date(2026, 3, 6))
    return TaskFactory(tenancy=home, case=CaseFactory(tenancy=home), assignee=cast.bosse)


@pytest.fixture
def bosse(sign_in):
    return sign_in("bosse")


def printed(bosse, task, **chosen):
    """The answer to pressing Print, followed to the paper."""
    sent = {"language": "en", "back_on": "2026-03-12", "back_slot": "afternoon", "print": "1"} | chosen
    return bosse.post(f"/besok/{task.pk}/lapp/", sent, follow=True)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_preview_shows_the_note_in_the_tenants_language(bosse, task):
    html = bosse.get(f"/besok/{task.pk}/lapp/").content.decode()
    assert "Hej Samira!" in html
    assert "onsdag 11 mars, mellan klockan 16" in html
    assert "Hello Samira!" in html
    assert "Wednesday 11 March, between 16" in html
    assert "Ingen översättare har granskat" in html
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", 'dir="rtl"'), ("so", "Salaan Samira!"), ("fi", "Hei Samira!"), ("en", "Hello Samira!")],
)
def test_preview_in_another_language_prints_nothing(bosse, task, language, said):
    sent = {"language": language, "back_on": "2026-03-13", "back_slot": "morning", "show": "1"}
    html = bosse.post(f"/besok/{task.pk}/lapp/", sent).content.decode()
    assert said in html
    assert "fredag 13 mars, mellan klockan 8" in html
    assert not Letter.objects.exists()


def test_preview_in_swedish_only_has_one_language(bosse, task):
    sent = {"language": "sv", "back_on": "2026-03-13", "back_slot": "morning", "show": "1"}
    html = bosse.post(f"/besok/{task.pk}/lapp/", sent).content.decode()
    assert 'class="second"' not in html
    assert "översättare" not in html


def test_printed_note_is_the_stored_pdf(bosse, task, cast):
    answer = printed(bosse, task)
    note = MailboxNote.objects.get()
    assert answer.redirect_chain == [(f"/besok/{task.pk}/lapp/{note.pk}/pdf/", 302)]
    assert (answer["Content-Type"], answer.content) == ("application/pdf", bytes(note.letter.pdf))
    assert answer["Content-Disposition"] == f'inline; filename="lapp-{note.pk}.pdf"'
    assert (note.back_on, note.back_slot, note.language, note.by) == (date(2026, 3, 12), "afternoon", "en", cast.bosse)


def test_paper_is_neutral(bosse, task):
    """It may be read by others in the staircase: no authority, no debt, no surname, no amount."""
    text = text_of(printed(bosse, task).content)
    assert "Hej Samira!" in text
    assert "Jag heter Bosse." in text
    assert "070-174 06 12" in text
    assert "torsdag 12 mars, mellan klockan 12 och 16." in text
    assert "I will come back on Thursday 12 March, between 12 and 16." in text
    assert not [word for word in FORBIDDEN if word in text.lower()]
    assert "Daoud" not in text
    assert "840" not in text


@pytest.mark.parametrize("language", ["sv", "en", "ar", "so", "fi"])
def test_paper_is_one_a5_page_in_every_language(bosse, task, language):
    task.tenancy.holder.preferred_name = "Alexandrina-Wilhelmina Katarina"
    task.tenancy.holder.save()
    reader = PdfReader(BytesIO(printed(bosse, task, language=language).content))
    assert len(reader.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [148, 210]
    assert reader.metadata.title == "Lapp"


def test_protected_identity_is_not_named_on_paper(bosse, task):
    task.tenancy.holder.is_protected = True
    task.tenancy.holder.save()
    text = text_of(printed(bosse, task).content)
    assert "Samira" not in text
    assert "Hej!" in text


def test_bolots_without_a_telephone_leaves_no_number(bosse, task, cast):
    cast.bosse.phone = ""
    cast.bosse.save()
    text = text_of(printed(bosse, task).content)
    assert "sms" not in text
    assert "Ring" not in text


def test_hostile_name_is_printed_as_text(bosse, task):
    hostile = '<img src="http://127.0.0.1:1/x"><script>alert(1)</script>'
    task.tenancy.holder.preferred_name = hostile[:40]
    task.tenancy.holder.save()
    assert hostile[:20] in text_of(printed(bosse, task).content)


def test_printing_and_reading_the_paper_are_on_record(bosse, task, cast):
    printed(bosse, task)
    note = MailboxNote.objects.get()
    rows = list(AccessRecord.objects.order_by("pk").values_list("user_id", "person_id", "what"))
    assert rows == [
        (cast.bosse.pk, task.tenancy.holder_id, "note"),
        (cast.bosse.pk, task.tenancy.holder_id, f"note {note.pk}"),
    ]
    assert list(note.letter.events.values_list("kind", flat=True)) == ["printed"]


def test_papers_printed_before_are_linked(bosse, task, sign_in):
    printed(bosse, task)
    note = MailboxNote.objects.get()
    address = f"/besok/{task.pk}/lapp/{note.pk}/pdf/"
    assert address in bosse.get(f"/besok/{task.pk}/lapp/").content.decode()
    assert sign_in("alma").get(address).status_code == 200


@pytest.mark.parametrize("who", ["billie", "elsa"])
def test_paper_is_not_there_for_those_who_may_not_know_of_the_home(bosse, task, sign_in, who):
    printed(bosse, task)
    address = f"/besok/{task.pk}/lapp/{MailboxNote.objects.get().pk}/pdf/"
    assert sign_in(who).get(address).status_code == 404
    assert sign_in("finn").get(address).status_code == 403


def test_paper_of_another_visit_is_not_served(bosse, task, cast):
    printed(bosse, task)
    other = TaskFactory(tenancy=task.tenancy, assignee=cast.bosse)
    assert bosse.get(f"/besok/{other.pk}/lapp/{MailboxNote.objects.get().pk}/pdf/").status_code == 404


def test_day_in_the_past_comes_back(bosse, task):
    answer = printed(bosse, task, back_on="2026-03-09")
    assert answer.status_code == 422
    assert "Välj en dag som inte har varit." in answer.content.decode()
    assert not Letter.objects.exists()


def test_visit_that_has_ended_has_no_note(bosse, task):
    OutreachTask.objects.update(status="withdrawn", ended_on=date(2026, 3, 10), why_ended="paid")
    answer = bosse.get(f"/besok/{task.pk}/lapp/", follow=True)
    assert answer.redirect_chain == [(f"/besok/{task.pk}/", 302)]
    assert "Besöket är avslutat eller har gått till någon annan" in answer.content.decode()


def test_note_of_a_visit_that_ends_meanwhile_is_not_printed(bosse, task, monkeypatch):
    def ended(*args, **more):
        raise actions.VisitEnded

    monkeypatch.setattr(actions, "print_note", ended)
    assert "Besöket är avslutat" in printed(bosse, task).content.decode()
    assert not MailboxNote.objects.exists()


def test_computer_without_pango_says_the_one_line_and_keeps_the_text(bosse, task, monkeypatch):
    def unavailable(html):
        raise letters.PdfUnavailable(letters.PdfUnavailable.__doc__)

    monkeypatch.setattr(letters, "to_pdf", unavailable)
    answer = printed(bosse, task)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "apt install libpango" in html
    assert "data-print" in html
    note = MailboxNote.objects.get()
    paper = bosse.get(f"/besok/{task.pk}/lapp/{note.pk}/pdf/")
    assert paper["Content-Type"].startswith("text/html")
    assert paper.content.decode() == note.letter.html


def test_paper_from_before_the_protection_is_not_found_by_those_who_are_not_involved(bosse, sign_in, task):
    printed(bosse, task)
    [note] = MailboxNote.objects.all()
    paper = f"/besok/{task.pk}/lapp/{note.pk}/pdf/"
    assert sign_in("miriam").get(paper).status_code == 200
    task.tenancy.holder.is_protected = True
    task.tenancy.holder.save()
    assert sign_in("miriam").get(paper).status_code == 404
    assert bosse.get(paper).status_code == 200
    Involvement.objects.filter(user=task.assignee).update(until_on=date(2026, 3, 10))
    for path in (paper, f"/besok/{task.pk}/lapp/"):
        assert bosse.get(path).status_code == 404
