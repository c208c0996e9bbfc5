"""docs/legal-rules.md: every rule names the law, since when, a file that exists and a test that exists."""

import re

import pytest

from bolots.settings import BASE_DIR

TEXT = (BASE_DIR / "docs" / "legal-rules.md").read_text(encoding="utf-8")
COLUMNS = 5  # rule, law and source, since, code, test
CELLS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in TEXT.splitlines() if line.startswith("| ")]
RULES = [row for row in CELLS if row[0].strip() != "rule"]
PATH = re.compile(r"`([a-z0-9_/]+\.py)(?:::(test_\w+))?`")
IDS = [row[0].strip()[:40] for row in RULES]


def exists(path: str, test: str) -> bool:
    file = BASE_DIR / path
    return file.is_file() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", RULES, ids=IDS)
def test_rule_has_its_law_its_date_its_file_and_its_test(row):
    assert len(row) == COLUMNS
    assert all(row)
    _rule, _law, _since, code, test = row
    assert PATH.findall(code)
    assert all(exists(*found) for found in PATH.findall(code)), code
    assert all(name and exists(path, name) for path, name in PATH.findall(test)), test
    assert PATH.findall(test)


def test_page_has_the_rules_of_dates_and_money():
    assert len(RULES) > 60
    assert {f"R{number}" for number in range(1, 15)} <= set(re.findall(r"\bR\d+\b", TEXT))


def test_check_finds_what_is_not_there():
    assert not exists("arrears/rules/nothing.py", "")
    assert not exists("tests/test_legal_rules.py", "test_that_nobody_wrote")
    assert exists("tests/test_legal_rules.py", "test_check_finds_what_is_not_there")
