"""Serious incidents in the night: one verdict each, a case for the home, closed when nothing stands any more."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from bolots.calendar import STOCKHOLM
from bolots.models import GuidelineValue
from outreach import actions
from outreach.models import EvictionRiskCase, IncidentTriage, OutreachTask
from tenancies import actions as register
from tenancies.models import Incident, Involvement
from tests.factories import CaseFactory, IncidentFactory, IncidentTriageFactory, TenancyFactory
from tests.outreach.at_once import run_at_once

RECORDED, NIGHT, TODAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(home):
    return IncidentFactory(tenancy=home)


def the_case():
    return EvictionRiskCase.objects.get()


def run_night(on):
    return actions.run_night(on=on, at=datetime.combine(on, datetime.min.time().replace(hour=4), STOCKHOLM))


def resolve(incident, by):
    register.resolve_incident(incident, how="Tyst sedan samtalet.", by=by, on=TODAY)


# --- opened -----------------------------------------------------------------------------------------------------------


def test_serious_incident_opens_a_case_with_owner_date_and_first_visit(cast, incident):
    assert actions.triage_incidents(on=NIGHT) == {"opened": 1}
    case, visit = the_case(), OutreachTask.objects.get()
    assert (case.tenancy, case.status, case.owner, case.opened_by) == (incident.tenancy, "new", cast.alma, None)
    assert (case.opened_on, case.next_step, case.why_opened) == (NIGHT, "first_visit", "by_incident")
    assert (visit.case, visit.kind, visit.assignee, visit.ordered_on) == (case, "first_visit", cast.bosse, NIGHT)
    rows = set(Involvement.objects.filter(until_on=None).values_list("user", "why"))
    assert {(cast.alma.pk, "case"), (cast.bosse.pk, "outreach")} <= rows


def test_verdict_keeps_what_the_incident_was_and_not_what_was_written(incident):
    actions.triage_incidents(on=NIGHT)
    triage = IncidentTriage.objects.get()
    assert (triage.incident, triage.verdict, triage.case, triage.decided_on) == (incident, "opened", the_case(), NIGHT)
    assert triage.params == {
        "kind": "disturbance",
        "seriousness": "serious",
        "happened_on": "2026-03-05",
        "outreach_from": "2016-10-01",
        "passed": ["not_started", "former_tenant", "joined"],
    }


def test_second_run_changes_nothing(incident):
    actions.triage_incidents(on=NIGHT)
    assert actions.triage_incidents(on=NIGHT) == {}
    assert [EvictionRiskCase.objects.count(), OutreachTask.objects.count(), IncidentTriage.objects.count()] == [1, 1, 1]


def test_the_night_itself_does_it_and_counts_it_with_the_late_rents(incident):
    assert run_night(NIGHT) == {"flagged": 0, "opened": 1, "closed": 0, "is_fresh": False}
    assert run_night(NIGHT) == {"flagged": 0, "closed": 0, "is_fresh": False}
    assert the_case().events.latest("pgh_id").pgh_context["action"] == "triage_incidents"


def test_incident_joins_the_open_case_of_the_home(home, incident):
    case = CaseFactory(tenancy=home)
    assert actions.triage_incidents(on=NIGHT) == {"joined": 1}
    assert case.incident_triages.get().incident == incident
    assert not OutreachTask.objects.exists()


def test_late_rent_and_incident_of_one_night_share_a_case(late_home):
    IncidentFactory(tenancy=late_home)
    counts = actions.triage_new(on=NIGHT) + actions.triage_incidents(on=NIGHT)
    assert counts == {"opened": 1, "joined": 1}
    assert the_case().is_about_rent


def test_two_incidents_of_a_home_in_one_night_open_one_case(home, incident):
    IncidentFactory(tenancy=home, kind="mismanagement")
    assert actions.triage_incidents(on=NIGHT) == {"opened": 1, "joined": 1}
    assert the_case().incident_triages.count() == 2


@pytest.mark.parametrize(
    "incident",
    [{"seriousness": "minor"}, {"resolved": True}, {"recorded_on": date(2026, 3, 8)}],
    ids=["minor", "resolved", "recorded later"],
)
def test_what_is_minor_resolved_or_not_known_yet_is_not_judged(cast, incident):
    IncidentFactory(**incident)
    assert actions.triage_incidents(on=NIGHT) == {}


@pytest.mark.parametrize(
    ("home", "guideline", "verdict"),
    [
        ({"ends_on": NIGHT, "end_reason": "own_lease"}, None, "former_tenant"),
        ({"ends_on": date(2026, 3, 8), "end_reason": "own_lease"}, None, "opened"),
        ({}, "2026-03-08", "not_started"),
        ({}, "2026-03-07", "opened"),
    ],
)
def test_verdict_follows_the_stay_and_the_guideline(cast, home, guideline, verdict):
    if guideline:
        GuidelineValue.objects.create(key="outreach_from", value=guideline, valid_from=date(2026, 1, 1))
    IncidentFactory(tenancy=TenancyFactory(**home))
    assert actions.triage_incidents(on=NIGHT) == {verdict: 1}
    assert EvictionRiskCase.objects.exists() == (verdict == "opened")
    assert actions.triage_incidents(on=TODAY) == {}


def test_nights_that_were_missed_are_caught_up_and_dates_count_from_the_run(incident):
    assert actions.triage_incidents(on=NIGHT, run_on=date(2026, 3, 11)) == {"opened": 1}
    assert the_case().opened_on == NIGHT
    assert OutreachTask.objects.get().due_on == date(2026, 3, 13)


def test_incident_of_a_night_that_nobody_ran_is_judged_on_the_next(incident):
    Incident.objects.update(recorded_on=date(2026, 1, 20), happened_on=date(2026, 1, 20))
    assert actions.triage_incidents(on=TODAY) == {"opened": 1}


def test_incident_that_turns_out_serious_is_judged_then(cast, home):
    row = IncidentFactory(tenancy=home, seriousness="minor")
    assert actions.triage_incidents(on=NIGHT) == {}
    Incident.objects.filter(pk=row.pk).update(seriousness="very_serious")
    assert actions.triage_incidents(on=TODAY) == {"opened": 1}


def test_number_of_queries_does_not_grow_with_the_number_of_incidents(cast, django_assert_max_num_queries):
    for _ in range(12):
        IncidentFactory()
    with django_assert_max_num_queries(20):
        actions.triage_incidents(on=NIGHT)
    assert EvictionRiskCase.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_four_nights_at_once_open_one_case_per_home(cast):
    homes = [IncidentFactory().tenancy_id for _ in range(3)]
    run_at_once(4, lambda: actions.triage_incidents(on=NIGHT))
    assert sorted(EvictionRiskCase.objects.values_list("tenancy", flat=True)) == sorted(homes)
    assert [IncidentTriage.objects.count(), OutreachTask.objects.count()] == [3, 3]


# --- at once, by a person ---------------------------------------------------------------------------------------------


def test_case_worker_opens_a_case_without_waiting_for_the_night(cast, incident):
    case = actions.open_for_incident(incident, by=cast.alma, on=RECORDED)
    assert (case.opened_by, case.why_opened, case.opened_on) == (cast.alma, "by_incident", RECORDED)
    assert IncidentTriage.objects.get().verdict == "opened"
    assert OutreachTask.objects.get().ordered_by == cast.alma
    assert actions.triage_incidents(on=NIGHT) == {}


def test_open_case_takes_the_incident_up_at_once(cast, home, incident):
    case = CaseFactory(tenancy=home)
    assert actions.open_for_incident(incident, by=cast.alma, on=RECORDED) == case
    assert IncidentTriage.objects.get().verdict == "joined"


def test_person_may_open_one_before_outreach_begins(cast, incident):
    GuidelineValue.objects.create(key="outreach_from", value="2027-01-01", valid_from=date(2026, 1, 1))
    assert actions.open_for_incident(incident, by=cast.alma, on=RECORDED).is_open


def test_second_press_is_refused_and_changes_nothing(cast, incident):
    actions.open_for_incident(incident, by=cast.alma, on=RECORDED)
    with pytest.raises(actions.CaseAlreadyOpen):
        actions.open_for_incident(incident, by=cast.miriam, on=RECORDED)
    assert [EvictionRiskCase.objects.count(), IncidentTriage.objects.count()] == [1, 1]


def test_incident_whose_case_was_closed_is_opened_by_hand_with_a_reason(cast, home, incident):
    actions.open_for_incident(incident, by=cast.alma, on=RECORDED)
    actions.close_case(the_case(), outcome="other", why="Lugnt.", by=cast.alma, on=RECORDED)
    with pytest.raises(actions.AlreadyJudged):
        actions.open_for_incident(incident, by=cast.alma, on=TODAY)
    assert actions.open_case(home, why="Det fortsätter.", by=cast.alma, on=TODAY).is_open


@pytest.mark.parametrize(
    ("incident", "refusal"),
    [
        ({"seriousness": "minor"}, actions.NotAtRisk),
        ({"resolved": True}, actions.NotAtRisk),
        ({"tenancy__ends_on": RECORDED, "tenancy__end_reason": "unknown"}, actions.TenancyOver),
    ],
)
def test_what_threatens_no_home_opens_no_case(cast, incident, refusal):
    with pytest.raises(refusal):
        actions.open_for_incident(IncidentFactory(**incident), by=cast.alma, on=RECORDED)
    assert not EvictionRiskCase.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_person_and_night_at_once_give_one_verdict_and_one_case(cast):
    for _ in range(8):
        row = IncidentFactory(tenancy=TenancyFactory(case_worker=cast.alma))
        turns = [lambda: actions.triage_incidents(on=NIGHT), lambda row=row: _by_hand(row, cast.alma)]
        run_at_once(2, lambda turns=turns: turns.pop()())
        assert IncidentTriage.objects.filter(incident=row).count() == 1
        assert EvictionRiskCase.objects.open().filter(tenancy=row.tenancy).count() == 1


def _by_hand(row, by):
    with suppress(actions.CaseAlreadyOpen):  # the night was faster
        actions.open_for_incident(row, by=by, on=NIGHT)


# --- closed by the night ----------------------------------------------------------------------------------------------


def test_case_of_an_incident_is_not_closed_while_it_stands(incident):
    actions.triage_incidents(on=NIGHT)
    assert actions.close_paid(on=TODAY) == 0


def test_night_closes_it_when_the_incident_is_resolved(cast, incident):
    actions.triage_incidents(on=NIGHT)
    resolve(incident, cast.alma)
    assert actions.close_paid(on=TODAY) == 1
    case, visit = the_case(), OutreachTask.objects.get()
    assert (case.status, case.outcome, case.closed_by, case.why_closed) == ("closed", "put_right", None, "put_right")
    assert case.why_closed_words == "Ingen hyra är sen, alla händelser är avslutade."
    assert (visit.status, visit.why_ended) == ("withdrawn", "case_closed")
    assert actions.close_paid(on=TODAY) == 0


def test_case_that_a_person_opened_for_an_incident_closes_the_same_way(cast, incident):
    actions.open_for_incident(incident, by=cast.alma, on=RECORDED)
    assert actions.close_paid(on=TODAY) == 0
    resolve(incident, cast.alma)
    assert actions.close_paid(on=TODAY) == 1


def test_paid_rent_closes_no_case_in_which_an_incident_stands(cast, late_home, pay):
    incident = IncidentFactory(tenancy=late_home)
    actions.triage_new(on=NIGHT)
    actions.triage_incidents(on=NIGHT)
    pay(late_home)
    assert actions.close_paid(on=TODAY) == 0
    resolve(incident, cast.alma)
    assert actions.close_paid(on=TODAY) == 1
    assert the_case().outcome == "put_right"


def test_resolved_incident_closes_no_case_while_rent_is_late(cast, late_home):
    incident = IncidentFactory(tenancy=late_home)
    actions.triage_new(on=NIGHT)
    actions.triage_incidents(on=NIGHT)
    resolve(incident, cast.alma)
    assert actions.close_paid(on=TODAY) == 0


def test_every_incident_of_the_case_is_resolved_before_it_closes(cast, home, incident):
    second = IncidentFactory(tenancy=home)
    actions.triage_incidents(on=NIGHT)
    resolve(incident, cast.alma)
    assert actions.close_paid(on=TODAY) == 0
    resolve(second, cast.alma)
    assert actions.close_paid(on=TODAY) == 1


def test_incident_that_was_minor_after_all_or_elsewhere_keeps_no_case_open(incident, late_home, pay):
    IncidentTriageFactory()
    actions.triage_incidents(on=NIGHT)
    Incident.objects.filter(pk=incident.pk).update(seriousness="minor")
    pay(late_home)
    assert actions.close_paid(on=TODAY) == 1


def test_incident_opened_again_before_the_night_keeps_its_case(cast, incident):
    actions.triage_incidents(on=NIGHT)
    resolve(incident, cast.alma)
    register.reopen_incident(incident, why="Det började igen.", by=cast.alma, on=TODAY)
    assert actions.close_paid(on=TODAY) == 0


def test_case_that_a_person_opened_for_another_reason_is_left_to_the_person(cast, home, incident):
    actions.open_case(home, why="Oro för barnen.", by=cast.alma, on=RECORDED)
    actions.triage_incidents(on=NIGHT)
    resolve(incident, cast.alma)
    assert actions.close_paid(on=TODAY) == 0


# --- held by the database ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"verdict": "opened", "case": None}, "incident_triage_has_a_case_when_opened_or_joined"),
        ({"verdict": "not_started"}, "incident_triage_has_a_case_when_opened_or_joined"),
    ],
)
def test_verdict_and_case_go_together(incident, fields, constraint):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        IncidentTriageFactory(incident=incident, **fields)
    assert error.value.__cause__.diag.constraint_name == constraint


def test_incident_has_one_verdict_that_never_changes(incident):
    row = IncidentTriageFactory(incident=incident)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentTriageFactory(incident=incident)
    for change in (lambda: IncidentTriage.objects.update(verdict="joined"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
