"""The main job, once through, as people do it: night, door, bank file, night, figures. Real worker, real beat."""

from datetime import date, datetime

import pytest

from bolots.calendar import STOCKHOLM
from demo.bankfile_writer import Booked, Delivery, Paid, write
from tests import site

NIGHT_AFTER_THE_GRACE = "2017-03-03"  # March's rent was due on 28 February: late from this night on

OPENED_TONIGHT = """
SELECT c.id, k.id, k.assignee_id FROM outreach_evictionriskcase c
JOIN outreach_outreachtask k ON k.case_id = c.id
JOIN bolots_user u ON u.id = k.assignee_id
WHERE c.opened_on = '2017-03-03' AND u.username = 'bosse' ORDER BY c.id LIMIT 1"""
OWED = """
SELECT h.ocr, h.open_ore FROM arrears_charge h JOIN outreach_evictionriskcase c ON c.tenancy_id = h.tenancy_id
WHERE c.id = %s AND h.open_ore > 0 AND h.kind IN ('rent', 'opening') ORDER BY h.month"""
ASKED = """
SELECT count(*) FROM bolots_jobrun WHERE kind = 'night' AND asked_by_id IS NOT NULL
AND ended_at IS NOT NULL AND error = ''"""


@pytest.fixture
def site_in_march(demo_database):
    name = f"{demo_database}_main"
    site.create_database(name, template=demo_database)
    running = site.Site(name, today=NIGHT_AFTER_THE_GRACE)
    running.start_web()
    yield running
    running.stop()
    site.drop_database(name)


@pytest.fixture
def user(site_in_march, new_context):
    """`user("finn", 1280)` is signed in on a screen of that width."""

    def sign_in(name, width):
        page = new_context(viewport={"width": width, "height": 1180}).new_page()
        page.goto(f"{site_in_march.url}/logga-in/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", site.PASSWORD)
        page.click("main button[type=submit]")
        return page

    return sign_in


def run_the_night(page, running):
    """Press "run tonight's jobs now" and wait until that night has ended, after those that were due before it."""
    before = running.query(ASKED)[0][0]
    page.goto(f"{running.url}/jobb/")
    page.locator("form[action='/jobb/natten/'] button").first.click()
    running.wait_for(lambda: running.query(ASKED)[0][0] > before, 60)


def open_cases(page, running) -> int:
    page.goto(f"{running.url}/uppfoljning/")
    return int(page.locator(".fig a[href^='/arenden/']").first.inner_text())


@pytest.mark.timeout(240)
def test_a_late_rent_leads_to_the_door_and_the_payment_ends_the_case(site_in_march, user, tmp_path):
    site_in_march.start_worker()
    site_in_march.start_beat()
    miriam = user("miriam", 1280)
    run_the_night(miriam, site_in_march)

    case, task, _ = site_in_march.query(OPENED_TONIGHT)[0]
    before = open_cases(miriam, site_in_march)

    bosse = user("bosse", 820)
    assert bosse.url.endswith("/i-dag/")
    bosse.goto(f"{site_in_march.url}/besok/{task}/")
    bosse.locator("input[name=outcome][value=met]").check(force=True)
    bosse.locator("input[name=agreed]").first.check(force=True)
    bosse.locator(".savebar button").click()
    bosse.wait_for_url("**/i-dag/")
    attempts = "SELECT outcome FROM outreach_contactattempt WHERE task_id = %s"
    assert site_in_march.query(attempts, task) == [("met",)]

    finn = user("finn", 1280)
    finn.goto(f"{site_in_march.url}/hyror/")
    finn.set_input_files("[name=bank_file]", paying(site_in_march.query(OWED, case), tmp_path))
    finn.locator("form[enctype] button").first.click()
    finn.locator("form[action$='/bekrafta/'] button").click()
    assert site_in_march.query(OWED, case) == []

    run_the_night(miriam, site_in_march)
    closed = "SELECT status, outcome FROM outreach_evictionriskcase WHERE id = %s"
    assert site_in_march.query(closed, case) == [("closed", "paid")]
    assert open_cases(miriam, site_in_march) == before - 1


def paying(owed, folder) -> str:
    """A bank file that pays all of it, each on its OCR."""
    payments = tuple(Paid(ore, references=(ocr,), payer="Betalare") for ocr, ore in owed)
    booked = Booked(date(2017, 3, 3), payments)
    made_at = datetime(2017, 3, 3, 12, tzinfo=STOCKHOLM)
    path = folder / "bankfil.xml"
    path.write_bytes(write(Delivery("50501055", made_at, (booked,)), "camt.054.001.08"))
    return str(path)
