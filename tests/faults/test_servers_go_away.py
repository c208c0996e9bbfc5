"""Redis away, PostgreSQL restarted: pages answer, nothing is lost, jobs catch up (promises 10 and 12)."""

import signal

import pytest

from tests import site

from .browser import Browser

pytestmark = [pytest.mark.kill, pytest.mark.timeout(180)]


@pytest.fixture
def alone(own_servers):
    """A small site on servers of its own: one manager, no story."""
    base = f"@/bolots?host={own_servers.sockets}"
    env = {
        "DATABASE_URL": f"postgresql://{site.ROLE}{base}",
        "DATABASE_OWNER_URL": f"postgresql://owner{base}",
        "REDIS_URL": f"redis+socket://{own_servers.sockets}/valkey.sock?virtual_host=0",
        "JOB_LEASE_SECONDS": "3",
    }
    running = site.Site("bolots", today="2026-03-10", env=env)
    running.prepare()
    make = f"""from bolots.models import User
User.objects.create_user("miriam", {site.PASSWORD!r}, first_name="Miriam", role="unit_manager")"""
    site.manage("shell", "-v0", "-c", make, env=running.env)
    running.start_web()
    yield running
    running.stop()


def test_without_redis_pages_work_and_jobs_catch_up_exactly_once(alone, own_servers):
    own_servers.children["valkey"].send_signal(signal.SIGKILL)
    own_servers.children.pop("valkey").wait()
    browser = Browser(alone)
    assert browser.sign_in("miriam")[0] == 200
    for path in ("/uppfoljning/", "/hyror/", "/arenden/", "/mina/", "/lagenheter/", "/hyresforhallanden/", "/jobb/"):
        assert browser.get(path)[0] == 200, path
    assert browser.post("/jobb/natten/")[0] == 200
    asked = "SELECT count(*) FROM bolots_jobrun WHERE kind = 'night' AND asked_by_id IS NOT NULL"
    assert alone.query(asked) == [(1,)]

    own_servers._start_valkey()
    alone.start_beat()
    alone.start_worker()
    ended = asked + " AND ended_at IS NOT NULL AND error = ''"
    alone.wait_for(lambda: alone.query(ended) == [(1,)], 60)
    assert alone.query(asked) == [(1,)]


def test_a_restarted_database_gives_a_calm_503_and_then_pages_again(alone, own_servers):
    browser = Browser(alone)
    browser.sign_in("miriam")
    postgres = own_servers.children.pop("postgres")
    postgres.send_signal(signal.SIGINT)
    postgres.wait(20)

    status, page = browser.get("/jobb/")
    assert status == 503
    assert "Traceback" not in page

    from launcher import postgres as server

    server.start(own_servers)
    status, page = browser.get("/jobb/")
    assert status == 200
