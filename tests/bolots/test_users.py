"""Accounts: made, changed, closed and opened by the system administrator; passwords known to nobody but their owner."""

import logging
import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from bolots import actions, passphrases
from bolots.access import Role
from bolots.calendar import STOCKHOLM
from bolots.editing import ChangedMeanwhile, version
from bolots.models import User
from tenancies.models import Tenancy
from tests.factories import AbsenceFactory, CaseFactory, TaskFactory, TenancyFactory, UserFactory
from tests.outreach.at_once import run_at_once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
AT = datetime.combine(TODAY, time(10, 30), tzinfo=STOCKHOLM)
USERS, NEW, OWN = "/anvandare/", "/anvandare/ny/", "/losenord/"
ELLEN = {"username": "ellen", "first_name": "Ellen", "role": "case_worker", "phone": "070-174 06 99"}
CHOSEN = "sju gröna ekorrar"


@pytest.fixture
def axel(sign_in):
    return sign_in("axel")


def phrase_in(html) -> str:
    return re.search(r'translate="no">([a-z-]+)<', html)[1]


def signed_in(username, password):
    client = Client()
    client.post("/logga-in/", {"username": username, "password": password})
    return client


def is_in(client):
    return "_auth_user_id" in client.session and client.get("/franvaro/").status_code in (200, 302)


# --- the actions ------------------------------------------------------------------------------------------------------


def add(cast, **fields):
    return actions.add_user(**(ELLEN | fields), by=cast.axel, at=AT)


def edit(cast, user, *, by=None, **fields):
    now = {name: getattr(user, name) for name in ELLEN}
    return actions.edit_user(user, seen=None, **(now | fields), by=by or cast.axel, on=TODAY)


def test_new_account_has_a_one_time_password(cast):
    user, phrase = add(cast)
    assert user.check_password(phrase)
    assert (user.must_change_password, user.password_set_at) == (True, AT)
    assert user.events.get().pgh_context == {"action": "add_user", "user": cast.axel.pk}


def test_user_name_is_taken_once(cast):
    with pytest.raises(actions.UserNameTaken):
        add(cast, username="alma")
    with pytest.raises(actions.UserNameTaken):
        edit(cast, cast.bosse, username="alma")
    assert User.objects.filter(username="alma").count() == 1


def test_pass_phrases_are_long_and_not_the_same_twice():
    made = {passphrases.make() for _ in range(200)}
    assert len(made) == 200
    assert all(len(phrase) >= 12 for phrase in made)
    assert len(set(passphrases.WORDS)) == len(passphrases.WORDS) == 256


def test_every_change_is_on_record_and_a_password_only_as_an_instant(cast):
    edit(cast, cast.bosse, phone="1")
    actions.give_password(cast.bosse, by=cast.axel, at=AT)
    actions.give_password(cast.bosse, by=cast.axel, at=AT + timedelta(minutes=1))
    actions.change_password(cast.bosse, password=CHOSEN, by=cast.bosse, at=AT + timedelta(minutes=2))
    actions.deactivate_user(cast.bosse, why="slutar", by=cast.axel, at=AT)
    actions.reactivate_user(cast.bosse, why="kom tillbaka", by=cast.axel, at=AT)
    trail = [event.pgh_context for event in cast.bosse.events.order_by("pgh_id")[1:]]
    names = ["edit_user", "give_password", "give_password", "change_password", "deactivate_user", "reactivate_user"]
    assert [facts["action"] for facts in trail] == names
    assert [facts["user"] == cast.bosse.pk for facts in trail] == [name == "change_password" for name in names]
    assert (trail[-2]["why"], trail[-1]["why"]) == ("slutar", "kom tillbaka")


def test_second_of_two_who_change_an_account_is_told(cast):
    seen = version(cast.bosse)
    edit(cast, cast.bosse, phone="1")
    with pytest.raises(ChangedMeanwhile):
        actions.edit_user(cast.bosse, seen=seen, **(ELLEN | {"username": "b"}), by=cast.axel, on=TODAY)


