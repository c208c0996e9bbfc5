"""kill -9 in the middle of the night: all or nothing, and the next run does it whole (promise 5)."""

import os
import random
import subprocess
import sys

import pytest

from tests.site import ROOT

pytestmark = [pytest.mark.kill, pytest.mark.timeout(300)]
KILLS = 200 if os.environ.get("BOLOTS_SOAK") else 20

NIGHT = """INSERT INTO bolots_jobrun (kind, key, business_on, due_at, attempts, counts, error, needs_person)
           VALUES ('night', %s, '2017-03-03', '2017-03-03 00:00+01', 0, '{}', '', false) RETURNING id"""
BOOK = """SELECT (SELECT count(*) FROM arrears_laterent), (SELECT count(*) FROM outreach_triage),
                 (SELECT count(*) FROM outreach_outreachtask), (SELECT count(*) FROM outreach_incidenttriage)"""
# in every home, the evening before
INCIDENTS = """INSERT INTO tenancies_incident (tenancy_id, kind, source, seriousness, happened_on, what, recorded_on,
                                               recorded_by_id, how_resolved)
               SELECT id, 'disturbance', 'neighbour', 'serious', '2017-03-02', 'musik', '2017-03-02', case_worker_id, ''
               FROM tenancies_tenancy WHERE ends_on IS NULL"""
JUDGED = """SELECT count(i.id), count(t.id), count(DISTINCT t.incident_id) FROM tenancies_incident i
            LEFT JOIN outreach_incidenttriage t ON t.incident_id = i.id WHERE i.recorded_on = '2017-03-02'"""


def test_a_killed_night_leaves_nothing_half_done_and_the_next_one_does_it_whole(wounded_site):
    (run_id,) = add_night(wounded_site, "night:killed")
    add_incidents(wounded_site)
    before = wounded_site.query(BOOK)
    with forker(wounded_site) as attempt:
        outcomes = []
        for number in range(KILLS):
            outcomes.append(
                attempt(run_id, 0.004 * random.Random(number).randrange(1, 1 + number) if number else 0.001)
            )
            if outcomes[-1] == "killed":
                assert wounded_site.query(BOOK) == before
            else:
                break
        assert "killed" in outcomes
        attempt(run_id, 60)
    assert_everything_late_has_one_verdict(wounded_site)
    assert wounded_site.query(BOOK)[0][0] > before[0][0]
    incidents, verdicts, judged = wounded_site.query(JUDGED)[0]
    assert incidents == verdicts == judged > 40


def test_a_worker_that_is_killed_is_replaced_and_the_night_is_done_once(wounded_site):
    (run_id,) = add_night(wounded_site, "night:worker-killed")
    wounded_site.start_beat()
    wounded_site.start_worker()
    claimed = "SELECT attempts FROM bolots_jobrun WHERE id = %s"
    wounded_site.wait_for(lambda: wounded_site.query(claimed, run_id)[0][0] > 0, 60)
    wounded_site.kill("worker")
    wounded_site.start_worker()
    ended = "SELECT ended_at IS NOT NULL AND error = '' FROM bolots_jobrun WHERE id = %s"
    wounded_site.wait_for(lambda: wounded_site.query(ended, run_id)[0][0], 120)
    assert_everything_late_has_one_verdict(wounded_site)


def add_night(site, key):
    import psycopg

    with psycopg.connect(site.env["DATABASE_OWNER_URL"]) as connection:
        return connection.execute(NIGHT, [key]).fetchone()


def add_incidents(site):
    import psycopg

    with psycopg.connect(site.env["DATABASE_OWNER_URL"]) as connection:
        connection.execute(INCIDENTS)


def assert_everything_late_has_one_verdict(site):
    late, triaged, *_ = site.query(BOOK)[0]
    assert late == triaged
    twice = "SELECT tenancy_id FROM outreach_evictionriskcase WHERE status <> 'closed' GROUP BY 1 HAVING count(*) > 1"
    assert site.query(twice) == []
    orphans = """SELECT c.id FROM outreach_evictionriskcase c JOIN outreach_triage t ON t.case_id = c.id
                 WHERE t.verdict = 'opened'
                 AND NOT EXISTS (SELECT FROM outreach_outreachtask k WHERE k.case_id = c.id)"""
    assert site.query(orphans) == []


class forker:
    """`attempt(run_id, seconds)` runs the job in a child that is killed after the seconds."""

    def __init__(self, site):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forker"],
            cwd=ROOT,
            env=site.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self.attempt

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def attempt(self, run_id, seconds):
        self.process.stdin.write(f"{run_id} {seconds}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()
