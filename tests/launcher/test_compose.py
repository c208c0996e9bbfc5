"""What can be said about the container files without an engine."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_all_of_production_is_there(services):
    assert services.keys() == {"proxy", "web", "worker", "beat", "migrate", "postgres", "redis"}


def test_only_the_one_that_migrates_is_the_owner(services):
    users = {
        name: re.match(r"postgresql://(\w+):", service["environment"]["DATABASE_URL"])[1]
        for name, service in services.items()
        if "DATABASE_URL" in service.get("environment", {})
    }
    assert users == {"web": "bolots_app", "worker": "bolots_app", "beat": "bolots_app", "migrate": "owner"}


def test_nothing_runs_before_the_tables_and_their_privileges_are_there(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "grant_privileges" in services["migrate"]["command"]


def test_database_is_kept_where_version_18_keeps_it(services):
    assert services["postgres"]["image"] == "postgres:18"
    assert "postgres:/var/lib/postgresql" in services["postgres"]["volumes"]


def test_nothing_but_the_proxy_is_reachable_from_outside(services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_every_mounted_file_exists(services):
    mounts = [mount for service in services.values() for mount in service.get("volumes", ())]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert files
    assert all((ROOT / file).is_file() for file in files)


def test_example_settings_name_every_variable_and_hold_no_secret():
    wanted = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    lines = (ROOT / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert given.keys() == wanted
    assert not any(given[name] for name in given if "PASSWORD" in name or "KEY" in name)


def test_image_holds_every_app_of_the_project_and_no_demo():
    listed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    apps = {app for app in settings.INSTALLED_APPS if (ROOT / app / "__init__.py").exists()}
    assert apps - {"demo"} <= listed
    assert not {"demo", "tests", "launcher", ".env"} & listed
    assert all((ROOT / name).exists() for name in listed)


def test_image_runs_as_an_ordinary_user_from_locked_packages():
    text = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER bolots$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert "requirements/production.txt" in text
