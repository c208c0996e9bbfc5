"""Error pages are calm: an incident id, no trace, no word of what failed; the log says where, never what."""

import logging
import sys

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bolots.access_log import AccessLogUnavailable
from bolots.logs import Discreet
from bolots.models import User
from tests.bolots.broken_urls import ERRORS, SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bolots.broken_urls")]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("name", "status"), [(name, status) for name, (_error, status) in ERRORS.items()])
def test_error_page_is_calm_and_carries_the_incident(client, name, status, caplog):
    response = client.get(f"/{name}/")
    html = response.content.decode()
    assert response.status_code == status
    assert response["X-Incident"] in html
    for word in ("Traceback", "Samira", "Error", "Exception", "views"):
        assert word not in html
    assert 'lang="sv"' in html
    if status >= 500:
        assert response["X-Incident"] in caplog.text


def test_busy_pages_say_when_to_come_back(client):
    assert client.get("/away/")["Retry-After"] == client.get("/unlogged/")["Retry-After"] == "30"
    assert "databasen" in client.get("/away/").content.decode().lower()
    assert "visar" in client.get("/unlogged/").content.decode()


def test_unknown_address_and_refused_page_are_calm(client, sign_in):
    assert client.get("/ingenting/").status_code == 404
    assert "Bolots" in client.get("/ingenting/").content.decode()
    refused = sign_in("bosse").get("/jobb/")
    assert refused.status_code == 403
    assert refused["X-Incident"] in refused.content.decode()


def test_form_without_its_token_is_told_to_load_the_page_again():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/logga-in/", {"username": "alma", "password": "x"})
    assert response.status_code == 403
    assert "Gå tillbaka" in response.content.decode()


def test_refused_host_is_a_calm_400(client):
    response = client.get("/logga-in/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_error_pages_ask_the_database_nothing(client):
    with CaptureQueriesContext(connection) as asked:
        client.get("/away/")
        client.get("/fault/")
    assert [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]] == []


def test_failed_page_changes_nothing(client, monkeypatch, sign_in, cast):
    def fail(*args, **kwargs):
        User.objects.update(phone="changed")
        raise ValueError

    monkeypatch.setattr("bolots.views.jobs.jobs.ask", fail)
    manager = sign_in("miriam")
    manager.raise_request_exception = False
    assert manager.post("/jobb/natten/").status_code == 500
    assert not User.objects.filter(phone="changed").exists()


@pytest.mark.django_db(transaction=True)
def test_log_line_names_the_exceptions_and_their_places_and_quotes_nothing():
    try:
        try:
            User.objects.create(username="x", first_name=SECRET, role="king")
        except IntegrityError as error:
            raise AccessLogUnavailable(SECRET) from error
    except AccessLogUnavailable:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    line = Discreet().format(record)
    for word in ("AccessLogUnavailable", "IntegrityError", "CheckViolation", "test_errors.py"):
        assert word in line
    assert "Samira" not in line


def test_console_writes_its_lines_discreetly(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "bolots.logs.Discreet"
    assert settings.LOGGING["root"]["handlers"] == ["console"]
