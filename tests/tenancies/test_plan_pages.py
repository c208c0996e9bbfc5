"""Planen and its forms: who may, what is said when something is wrong, what two people see who do the same."""

from datetime import date

import pytest

from tenancies import actions
from tenancies.models import Goal, Reminder, Review
from tests.factories import TenancyFactory

TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.django_db
REVIEW = {
    "decision": "extend",
    "because": "för kort kötid",
    "blockers": ["queue", "no_home"],
    "planned_end_on": "1/9",
    "next_on": "10 juni",
    "seen": "",
}


@pytest.fixture
def stay(cast):
    return TenancyFactory(case_worker=cast.alma, next_review_on=TODAY, involved=[cast.bosse])


@pytest.fixture
def at(stay):
    return f"/hyresforhallanden/{stay.pk}/planen/".__add__


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


# --- reviews ----------------------------------------------------------------------------------------------------------


def test_review_is_held_on_a_page_of_its_own_and_stands_in_the_plan(stay, at, sign_in):
    alma = sign_in("alma")
    form = text(alma.get(at("omprovning/")))
    assert 'value="2026-06-10"' in form  # three months on, as the guideline says
    response = alma.post(at("omprovning/"), REVIEW, follow=True)
    assert response.redirect_chain == [(at(""), 302)]
    plan = text(response)
    assert "för kort kötid" in plan
    assert "kort tid i bostadskön, ingen bostad att få" in plan
    assert Review.objects.get().next_on == date(2026, 6, 10)
    stay.refresh_from_db()
    assert (stay.next_review_on, stay.planned_end_on) == (date(2026, 6, 10), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"because": ""}, "Skriv varför: en vistelse fortsätter eller slutar av ett skäl."),
        ({"because": "   "}, "Skriv varför: en vistelse fortsätter eller slutar av ett skäl."),
        ({"next_on": "2026-03-10"}, "Nästa omprövning är en dag efter i dag."),
        ({"next_on": "2025-06-10"}, "Nästa omprövning är en dag efter i dag."),
        ({"next_on": "2027-03-11"}, "Nästa omprövning är inom tolv månader."),
        ({"next_on": "snart"}, "Skriv dagen som 2026-03-10, 10/3 eller 10 mars."),
        ({"planned_end_on": "2026-03-10"}, "Sätt ett planerat slut efter i dag"),
        ({"planned_end_on": ""}, "Planerat slut: "),
        ({"decision": ""}, "Beslut: "),
        ({"blockers": ["nonsense"]}, "Vad står i vägen för ett eget hem: "),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(at, sign_in, fields, sentence):
    response = sign_in("alma").post(at("omprovning/"), REVIEW | fields)
    assert response.status_code == 422
    assert sentence in text(response)
    assert "10 juni" in text(response) or "next_on" in fields
    assert 'value="1/9"' in text(response) or "planned_end_on" in fields
    assert not Review.objects.exists()


def test_second_who_holds_the_review_is_told_who_did_and_sees_both_versions(stay, at, sign_in, cast):
    miriam = sign_in("miriam")
    assert miriam.get(at("omprovning/")).status_code == 200
    days = {"planned_end_on": date(2026, 9, 1), "next_on": date(2026, 6, 10)}
    first = actions.hold_review(stay, decision="ready", because="allt går bra", **days, by=cast.alma, on=TODAY)
    response = miriam.post(at("omprovning/"), REVIEW)
    said = text(response)
    assert response.status_code == 422
    assert "Någon annan har hållit den här omprövningen." in said
    assert "Alma har ändrat det här sedan du öppnade sidan" in said
    assert "<td>allt går bra</td><td>för kort kötid</td>" in said
    assert "<td>redo att gå vidare</td><td>förläng</td>" in said
    assert Review.objects.count() == 1
    assert f'name="seen" value="{first.pk}"' in said
    assert miriam.post(at("omprovning/"), REVIEW | {"seen": first.pk}).status_code == 302
    assert Review.objects.count() == 2


def test_stay_that_is_over_has_no_review_to_hold(stay, at, sign_in, cast):
    actions.end_tenancy(stay, ends_on=TODAY, reason="own_lease", by=cast.alma, on=TODAY)
    assert sign_in("alma").get(at("omprovning/")).status_code == 404
    assert "Håll omprövningen" not in text(sign_in("alma").get(at("")))


def test_old_reviews_are_folded(stay, at, sign_in, cast):
    for month in range(1, 9):
        days = {"planned_end_on": date(2026, 9, 1), "next_on": date(2025, month + 1, 10)}
        actions.hold_review(
            stay, decision="extend", because=f"skäl {month}", **days, by=cast.alma, on=date(2025, month, 10)
        )
    plan = text(sign_in("alma").get(at("")))
    assert plan.index("skäl 8") < plan.index("skäl 3") < plan.index("2 äldre omprövningar") < plan.index("skäl 2")


# --- who may ----------------------------------------------------------------------------------------------------------


