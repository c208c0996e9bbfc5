from contextlib import suppress
from datetime import date

import pytest

from outreach import actions
from outreach.models import EvictionRiskCase, OutreachTask
from tenancies.actions import end_tenancy
from tenancies.models import Involvement
from tests.factories import AbsenceFactory, AttemptFactory, TaskFactory, TenancyFactory
from tests.outreach.at_once import run_at_once

TODAY, TOMORROW, FRIDAY = date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 13)
WHY = "Brevlådan är full, titta till."
pytestmark = pytest.mark.django_db


def may_know(user, on=TOMORROW):
    return set(Involvement.objects.filter(user=user).current_on(on).values_list("why", flat=True))


def order(home, by, **changed):
    return actions.order_visit(home, **{"why": WHY, "due_on": FRIDAY, "by": by, "on": TODAY} | changed)


def test_ordered_visit_goes_to_the_bolots_with_fewest_open_tasks(cast, home):
    TaskFactory(assignee=cast.bosse)
    task = order(home, cast.alma)
    assert (task.assignee, task.kind, task.why, task.due_on) == (cast.billie, "visit", WHY, FRIDAY)
    assert (task.ordered_on, task.ordered_by, task.case) == (TODAY, cast.alma, None)
    assert (task.slot, task.slot_why) == ("evening", "first")
    assert may_know(cast.billie) == {"outreach"}
    assert task.events.get().pgh_context["why"] == WHY


def test_open_case_takes_the_visit_as_its_next_step(cast, home):
    case = actions.open_case(home, why="…", by=cast.alma, on=TODAY)
    task = order(home, cast.alma)
    case.refresh_from_db()
    assert (task.case, case.next_on, case.next_step) == (case, FRIDAY, "visit")


def test_same_order_again_is_the_same_visit(cast, home):
    assert order(home, cast.alma) == order(home, cast.alma)
    assert OutreachTask.objects.count() == 1


def test_another_reason_is_another_visit(cast, home):
    assert order(home, cast.alma) != order(home, cast.alma, why="Lämna nycklar.")


def test_visit_cannot_be_ordered_when_nobody_is_at_work(cast, home):
    for colleague in (cast.bosse, cast.billie):
        AbsenceFactory(user=colleague)
    with pytest.raises(actions.NobodyAtWork):
        order(home, cast.alma)


def test_visit_is_planned_by_what_has_been_tried(cast, home):
    AttemptFactory(task__tenancy=home, slot="evening")
    task = order(home, cast.alma)
    assert (task.slot, task.slot_why) == ("afternoon", "untried")


def test_colleague_takes_the_visit_and_knows_of_the_home(cast, home):
    task = order(home, cast.alma)
    actions.hand_on(task, to=cast.billie, by=cast.bosse, on=TODAY)
    assert task.assignee == cast.billie
    assert may_know(cast.billie) == {"outreach"}
    assert may_know(cast.bosse) == set()
    assert may_know(cast.bosse, on=TODAY) == {"outreach"}
    assert task.events.order_by("pgh_id").last().pgh_context["action"] == "hand_on"


def test_who_hands_on_one_of_two_visits_still_knows_of_the_home(cast, home):
    task = order(home, cast.alma)
    TaskFactory(tenancy=home, assignee=cast.bosse)
    actions.hand_on(task, to=cast.billie, by=cast.bosse, on=TODAY)
    assert may_know(cast.bosse) == {"outreach"}


def test_visit_handed_to_oneself_changes_nothing(cast, home):
    task = order(home, cast.alma)
    actions.hand_on(task, to=cast.bosse, by=cast.bosse, on=TODAY)
    assert task.events.count() == 1


@pytest.mark.parametrize("name", ["alma", "billie"])
def test_visit_is_handed_on_to_a_bolots_at_work_only(cast, home, name):
    AbsenceFactory(user=cast.billie)
    task = order(home, cast.alma)
    with pytest.raises(actions.NotABolots):
        actions.hand_on(task, to=getattr(cast, name), by=cast.bosse, on=TODAY)


def test_visit_that_ended_or_changed_hands_cannot_be_handed_on(cast, home):
    task = order(home, cast.alma)
    stale = OutreachTask.objects.get(pk=task.pk)
    actions.hand_on(task, to=cast.billie, by=cast.bosse, on=TODAY)
    with pytest.raises(actions.VisitEnded):
        actions.hand_on(stale, to=cast.billie, by=cast.alma, on=TODAY)
    OutreachTask.objects.update(status="withdrawn", ended_on=TODAY, why_ended="paid")
    with pytest.raises(actions.VisitEnded):
        actions.hand_on(task, to=cast.bosse, by=cast.alma, on=TODAY)


def test_visit_of_another_home_leaves_the_case_alone(cast, home):
    case = actions.open_case(home, why="…", by=cast.alma, on=TODAY)
    order(TenancyFactory(), cast.alma)
    assert EvictionRiskCase.objects.get(pk=case.pk).next_step == "first_visit"


def test_visit_cannot_be_ordered_within_a_case_that_was_closed_meanwhile(cast, home):
    case = actions.open_case(home, why="…", by=cast.alma, on=TODAY)
    stale = EvictionRiskCase.objects.get(pk=case.pk)
    actions.close_case(case, outcome="other", why="…", by=cast.alma, on=TODAY)
    with pytest.raises(actions.CaseClosed):
        order(home, cast.alma, case=stale)
    assert not OutreachTask.objects.open().exists()


def test_visit_cannot_be_ordered_where_the_stay_is_over(cast, home):
    end_tenancy(home, ends_on=TODAY, reason="own_lease", by=cast.alma, on=TODAY)
    with pytest.raises(actions.TenancyOver):
        order(home, cast.alma)


def race(cast, case):
    """One orders a visit within the case, the other closes it."""
    stale = EvictionRiskCase.objects.get(pk=case.pk)
    changes = [
        lambda: order(case.tenancy, cast.alma, case=stale),
        lambda: actions.close_case(case, outcome="other", why="…", by=cast.alma, on=TODAY),
    ]

    def change():
        with suppress(actions.CaseClosed):
            changes.pop()()

    run_at_once(2, change)


@pytest.mark.django_db(transaction=True)
def test_visit_ordered_while_its_case_is_closed_is_no_open_visit_of_a_closed_case(cast, home):
    """Whoever is first: the other one hears that the case is closed, or withdraws the visit too."""
    for _round in range(10):
        case = actions.open_case(home, why="…", by=cast.alma, on=TODAY)
        race(cast, case)
        assert not OutreachTask.objects.open().filter(case=case).exists()
