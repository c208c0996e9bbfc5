"""Every answer has its safety headers: pages, redirects, refusals, faults and static files."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from bolots.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bolots.broken_urls")]
STATIC = "/static/bolots/css/base.css"
ANSWERS = {
    "/logga-in/": 200,
    "/": 302,
    "/jobb/": 302,
    "/ingenting/": 404,
    "/fault/": 500,
    "/away/": 503,
    "/suspicious/": 400,
    "/halsa/": 200,
    STATIC: 200,
    "/static/nothing.css": 404,
}


def answer(path, **options):
    response = Client(raise_request_exception=False).get(path, **options)
    response.getvalue()  # reads a static file to its end
    response.close()
    return response


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_has_its_headers(path, status):
    response = answer(path)
    assert response.status_code == status
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "X-Incident" in response
    policy = response["Content-Security-Policy"]
    for part in (
        "default-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", [path for path in ANSWERS if not path.startswith("/static/b")])
def test_no_cache_keeps_a_page(path):
    assert "no-store" in answer(path)["Cache-Control"]


def test_static_files_may_be_kept():
    assert "no-store" not in answer(STATIC)["Cache-Control"]


def test_refused_host_has_its_headers_too():
    response = answer("/logga-in/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "default-src" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


@pytest.fixture
def https(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = (
        31536000,
        True,
        True,
    )
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.mark.parametrize("path", ["/logga-in/", "/ingenting/", "/fault/", STATIC])
def test_secured_site_asks_for_https_for_a_year(https, path):
    header = answer(path, secure=True)["Strict-Transport-Security"]
    assert header == "max-age=31536000; includeSubDomains; preload"
    assert answer(path).status_code == 301


def test_cookies_are_not_for_scripts_and_not_for_other_sites(db):
    User.objects.create_user("alma", "en lång mening", first_name="Alma", role="case_worker")
    response = Client().post("/logga-in/", {"username": "alma", "password": "en lång mening"})
    session = response.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == response.cookies["csrftoken"]["samesite"] == "Lax"


def test_deployment_check_finds_nothing():
    env = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
    env |= {"HTTPS": "1", "DEBUG": "0", "SECRET_KEY": "3GZ_a-b.c,d;e:f!g?hij0123456789" * 2}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
