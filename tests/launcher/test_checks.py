from xml.etree import ElementTree

from launcher import checks

REPORT = """<testsuites><testsuite>
<testcase classname="tests.e2e.test_today" name="test_a"><skipped type="pytest.skip" message="no Chromium"/></testcase>
<testcase classname="tests.e2e.test_today" name="test_b"><skipped type="pytest.skip" message="no Chromium"/></testcase>
<testcase classname="tests.test_docker" name="test_c"><skipped type="pytest.skip" message="no docker"/></testcase>
<testcase classname="tests.test_docker" name="test_d"><skipped type="pytest.xfail" message="known"/></testcase>
<testcase classname="tests.test_docker" name="test_e"/>
</testsuite></testsuites>"""


def test_last_line_counts_the_browser_tests_that_did_not_run(monkeypatch, capsys):
    monkeypatch.setattr(checks.packages, "has_browser", lambda: False)
    checks._tell_what_did_not_run(ElementTree.ElementTree(ElementTree.fromstring(REPORT)))
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == ["Kördes inte: 2 (no Chromium)", "Kördes inte: 1 (no docker)"]
    assert told[-1].startswith("OBS! 2 webbläsartester kördes INTE")


def test_nothing_is_said_of_browsers_when_there_is_one(monkeypatch, capsys):
    monkeypatch.setattr(checks.packages, "has_browser", lambda: True)
    checks._tell_what_did_not_run(ElementTree.ElementTree(ElementTree.fromstring(REPORT)))
    assert "OBS!" not in capsys.readouterr().err


def test_lock_with_an_address_fails_the_lint(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "demo.txt"
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    lock.write_text("django==5.2.19\n")
    assert checks._locks_hold_no_address()
    lock.write_text("--index-url https://packages.example/\n")
    assert not checks._locks_hold_no_address()
