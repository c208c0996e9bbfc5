"""The cast, the clock, and the fences: no socket but to this machine."""

import os
import socket
from datetime import date, datetime, time
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from bolots.access import Role
from bolots.calendar import STOCKHOLM
from bolots.models import User

from . import site

TODAY = date(2026, 3, 10)  # a Tuesday
HALF_PAST_TEN = time(10, 30, tzinfo=STOCKHOLM)  # of every run: what is suggested next hangs on the time of day


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The business day of every test."""
    monkeypatch.setenv("BOLOTS_TODAY", datetime.combine(TODAY, HALF_PAST_TEN).isoformat())
    return TODAY


@pytest.fixture(autouse=True)
def swedish():
    """Every test starts in Swedish, whatever the reader of the one before it chose."""
    translation.activate("sv")


@pytest.fixture
def set_today(monkeypatch):
    """Move the business day, or the very instant: `set_today(date(2026, 3, 11))`."""

    def move(day):
        moment = day if isinstance(day, datetime) else datetime.combine(day, HALF_PAST_TEN)
        monkeypatch.setenv("BOLOTS_TODAY", moment.isoformat())

    return move


@pytest.fixture(autouse=True)
def no_strangers(monkeypatch):
    """Connections go to this machine only."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test must not connect to {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def cast(db):
    """One user per role, a second bolots, and a case worker from elsewhere who is involved in nothing."""
    roles = {
        "alma": Role.CASE_WORKER,
        "bosse": Role.BOLOTS,
        "billie": Role.BOLOTS,
        "finn": Role.FINANCE_OFFICER,
        "miriam": Role.UNIT_MANAGER,
        "axel": Role.SYSTEM_ADMIN,
        "elsa": Role.CASE_WORKER,
    }
    people = {
        name: User.objects.create_user(name, first_name=name.title(), role=role, phone="070-174 06 12")
        for name, role in roles.items()
    }
    return SimpleNamespace(**people)


@pytest.fixture
def sign_in(cast):
    """`sign_in("alma")` gives a client that is signed in as her."""

    def make(name):
        client = Client()
        client.force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory):
    """Where the demo leaves the next bank file."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo_database(demo_files):
    """The name of a database with the demo's story on the article's day; loaded once, cloned by those who change it."""
    name = f"bolots_story_{os.getpid()}"
    site.create_database(name)
    running = site.Site(name, today="2017-03-01", env={"BOLOTS_DEMO_FILES": str(demo_files)})
    running.prepare()
    site.manage("load_demo", "--as-of", "2017-03-01", env=running.env)
    yield name
    site.drop_database(name)
