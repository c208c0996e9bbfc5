"""What outreach does for a termination: knocks and checks on record, the guard of the review, the night, the page."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from arrears import actions as ledger
from arrears.models import Clearance
from outreach import actions
from tenancies import actions as register
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.terminations import LAST_DAY, late_home, pay, rents, status
from tests.factories import CaseFactory, LateRentFactory, TaskFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(cast):
    home = story.TenancyFactory(case_worker=cast.alma, involved=[cast.bosse], apartment__rooms=2)
    return CaseFactory(tenancy=home)


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def kinds(case) -> list[str]:
    return list(Clearance.objects.filter(tenancy=case.tenancy).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("outcome", ["met", "nobody_home", "note_left", "other", "declined"])
def test_every_attempt_at_the_door_is_a_contact_attempt_in_person_once_a_day(case, cast, outcome):
    task = TaskFactory(tenancy=case.tenancy, case=case, assignee=cast.bosse)
    report = {"outcome": outcome, "note": "pratade om jobbet", "next_on": None, "next_slot": "", "by": cast.bosse}
    client_id = uuid4()
    for _ in range(2):
        actions.report_visit(task, client_id=client_id, **report, at=at())
    [row] = Clearance.objects.all()
    assert (row.kind, row.done_on, row.by, row.tenancy) == ("contact", TODAY, cast.bosse, case.tenancy)


def test_review_needs_a_knock_and_a_child_check(case, cast):
    move = {"status": "review", "by": cast.alma, "on": TODAY}
    with pytest.raises(actions.NobodyHasKnocked):
        actions.move_case(case, **move)
    story.cleared(case.tenancy, cast, on=case.opened_on - DAY)  # before the case: another time
    with pytest.raises(actions.NobodyHasKnocked):
        actions.move_case(case, **move)
    story.cleared(case.tenancy, cast, on=TODAY, kinds=["contact"])
    with pytest.raises(actions.NoChildCheck):
        actions.move_case(case, **move)
    actions.record_check(case, what="children", by=cast.alma, on=TODAY)
    actions.move_case(case, **move)
    assert case.status == "review"


def test_home_without_children_is_a_documented_check_too(case, cast):
    actions.record_check(case, what="no_children", by=cast.alma, on=TODAY)
    assert kinds(case) == ["children"]
    register.add_child(case.tenancy.holder, birth_year=2018, by=cast.alma, on=TODAY)
    with pytest.raises(actions.ChildrenLiveThere):
        actions.record_check(case, what="no_children", by=cast.alma, on=TODAY + DAY)


def test_check_is_noted_on_the_case_page_without_content(case, sign_in):
    alma, url = sign_in("alma"), f"{case.get_absolute_url()}kontroll/"
    assert "inte gjort" in text(alma.get(case.get_absolute_url()))
    assert "Det är noterat" in text(alma.post(url, {"what": "presence"}, follow=True))
    assert alma.post(url, {}).status_code == 422
    assert kinds(case) == ["presence"]
    assert sign_in("bosse").post(url, {"what": "children"}).status_code == 403


def test_case_page_shows_the_days_left_and_the_way_to_the_termination(cast, sign_in):
    home = late_home(cast)
    case, row = CaseFactory(tenancy=home), story.running(home, cast)
    told = text(sign_in("alma").get(case.get_absolute_url()))
    assert "dagar kvar att rädda hemmet" in told
    assert row.get_absolute_url() in told
    bosse = text(sign_in("bosse").get(case.get_absolute_url()))
    assert "dagar kvar att rädda hemmet" in bosse
    assert row.get_absolute_url() not in bosse


def test_night_recovers_and_expires_and_never_terminates(cast):
    home = late_home(cast)
    row = story.running(home, cast)
    lost = story.running(late_home(cast), cast)
    pay(rents(home)[0], LAST_DAY)
    counts = actions.run_night(on=LAST_DAY + DAY, at=at(LAST_DAY + DAY, 5))
    assert (counts["recovered"], counts["expired"]) == (1, 1)
    assert (status(row), status(lost)) == ("recovered", "expired")
    again = actions.run_night(on=LAST_DAY + DAY, at=at(LAST_DAY + DAY, 6))
    assert not {"recovered", "expired"} & set(again)


def test_case_of_a_home_that_was_saved_by_a_promise_closes_as_paid(cast):
    home = late_home(cast)
    [rent] = rents(home)
    LateRentFactory(charge=rent)
    case, row = CaseFactory(tenancy=home), story.running(home, cast)
    close = {"outcome": "paid", "why": "åtagande", "by": cast.alma, "on": TODAY}
    with pytest.raises(actions.RentStillUnpaid):
        actions.close_case(case, **close)
    said = {"signed_on": TODAY, "signed_by": "Stina", "delegation": "4", "addressee": "oss"}
    ledger.record_undertaking(row, **said, by=cast.miriam, on=TODAY, at=at())
    actions.close_case(case, **close)
    assert case.outcome == "paid"


def test_case_of_an_evicted_home_closes_as_evicted(case, cast):
    end = {"ends_on": date(2026, 3, 10), "reason": "evicted", "ground": "rent", "by": cast.alma, "on": TODAY}
    register.end_tenancy(case.tenancy, **end)
    actions.close_case(case, outcome="evicted", why="verkställd", by=cast.alma, on=TODAY)
    assert case.outcome == "evicted"


def test_bolots_is_told_of_kronofogdens_letter_the_same_day_and_for_a_week(case, cast, sign_in, set_today):
    told = {"kind": "time", "received_on": TODAY, "eviction_on": date(2026, 4, 14), "by": cast.finn, "on": TODAY}
    ledger.record_enforcement_notice(case.tenancy, **told)
    page = text(sign_in("bosse").get("/i-dag/"))
    assert "Kronofogden har skrivit" in page
    assert "tiden för avhysningen, tis 14 apr" in page
    assert "Kronofogden har skrivit" not in text(sign_in("billie").get("/i-dag/"))
    set_today(TODAY + 7 * DAY)
    assert "Kronofogden har skrivit" not in text(sign_in("bosse").get("/i-dag/"))
