from datetime import date
from uuid import uuid4

import pytest

from bolots.models import AccessRecord, User
from outreach.models import ContactAttempt, EvictionRiskCase, OutreachTask
from tenancies.models import Caution, Involvement
from tests.factories import AbsenceFactory, AttemptFactory, CaseFactory, LateRentFactory, TaskFactory

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast, home):
    """Bosse's first visit to Samira, whose rent is late."""
    home.holder.name, home.holder.preferred_name = "Samira Daoud", ""
    home.holder.save()
    LateRentFactory(charge__tenancy=home)
    Involvement.objects.create(tenancy=home, user=cast.bosse, why="outreach", from_on=date(2026, 3, 6))
    return TaskFactory(
        tenancy=home, case=CaseFactory(tenancy=home), assignee=cast.bosse, slot="evening", slot_why="first"
    )


@pytest.fixture
def bosse(sign_in):
    return sign_in("bosse")


def url(task, part=""):
    return f"/besok/{task.pk}/{part}"


def body(**changed):
    """What the form sends when nothing but the outcome is chosen."""
    sent = {
        "client_id": str(uuid4()),
        "suggested_on": "2026-03-11",
        "suggested_slot": "evening",
        "outcome": "nobody_home",
        "agreed": "",
        "agreed_on": "",
        "step": "again",
        "next_on": "",
        "next_slot": "",
        "note": "",
    }
    return sent | changed


# --- the page ---------------------------------------------------------------------------------------------------------


def test_door_caution_and_last_three_attempts_are_on_the_page(cast, bosse, task, now):
    for minute in range(4):
        AttemptFactory(
            task=task, at=now.replace(hour=9, minute=minute), outcome="other" if minute == 0 else "nobody_home"
        )
    caution = {"kind": "two_people", "reason": "Gå inte ensam.", "from_on": TODAY, "until_on": TOMORROW}
    Caution.objects.create(tenant=task.tenancy.holder, set_by=cast.alma, **caution)
    html = bosse.get(url(task)).content.decode()
    for said in (
        "Samira",
        "<dd>B</dd>",
        "<dd>1 tr</dd>",
        "<dd>4719</dd>",
        "Två personer",
        "Gå inte ensam.",
        "Kom 16–20",
    ):
        assert said in html
    assert html.count('<p class="what">Öppnade inte</p>') == 3
    assert '<p class="what">Någon annan öppnade</p>' not in html


def test_name_amount_and_case_are_not_on_the_page(bosse, task):
    html = bosse.get(url(task)).content.decode()
    for private in ("Daoud", "6\xa0840", task.case.label, task.tenancy.holder.phone):
        assert private not in html


def test_private_part_shows_them_and_asks_to_be_taken_away(bosse, task):
    answer = bosse.get(url(task, "privat/"))
    html = answer.content.decode()
    for private in ("Samira Daoud", "6\xa0840\xa0kr", "mars\xa02026", task.case.label, task.tenancy.holder.phone):
        assert private in html
    assert answer["Refresh"] == f"20;url=/besok/{task.pk}/"
    assert f'data-private="/besok/{task.pk}/"' in html
    assert AccessRecord.objects.filter(what="visit-private", person_id=task.tenancy.holder_id).count() == 1


def test_private_part_counts_many_late_rents(bosse, task):
    for month in (10, 11, 12):
        LateRentFactory(charge__tenancy=task.tenancy, charge__month=date(2025, month, 1))
    assert "4 hyror, den äldsta för oktober\xa02025" in bosse.get(url(task, "privat/")).content.decode()


def test_nobody_to_hand_on_to_is_said(cast, bosse, task):
    User.objects.filter(role="bolots").exclude(username="bosse").update(is_active=False)
    assert "Ingen kollega är i tjänst." in bosse.get(url(task)).content.decode()


def test_private_part_asked_for_by_htmx_leaves_the_page_as_it_is(bosse, task):
    assert "Refresh" not in bosse.get(url(task, "privat/"), headers={"HX-Request": "true"})


def test_suggestion_is_preselected_with_its_reason(bosse, task):
    html = bosse.get(url(task)).content.decode()
    assert "Nytt försök i morgon" in html
    assert "16–20, inte prövad än" in html
    assert 'name="suggested_on" value="2026-03-11"' in html
    assert 'value="again" id="id_step_0" checked' in html or 'value="again" checked' in html


def test_before_the_last_try_the_page_says_who_takes_over(bosse, task):
    AttemptFactory(task=task)
    assert "tar Alma över" not in bosse.get(url(task)).content.decode()
    AttemptFactory(task=task)
    answer = bosse.get(url(task))
    assert "Öppnar ingen nu tar Alma över." in answer.content.decode()
    assert answer.context["report"]["step"].value() == "owner"


