"""The landlord's hat in a real browser: a reminder chosen and made, a home terminated by two people and saved."""

from datetime import date, datetime, time

import pytest
from django.conf import settings

from arrears import actions as ledger
from arrears.models import Charge, Demand, Payment, Termination
from bolots import jobs
from bolots.calendar import STOCKHOLM
from bolots.models import JobRun
from outreach import actions as outreach
from tests.arrears.book import delivery, imported, paid
from tests.factories import ApartmentFactory, TenancyFactory

from . import look
from .conftest import session_of

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 3, 10)


@pytest.fixture
def home(cast, transactional_db):
    """March's rent is late, and the payments are known up to yesterday."""
    stay = TenancyFactory(case_worker=cast.alma, apartment=ApartmentFactory(rooms=2), holder__name="Testa Testsson")
    ledger.charge_month(month=date(2026, 3, 1), on=date(2026, 2, 10))
    morning = datetime.combine(TODAY, time(8), STOCKHOLM)
    ledger.say_no_more_files(through_on=date(2026, 3, 9), by=cast.finn, at=morning)
    return stay


@pytest.fixture
def desk(live_server, new_context, cast):
    """`desk("finn")`: a page signed in as him."""

    def do(name, width=1280):
        context = new_context(viewport={"width": width, "height": 900}, base_url=live_server.url)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(getattr(cast, name))}
        context.add_cookies([cookie | {"url": live_server.url}])
        return look.listen(context.new_page())

    return do


def work():
    """What the workers do with the papers that somebody has asked for."""
    while waiting := JobRun.objects.filter(kind="papers", ended_at=None).first():
        jobs.run(waiting.pk, lambda *, on, at, subject_id: ledger.make_papers(run_id=subject_id, on=TODAY, at=at))
        assert JobRun.objects.get(pk=waiting.pk).error == ""


def step(page, name, **fields):
    """Open a step of the termination, fill it in and save."""
    page.get_by_role("link", name=name, exact=True).click()
    for label, value in fields.items():
        page.locator(f"[name={label}]").fill(value)
    return page


def test_reminder_is_chosen_made_by_a_worker_and_read(desk, home):
    page = desk("finn", 820)
    page.goto("/hyror/krav/forslag/")
    page.locator("main tbody input[type=checkbox]").check()
    page.get_by_role("button", name="Gör breven").click()
    assert "/omgangar/" in page.url
    assert Demand.objects.count() == 0  # nothing is made in the request
    work()
    page.reload()
    assert "1 gjorda" in page.locator("main").inner_text()
    page.locator("main tbody").get_by_role("link", name="6 840 kr").click()
    demand = Demand.objects.get()
    assert demand.kind == "reminder"
    assert page.request.get(f"/hyror/krav/skickade/{demand.pk}/papper/").body()[:5] == b"%PDF-"
    assert page.complaints == []


def test_home_is_terminated_by_two_people_and_saved_by_the_rent(desk, home, cast):
    outreach.open_case(home, why="obetald hyra", by=cast.alma, on=TODAY)
    for kind in ("contact", "children"):
        ledger.record_clearance(home, kind=kind, by=cast.bosse, on=TODAY)
    finn, miriam = desk("finn"), desk("miriam")
    finn.goto(f"/hyror/krav/uppsagningar/ny/{home.pk}/")
    finn.locator("[name=charges]").check()
    finn.locator("[name=crime][value=no]").check()
    finn.locator("[name=why]").fill("Hyran för mars är obetald.")
    finn.get_by_role("button", name="Spara utkastet").click()
    row = Termination.objects.get()
    assert finn.url.endswith(row.get_absolute_url())

    assert finn.request.get(f"{row.get_absolute_url()}godkann/").status == 403
    miriam.goto(f"{row.get_absolute_url()}godkann/")
    miriam.locator("main form button[type=submit]").first.click()

    finn.goto(row.get_absolute_url())
    step(finn, "Utfärda handlingarna").locator("main form button[type=submit]").click()
    step(finn, "Notera delgivningen", served_on="2026-03-10", proof="kvitto 1")
    finn.locator("[name=how][value=handed]").check()
    finn.locator("main form button[type=submit]").click()
    step(finn, "Socialnämnden har fått meddelandet", notified_on="2026-03-10", how="i receptionen")
    finn.locator("main form button[type=submit]").click()
    row.refresh_from_db()
    assert (row.status, row.recovery_ends_on) == ("served", date(2026, 3, 31))
    assert finn.locator("#now").inner_text().split() == ["21", "dagar", "kvar", "att", "rädda", "hemmet"]

    imported(delivery(paid(Charge.objects.get(tenancy=home)), day=date(2026, 3, 30)), on=date(2026, 3, 31))
    assert Payment.objects.get().unallocated_ore == 0
    outreach.run_night(on=date(2026, 4, 1), at=datetime.combine(date(2026, 4, 1), time(4, 15), STOCKHOLM))
    finn.reload()
    assert "Återvunnet" in finn.locator("main").inner_text()
    assert finn.complaints == miriam.complaints == []
