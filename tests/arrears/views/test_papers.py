"""The pages of papers: propose, tick, watch, print, note."""

from datetime import date

import pytest

from arrears import proposals
from arrears.models import Demand, PaperItem, PaperRun, RentNotice
from bolots.models import LetterEvent
from tenancies.models import Tenancy, Tenant
from tests.arrears.book import TODAY, charged, delivery, imported, paid
from tests.arrears.papers import demand_of, fresh, late, made, notice_of, value, work
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PROPOSALS = "/hyror/krav/forslag/"


def ticked(*rents) -> list[str]:
    """What the page's boxes hold for the homes."""
    found = {one.tenancy_id: one.seen for one in proposals.propose(TODAY)}
    return [f"{rent.tenancy_id}.{found[rent.tenancy_id]}" for rent in rents]


def test_list_shows_why_and_the_ledger_beside(sign_in):
    [rent] = late()
    page = sign_in("finn").get(PROPOSALS).content.decode()
    for words in (rent.tenancy.holder.name, "8 dagar sen", "6 840", ticked(rent)[0], "Påminnelser 1"):
        assert words in page.replace("\xa0", " ")


def test_ticked_homes_become_a_run_and_the_page_watches_it(sign_in):
    one, _other = late(2)
    finn = sign_in("finn")
    answer = finn.post(PROPOSALS, {"kind": "reminder", "chosen": ticked(one)})
    run = PaperRun.objects.get()
    assert answer["Location"] == f"/hyror/krav/omgangar/{run.pk}/"
    page = finn.get(answer["Location"])
    assert page["Refresh"] == "3"
    assert "Pågår" in page.content.decode()
    work(run)
    page = finn.get(answer["Location"])
    assert "Refresh" not in page
    assert f"/hyror/krav/omgangar/{run.pk}/utskrift/" in page.content.decode()
    assert [item.tenancy for item in run.items.all()] == [one.tenancy]


def test_nobody_ticked_says_so_and_makes_nothing(sign_in):
    late()
    answer = sign_in("finn").post(PROPOSALS, {"kind": "reminder"})
    assert answer.status_code == 422
    assert "Välj minst ett hem." in answer.content.decode()
    assert not PaperRun.objects.exists()


@pytest.mark.parametrize("chosen", ["1", "1.x", "x." + "0" * 64, "-1." + "0" * 64])
def test_what_is_no_box_of_the_list_is_refused(sign_in, chosen):
    late()
    answer = sign_in("finn").post(PROPOSALS, {"kind": "reminder", "chosen": chosen})
    assert answer.status_code == 422
    assert "Listan har ändrats" in answer.content.decode()


def test_home_that_does_not_exist_is_refused(sign_in):
    late()
    answer = sign_in("finn").post(PROPOSALS, {"kind": "reminder", "chosen": "99999." + "0" * 64})
    assert answer.status_code == 422
    assert not PaperItem.objects.exists()


def test_home_that_paid_meanwhile_is_left_out_and_the_run_says_why(sign_in):
    rent, other = late(2)
    finn = sign_in("finn")
    boxes = ticked(rent, other)
    finn.post(PROPOSALS, {"kind": "reminder", "chosen": boxes})
    imported(delivery(paid(rent)))
    run = work(PaperRun.objects.get())
    assert "Betalt sedan listan gjordes" in finn.get(f"/hyror/krav/omgangar/{run.pk}/").content.decode()


def test_left_out_home_says_why(sign_in, set_today):
    day = date(2026, 3, 6)  # four days late: a text message comes first
    set_today(day)
    charged(1)
    fresh(day)
    Tenant.objects.update(is_protected=True)
    page = sign_in("finn").get(PROPOSALS).content.decode()
    assert "Skyddad identitet: inget sms, handläggaren pratar med personen" in page
    assert Tenant.objects.get().name not in page


def test_former_tenants_stand_apart(sign_in):
    late()
    Tenancy.objects.update(ends_on=TODAY, end_reason="other_home")
    assert "Utflyttade" in sign_in("finn").get(PROPOSALS).content.decode()


