"""Every page that a role can click its way to, on the demo's story: axe, sizes, console, sideways scroll."""

import re

import pytest

from tests import site

from . import look
from .conftest import ARTICLE_DAY

ROLES = ("alma", "bosse", "finn", "miriam", "axel")
# the browser opens these in a viewer of its own, which looks for an icon beside them
PAPERS = re.compile(r"pdf|/papper/|/avi/|/utskrift/|/fil/")
measured: set[str] = set()  # shapes of addresses seen in every size and scheme: one role's look stands for all


@pytest.fixture(scope="module")
def story_site(demo_database):
    """The story itself, read only by convention: nothing is posted here but the sign-in."""
    running = site.Site(demo_database, today=ARTICLE_DAY)
    running.start_web()
    yield running
    running.stop()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ROLES)
def test_every_page_of_a_role_can_be_looked_at(name, story_site, new_context):
    """axe finds nothing in light and dark; nothing scrolls sideways at 360 px; the console is silent."""
    context = new_context(viewport={"width": 1280, "height": 900})
    page = look.listen(context.new_page())
    start = sign_in(page, story_site, name)
    faults = {}
    for path in crawl(page, story_site, start):
        found = faults_of(page, is_new=shape_of(path) not in measured)
        measured.add(shape_of(path))
        if found:
            faults[path] = found
    assert faults == {}


def sign_in(page, running, name):
    page.goto(f"{running.url}/logga-in/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", site.PASSWORD)
    page.click("main button[type=submit]")
    return page.url.removeprefix(running.url)


def crawl(page, running, start):
    """Visit pages breadth first by their links, one of each shape; yields each path while the page shows it."""
    waiting, seen = [start], {start}
    while waiting:
        path = waiting.pop(0)
        response = page.goto(running.url + path)
        if "text/html" not in response.headers["content-type"]:
            continue
        assert response.status == 200, path
        yield path
        for link in page.eval_on_selector_all("a[href]:not([download])", "all => all.map((a) => a.href)"):
            target = link.removeprefix(running.url).partition("#")[0]
            shape = shape_of(target)
            if target.startswith("/") and shape not in seen and not PAPERS.search(target):
                seen.add(shape)
                waiting.append(target)


def shape_of(path: str) -> str:
    return re.sub(r"\d+", "9", path.partition("?")[0])


def faults_of(page, *, is_new: bool) -> list:
    found = list(page.complaints)
    page.complaints.clear()
    found += look.violations(page)
    if not is_new:
        return found
    page.emulate_media(color_scheme="dark")
    found += [("dark", *violation) for violation in look.violations(page, look.COLOURS)]
    page.emulate_media(color_scheme="light")
    is_for_touch = page.locator("html[data-size=md]").count()
    for width in (360, 820):
        page.set_viewport_size({"width": width, "height": 900})
        if look.too_wide(page):
            found.append(f"scrolls sideways at {width}")
        if is_for_touch:
            found += [f"too small at {width}: {small}" for small in look.too_small(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found