def test_each_form_has_an_id_of_its_own(bosse, task):
    ids = {bosse.get(url(task)).context["report"]["client_id"].value() for _ in range(2)}
    assert len(ids) == 2


def test_ended_visit_takes_no_report(bosse, task):
    OutreachTask.objects.update(status="withdrawn", ended_on=TODAY, why_ended="paid")
    html = bosse.get(url(task)).content.decode()
    assert "Hyran är betald." in html
    assert "Spara besöket" not in html


def test_case_worker_reads_the_visit_and_cannot_report(sign_in, task):
    assert "Spara besöket" not in sign_in("alma").get(url(task)).content.decode()


def test_number_of_queries_does_not_grow_with_the_attempts(bosse, task, django_assert_max_num_queries):
    for _ in range(30):
        AttemptFactory(task=task)
    with django_assert_max_num_queries(8 + FRAME):
        bosse.get(url(task, "privat/"))


FRAME = 8  # session, user, who is stood in for, savepoints of the request and of the access row, the row itself


# --- the report -------------------------------------------------------------------------------------------------------


def test_report_plans_what_was_suggested_and_says_so(bosse, task):
    answer = bosse.post(url(task, "rapport/"), body(note="Hörde radio."), follow=True)
    assert answer.redirect_chain == [("/i-dag/", 302)]
    assert "Sparat. Nästa försök i morgon, 16–20." in answer.content.decode()
    attempt = ContactAttempt.objects.get()
    assert (attempt.outcome, attempt.note, attempt.by.username) == ("nobody_home", "Hörde radio.", "bosse")
    task.refresh_from_db()
    assert (task.due_on, task.slot) == (TOMORROW, "evening")


@pytest.mark.parametrize(
    ("sent", "due_on", "slot"),
    [
        ({"step": "other", "next_on": "2026-03-13", "next_slot": "morning"}, date(2026, 3, 13), "morning"),
        ({"step": "other", "next_on": "2026-03-13"}, date(2026, 3, 13), "evening"),
        ({"next_on": "2026-03-13", "next_slot": "morning"}, TOMORROW, "evening"),  # the field behind the tile is hidden
        ({"outcome": "other"}, TOMORROW, "evening"),
        ({"suggested_on": "2026-03-12", "suggested_slot": "afternoon"}, date(2026, 3, 12), "afternoon"),
    ],
)
def test_next_attempt_is_as_it_stood_in_the_form(bosse, task, sent, due_on, slot):
    bosse.post(url(task, "rapport/"), body(**sent))
    task.refresh_from_db()
    assert (task.due_on, task.slot) == (due_on, slot)


def test_owner_takes_over_when_asked_to(bosse, task):
    answer = bosse.post(url(task, "rapport/"), body(step="owner"), follow=True)
    task.refresh_from_db()
    assert (task.status, task.why_ended) == ("returned", "handed_over")
    assert "Alma har nästa steg." in answer.content.decode()


def test_meeting_keeps_what_was_agreed_and_its_day(bosse, task):
    bosse.post(url(task, "rapport/"), body(outcome="met", agreed="pay", agreed_on="2026-03-25"))
    case = EvictionRiskCase.objects.get()
    assert (case.status, case.next_step, case.next_on) == ("contact", "agreed_pay", date(2026, 3, 25))


def test_answers_to_hidden_questions_do_not_count(bosse, task):
    hidden = {"agreed": "pay", "agreed_on": "2026-03-01", "step": "owner"}
    bosse.post(url(task, "rapport/"), body(outcome="declined", **hidden))
    task.refresh_from_db()
    assert (task.status, task.why_ended) == ("done", "declined")
    assert ContactAttempt.objects.get().agreed == ""


