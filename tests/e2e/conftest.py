"""A real browser against a real site with the demo's story in it."""

import os
import shutil

import pytest

from launcher import packages
from tests import site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HAS_BROWSER = packages.has_browser()
ARTICLE_DAY = "2017-03-01"



def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/e2e/" in str(item.path):
            item.add_marker("e2e")
            if not HAS_BROWSER:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture
def demo_site(demo_database):
    """A clone of the demo's database with web, worker and beat running on it."""
    name = f"{demo_database}_{os.getpid()}_site"
    site.create_database(name, template=demo_database)
    running = site.Site(name, today=ARTICLE_DAY)
    running.start_web()
    yield running
    running.stop()
    site.drop_database(name)


@pytest.fixture
def sign_in(page, demo_site):
    """`sign_in("bosse")` signs in through the door; gives the page."""

    def do(name):
        page.goto(f"{demo_site.url}/logga-in/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", site.PASSWORD)
        page.click("main button[type=submit]")
        return page

    return do
