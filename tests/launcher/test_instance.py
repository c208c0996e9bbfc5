import signal
import subprocess
import sys
import time

import pytest

from launcher import instance
from launcher.instance import Instance
from launcher.processes import birth

KILLED_RUN = """
import sys, time
from pathlib import Path
from launcher import instance
instance.STATE, instance.SOCKETS = Path(sys.argv[1]), Path(sys.argv[2])
run = instance.Instance(sys.argv[3], lasting=True)
run.hold()
(run.folder / "logs").mkdir()
run.spawn("web", sys.executable, "-c", "import time; time.sleep(60)")
print(run.children["web"].pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(instance, "STATE", tmp_path / "state")
    monkeypatch.setattr(instance, "SOCKETS", tmp_path / "sockets")


@pytest.fixture
def held(tmp_path):
    """An instance that is ours."""
    mine = Instance("demo", lasting=True)
    assert mine.hold()
    (mine.folder / "logs").mkdir()
    yield mine
    mine.stop()


@pytest.fixture
def killed_run():
    """Leave behind what a `dev` leaves that was killed: its program, still running. Gives the program's number."""
    launchers = []

    def leave(name):
        command = [sys.executable, "-c", KILLED_RUN, str(instance.STATE), str(instance.SOCKETS), name]
        launcher = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        pid = int(launcher.stdout.readline())
        launcher.kill()
        launcher.wait()
        launcher.stdout.close()
        launchers.append(launcher.pid)
        return pid, launcher.pid

    return leave


def test_next_run_ends_what_a_killed_run_left_behind(killed_run):
    pid, _ = killed_run("demo")
    assert birth(pid), "it outlives the launcher"
    run = Instance("demo", lasting=True)
    assert run.hold()
    assert not birth(pid)
    run.stop()


def test_leftovers_of_killed_tests_are_cleared_away(killed_run, monkeypatch):
    pid, launcher = killed_run("test-0")
    (instance.STATE / "test-0").rename(instance.STATE / f"test-{launcher}")
    monkeypatch.setattr(Instance, "start_services", lambda self: None)
    with instance.throwaway_instance() as run:
        assert not birth(pid)
        assert [folder.name for folder in instance.STATE.iterdir()] == [run.folder.name]
    assert list(instance.STATE.iterdir()) == []


def test_second_run_shares_an_instance_that_is_up(held):
    held.address.write_text("http://localhost:8000/")
    assert Instance("demo", lasting=True).hold() is False


def test_second_run_waits_for_one_that_is_not_up_yet(held, capsys, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: held.address.write_text("http://localhost:8000/"))
    assert Instance("demo", lasting=True).hold() is False
    assert "Väntar" in capsys.readouterr().err


def test_everything_ends_in_order_with_the_database_last(held, monkeypatch):
    ended = []
    monkeypatch.setattr(instance, "end", lambda processes: ended.append([name for _, _, name in processes]))
    held._end([(1, "a", "postgres"), (2, "b", "valkey"), (3, "c", "worker"), (4, "d", "web")])
    assert ended == [["worker", "web"], ["valkey"], ["postgres"]]


def test_program_that_does_not_start_is_told_with_its_log(held):
    held.spawn("web", sys.executable, "-c", "raise SystemExit('no such module')")
    with pytest.raises(SystemExit, match=r"web startade inte.*web\.log"):
        held.wait("web", lambda: False)
    assert "no such module" in held.log("web").read_text()


def test_command_that_is_stopped_gets_time_to_clean_up(held, monkeypatch, tmp_path):
    code = "import pathlib, sys, time\ntry: time.sleep(60)\nexcept KeyboardInterrupt: pathlib.Path(sys.argv[1]).touch()"
    cleaned = tmp_path / "cleaned"

    def told_to_stop(self, timeout=None, wait=subprocess.Popen.wait):
        if timeout is None and not cleaned.exists():
            time.sleep(0.3)
            raise SystemExit(128 + signal.SIGTERM)
        return wait(self, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", told_to_stop)
    with pytest.raises(SystemExit):
        held.run(sys.executable, "-c", code, str(cleaned))
    assert cleaned.exists()


def test_wiping_keeps_the_lock_alone(held):
    (held.folder / "as-of").write_text("2017-03-01")
    (held.folder / "pg").mkdir()
    held.wipe()
    assert [path.name for path in held.folder.iterdir()] == ["lock"]


def test_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "state").symlink_to(tmp_path / "theirs")
    with pytest.raises(SystemExit, match="tillhör någon annan"):
        Instance("demo", lasting=True).hold()
