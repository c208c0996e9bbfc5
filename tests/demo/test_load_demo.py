"""The command refuses what would do harm."""

import pytest
from django.core.management import CommandError, call_command

from bolots.calendar import now
from bolots.jobs import plan
from demo import story
from tests.factories import ChargeFactory, ImportFileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(monkeypatch):
    """The story is not told; what it was asked for is kept."""
    asked = {}

    def tell(as_of, *, password, folder, progress):
        progress(30, 60)
        progress(60, 60)
        asked.update(as_of=as_of, password=password, folder=folder)
        return folder / "fil.xml"

    monkeypatch.setattr(story, "tell", tell)
    return asked


@pytest.fixture
def is_demo(settings):
    settings.DEMO = True


def test_demo_needs_a_demo_or_a_debugger(tell, settings):
    settings.DEBUG = settings.DEMO = False
    with pytest.raises(CommandError, match="no demo"):
        call_command("load_demo")
    assert tell == {}


def test_database_with_people_in_it_is_refused(tell, is_demo, cast):
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo")
    assert tell == {}


@pytest.mark.parametrize("factory", [ImportFileFactory, ChargeFactory, UserFactory])
def test_database_with_anything_in_it_is_refused(tell, is_demo, factory):
    factory()
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo")
    assert tell == {}


def test_runs_that_a_beat_has_planned_are_nothing(tell, is_demo):
    plan(now())
    call_command("load_demo")
    assert tell


@pytest.mark.parametrize(("demo", "url"), [(True, ""), (False, "postgresql://owner@/x")])
def test_reset_is_for_the_demos_own_environment_only(tell, settings, demo, url):
    settings.DEBUG, settings.DEMO, settings.DATABASE_OWNER_URL = True, demo, url
    with pytest.raises(CommandError, match="--reset"):
        call_command("load_demo", "--reset")
    assert tell == {}


def test_reset_comes_before_the_story(tell, is_demo, settings, monkeypatch, cast):
    settings.DATABASE_OWNER_URL = "postgresql://owner@/x"
    monkeypatch.setattr("demo.database.recreate", lambda: tell.update(is_reset=not tell))
    call_command("load_demo", "--reset")
    assert tell["is_reset"]


def test_day_password_and_folder_come_from_the_line_and_the_environment(tell, is_demo, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("BOLOTS_DEMO_PASSWORD", "en-annan-fras")
    monkeypatch.setenv("BOLOTS_DEMO_FILES", str(tmp_path))
    call_command("load_demo", "--as-of", "2017-03-01")
    assert {key: str(value) for key, value in tell.items()} == {
        "as_of": "2017-03-01",
        "password": "en-annan-fras",
        "folder": str(tmp_path),
    }
    said = capsys.readouterr()
    assert said.out == f"{tmp_path}/fil.xml\n"
    assert "100 %" in said.err


def test_today_is_the_day_when_none_is_given_and_json_is_one_object(tell, is_demo, today, capsys):
    call_command("load_demo", "--json")
    assert tell["as_of"] == today
    assert capsys.readouterr().out.startswith('{"next_file": ')


def test_nonsense_is_no_day(tell, is_demo):
    with pytest.raises(CommandError, match="is no date"):
        call_command("load_demo", "--as-of", "1 mars")
