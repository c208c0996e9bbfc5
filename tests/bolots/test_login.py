"""Signing in: throttled, telling nothing about who exists, and every session dies with its account."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from bolots.models import User
from bolots.navigation import START

pytestmark = pytest.mark.django_db
PASSWORD = "en lång och säker mening"
LOGIN, START_PAGE = "/logga-in/", "/"


@pytest.fixture
def alma():
    return User.objects.create_user("alma", PASSWORD, first_name="Alma", role="case_worker")


def sign_in(client, username="alma", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password, **extra})


@pytest.fixture
def client(alma):
    client = Client()
    sign_in(client)
    return client


def is_in(client):
    """A case worker who is in gets 403 for the jobs, a stranger is led to the door."""
    return client.get("/jobb/").status_code == 403


def test_right_password_opens_a_new_session_and_leads_to_the_start_page(alma):
    client = Client()
    client.get(LOGIN)
    client.cookies["sessionid"] = "chosen-by-an-attacker"
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, START_PAGE)
    assert client.cookies["sessionid"].value != "chosen-by-an-attacker"


def test_last_sign_in_is_told_by_the_clock_of_the_business_day(client, alma):
    alma.refresh_from_db()
    assert alma.last_login.isoformat() == "2026-03-10T09:30:00+00:00"


def test_sessions_key_changes_at_sign_in(alma):
    client = Client()
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_wrong_password_and_unknown_user_get_the_same_answer(alma):
    def answer(username):
        html = sign_in(Client(), username=username, password="wrong").content.decode()
        return html[html.index("<form class=") :].replace(username, "")

    def plain(html):
        return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line]

    assert plain(answer("alma")) == plain(answer("nobody"))
    assert "Ange ett korrekt användarnamn och lösenord" in answer("alma")


def test_unknown_user_costs_a_hash_like_a_known_one(alma, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    sign_in(Client(), username="nobody")
    assert hashed == [PASSWORD]


def test_deactivated_user_gets_the_answer_of_a_wrong_password(alma):
    User.objects.update(is_active=False)
    assert sign_in(Client()).status_code == 200


def test_eight_wrong_attempts_lock_the_account_at_this_address_for_a_while(alma):
    client = Client()
    for _ in range(8):
        response = sign_in(client, password="wrong")
    assert response.status_code == 429
    locked = sign_in(Client())
    assert locked.status_code == 429
    assert "15 minuter" in locked.content.decode()
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302
    User.objects.create_user("bosse", PASSWORD, first_name="Bosse", role="bolots")
    assert sign_in(Client(), username="bosse").status_code == 302
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.first().attempt_time - timedelta(minutes=16))
    assert sign_in(Client()).status_code == 302
    reset()


def test_next_page_is_our_own(alma):
    assert sign_in(Client(), next="/hyror/")["Location"] == "/hyror/"
    assert sign_in(Client(), next="https://evil.example/")["Location"] == START_PAGE


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "other"}], ids=["deactivated", "new password"])
def test_every_session_dies_with_its_account_or_its_password(client, alma, change):
    other = Client()
    sign_in(other)
    assert is_in(client)
    assert is_in(other)
    User.objects.update(**change)
    assert not is_in(client)
    assert not is_in(other)


def test_signing_out_is_a_post_and_ends_the_session(client):
    key = client.session.session_key
    assert client.get("/logga-ut/").status_code == 405
    assert is_in(client)
    assert client.post("/logga-ut/").status_code == 302
    assert not is_in(client)
    client.cookies["sessionid"] = key
    assert not is_in(client)


def test_session_ends_with_the_browser_and_with_the_working_day(alma, settings):
    response = sign_in(Client())
    assert response.cookies["sessionid"]["max-age"] == ""
    assert settings.SESSION_COOKIE_AGE == 10 * 60 * 60
    ends_in = Session.objects.get().expire_date - timezone.now()
    assert timedelta(hours=9, minutes=59) < ends_in <= timedelta(hours=10)


def test_start_page_leads_each_role_to_its_own(cast):
    assert set(START) == {user.role for user in vars(cast).values()}


def test_password_rules_ask_for_length():
    validate_password(PASSWORD)
    for weak in ("kort", "q1w2e3r4t5y6"):
        with pytest.raises(ValidationError):
            validate_password(weak)


def test_password_never_ends_in_the_history(alma):
    fields = {field.name for field in alma.events.model._meta.get_fields()}
    assert "password" not in fields


def test_name_longer_than_any_is_a_wrong_name(alma):
    response = sign_in(Client(), "a" * 5000)
    assert response.status_code == 200
    assert not AccessAttempt.objects.exists()