def test_month_is_made_with_one_button(sign_in):
    charged(2)
    finn = sign_in("finn")
    assert "Gör 2 avier" in finn.get("/hyror/krav/avier/2026-03/").content.decode()
    answer = finn.post("/hyror/krav/avier/2026-03/")
    work(PaperRun.objects.get())
    assert RentNotice.objects.count() == 2
    file = finn.get(f"{answer['Location']}utskrift/")
    assert file["Content-Type"] == "application/pdf"
    assert "utskrift-" in file["Content-Disposition"]
    again = finn.post("/hyror/krav/avier/2026-03/", follow=True).content.decode()
    assert "Alla hyror" in again


def test_charge_page_makes_and_shows_its_notice(sign_in):
    [rent] = charged(1)
    finn = sign_in("finn")
    page = f"/hyror/avier/{rent.pk}/"
    assert "Gör hyresavin" in finn.get(page).content.decode()
    finn.post(f"{page}avi/gor/")
    assert f"{page}avi/" in finn.get(page).content.decode()
    file = finn.get(f"{page}avi/")
    assert bytes(RentNotice.objects.get().letter.pdf) == file.content
    assert rent.tenancy.holder.name not in str(file.headers)


def test_run_is_noted_as_posted_once(sign_in):
    late(2)
    run = made("reminder")
    finn = sign_in("finn")
    page = f"/hyror/krav/omgangar/{run.pk}/"
    assert f"{page}postad/" in finn.get(page).content.decode()
    assert "2 brev har postats" in finn.post(f"{page}postad/", follow=True).content.decode()
    assert set(LetterEvent.objects.values_list("kind", flat=True)) == {"sent_post"}
    assert f"{page}postad/" not in finn.get(page).content.decode()
    assert "Inget av breven" in finn.post(f"{page}postad/", follow=True).content.decode()


def test_file_for_the_printer_is_closed_when_somebody_in_it_is_protected_since(sign_in):
    [rent] = charged(1)
    _demand, run = demand_of(rent, by=UserFactory())
    finn = sign_in("finn")
    assert rent.tenancy.holder.name in finn.get(f"/hyror/krav/omgangar/{run.pk}/utskrift/").content.decode()
    Tenant.objects.update(is_protected=True)
    answer = finn.get(f"/hyror/krav/omgangar/{run.pk}/utskrift/", follow=True).content.decode()
    assert rent.tenancy.holder.name not in answer
    assert "har skyddad identitet nu" in answer


def test_demand_page_shows_what_was_asked_and_notes_what_happened(sign_in):
    [rent] = charged(1)
    demand, _run = demand_of(rent, by=UserFactory())
    finn = sign_in("finn")
    page = f"/hyror/krav/skickade/{demand.pk}/"
    assert "skickat med post" in finn.get(page).content.decode().lower()
    finn.post(f"{page}handelser/", {"event": "returned"})
    assert demand.tenancy.reminders.filter(kind="mail_returned").exists()
    assert "Kommit i retur" in finn.get("/hyror/krav/skickade/").content.decode()
    answer = finn.post(f"{page}handelser/", {"event": "nonsense"}, follow=True).content.decode()
    assert "Säg vad som hände med brevet." in answer


def test_message_is_shown_to_copy_with_the_number(sign_in):
    [rent] = charged(1, holder__phone="070-174 06 55")
    demand, _run = demand_of(rent, by=UserFactory(), kind="sms", respond_by_on=None)
    page = sign_in("finn").get(f"/hyror/krav/skickade/{demand.pk}/").content.decode()
    assert "070-174 06 55" in page
    assert "Skickat som sms" in page


def test_case_worker_reads_but_makes_no_papers(sign_in, cast):
    [rent] = charged(1)
    demand, _run = demand_of(rent, by=cast.finn)
    alma = sign_in("alma")
    assert alma.get(PROPOSALS).status_code == 403
    assert alma.get("/hyror/krav/skickade/").status_code == 200
    assert alma.get(f"/hyror/krav/skickade/{demand.pk}/").status_code == 404


def test_papers_stand_in_the_timeline(sign_in):
    value("reminder_fee_ore", "0")
    [rent] = late()
    notice_of(rent, by=UserFactory())
    made("reminder")
    page = sign_in("miriam").get(f"/hyresforhallanden/{rent.tenancy_id}/").content.decode().replace("\xa0", " ")
    assert "Hyresavi för mars 2026: 6 840 kr" in page
    assert "Påminnelse om hyran: 6 840 kr" in page
    assert Demand.objects.get().issued_on == date(2026, 3, 10)
