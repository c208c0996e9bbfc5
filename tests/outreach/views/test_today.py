from datetime import date, datetime

import pytest

from bolots.calendar import STOCKHOLM
from bolots.models import JobRun
from outreach import actions
from outreach.models import OutreachTask
from tenancies.models import Caution, Child
from tests.factories import (
    AbsenceFactory,
    AttemptFactory,
    CaseFactory,
    ImportFileFactory,
    LateRentFactory,
    TaskFactory,
    TenancyFactory,
)

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast):
    """A visit of Bosse's to a home of its own, that Bosse may know of."""

    def make(**fields):
        home = {key.removeprefix("home__"): fields.pop(key) for key in list(fields) if key.startswith("home__")}
        tenancy = fields.pop("tenancy", None) or TenancyFactory(case_worker=cast.alma, involved=[cast.bosse], **home)
        return TaskFactory(tenancy=tenancy, assignee=cast.bosse, **fields)

    return make


@pytest.fixture
def late_visit(cast, visit):
    """A first visit in a case that the night opened for late rent."""

    def make(**fields):
        task = visit(**fields)
        LateRentFactory(charge__tenancy=task.tenancy)
        task.case = CaseFactory(tenancy=task.tenancy)
        task.save()
        return task

    return make


@pytest.fixture
def page(sign_in):
    def get():
        return sign_in("bosse").get("/i-dag/").content.decode()

    return get


def test_card_says_where_who_and_why(cast, visit, page):
    task = visit(
        why="Brevlådan är full.",
        ordered_by=cast.alma,
        ordered_on=TODAY,
        slot="evening",
        slot_why="answered_then",
        home__holder__name="Samira Daoud",
        home__holder__language="ar",
        home__apartment__floor=2,
        home__apartment__number="1202",
    )
    Caution.objects.create(
        tenant=task.tenancy.holder, kind="two_people", reason="…", from_on=TODAY, until_on=TOMORROW, set_by=cast.alma
    )
    Child.objects.create(tenant=task.tenancy.holder, birth_year=2019)
    html = page()
    assert "Olsborgsvägen 96" in html
    for said in ("trappa B", "4719", "Samira", "2 tr, dörr 1202", "Två personer", "Ny från Alma", "Brevlådan är full."):
        assert said in html
    for said in (
        "Första försöket.",
        "helst 16–20",
        "hyresgästen har öppnat den tiden förut",
        "Arabiska",
        "barn i hemmet",
    ):
        assert said in html
    assert "Daoud" not in html
    assert "senast i dag" in html


def test_expired_caution_is_not_on_the_card(cast, visit, page):
    task = visit()
    Caution.objects.create(
        tenant=task.tenancy.holder,
        kind="two_people",
        reason="…",
        from_on=date(2026, 1, 1),
        until_on=TODAY,
        set_by=cast.alma,
    )
    assert "Två personer" not in page()


def test_second_attempt_says_how_the_last_one_went_and_the_last_who_takes_over(cast, late_visit, page):
    task = late_visit()
    AttemptFactory(task=task)
    assert "Andra försöket. Senast mån\xa09\xa0mar\xa010.15: öppnade inte." in page()
    AttemptFactory(task=task, outcome="note_left", at=datetime(2026, 3, 9, 17, 40, tzinfo=STOCKHOLM))
    assert (
        "Tredje försöket. Senast mån\xa09\xa0mar\xa017.40: öppnade inte, lapp lagd. Öppnar ingen nu tar Alma över."
        in page()
    )


def test_paid_since_the_list_was_made_is_computed_when_the_page_is_read(late_visit, page, pay):
    task = late_visit()
    assert "Betalt sedan listan gjordes" not in page()
    pay(task.tenancy)
    html = page()
    assert "Betalt sedan listan gjordes." in html
    assert "Besöket är borttaget ur turen." in html
    assert "besök kvar" not in html


def test_visit_that_somebody_ordered_stays_in_the_round_when_the_rent_is_paid(cast, late_visit, page, pay):
    task = late_visit(ordered_by=cast.alma)
    pay(task.tenancy)
    html = page()
    assert "Knacka inte om hyran." in html
    assert "1 besök kvar" in html


def test_visit_that_the_night_withdrew_because_of_payment_is_still_named(late_visit, page, pay):
    task = late_visit()
    pay(task.tenancy)
    actions.close_paid(on=TODAY)
    assert task.tenancy.holder.called in page()
    OutreachTask.objects.update(ended_on=date(2026, 3, 9))
    assert task.tenancy.holder.called not in page()


def test_case_with_another_ground_is_not_called_paid(cast, visit, page):
    visit(case=CaseFactory(opened_by=cast.alma, why_opened="Bråk."))
    assert "Betalt" not in page()


def test_planned_attempt_waits_for_its_day_and_an_untried_visit_does_not(visit, page):
    tried = visit(due_on=TOMORROW, home__holder__name="Planerad Senare")
    AttemptFactory(task=tried)
    visit(due_on=TOMORROW, home__holder__name="Oprövad Nu")
    html = page()
    assert "Oprövad" in html
    assert "Planerad" not in html


def test_at_most_eight_are_in_view_and_the_rest_is_said(visit, page):
    for number in range(10):
        visit(home__apartment__street=f"Gatan {number}")
    html = page()
    assert html.count('<li class="visit') == 8
    assert "8 besök kvar." in html
    assert "2 till väntar: högst 8 visas." in html


