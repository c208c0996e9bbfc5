from contextlib import nullcontext
from types import SimpleNamespace

from launcher import checks
from launcher.place import ROOT

REPORT = """<testsuites><testsuite>
<testcase classname="tests.e2e.test_today" name="test_a"><skipped type="pytest.skip" message="no Chromium"/></testcase>
<testcase classname="tests.e2e.test_today" name="test_b"><skipped type="pytest.skip" message="no Chromium"/></testcase>
<testcase classname="tests.test_docker" name="test_c"><skipped type="pytest.skip" message="no docker"/></testcase>
<testcase classname="tests.test_docker" name="test_d"><skipped type="pytest.xfail" message="known"/></testcase>
<testcase classname="tests.test_docker" name="test_e"/>
</testsuite></testsuites>"""


def report_in(folder):
    path = folder / "report.xml"
    path.write_text(REPORT)
    return path


def test_last_line_counts_the_browser_tests_that_did_not_run(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(checks.packages, "has_browser", lambda: False)
    checks._tell_what_did_not_run(report_in(tmp_path))
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == ["Kördes inte: 2 (no Chromium)", "Kördes inte: 1 (no docker)"]
    assert told[-1].startswith("OBS! 2 webbläsartester kördes INTE")


def test_nothing_is_said_of_browsers_when_there_is_one(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(checks.packages, "has_browser", lambda: True)
    checks._tell_what_did_not_run(report_in(tmp_path))
    assert "OBS!" not in capsys.readouterr().err


def test_lock_with_an_address_fails_the_lint(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "demo.txt"
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    lock.write_text("django==5.2.19\n")
    assert checks._locks_hold_no_address()
    lock.write_text("--index-url https://packages.example/\n")
    assert not checks._locks_hold_no_address()


class Instance:
    """Writes down what would be run."""

    def __init__(self, folder):
        self.folder, self.commands, self.children = folder, {}, {}

    def spawn(self, name, *command, env, cwd):
        self.commands[name] = ([str(part) for part in command], env["DATABASE_URL"])
        self.children[name] = SimpleNamespace(wait=lambda: 1)

    def run(self, *command, env, cwd):
        self.commands["report"] = ([str(part) for part in command], env["DATABASE_URL"])
        return 0

    def log(self, name):
        path = self.folder / name
        path.write_text("said")
        return path


def everything(monkeypatch, tmp_path):
    instance = Instance(tmp_path)
    monkeypatch.setattr(checks, "packages", SimpleNamespace(install=len, ensure_pango=int, ensure_browser=int))
    monkeypatch.setattr(checks, "throwaway_instance", lambda: nullcontext(instance))
    monkeypatch.setattr(
        checks, "test_environment", lambda instance: {"DATABASE_URL": "postgresql://owner@/bolots?host=x"}
    )
    for name in ("compile_catalogues", "collect_static"):
        monkeypatch.setattr(checks, name, lambda env: None)
    return checks.test(), instance.commands


def test_the_two_halves_are_everything_and_share_no_database(monkeypatch, tmp_path):
    _code, commands = everything(monkeypatch, tmp_path)
    (here, database), (there, other) = commands["report"], commands["sites"]
    assert {part.removeprefix("--ignore=") for part in here if "--ignore" in part} == set(checks.SITES) <= set(there)
    assert all((ROOT / folder).is_dir() for folder in checks.SITES)
    assert database != other == "postgresql://owner@/bolots_sites?host=x"


def test_one_half_that_fails_is_enough(monkeypatch, tmp_path):
    assert everything(monkeypatch, tmp_path)[0] == 1
