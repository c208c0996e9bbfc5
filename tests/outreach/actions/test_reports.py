from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from bolots.calendar import STOCKHOLM
from bolots.models import GuidelineValue
from outreach import actions
from outreach.models import ContactAttempt, EvictionRiskCase, OutreachTask
from tenancies.models import Involvement
from tests.factories import CaseFactory, TaskFactory
from tests.outreach.at_once import run_at_once

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast, home):
    """Bosse's first visit to Alma's tenant, with an open case."""
    case = CaseFactory(tenancy=home, next_step="first_visit")
    Involvement.objects.create(tenancy=home, user=cast.bosse, why="outreach", from_on=date(2026, 3, 6))
    return TaskFactory(tenancy=home, case=case, kind="first_visit", assignee=cast.bosse)


@pytest.fixture
def report(cast, task, now):
    def send(outcome="nobody_home", **changed):
        body = {"client_id": uuid4(), "note": "", "at": now, "next_on": None, "next_slot": "", "by": cast.bosse}
        return actions.report_visit(changed.pop("task", task), outcome=outcome, **body | changed)

    return send


def reread(task):
    return OutreachTask.objects.get(pk=task.pk), EvictionRiskCase.objects.get(pk=task.case_id)


# --- what follows -----------------------------------------------------------------------------------------------------


def test_miss_plans_the_next_attempt_at_another_time_of_day(report, task, cast, now):
    attempt = report("nobody_home", note="Lampan lyste.").attempt
    assert (attempt.task, attempt.at, attempt.slot, attempt.recorded_on) == (task, now, "morning", TODAY)
    assert (attempt.outcome, attempt.note, attempt.by) == ("nobody_home", "Lampan lyste.", cast.bosse)
    visit, case = reread(task)
    assert (visit.status, visit.due_on, visit.slot, visit.slot_why) == ("open", TOMORROW, "evening", "untried")
    assert (case.status, case.next_step, case.next_on) == ("new", "visit", TOMORROW)


@pytest.mark.parametrize(
    ("next_on", "next_slot", "expected"),
    [
        (date(2026, 3, 12), "afternoon", (date(2026, 3, 12), "afternoon", "chosen")),
        (date(2026, 3, 12), "", (date(2026, 3, 12), "evening", "untried")),
        (None, "weekend", (TOMORROW, "weekend", "chosen")),
        (TODAY, "evening", (TODAY, "evening", "untried")),
    ],
)
def test_next_attempt_is_as_chosen(report, task, next_on, next_slot, expected):
    report("note_left", next_on=next_on, next_slot=next_slot)
    visit, _case = reread(task)
    assert (visit.due_on, visit.slot, visit.slot_why) == expected


def test_next_attempt_in_the_past_is_refused(report):
    with pytest.raises(actions.NextInThePast):
        report(next_on=date(2026, 3, 9))
    assert not ContactAttempt.objects.exists()


def test_third_miss_gives_the_step_back_to_the_owner(report, task, now):
    for day in range(3):
        report("nobody_home" if day else "note_left", at=now + timedelta(days=day))
    visit, case = reread(task)
    assert (visit.status, visit.ended_on, visit.why_ended) == ("returned", date(2026, 3, 12), "misses")
    assert (case.next_step, case.next_on, case.status) == ("after_misses", date(2026, 3, 13), "new")


def test_guideline_says_how_many_misses_are_enough(report, task):
    GuidelineValue.objects.create(key="attempts_before_handover", value="1", valid_from=TODAY)
    report()
    assert reread(task)[0].status == "returned"


def test_somebody_else_at_the_door_is_no_miss(report, task, now):
    for day in range(3):
        report("other", at=now + timedelta(days=day))
    assert reread(task)[0].status == "open"


def test_meeting_ends_the_visit_and_moves_the_case_to_contact(report, task):
    report("met")
    visit, case = reread(task)
    assert (visit.status, visit.ended_on, visit.why_ended) == ("done", TODAY, "met")
    assert (case.status, case.next_step, case.next_on) == ("contact", "after_meeting", TOMORROW)


@pytest.mark.parametrize(
    ("agreed", "step"),
    [
        ("pay", "agreed_pay"),
        ("meeting", "agreed_meeting"),
        ("help", "agreed_help"),
        ("nothing", "after_meeting"),
    ],
)
def test_what_was_agreed_is_the_owners_next_step(report, task, agreed, step):
    report("met", agreed=agreed, next_on=date(2026, 3, 25))
    _visit, case = reread(task)
    assert (case.next_step, case.next_on) == (step, date(2026, 3, 25))
    assert ContactAttempt.objects.get().agreed == agreed


def test_meeting_leaves_a_plan_in_its_state(report, task):
    EvictionRiskCase.objects.update(status="plan")
    report("met")
    _visit, case = reread(task)
    assert (case.status, case.next_step) == ("plan", "after_meeting")


