import subprocess
import sys
from pathlib import Path

import pytest

from launcher import commands

DEV = Path(__file__).resolve().parents[2] / "dev"


def dev(*arguments):
    return subprocess.run([sys.executable, DEV, *arguments], capture_output=True, text=True, check=False)


def test_every_command_stands_in_the_usage():
    shown = dev()
    assert shown.returncode == 0
    assert [line.split()[1] for line in shown.stdout.splitlines()] == list(commands.COMMANDS)


def test_unknown_command_shows_the_usage_and_fails():
    answer = dev("deploy")
    assert answer.returncode == 1
    assert "./dev demo" in answer.stderr


def test_launcher_needs_the_standard_library_alone():
    code = "import sys; sys.path.insert(0, sys.argv[1]); from launcher import commands; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-I", "-S", "-c", code, DEV.parent], text=True).split()
    assert {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names == {"launcher", "__main__"}


def test_failed_step_is_named_and_is_no_traceback(monkeypatch):
    def fail():
        raise subprocess.CalledProcessError(1, ["manage.py", "migrate"])

    monkeypatch.setitem(commands.COMMANDS, "demo", fail)
    monkeypatch.setattr(commands, "stop_on_signals", lambda: None)
    assert commands.run("demo") == "Gick inte: manage.py migrate"


@pytest.mark.parametrize("name", ["dev", ".ci/run"])
def test_entry_points_are_executable(name):
    assert (DEV.parent / name).stat().st_mode & 0o111