def test_bolots_reads_the_plan_and_changes_nothing(stay, at, sign_in, cast):
    goal = actions.add_goal(stay, text="sova hemma", by=cast.alma, on=TODAY)
    bosse = sign_in("bosse")
    plan = text(bosse.get(at("")))
    assert "sova hemma" in plan
    assert "Håll omprövningen" not in plan
    assert "Spara" not in plan
    assert "Bevakningar om hemmet" not in plan
    for path in ("omprovning/", "andra/", "mal/", f"mal/{goal.pk}/", "bevakning/"):
        assert bosse.post(at(path)).status_code == 403


def test_plan_is_no_business_of_the_ledger(stay, at, sign_in):
    assert sign_in("finn").get(at("")).status_code == 403
    assert "Planen" not in text(sign_in("finn").get(stay.get_absolute_url()))


def test_review_that_is_due_stands_on_the_homes_first_page_for_those_who_may_know(stay, at, sign_in, cast):
    assert "Omprövningen av boendet väntar: i dag." in text(sign_in("alma").get(stay.get_absolute_url()))
    assert "Omprövningen" not in text(sign_in("finn").get(stay.get_absolute_url()))
    sign_in("alma").post(at("omprovning/"), REVIEW)
    assert "Omprövningen av boendet väntar" not in text(sign_in("alma").get(stay.get_absolute_url()))


# --- goals, facts, own reminders --------------------------------------------------------------------------------------


def test_goals_are_added_reached_and_dropped(stay, at, sign_in):
    alma = sign_in("alma")
    assert alma.post(at("mal/"), {"text": "få hem barnen"}).status_code == 302
    goal = Goal.objects.get()
    assert "få hem barnen" in text(alma.get(at("")))
    assert alma.post(at(f"mal/{goal.pk}/"), {"how": "reached"}).status_code == 302
    goal.refresh_from_db()
    assert goal.reached_on == TODAY
    said = text(alma.post(at(f"mal/{goal.pk}/"), {"how": "dropped"}, follow=True))
    assert "Målet är redan uppnått eller släppt." in said
    assert alma.post(at(f"mal/{goal.pk}/"), {"how": "nonsense"}).status_code == 422


def test_goal_of_another_home_is_not_found(at, sign_in, cast):
    other = actions.add_goal(TenancyFactory(case_worker=cast.alma), text="x", by=cast.alma, on=TODAY)
    assert sign_in("alma").post(at(f"mal/{other.pk}/"), {"how": "reached"}).status_code == 404


def test_empty_goal_is_asked_for_again(at, sign_in):
    assert sign_in("alma").post(at("mal/"), {"text": "  "}).status_code == 422
    assert not Goal.objects.exists()


def test_facts_are_changed_and_taken_back(stay, at, sign_in):
    alma = sign_in("alma")
    form = alma.get(at("andra/")).context["form"]
    days = {"in_queue_since_on": "2024-05-01", "course_done_on": "", "seen": form.initial["seen"]}
    response = alma.post(at("andra/"), days, follow=True)
    assert "I bostadskön sedan ons 1 maj 2024" in text(response)
    undo = response.context["undo"]
    alma.post(undo["url"], {"seen": undo["seen"], "back": undo["back"]})
    assert "Står inte i bostadskön" in text(alma.get(at("")))


def test_second_who_changes_the_facts_sees_both_versions(stay, at, sign_in, cast):
    alma = sign_in("alma")
    seen = alma.get(at("andra/")).context["form"].initial["seen"]
    actions.edit_plan(stay, in_queue_since_on=None, course_done_on=date(2026, 1, 9), by=cast.miriam, on=TODAY)
    said = text(alma.post(at("andra/"), {"course_done_on": "2026-02-01", "seen": seen}))
    assert "Miriam har ändrat det här sedan du öppnade sidan" in said
    assert "<td>2026-01-09</td><td>2026-02-01</td>" in said
    stay.refresh_from_db()
    assert stay.course_done_on == date(2026, 1, 9)


def test_what_has_not_happened_yet_is_refused(at, sign_in):
    alma = sign_in("alma")
    seen = alma.get(at("andra/")).context["form"].initial["seen"]
    response = alma.post(at("andra/"), {"course_done_on": "i morgon", "seen": seen})
    assert response.status_code == 422
    assert "Det som har hänt har sin dag i dag eller tidigare." in text(response)


def test_own_reminder_is_made_in_the_plan(stay, at, sign_in, cast):
    alma = sign_in("alma")
    wrong = alma.post(at("bevakning/"), {"text": "ring modern", "due_on": "2026-03-09"})
    assert wrong.status_code == 422
    assert 'value="ring modern"' in text(wrong)
    plan = alma.post(at("bevakning/"), {"text": "ring modern", "due_on": "i morgon"}, follow=True)
    assert "Du blir påmind." in text(plan)
    reminder = Reminder.objects.get()
    assert (reminder.owner, reminder.tenancy, reminder.due_on) == (cast.alma, stay, date(2026, 3, 11))
    assert f'<a href="{reminder.get_absolute_url()}">ring modern</a>' in text(plan)
