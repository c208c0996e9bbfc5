from datetime import date

import pytest

from bolots.models import GuidelineValue
from outreach import actions
from outreach.models import EvictionRiskCase, OutreachTask, Triage
from tenancies.models import Child, Involvement
from tests.factories import (
    AbsenceFactory,
    AttemptFactory,
    CaseFactory,
    ChargeFactory,
    LateRentFactory,
    TenancyFactory,
    UserFactory,
)
from tests.outreach.at_once import run_at_once

FLAGGED = date(2026, 3, 6)
pytestmark = pytest.mark.django_db


def the_case():
    return EvictionRiskCase.objects.get()


def test_late_rent_opens_a_case_with_owner_date_and_first_visit(cast, late_home):
    assert actions.triage_new(on=FLAGGED) == {"opened": 1}
    case, visit = the_case(), OutreachTask.objects.get()
    assert (case.tenancy, case.status, case.owner, case.opened_by) == (late_home, "new", cast.alma, None)
    assert (case.opened_on, case.next_on, case.next_step) == (FLAGGED, date(2026, 3, 10), "first_visit")
    assert (visit.case, visit.tenancy, visit.kind, visit.status) == (case, late_home, "first_visit", "open")
    assert (visit.assignee, visit.due_on, visit.ordered_on) == (cast.bosse, date(2026, 3, 10), FLAGGED)
    assert (visit.slot, visit.slot_why) == ("evening", "first")


def test_verdict_keeps_code_and_parameters(cast, late_home):
    actions.triage_new(on=FLAGGED)
    triage = Triage.objects.get()
    assert (triage.verdict, triage.case, triage.decided_on) == ("opened", the_case(), FLAGGED)
    assert triage.params == {
        "open_ore": 684_000,
        "threshold_ore": 20_000,
        "outreach_from": "2016-10-01",
        "passed": ["not_started", "former_tenant", "on_hold", "below_threshold", "joined", "under_plan"],
    }


def test_owner_and_assignee_may_know_of_the_home(cast, late_home):
    actions.triage_new(on=FLAGGED)
    rows = set(Involvement.objects.filter(until_on=None).values_list("user", "why"))
    assert {(cast.alma.pk, "case"), (cast.bosse.pk, "outreach")} <= rows
    assert not Involvement.objects.filter(user=cast.billie).exists()


def test_second_run_changes_nothing(cast, late_home):
    actions.triage_new(on=FLAGGED)
    assert actions.triage_new(on=FLAGGED) == {}
    assert [EvictionRiskCase.objects.count(), OutreachTask.objects.count(), Triage.objects.count()] == [1, 1, 1]


def test_second_late_rent_of_the_home_joins_its_case(cast, late_home):
    actions.triage_new(on=FLAGGED)
    april = ChargeFactory(tenancy=late_home, month=date(2026, 4, 1))
    LateRentFactory(charge=april, flagged_on=date(2026, 4, 8))
    assert actions.triage_new(on=date(2026, 4, 8)) == {"joined": 1}
    assert the_case().triages.count() == 2


def test_two_late_rents_of_a_home_in_one_night_open_one_case(cast, late_home):
    LateRentFactory(charge=ChargeFactory(tenancy=late_home, month=date(2026, 2, 1)))
    assert actions.triage_new(on=FLAGGED) == {"opened": 1, "joined": 1}
    assert the_case().triages.count() == 2


@pytest.mark.parametrize(
    ("charge", "on", "verdict"),
    [
        ({"open_ore": 19_999}, FLAGGED, "below_threshold"),
        ({"tenancy__ends_on": date(2026, 3, 1), "tenancy__end_reason": "own_lease"}, FLAGGED, "former_tenant"),
        ({"tenancy__starts_on": date(2016, 1, 1)}, date(2016, 9, 30), "not_started"),
    ],
)
def test_no_case_opens_when_a_rule_says_so(cast, charge, on, verdict):
    LateRentFactory(charge=ChargeFactory(**charge), flagged_on=on)
    assert actions.triage_new(on=on) == {verdict: 1}
    assert not EvictionRiskCase.objects.exists()
    assert Triage.objects.get().case is None


def test_tenancy_that_ends_later_is_no_former_one(cast):
    LateRentFactory(charge__tenancy__ends_on=date(2026, 3, 7), charge__tenancy__end_reason="own_lease")
    assert actions.triage_new(on=FLAGGED) == {"opened": 1}


