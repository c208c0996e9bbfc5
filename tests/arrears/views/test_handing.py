"""A paper to hand over: the case worker finds it among the reminders, and nobody else learns whose it is."""

import pytest

from arrears import actions
from arrears.letters import SmsPaper
from arrears.models import Demand, PaperRun
from bolots import letters
from tenancies import actions as register
from tenancies.models import Reminder
from tests.arrears.book import MARCH, TODAY, at, charged
from tests.arrears.papers import late, made, work

pytestmark = pytest.mark.django_db
HIDDEN = {"holder__is_protected": True, "holder__name": "Kanarie Fågelberg", "apartment__street": "Gränden 7"}
REMINDERS = "/bevakningar/"


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def rent(cast):
    [rent] = charged(1, case_worker=cast.alma, **HIDDEN)
    return rent


@pytest.fixture
def notice(rent, cast):
    return actions.issue_notice(rent, by=cast.finn, on=TODAY, at=at())


@pytest.fixture
def demand(cast):
    late(1, case_worker=cast.alma, **HIDDEN)
    made("reminder")
    return Demand.objects.get()


def test_case_worker_finds_the_notice_from_the_reminder_and_says_that_it_is_handed_over(notice, sign_in):
    alma, charge = sign_in("alma"), f"/hyror/avier/{notice.charge_id}/"
    page = text(alma.get(REMINDERS))
    assert "Lämna över ett brev personligen" in page
    assert f'<a href="{charge}">brevet</a>' in page
    assert "Kanarie Fågelberg" in page
    reminder = Reminder.objects.get(kind="hand_over")
    assert f'<a href="{charge}">Till brevet</a>' in text(alma.get(reminder.get_absolute_url()))
    page = text(alma.get(charge))
    assert "Ska lämnas över" in page
    assert "Alma lämnar över det personligen." in page
    assert f'href="{charge}avi/"' in page
    done = text(alma.post(f"{charge}avi/lamnad/", follow=True))
    assert "Bevakningen är avslutad" in done
    assert "Överlämnat" in done
    assert "Ska lämnas över" not in done
    assert "Lämna över ett brev" not in text(alma.get(REMINDERS))
    assert "redan överlämnat" in text(alma.post(f"{charge}avi/lamnad/", follow=True))


def test_reminder_tells_nobody_who_is_not_involved_whose_paper_it_is(notice, cast, sign_in):
    asked = Reminder.objects.get(kind="hand_over")
    Reminder.objects.filter(pk=asked.pk).update(owner=cast.finn)  # even if it stood on the list of one who may not know
    for path in (REMINDERS, asked.get_absolute_url(), f"/hyror/avier/{notice.charge_id}/"):
        page = text(sign_in("finn").get(path))
        assert "Kanarie" not in page
        assert "Gränden" not in page
        assert "Skyddad" in page
    assert sign_in("elsa").get(asked.get_absolute_url()).status_code == 404
    assert sign_in("finn").post(f"/hyror/avier/{notice.charge_id}/avi/lamnad/").status_code == 404
    assert asked.text == ""


def test_it_can_be_handed_over_by_none_but_those_who_may_know_the_name(notice, cast):
    asked = Reminder.objects.get(kind="hand_over")
    with pytest.raises(register.MayNotKnow):
        register.hand_over_reminder(asked, to=cast.finn, why="semester", by=cast.alma, on=TODAY)


def test_lists_of_papers_say_which_are_to_be_handed_over(rent, cast, sign_in):
    charged(1)
    run = work(actions.ask_for_notices(month=MARCH, by=cast.finn, on=TODAY, at=at()))
    finn = sign_in("finn")
    page = text(finn.get(f"/hyror/krav/omgangar/{run.pk}/"))
    assert "Lämnas över" in page
    assert "Handläggaren lämnar över det." in page
    assert "Gränden" not in page
    assert finn.get(f"/hyror/krav/omgangar/{run.pk}/utskrift/").status_code == 200
    month = text(finn.get("/hyror/krav/avier/2026-03/"))
    assert "1 saknar namn och adress och ska lämnas över. Handläggaren har en bevakning." in month


def test_run_of_papers_by_hand_only_is_done(demand, sign_in):
    page = sign_in("finn").get(f"/hyror/krav/omgangar/{PaperRun.objects.get().pk}/")
    assert "Refresh" not in page
    assert "Klar" in text(page)


def test_case_worker_hands_a_payment_reminder_over(demand, sign_in):
    alma, page = sign_in("alma"), f"/hyror/krav/skickade/{demand.pk}/"
    assert f'<a href="{page}">brevet</a>' in text(alma.get(REMINDERS))
    assert "Ska lämnas över" in text(alma.get("/hyror/krav/skickade/"))
    assert "Det är överlämnat" in text(alma.get(page))
    done = text(alma.post(f"{page}lamnat/", follow=True))
    assert "Det är överlämnat</button>" not in done
    assert "Överlämnat" in done
    assert not Reminder.objects.open().filter(kind="hand_over").exists()


def test_manager_who_notes_events_is_not_offered_the_post(demand, cast, sign_in):
    register.involve(demand.tenancy, cast.miriam, why="ersätter", on=TODAY)
    page = text(sign_in("miriam").get(f"/hyror/krav/skickade/{demand.pk}/"))
    assert 'value="sent_hand"' in page
    assert 'value="sent_post"' not in page


@pytest.fixture
def posted(cast):
    late(1, case_worker=cast.alma)
    made("reminder", by=cast.finn)
    return Demand.objects.get()


@pytest.fixture
def texted(posted, cast):
    letter = letters.issue(SmsPaper.neutral(), by=cast.finn, on=TODAY, at=at(), is_printed=False)
    facts = {"tenancy": posted.tenancy, "issued_on": TODAY, "capital_ore": posted.capital_ore, "by": cast.finn}
    return Demand.objects.create(kind="sms", letter=letter, **facts)


@pytest.mark.parametrize("which", ["posted", "texted"])
def test_case_worker_hands_over_no_demand_that_goes_another_way(which, request, sign_in):
    demand = request.getfixturevalue(which)
    before = demand.letter.events.count()
    page = text(sign_in("alma").post(f"/hyror/krav/skickade/{demand.pk}/lamnat/", follow=True))
    assert "Det går en annan väg. Ingen behöver lämna över det." in page
    assert demand.letter.events.count() == before