def test_least_time_left_comes_first_and_the_staircase_stays_together(visit, page):
    visit(home__apartment__street="Allévägen 1", home__holder__name="Tredje Person")
    visit(due_on=date(2026, 3, 9), home__apartment__street="Banvägen 2", home__holder__name="Första Person")
    visit(due_on=TOMORROW, home__apartment__street="Banvägen 2", home__holder__name="Andra Person")
    html = page()
    assert html.index(">Första</a>") < html.index(">Andra</a>") < html.index(">Tredje</a>")
    assert "Försenat" in html


def test_others_visits_and_ended_ones_are_not_on_the_list(cast, visit, page):
    TaskFactory(assignee=cast.billie)
    visit(status="done", ended_on=TODAY)
    assert "Inga besök i dag" in page()


def test_what_is_done_today_stands_beside_the_list_without_names(cast, visit, page, now):
    task = visit(home__holder__name="Anders Berg", status="done", ended_on=TODAY, why_ended="met")
    AttemptFactory(task=task, outcome="met", agreed="help", at=now, by=cast.bosse)
    AttemptFactory(at=now)
    html = page()
    assert "10.10 · Olsborgsvägen 96 B" in html
    assert "Vill ha hjälp." in html
    assert "Anders" not in html
    assert '<span class="count">1</span>' in html


def test_page_says_when_the_list_was_made_and_how_far_payments_are_read(visit, page, now):
    ImportFileFactory()
    JobRun.objects.create(
        kind="night",
        key="night:1",
        business_on=TODAY,
        due_at=now,
        started_at=now,
        ended_at=now.replace(hour=4, minute=15),
    )
    html = page()
    assert "Listan gjordes tis\xa010\xa0mar\xa004.15 av nattens körning." in html
    assert "Betalningar lästa t.o.m. i går" in html


def test_page_without_any_payments_says_so(page):
    assert "Inga betalningar är lästa" in page()


@pytest.mark.parametrize("number", [5, 55])
def test_number_of_queries_is_the_same_at_any_size(visit, sign_in, django_assert_num_queries, number, late_visit):
    for n in range(number):
        AttemptFactory(task=late_visit(home__apartment__street=f"Gatan {n}"))
    client = sign_in("bosse")
    client.get("/i-dag/")
    with django_assert_num_queries(8 + FRAME):
        client.get("/i-dag/")


FRAME = 8  # session, user, who is stood in for, savepoints of the request and of the access row, the row itself


def test_who_stands_in_has_the_colleagues_visits_on_the_list_with_the_colleagues_name(cast, visit, sign_in):
    task = visit(home__holder__name="Samira Daoud")
    assert "Samira" not in sign_in("billie").get("/i-dag/").content.decode()
    AbsenceFactory(user=cast.bosse, deputy=cast.billie)
    html = sign_in("billie").get("/i-dag/").content.decode()
    assert "Samira" in html
    assert "I stället för Bosse" in html
    assert "I stället för" not in sign_in("bosse").get("/i-dag/").content.decode()
    assert sign_in("billie").get(task.get_absolute_url()).status_code == 200


# --- away -------------------------------------------------------------------------------------------------------------


def test_bolots_sets_own_away_days_and_hands_out_the_visits(cast, visit, sign_in):
    mine, later = visit(due_on=TODAY), visit(due_on=date(2026, 3, 20))
    client = sign_in("bosse")
    answer = client.post("/i-dag/borta/", {"until": "2026-03-16", "hand_out": "on"}, follow=True)
    html = answer.content.decode()
    assert "Du är borta till mån\xa016\xa0mar." in html
    assert "1 besök gick till en kollega." in html
    absence = cast.bosse.absence_on(TODAY)
    assert (absence.from_on, absence.until_on) == (TODAY, date(2026, 3, 16))
    mine.refresh_from_db()
    later.refresh_from_db()
    assert (mine.assignee, later.assignee) == (cast.billie, cast.bosse)


def test_bolots_may_keep_the_visits(cast, visit, sign_in):
    task = visit()
    sign_in("bosse").post("/i-dag/borta/", {"until": "2026-03-16"})
    task.refresh_from_db()
    assert task.assignee == cast.bosse


def test_absence_that_is_planned_already_is_not_run_over(cast, sign_in):
    AbsenceFactory(user=cast.bosse, from_on=date(2026, 3, 13), until_on=date(2026, 3, 20))
    html = sign_in("bosse").post("/i-dag/borta/", {"until": "2026-03-16"}, follow=True).content.decode()
    assert "Det finns redan en frånvaro" in html
    assert not cast.bosse.is_away(TODAY)


def test_visits_stay_when_no_colleague_is_at_work(cast, visit, sign_in):
    task = visit()
    AbsenceFactory(user=cast.billie)
    html = (
        sign_in("bosse").post("/i-dag/borta/", {"until": "2026-03-16", "hand_out": "on"}, follow=True).content.decode()
    )
    task.refresh_from_db()
    assert task.assignee == cast.bosse
    assert "kollega" not in html


@pytest.mark.parametrize("until", ["2026-03-10", "2026-03-09", "", "snart"])
def test_day_that_is_not_ahead_is_refused(cast, sign_in, until):
    html = sign_in("bosse").post("/i-dag/borta/", {"until": until}, follow=True).content.decode()
    assert "senare än i dag" in html
    assert not cast.bosse.is_away(TODAY)


def test_bolots_comes_back(cast, sign_in):
    AbsenceFactory(user=cast.bosse)
    client = sign_in("bosse")
    assert "Du är borta till mån\xa016\xa0mar" in client.get("/i-dag/").content.decode()
    client.post("/i-dag/borta/", {"back": "1"})
    assert not cast.bosse.is_away(TODAY)
