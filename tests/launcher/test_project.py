import pytest

from launcher import project
from launcher.instance import Instance


@pytest.fixture
def nothing_given(monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("nothing_given")
def test_application_never_connects_as_the_owner():
    instance = Instance("demo", lasting=True)
    env, owner = project.environment(instance), project.environment(instance, as_owner=True)
    assert env["DATABASE_URL"].startswith("postgresql://bolots_app@")
    assert owner["DATABASE_URL"] == env["DATABASE_OWNER_URL"] != env["DATABASE_URL"]
    assert str(instance.sockets) in env["REDIS_URL"]


@pytest.mark.usefixtures("nothing_given")
def test_given_servers_are_used_instead(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@server/bolots")
    monkeypatch.setenv("REDIS_URL", "redis://queue")
    instance = Instance("demo", lasting=True)
    env = project.environment(instance, as_owner=True)
    assert (env["DATABASE_URL"], env["REDIS_URL"]) == ("postgresql://app@server/bolots", "redis://queue")
    assert not instance.own_database
    assert not instance.own_queue


def test_nothing_of_a_demo_leaks_into_the_tests(monkeypatch):
    monkeypatch.setenv("BOLOTS_TODAY", "2017-03-01")
    monkeypatch.setenv("DEBUG", "1")
    env = project.test_environment(Instance("test-1", lasting=False), BOLOTS_SOAK="1")
    assert "BOLOTS_TODAY" not in env
    assert (env["DEBUG"], env["BOLOTS_SOAK"]) == ("0", "1")


def test_step_runs_again_only_when_its_files_or_its_results_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "ROOT", tmp_path)
    source, result, runs = tmp_path / "django.po", tmp_path / "django.mo", []

    def build():
        runs.append(source.read_text())
        result.write_text(source.read_text())

    def once():
        project.if_changed(tmp_path / "stamp", ["*.?o"], build)
        return len(runs)

    source.write_text("ett")
    assert [once(), once()] == [1, 1]
    result.unlink()
    assert [once(), once()] == [2, 2]
    source.write_text("två")
    assert [once(), once()] == [3, 3]


def test_failed_step_runs_again(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "ROOT", tmp_path)

    def fail():
        raise OSError

    with pytest.raises(OSError):
        project.if_changed(tmp_path / "stamp", ["*.po"], fail)
    assert not (tmp_path / "stamp").exists()
