"""Sites that may be hurt: a clone of the story's database, or servers of their own."""

import os

import pytest

from launcher.instance import Instance
from tests import site

AFTER_THE_GRACE = "2017-03-03"  # March's rents are late, and February's last bank file reaches the cutoff


@pytest.fixture
def wounded_site(demo_database):
    """The story some days later, with nothing running; leases are short."""
    name = f"{demo_database}_hurt"
    site.create_database(name, template=demo_database)
    running = site.Site(name, today=AFTER_THE_GRACE, env={"JOB_LEASE_SECONDS": "3"})
    yield running
    running.stop()
    site.drop_database(name)


@pytest.fixture
def own_servers():
    """A PostgreSQL and a Valkey that this test may stop."""
    instance = Instance(f"test-{os.getpid()}", lasting=False)
    instance.own_database = instance.own_queue = True
    instance.hold()
    try:
        instance.start_services()
        yield instance
    finally:
        children = list(instance.children.values())
        instance.stop()
        for child in children:
            child.wait(20)
