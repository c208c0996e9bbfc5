import subprocess
import sys
from types import SimpleNamespace

import pytest

from launcher import packages


@pytest.fixture
def ran(tmp_path, monkeypatch):
    """Every command that would have been run; .venv and the locks are in an empty folder."""
    commands = []

    def run(command, **options):
        commands.append([str(part) for part in command])
        return SimpleNamespace(returncode=0)

    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    (venv / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}").mkdir(parents=True)
    (tmp_path / "requirements").mkdir()
    for name in ("demo", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    monkeypatch.setattr(packages, "VENV", venv)
    monkeypatch.setattr(packages, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_packages_are_installed_once_per_lock(ran, tmp_path):
    packages.install("demo")
    assert any("--require-hashes" in command for command in ran)
    ran.clear()
    packages.install("demo")
    assert ran == []
    (tmp_path / "requirements" / "demo.txt").write_text("newer")
    packages.install("demo")
    assert ran != []


def test_demo_is_content_with_the_larger_test_set(ran):
    packages.install("test")
    ran.clear()
    packages.install("demo")
    assert ran == []


def test_tests_are_not_content_with_the_demo_set(ran):
    packages.install("demo")
    ran.clear()
    packages.install("test")
    assert ran[-1][-1].endswith("test.txt")


def test_no_command_names_a_package_registry(ran):
    packages.install("test")
    assert not [part for command in ran for part in command if "://" in part or "index" in part]


def test_failed_installation_leaves_no_stamp(ran, monkeypatch):
    monkeypatch.setattr(packages, "_pip", lambda: ["pip"])
    monkeypatch.setattr(subprocess, "run", lambda command, **options: SimpleNamespace(returncode=1))
    with pytest.raises(SystemExit, match="inte att installera"):
        packages.install("demo")
    assert not (packages.VENV / ".stamp").exists()


def test_ordinary_user_is_told_the_one_line_to_type(ran, monkeypatch, capsys):
    monkeypatch.setattr(packages, "AS_ROOT", False)
    monkeypatch.setattr(packages, "has_browser", lambda: False)
    packages.ensure_browser()
    assert ran == []
    assert "apt-get install --no-install-recommends chromium libatomic1" in capsys.readouterr().err


def test_root_fetches_the_lists_and_tries_again(ran, monkeypatch, capsys):
    monkeypatch.setattr(packages, "AS_ROOT", True)
    monkeypatch.setattr(packages.shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(packages, "has_pango", lambda: len(ran) == 3)
    packages.ensure_pango()
    assert [command[1] for command in ran] == ["install", "update", "install"]
    assert "Skriv" not in capsys.readouterr().err


@pytest.mark.parametrize("starts", [True, False])
def test_browser_without_a_driver_that_starts_is_no_browser(ran, monkeypatch, starts):
    node = next(packages.VENV.glob("lib/*")) / "site-packages" / "playwright" / "driver" / "node"
    node.parent.mkdir(parents=True)
    node.touch()
    monkeypatch.setattr(packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", lambda *command, **options: SimpleNamespace(returncode=127 * (not starts)))
    assert packages.has_browser() is starts