def test_children_in_the_home_bring_the_visit_forward(cast, late_home):
    Child.objects.create(tenant=late_home.holder, birth_year=2019)
    actions.triage_new(on=FLAGGED)
    assert OutreachTask.objects.get().due_on == the_case().next_on == date(2026, 3, 9)


def test_night_that_is_caught_up_counts_from_the_day_it_runs(cast, late_home):
    actions.triage_new(on=FLAGGED, run_on=date(2026, 3, 11))
    assert the_case().opened_on == FLAGGED
    assert OutreachTask.objects.get().due_on == date(2026, 3, 13)


def test_flag_of_a_later_day_waits_for_its_night(cast, late_home):
    assert actions.triage_new(on=date(2026, 3, 5)) == {}


def test_visits_are_shared_out_by_fewest_open_tasks(cast):
    for _ in range(5):
        LateRentFactory()
    actions.triage_new(on=FLAGGED)
    assert [OutreachTask.objects.filter(assignee=who).count() for who in (cast.bosse, cast.billie)] == [3, 2]


def test_bolots_who_is_away_or_has_left_gets_no_visit(cast, late_home):
    AbsenceFactory(user=cast.bosse, from_on=FLAGGED, until_on=date(2026, 3, 7))
    UserFactory(bolots=True, is_active=False)
    actions.triage_new(on=FLAGGED)
    assert OutreachTask.objects.get().assignee == cast.billie


def test_full_day_goes_to_somebody_with_room(cast, late_home):
    GuidelineValue.objects.create(key="max_tasks_per_day", value="1", valid_from=date(2026, 1, 1))
    for _ in range(2):
        OutreachTask.objects.create(
            tenancy=TenancyFactory(), assignee=cast.billie, ordered_on=FLAGGED, due_on=date(2026, 3, 12)
        )
    OutreachTask.objects.create(
        tenancy=TenancyFactory(), assignee=cast.bosse, ordered_on=FLAGGED, due_on=date(2026, 3, 10)
    )
    actions.triage_new(on=FLAGGED)
    assert OutreachTask.objects.get(tenancy=late_home).assignee == cast.billie


def test_case_opens_without_a_visit_when_nobody_is_at_work(cast, late_home):
    for colleague in (cast.bosse, cast.billie):
        AbsenceFactory(user=colleague, from_on=FLAGGED)
    actions.triage_new(on=FLAGGED)
    assert the_case().next_step == "no_navigator"
    assert not OutreachTask.objects.exists()


def test_first_visit_comes_when_the_tenant_has_opened_before(cast, late_home):
    AttemptFactory(
        task__tenancy=late_home, task__status="done", task__ended_on=FLAGGED, outcome="met", slot="afternoon"
    )
    AttemptFactory(task__tenancy=late_home, task__status="done", task__ended_on=FLAGGED)
    actions.triage_new(on=FLAGGED)
    visit = OutreachTask.objects.open().get()
    assert (visit.slot, visit.slot_why) == ("afternoon", "answered_then")


def test_number_of_queries_does_not_grow_with_the_number_of_late_rents(cast, django_assert_max_num_queries):
    for _ in range(12):
        LateRentFactory()
    with django_assert_max_num_queries(20):
        actions.triage_new(on=FLAGGED)
    assert EvictionRiskCase.objects.count() == 12


def test_open_case_of_another_home_is_left_alone(cast, late_home):
    other = CaseFactory()
    actions.triage_new(on=FLAGGED)
    assert other.triages.count() == 0


@pytest.mark.django_db(transaction=True)
def test_four_nights_at_once_open_one_case_per_home(cast):
    homes = [LateRentFactory().charge.tenancy_id for _ in range(3)]
    for month in range(4, 14):
        day = date(2026 + month // 13, (month - 1) % 12 + 1, 6)
        run_at_once(4, lambda day=day: actions.triage_new(on=day))
        assert sorted(EvictionRiskCase.objects.open().values_list("tenancy", flat=True)) == sorted(homes)
        assert OutreachTask.objects.open().count() == 3
        EvictionRiskCase.objects.open().update(
            status="closed", outcome="other", why_closed="…", closed_on=day, next_on=None
        )
        OutreachTask.objects.open().update(status="withdrawn", ended_on=day, why_ended="paid")
        for home in homes:
            LateRentFactory(
                charge__tenancy_id=home, charge__tenancy=None, charge__month=day.replace(day=1), flagged_on=day
            )