def test_visit_that_was_declined_ends_without_consequence(report, task):
    report("declined", next_on=date(2026, 3, 20))
    visit, case = reread(task)
    assert (visit.status, visit.why_ended) == ("done", "declined")
    assert (case.status, case.next_step, case.next_on) == ("new", "after_declined", TOMORROW)


def test_bolots_can_give_the_step_back_at_once(report, task):
    report("nobody_home", hand_over=True)
    visit, case = reread(task)
    assert (visit.status, visit.why_ended) == ("returned", "handed_over")
    assert case.next_step == "after_handover"


def test_visit_without_a_case_ends_and_the_bolots_leaves_the_home(cast, report):
    alone = TaskFactory(assignee=cast.bosse)
    Involvement.objects.create(tenancy=alone.tenancy, user=cast.bosse, why="outreach", from_on=date(2026, 3, 6))
    report("nobody_home", task=alone)
    assert Involvement.objects.filter(tenancy=alone.tenancy, user=cast.bosse, until_on=None).exists()
    report("met", task=alone)
    assert OutreachTask.objects.get(pk=alone.pk).status == "done"
    assert Involvement.objects.get(tenancy=alone.tenancy, user=cast.bosse).until_on == TOMORROW


def test_bolots_stays_in_the_home_while_its_case_is_open(cast, report, task):
    report("met")
    assert Involvement.objects.filter(tenancy=task.tenancy, user=cast.bosse, until_on=None).exists()


def test_evening_report_counts_on_its_swedish_day(report, task):
    report(at=datetime(2026, 3, 10, 23, 30, tzinfo=STOCKHOLM))
    assert ContactAttempt.objects.get().recorded_on == TODAY
    assert ContactAttempt.objects.get().slot == "evening"


def test_report_is_recorded_with_its_author(report, task, cast):
    report("met")
    assert task.events.order_by("pgh_id").last().pgh_context == {"action": "report_visit", "user": cast.bosse.pk}


# --- exactly once -----------------------------------------------------------------------------------------------------


def test_same_report_again_gets_the_first_answer(report, task, now):
    client_id = uuid4()
    first = report("met", client_id=client_id)
    again = report("met", client_id=client_id, at=now + timedelta(minutes=5))
    assert (first.replayed, again.replayed) == (False, True)
    assert first.attempt == again.attempt
    assert ContactAttempt.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "declined"},
        {"note": "Ångrade mig."},
        {"next_on": TOMORROW},
        {"next_slot": "weekend"},
        {"hand_over": True},
        {"agreed": "pay"},
    ],
)
def test_same_id_with_another_content_is_refused(report, changed):
    client_id = uuid4()
    report("met", client_id=client_id)
    with pytest.raises(actions.ReportConflict):
        report(**{"outcome": "met", "client_id": client_id} | changed)
    assert ContactAttempt.objects.count() == 1


def test_same_id_on_another_visit_or_from_another_person_is_refused(cast, report):
    client_id = uuid4()
    report("met", client_id=client_id)
    for changed in ({"task": TaskFactory()}, {"by": cast.billie}):
        with pytest.raises(actions.ReportConflict):
            report("met", client_id=client_id, **changed)


def test_report_on_a_visit_that_has_ended_is_refused(report, task):
    report("met")
    with pytest.raises(actions.VisitEnded):
        report("met")


@pytest.mark.django_db(transaction=True)
def test_same_report_sent_four_times_at_once_counts_once(report, task):
    client_id, answers = uuid4(), []
    run_at_once(4, lambda: answers.append(report("nobody_home", client_id=client_id)))
    assert ContactAttempt.objects.count() == 1
    assert sorted(answer.replayed for answer in answers) == [False, True, True, True]


@pytest.mark.django_db(transaction=True)
def test_one_id_for_two_visits_at_once_counts_once(report, task):
    tasks, client_id, refused = [task, TaskFactory()], uuid4(), []

    def send():
        try:
            report("met", client_id=client_id, task=tasks.pop())
        except actions.ReportConflict:
            refused.append(1)

    run_at_once(2, send)
    assert (ContactAttempt.objects.count(), len(refused)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_report_and_night_at_once_end_the_visit_once(cast, late_home, pay, now):
    actions.triage_new(on=date(2026, 3, 6))
    pay(late_home)
    visit, ended = OutreachTask.objects.get(), []

    def send():
        try:
            body = {"note": "", "at": now, "next_on": None, "next_slot": "", "by": cast.bosse}
            actions.report_visit(visit, client_id=uuid4(), outcome="met", **body)
        except actions.VisitEnded:
            ended.append("night first")

    work = [send, lambda: actions.close_paid(on=TODAY)]
    run_at_once(2, lambda: work.pop()())
    visit.refresh_from_db()
    assert visit.status == ("withdrawn" if ended else "done")
    assert EvictionRiskCase.objects.get().status == "closed"
