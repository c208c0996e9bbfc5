"""At the door, in a real browser: four taps, what is private goes away, and all of it without JavaScript too."""

from datetime import date

import pytest
from django.conf import settings

from outreach.models import ContactAttempt
from tenancies.models import Involvement
from tests.factories import CaseFactory, LateRentFactory, TaskFactory

from . import look
from .conftest import session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task(cast, transactional_db):
    """Bosse's visit to Samira Daoud, whose rent is late."""
    case = CaseFactory(tenancy__case_worker=cast.alma, tenancy__holder__name="Samira Daoud")
    LateRentFactory(charge__tenancy=case.tenancy)
    Involvement.objects.create(tenancy=case.tenancy, user=cast.bosse, why="outreach", from_on=date(2026, 3, 6))
    return TaskFactory(tenancy=case.tenancy, case=case, assignee=cast.bosse)


@pytest.fixture
def at_the_door(live_server, new_context, cast, task):
    """The tablet with the visit's page open, signed in as Bosse."""

    def do(**more):
        context = new_context(viewport={"width": 820, "height": 1180}, base_url=live_server.url, **more)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(cast.bosse), "url": live_server.url}]
        )
        page = look.listen(context.new_page())
        page.goto("/i-dag/")
        return page

    return do


def choose(page, tile):
    page.get_by_role("radio", name=tile, exact=True).check()


def test_report_takes_four_taps(at_the_door):
    page = at_the_door()
    page.get_by_role("link", name="Samira").click()
    choose(page, "Öppnade")
    choose(page, "Betala en viss dag")
    page.get_by_role("button", name="Spara besöket").click()
    assert page.url.endswith("/i-dag/")
    assert ContactAttempt.objects.get().agreed == "pay"
    assert page.complaints == []


def test_questions_follow_the_answer(at_the_door):
    page = at_the_door()
    page.get_by_role("link", name="Samira").click()
    choose(page, "Öppnade")
    assert page.get_by_text("Vad kom ni överens om?").is_visible()
    assert page.locator("[data-hint]").inner_text() == "1 val kvar, sedan Spara."
    choose(page, "Öppnade inte, lapp lagd")
    assert page.get_by_role("group", name="Nästa steg").is_visible()
    choose(page, "Ville inte prata")
    assert not page.get_by_role("group", name="Nästa steg").is_visible()
    assert page.locator("[data-hint]").inner_text() == "Klart att spara."


@pytest.mark.parametrize("java_script", [True, False])
def test_another_day_asks_for_the_day_and_the_time(at_the_door, task, java_script):
    page = at_the_door(java_script_enabled=java_script)
    page.get_by_role("link", name="Samira").click()
    assert not page.get_by_role("group", name="Nästa steg").is_visible()
    choose(page, "Öppnade inte")
    assert not page.get_by_label("Nästa försök den").is_visible()
    choose(page, "En annan dag eller tid")
    assert page.get_by_label("Nästa försök den").input_value()  # the suggested day, to change
    page.get_by_label("Nästa försök den").fill("2026-03-20")
    page.get_by_label("Tid på dagen").select_option("morning")
    page.get_by_role("button", name="Spara besöket").click()
    assert page.url.endswith("/i-dag/")
    task.refresh_from_db()
    assert (task.due_on, task.slot) == (date(2026, 3, 20), "morning")


def test_what_is_private_leaves_the_page_and_what_was_typed_stays(at_the_door):
    page = at_the_door()
    page.clock.install()
    page.get_by_role("link", name="Samira").click()
    page.get_by_text("Skriv något mer").click()
    page.get_by_label("Anteckning").fill("Hörde en radio.")
    for take_away in (lambda: page.clock.run_for(20_500), lambda: page.get_by_text("Dölj privat").click()):
        assert "Daoud" not in page.content()
        page.get_by_role("link", name="Visa privat").click()
        page.get_by_text("Samira Daoud").wait_for()
        take_away()
        page.get_by_role("link", name="Visa privat").wait_for()
        assert "Daoud" not in page.content()
        assert page.get_by_label("Anteckning").input_value() == "Hörde en radio."
    assert page.complaints == []


def test_visit_is_reported_without_javascript(at_the_door):
    page = at_the_door(java_script_enabled=False)
    page.get_by_role("link", name="Samira").click()
    page.get_by_role("link", name="Visa privat").click()
    assert page.get_by_text("Samira Daoud").is_visible()
    choose(page, "Öppnade inte")
    page.get_by_role("button", name="Spara besöket").click()
    assert page.get_by_text("Sparat. Nästa försök").is_visible()
    assert ContactAttempt.objects.get().outcome == "nobody_home"
