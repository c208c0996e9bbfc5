"""The story reproduces what a newspaper printed in 2017, seen through the `figures` command only."""

import json
import os
import subprocess
import sys
from functools import cache, partial
from pathlib import Path

import pytest

from tests import site

ON_THE_DAY, YEAR_BEFORE = "2017-03-01", "2016-03-01"


def told(database, **env):
    """The site of a database with the story in it; nothing runs."""
    return site.Site(database, today=ON_THE_DAY, env=env)


@pytest.fixture(scope="module")
def figures(demo_database):
    """`figures(on, since)` of the command."""
    running = told(demo_database)
    return cache(partial(asked, running))


def asked(running, on, since=None):
    period = ["--since", since] if since else []
    return json.loads(site.manage("figures", "--on", on, *period, "--json", env=running.env))


def test_55_apartments_most_of_them_owned_by_the_municipality(figures):
    found = figures(ON_THE_DAY)
    assert found["apartments"] == 55
    assert 55 / 2 < found["apartments_owned"] < 55
    assert found["tenancies"] > 50


def test_four_were_evicted_in_2016(figures):
    assert figures("2016-12-31", "2016-01-01")["evictions"] == 4
    assert figures(ON_THE_DAY, "2017-01-01")["evictions"] == 0


def test_debt_was_nearly_a_million_a_year_earlier_and_is_lower_now(figures):
    year_before, now = figures(YEAR_BEFORE), figures(ON_THE_DAY)
    assert 95_000_000 <= year_before["debt_ore"] <= 100_000_000
    assert now["debt_ore"] < year_before["debt_ore"]
    assert now["tenants_in_debt"] > 0
    assert now["late_charges"] > 0


def test_outreach_began_in_october_2016(figures):
    assert figures("2016-09-30", "2015-03-01")["outreach_tasks"] == 0
    assert figures("2016-10-31", "2016-10-01")["outreach_tasks"] > 0
    assert figures("2016-09-30")["open_cases"] == 0


def test_20_outreach_tasks_were_ordered_in_january_and_february(figures):
    assert figures("2017-02-28", "2017-01-01")["outreach_tasks"] == 20


def test_terminations_are_not_known_yet(figures):
    assert figures(ON_THE_DAY)["open_terminations"] is None


def test_next_bank_file_lies_on_disk_and_pays_late_rents(demo_database, demo_files):
    [path] = demo_files.iterdir()
    answer = site.manage("import_bank_file", path, "--dry-run", "--json", env=told(demo_database).env)
    [file] = json.loads(answer)
    assert file["verdict"] == "accepted"
    assert file["format"] == "camt.054.001.08"
    assert file["new_count"] == file["payment_count"] > 2
    assert {payment["booked_on"] for payment in file["payments"]} == {ON_THE_DAY}


def test_demo_is_never_loaded_into_a_database_that_is_not_empty(demo_database):
    refused = load(told(demo_database), "--as-of", ON_THE_DAY)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr


def load(running, *arguments):
    command = [sys.executable, "manage.py", "load_demo", *arguments]
    return subprocess.run(command, cwd=site.ROOT, env=running.env, capture_output=True, text=True, check=False)


def test_reset_empties_the_database_and_leaves_the_role_its_privileges(demo_database):
    name = f"{demo_database}_reset"
    site.create_database(name, template=demo_database)
    running = told(name)
    try:
        empty = "from demo import database; database.recreate(); print(database.is_empty())"
        assert site.manage("shell", "-v0", "-c", empty, env=running.env).strip() == "True"
        assert asked(running, ON_THE_DAY)["apartments"] == 0
        [(may_change,)] = running.query("SELECT has_table_privilege(%s, 'arrears_payment', 'DELETE')", site.ROLE)
        assert not may_change
    finally:
        site.drop_database(name)


@pytest.mark.soak
@pytest.mark.skipif("BOLOTS_SOAK" not in os.environ, reason="tells the whole story a second time")
def test_story_is_the_same_every_time(demo_database, figures, tmp_path):
    name = f"{demo_database}_again"
    site.create_database(name)
    again = told(name, BOLOTS_DEMO_FILES=str(tmp_path))
    try:
        again.prepare()
        done = load(again, "--as-of", ON_THE_DAY, "--json")
        assert done.returncode == 0, done.stderr[-2000:]
        days = [f"{year}-{month:02}-15" for year in (2015, 2016) for month in (4, 8, 12)] + [ON_THE_DAY]
        assert [asked(again, day, "2015-03-01") for day in days] == [figures(day, "2015-03-01") for day in days]
        assert Path(json.loads(done.stdout)["next_file"]).parent == tmp_path
    finally:
        site.drop_database(name)