def test_visit_without_a_case_is_simply_done(cast, bosse, task):
    OutreachTask.objects.update(case=None)
    answer = bosse.post(url(task, "rapport/"), body(outcome="met"), follow=True)
    assert "Sparat. Besöket är klart." in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"outcome": ""}, "Detta fält måste fyllas i."),
        ({"step": "other"}, "Välj dag för nästa försök."),
        ({"step": "other", "next_on": "2026-03-09"}, "Välj en dag som inte har varit."),
        ({"outcome": "met", "agreed_on": "2026-03-09"}, "Välj en dag som inte har varit."),
        ({"suggested_on": "2026-03-09"}, "Nästa steg: Välj en dag som inte har varit."),
        ({"suggested_on": "nonsense"}, "Spara besöket"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(bosse, task, sent, said):
    answer = bosse.post(url(task, "rapport/"), body(note="Katten satt i fönstret.", **sent))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert "Katten satt i fönstret." in html
    assert not ContactAttempt.objects.exists()


def test_keys_that_no_form_has_are_ignored(cast, bosse, task):
    bosse.post(url(task, "rapport/"), body(by=cast.billie.pk, at="2020-01-01", status="done", slot="weekend", task=999))
    attempt = ContactAttempt.objects.get()
    assert (attempt.by, attempt.task, attempt.recorded_on) == (cast.bosse, task, TODAY)
    task.refresh_from_db()
    assert task.status == "open"


# --- exactly once -----------------------------------------------------------------------------------------------------


def test_same_report_again_gets_the_same_answer(bosse, task):
    sent = body(outcome="met")
    first, again = (bosse.post(url(task, "rapport/"), sent, follow=True) for _ in range(2))
    assert first.redirect_chain == again.redirect_chain == [("/i-dag/", 302)]
    assert "Alma har nästa steg." in again.content.decode()
    assert ContactAttempt.objects.count() == 1


def test_same_id_with_another_content_is_409_and_keeps_what_was_typed(bosse, task):
    sent = body()
    bosse.post(url(task, "rapport/"), sent)
    answer = bosse.post(url(task, "rapport/"), sent | {"outcome": "met", "note": "Hon öppnade till slut."})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Den här rapporten är redan sparad, med annat innehåll." in html
    assert "Öppnade inte (Bosse)" in html
    assert "Hon öppnade till slut." in html
    assert "spara en gång till" in html
    assert ContactAttempt.objects.count() == 1


def test_form_that_came_back_with_409_can_be_saved_as_another_attempt(bosse, task):
    sent = body()
    bosse.post(url(task, "rapport/"), sent)
    form = bosse.post(url(task, "rapport/"), sent | {"outcome": "met"}).context["report"]
    assert form["client_id"].value() != sent["client_id"]
    bosse.post(url(task, "rapport/"), sent | {"outcome": "met", "client_id": form["client_id"].value()})
    assert ContactAttempt.objects.count() == 2


def test_report_on_an_ended_visit_is_409_and_says_what_to_do(bosse, task):
    OutreachTask.objects.update(status="withdrawn", ended_on=TODAY, why_ended="paid")
    answer = bosse.post(url(task, "rapport/"), body(note="Ingen hemma."))
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Besöket tar inte emot fler rapporter." in html
    assert "Ingen hemma." in html


# --- handed on, ordered -----------------------------------------------------------------------------------------------


def test_visit_is_handed_on_to_a_colleague(cast, bosse, task):
    answer = bosse.post(url(task, "lamna/"), {"to": cast.billie.pk}, follow=True)
    assert "Billie har besöket nu." in answer.content.decode()
    task.refresh_from_db()
    assert task.assignee == cast.billie


@pytest.mark.parametrize("name", ["bosse", "alma", "finn"])
def test_visit_is_handed_on_to_another_bolots_only(cast, bosse, task, name):
    answer = bosse.post(url(task, "lamna/"), {"to": getattr(cast, name).pk}, follow=True)
    assert "Välj en kollega som är i tjänst." in answer.content.decode()
    task.refresh_from_db()
    assert task.assignee == cast.bosse


def test_visit_that_ended_is_not_handed_on(cast, bosse, task):
    OutreachTask.objects.update(status="withdrawn", ended_on=TODAY, why_ended="paid")
    answer = bosse.post(url(task, "lamna/"), {"to": cast.billie.pk}, follow=True)
    assert "Besöket är avslutat eller har gått till någon annan" in answer.content.decode()


def test_case_worker_orders_a_visit_to_a_home(cast, sign_in, home):
    alma, order = sign_in("alma"), {"why": "Brevlådan är full.", "due_on": "2026-03-13"}
    assert alma.get(f"/besok/nytt/{home.pk}/").status_code == 200
    answer = alma.post(f"/besok/nytt/{home.pk}/", order)
    assert answer.url == home.get_absolute_url()
    task = OutreachTask.objects.get()
    assert (task.why, task.due_on, task.ordered_by) == ("Brevlådan är full.", date(2026, 3, 13), cast.alma)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"why": ""}, "Detta fält måste fyllas i."),
        ({"due_on": "2026-03-09"}, "Välj en dag som inte har varit."),
    ],
)
def test_order_that_cannot_be_placed_comes_back(sign_in, home, sent, said):
    answer = sign_in("alma").post(f"/besok/nytt/{home.pk}/", {"why": "Titta till.", "due_on": "2026-03-13"} | sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_order_says_when_nobody_is_at_work(cast, sign_in, home):
    for colleague in (cast.bosse, cast.billie):
        AbsenceFactory(user=colleague)
    answer = sign_in("alma").post(f"/besok/nytt/{home.pk}/", {"why": "Titta till.", "due_on": "2026-03-13"})
    assert answer.status_code == 422
    assert "Ingen bolots är i tjänst." in answer.content.decode()