def test_there_is_always_an_administrator(cast):
    with pytest.raises(actions.LastAdministrator):
        edit(cast, cast.axel, role=Role.CASE_WORKER)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_user(cast.axel, why="x", by=cast.axel, at=AT)
    UserFactory(role=Role.SYSTEM_ADMIN, is_active=False)
    with pytest.raises(actions.LastAdministrator):
        edit(cast, cast.axel, role=Role.CASE_WORKER)
    second = UserFactory(role=Role.SYSTEM_ADMIN)
    edit(cast, cast.axel, role=Role.BOLOTS)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_user(second, why="x", by=second, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_leave_at_once_do_not_leave_nobody(cast):
    leaving = [cast.axel, UserFactory(role=Role.SYSTEM_ADMIN)]

    def leave():
        user = leaving.pop()
        with suppress(actions.LastAdministrator):
            actions.deactivate_user(user, why="slutar", by=user, at=AT)

    run_at_once(2, leave)
    assert User.objects.with_role(Role.SYSTEM_ADMIN).filter(is_active=True).count() == 1


def test_closed_account_keeps_no_password_and_gets_none_but_by_opening_it(cast):
    actions.give_password(cast.bosse, by=cast.axel, at=AT)
    actions.deactivate_user(cast.bosse, why="slutar", by=cast.axel, at=AT)
    assert not cast.bosse.has_usable_password()
    assert not cast.bosse.must_change_password
    with pytest.raises(actions.AccountClosed):
        actions.give_password(cast.bosse, by=cast.axel, at=AT)
    phrase = actions.reactivate_user(cast.bosse, why="åter", by=cast.axel, at=AT)
    assert cast.bosse.check_password(phrase)
    assert cast.bosse.must_change_password


@pytest.mark.parametrize("role", [Role.BOLOTS, Role.FINANCE_OFFICER, Role.SYSTEM_ADMIN])
def test_case_worker_of_running_homes_stays_one(cast, role):
    TenancyFactory(case_worker=cast.alma)
    TenancyFactory(case_worker=cast.alma)
    TenancyFactory(case_worker=cast.alma, ends_on=TODAY, end_reason="unknown")
    CaseFactory(tenancy__case_worker=cast.alma, owner=cast.alma)
    with pytest.raises(actions.StillResponsible) as refused:
        edit(cast, cast.alma, role=role)
    assert "3 hem har den här handläggaren" in str(refused.value)
    assert "1 öppet ärende" in str(refused.value)
    cast.alma.refresh_from_db()
    assert cast.alma.role == Role.CASE_WORKER


def test_case_worker_may_become_manager_and_keeps_the_homes(cast):
    home = TenancyFactory(case_worker=cast.alma, holder__is_protected=True)
    edit(cast, cast.alma, role=Role.UNIT_MANAGER)
    manager = User.objects.get(pk=cast.alma.pk)
    assert Tenancy.objects.with_shown_name(manager).get(pk=home.pk).shown_name


def test_bolots_with_open_visits_stays_one(cast):
    TaskFactory(assignee=cast.bosse)
    with pytest.raises(actions.StillResponsible) as refused:
        edit(cast, cast.bosse, role=Role.CASE_WORKER)
    assert "1 besök är kvar" in str(refused.value)


def test_with_another_role_goes_the_knowledge_that_came_with_the_old_one(cast):
    over = TenancyFactory(case_worker=cast.elsa, ends_on=TODAY, end_reason="unknown", holder__is_protected=True)
    over.involvements.update(until_on=TODAY + timedelta(days=365))
    edit(cast, cast.elsa, role=Role.FINANCE_OFFICER)
    finance = User.objects.get(pk=cast.elsa.pk)
    assert Tenancy.objects.visible_to(finance).with_shown_name(finance).get(pk=over.pk).shown_name == ""
    assert over.involvements.get().until_on == TODAY


def test_administrator_sees_no_home_whatever_was_known_before(cast):
    home = TenancyFactory(involved=[cast.axel])
    assert home not in Tenancy.objects.visible_to(cast.axel)


# --- the administrator's pages ----------------------------------------------------------------------------------------


def test_list_says_role_absence_and_last_sign_in(cast, axel):
    AbsenceFactory(user=cast.bosse)
    UserFactory(first_name="Frida", is_active=False)
    User.objects.filter(pk=cast.finn.pk).update(must_change_password=True)
    User.objects.filter(pk=cast.alma.pk).update(last_login=AT)
    html = axel.get(USERS).content.decode()
    for said in (
        "Borta till mån\xa016\xa0mar",
        "Engångslösenord",
        "tis\xa010\xa0mar\xa010.30",
        "aldrig",
        "1 stängt konto",
    ):
        assert said in html
    assert html.index("1 stängt konto") < html.index("Frida")


def test_new_account_works_once_and_then_asks_for_an_own_password(cast, axel):
    answer = axel.post(NEW, ELLEN)
    phrase = phrase_in(answer.content.decode())
    client = signed_in("ellen", phrase)
    for page in ("/", "/mina/", "/franvaro/", "/lagenheter/"):
        response = client.get(page)
        assert (response.status_code, response["Location"]) == (302, OWN)
    assert client.post("/franvaro/ny/", {}).status_code == 302
    assert "Välj ditt eget lösenord" in client.get(OWN).content.decode()
    assert client.post("/sprak/", {"language": "sv", "next": OWN})["Location"] == OWN
    answer = client.post(OWN, {"current": phrase, "new": CHOSEN, "again": CHOSEN}, follow=True)
    assert answer.redirect_chain[-1] == ("/mina/", 302)
    assert signed_in("ellen", CHOSEN).get("/mina/").status_code == 200
    assert not is_in(signed_in("ellen", phrase))


def test_who_has_a_one_time_password_may_sign_out(cast):
    phrase = actions.give_password(cast.bosse, by=cast.axel, at=AT)
    client = signed_in("bosse", phrase)
    assert client.post("/logga-ut/")["Location"] == "/logga-in/"
    assert "_auth_user_id" not in client.session


def test_one_time_password_is_shown_in_the_answer_and_nowhere_else(cast, axel, caplog):
    caplog.set_level(logging.DEBUG)
    answer = axel.post(f"{USERS}{cast.bosse.pk}/losenord/")
    phrase = phrase_in(answer.content.decode())
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert phrase not in str(answer.headers) + str(axel.cookies) + caplog.text
    assert not any(phrase in str(session.get_decoded()) for session in Session.objects.all())
    stored = [*User.objects.values(), *cast.bosse.events.values()]
    assert phrase not in str(stored)
    for page in (USERS, f"{USERS}{cast.bosse.pk}/"):
        assert phrase not in axel.get(page).content.decode()


def test_administrator_takes_the_own_new_password_from_the_own_page(cast, axel):
    assert axel.post(f"{USERS}{cast.axel.pk}/losenord/")["Location"] == OWN
    assert "Ge ett nytt lösenord" not in axel.get(f"{USERS}{cast.axel.pk}/").content.decode()


def test_facts_are_changed_and_the_change_taken_back(cast, axel):
    page = f"{USERS}{cast.bosse.pk}/"
    facts = {"username": "bosse", "first_name": "Bo", "role": "bolots", "phone": "1", "seen": version(cast.bosse)}
    assert axel.post(page, facts)["Location"] == page
    html = axel.get(page).content.decode()
    assert f"{page}angra/" in html
    seen = re.search(r'angra/.*?name="seen" value="(\d+)"', html, re.S)[1]
    axel.post(f"{page}angra/", {"seen": seen})
    cast.bosse.refresh_from_db()
    assert (cast.bosse.first_name, cast.bosse.phone) == ("Bosse", "070-174 06 12")
    again = axel.post(f"{page}angra/", {"seen": seen}, follow=True)
    cast.bosse.refresh_from_db()
    assert cast.bosse.first_name == "Bosse"
    assert 'data-color="danger"' in again.content.decode()


def test_another_role_is_changed_again_and_not_undone(cast, axel):
    page = f"{USERS}{cast.bosse.pk}/"
    facts = {"username": "bosse", "first_name": "Bosse", "role": "finance_officer", "seen": version(cast.bosse)}
    axel.post(page, facts)
    cast.bosse.refresh_from_db()
    assert cast.bosse.role == "finance_officer"
    assert "angra/" not in axel.get(page).content.decode()
    axel.post(f"{page}angra/", {"seen": version(cast.bosse)})
    cast.bosse.refresh_from_db()
    assert cast.bosse.role == "finance_officer"


def test_second_administrator_sees_both_versions_of_an_account(cast, axel):
    page, seen = f"{USERS}{cast.bosse.pk}/", version(cast.bosse)
    facts = {"username": "bosse", "first_name": "Bosse", "role": "bolots", "seen": seen}
    axel.post(page, facts | {"phone": "111"})
    answer = axel.post(page, facts | {"phone": "222"})
    assert answer.status_code == 422
    assert "111" in answer.content.decode()
    assert "222" in answer.content.decode()
    cast.bosse.refresh_from_db()
    assert cast.bosse.phone == "111"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"username": "alma"}, "Någon har redan det användarnamnet."),
        ({"username": "två ord"}, "användarnamn"),
        ({"role": "king"}, "king"),
        ({"first_name": ""}, "Förnamn"),
    ],
)
def test_account_that_cannot_be_made_comes_back_with_what_was_typed(axel, sent, said):
    answer = axel.post(NEW, ELLEN | sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "070-174 06 99" in html
    assert not User.objects.filter(phone="070-174 06 99").exists()


def test_role_that_cannot_change_yet_says_what_to_do(cast, axel):
    TenancyFactory(case_worker=cast.alma)
    facts = {"username": "alma", "first_name": "Alma", "role": "bolots", "seen": version(cast.alma)}
    html = axel.post(f"{USERS}{cast.alma.pk}/", facts).content.decode()
    assert "1 hem har den här handläggaren: en enhetschef lämnar över det först" in html


def test_account_is_closed_with_a_reason_after_what_is_left_was_said(cast, axel):
    TenancyFactory(case_worker=cast.alma)
    page = f"{USERS}{cast.alma.pk}/stang/"
    assert "1 hem har den här handläggaren" in axel.get(page).content.decode()
    assert axel.post(page, {"why": ""}).status_code == 422
    axel.post(page, {"why": "Slutar."})
    cast.alma.refresh_from_db()
    assert not cast.alma.is_active
    assert axel.get(page)["Location"] == f"{USERS}{cast.alma.pk}/"
    phrase = phrase_in(axel.post(f"{USERS}{cast.alma.pk}/oppna/", {"why": "Åter."}).content.decode())
    assert is_in(signed_in("alma", phrase))


def test_last_administrator_is_told_so(cast, axel):
    html = axel.post(f"{USERS}{cast.axel.pk}/stang/", {"why": "x"}).content.decode()
    assert "enda aktiva systemadministratören" in html
    assert is_in(axel)


def test_pages_of_accounts_tell_of_no_tenant(cast, axel):
    TenancyFactory(case_worker=cast.alma, holder__name="Samira Daoud")
    for page in (USERS, f"{USERS}{cast.alma.pk}/", f"{USERS}{cast.alma.pk}/stang/"):
        assert "Samira" not in axel.get(page).content.decode()


# --- sessions (promise 24) --------------------------------------------------------------------------------------------


@pytest.fixture
def two_sessions():
    User.objects.create_user("ulla", CHOSEN, first_name="Ulla", role="case_worker")
    return signed_in("ulla", CHOSEN), signed_in("ulla", CHOSEN)


def test_own_new_password_ends_the_other_sessions_and_keeps_this_one(two_sessions):
    here, elsewhere = two_sessions
    here.post(OWN, {"current": CHOSEN, "new": "åtta gröna ekorrar", "again": "åtta gröna ekorrar"})
    assert here.get("/mina/").status_code == 200
    assert elsewhere.get("/mina/")["Location"].startswith("/logga-in/")


def test_given_password_ends_every_session(two_sessions, cast, axel):
    axel.post(f"{USERS}{User.objects.get(username='ulla').pk}/losenord/")
    for client in two_sessions:
        assert client.get("/mina/")["Location"].startswith("/logga-in/")


def test_closed_account_is_out_at_the_next_request_and_its_sessions_never_live_again(two_sessions, cast):
    ulla = User.objects.get(username="ulla")
    actions.deactivate_user(ulla, why="slutar", by=cast.axel, at=AT)
    here, elsewhere = two_sessions
    assert here.get("/mina/")["Location"].startswith("/logga-in/")
    actions.reactivate_user(ulla, why="åter", by=cast.axel, at=AT)
    assert elsewhere.get("/mina/")["Location"].startswith("/logga-in/")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"current": "fel"}, "Det är inte lösenordet du loggade in med."),
        ({"new": "kort", "again": "kort"}, "12 tecken"),
        ({"new": CHOSEN, "again": CHOSEN}, "Välj ett annat lösenord"),
        ({"again": "nio gröna ekorrar"}, "De två är inte lika."),
    ],
)
def test_password_that_cannot_be_taken_changes_nothing(two_sessions, sent, said):
    client, elsewhere = two_sessions
    answer = client.post(OWN, {"current": CHOSEN, "new": "åtta gröna ekorrar", "again": "åtta gröna ekorrar"} | sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "ekorrar" not in html
    assert elsewhere.get("/mina/").status_code == 200
