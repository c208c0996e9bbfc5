"""What changes incidents: the database, the audit row, the second call."""

from datetime import date, timedelta

import pytest

from bolots import calendar, editing
from bolots.models import Letter, LetterEvent
from tenancies import actions
from tenancies.models import Correction, Incident, Inspection, Reopening
from tests.factories import CorrectionFactory, IncidentFactory, InspectionFactory, TenancyFactory
from tests.outreach.at_once import run_at_once

pytestmark = pytest.mark.django_db
TODAY, TOMORROW, HAPPENED = date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 5)
TOLD = {"kind": "disturbance", "source": "neighbour", "seriousness": "serious", "what": "Hög musik efter midnatt."}
LETTER = {"what": "Musik efter midnatt.", "demand": "Ingen musik efter 22.", "correct_by_on": date(2026, 3, 24)}
SEEN = {"announced_on": date(2026, 3, 2), "held_on": HAPPENED, "is_in_order": True, "remarks": ""}


@pytest.fixture
def stay(cast):
    return TenancyFactory(case_worker=cast.alma, holder__name="Samira Daoud")


@pytest.fixture
def incident(stay):
    return IncidentFactory(tenancy=stay)


def last_action(row) -> dict:
    return row.events.latest("pgh_id").pgh_context


def report(stay, by, **changed):
    return actions.report_incident(stay, **(TOLD | {"happened_on": HAPPENED} | changed), by=by, on=TODAY)


def issue(incident, by, **changed):
    return actions.issue_correction(incident, **(LETTER | changed), by=by, on=TODAY, at=calendar.now())


# --- reported and corrected -------------------------------------------------------------------------------------------


def test_incident_is_recorded_with_who_and_when(cast, stay):
    row = report(stay, cast.alma)
    row.refresh_from_db()
    assert (row.tenancy, row.kind, row.recorded_on, row.recorded_by) == (stay, "disturbance", TODAY, cast.alma)
    assert row.is_open
    assert row.is_serious
    assert last_action(row) == {"action": "report_incident", "user": cast.alma.pk}


def test_same_report_pressed_twice_is_one_incident(cast, stay):
    assert report(stay, cast.alma) == report(stay, cast.alma)
    assert report(stay, cast.alma, what="Något annat.") != report(stay, cast.miriam)
    assert Incident.objects.count() == 3


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (TOMORROW, actions.StillToCome),
        (date(2024, 12, 31), actions.NotInTheStay),
        (date(2025, 1, 1), None),
        (TODAY, None),
    ],
)
def test_incident_lies_within_the_stay_and_not_ahead(cast, stay, day, refusal):
    if refusal is None:
        assert report(stay, cast.alma, happened_on=day).happened_on == day
        return
    with pytest.raises(refusal):
        report(stay, cast.alma, happened_on=day)
    assert not Incident.objects.exists()


def test_what_happened_before_the_move_is_told_after_it(cast, stay):
    actions.end_tenancy(stay, ends_on=date(2026, 3, 6), reason="unknown", by=cast.alma, on=TODAY)
    assert report(stay, cast.alma).happened_on == HAPPENED
    with pytest.raises(actions.NotInTheStay):
        report(stay, cast.alma, happened_on=date(2026, 3, 6))


def edit(incident, by, **changed):
    said = {name: getattr(incident, name) for name in ("kind", "source", "seriousness", "what", "happened_on")}
    seen = changed.pop("seen", editing.version(incident))
    return actions.edit_incident(incident, **(said | changed), seen=seen, by=by)


def test_incident_is_corrected_and_only_over_what_was_seen(cast, incident):
    seen = editing.version(incident)
    assert edit(incident, cast.alma, seriousness="very_serious")
    assert incident.seriousness == "very_serious"
    assert last_action(incident)["action"] == "edit_incident"
    with pytest.raises(editing.ChangedMeanwhile):
        edit(incident, cast.miriam, seen=seen, seriousness="minor")
    incident.refresh_from_db()
    assert incident.seriousness == "very_serious"


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 3, 7), actions.StillToCome),  # it was recorded on the 6th
        (date(2020, 1, 1), actions.NotInTheStay),
    ],
)
def test_correction_of_the_day_keeps_to_the_same_rules(cast, incident, day, refusal):
    with pytest.raises(refusal):
        edit(incident, cast.alma, happened_on=day)


def test_day_is_not_moved_past_what_followed(cast, stay):
    row = IncidentFactory(tenancy=stay, recorded_on=TODAY, notified=True)
    with pytest.raises(actions.BeforeItHappened):
        edit(row, cast.alma, happened_on=TODAY)


def test_resolved_incident_is_not_corrected(cast, stay):
    row = IncidentFactory(tenancy=stay, resolved=True)
    with pytest.raises(actions.AlreadyResolved):
        edit(row, cast.alma, what="x")


# --- told and demanded ------------------------------------------------------------------------------------------------


def test_social_services_are_told_once(cast, incident):
    actions.notify_social_services(incident, notified_on=TODAY, by=cast.alma, on=TODAY)
    assert (incident.notified_on, incident.notified_by) == (TODAY, cast.alma)
    assert last_action(incident)["action"] == "notify_social_services"
    before = incident.events.count()
    with pytest.raises(actions.AlreadyNotified):
        actions.notify_social_services(incident, notified_on=TODAY, by=cast.miriam, on=TODAY)
    assert incident.events.count() == before


@pytest.mark.parametrize(
    ("day", "refusal"), [(TOMORROW, actions.StillToCome), (date(2026, 3, 4), actions.BeforeItHappened)]
)
def test_notice_lies_between_the_incident_and_today(cast, incident, day, refusal):
    with pytest.raises(refusal):
        actions.notify_social_services(incident, notified_on=day, by=cast.alma, on=TODAY)


def test_nobody_is_told_of_what_is_resolved(cast, stay):
    row = IncidentFactory(tenancy=stay, resolved=True)
    with pytest.raises(actions.AlreadyResolved):
        actions.notify_social_services(row, notified_on=TODAY, by=cast.alma, on=TODAY)


def test_demand_is_issued_once_and_pressed_again_is_the_same(cast, stay):
    row = IncidentFactory(tenancy=stay, notified=True)
    first = issue(row, cast.alma)
    assert (first.issued_on, first.correct_by_on, first.by) == (TODAY, date(2026, 3, 24), cast.alma)
    assert (first.letter.template, bytes(first.letter.pdf)[:5]) == ("correction", b"%PDF-")
    again = issue(row, cast.miriam, demand="Något annat.")
    assert (again, again.letter) == (first, first.letter)
    assert [Correction.objects.count(), Letter.objects.count()] == [1, 1]
    assert list(LetterEvent.objects.values_list("kind", "by_id")) == [("printed", cast.alma.pk)]


def test_demand_waits_for_the_notice_that_it_speaks_of(cast, incident):
    with pytest.raises(actions.NotNotified):
        issue(incident, cast.alma)
    assert not Letter.objects.exists()


def test_demand_leaves_time_and_is_of_an_open_incident(cast, stay):
    with pytest.raises(actions.NoTimeLeft):
        issue(IncidentFactory(tenancy=stay, notified=True), cast.alma, correct_by_on=TODAY - timedelta(days=1))
    with pytest.raises(actions.AlreadyResolved):
        issue(IncidentFactory(tenancy=stay, notified=True, resolved=True), cast.alma)
    assert not Letter.objects.exists()


def test_demand_that_was_issued_stays_so_when_the_incident_is_resolved(cast, stay):
    known = CorrectionFactory(incident__tenancy=stay, incident__resolved=True)
    assert issue(known.incident, cast.alma) == known


@pytest.mark.django_db(transaction=True)
def test_four_who_issue_at_once_issue_one(cast):
    row, issued = IncidentFactory(tenancy=TenancyFactory(case_worker=cast.alma), notified=True), []
    run_at_once(4, lambda: issued.append(issue(Incident.objects.get(pk=row.pk), cast.alma).pk))
    assert len(set(issued)) == 1
    assert [Correction.objects.count(), Letter.objects.count()] == [1, 1]


# --- resolved and opened again ----------------------------------------------------------------------------------------


def test_incident_is_resolved_once_with_how(cast, incident):
    actions.resolve_incident(incident, how="Tyst sedan samtalet.", by=cast.alma, on=TODAY)
    assert (incident.resolved_on, incident.resolved_by, incident.how_resolved) == (
        TODAY,
        cast.alma,
        "Tyst sedan samtalet.",
    )
    assert last_action(incident)["action"] == "resolve_incident"
    with pytest.raises(actions.AlreadyResolved):
        actions.resolve_incident(incident, how="Igen.", by=cast.miriam, on=TODAY)
    incident.refresh_from_db()
    assert incident.how_resolved == "Tyst sedan samtalet."


def test_opening_again_keeps_how_it_had_been_resolved_and_why_not(cast, stay):
    row = IncidentFactory(tenancy=stay, resolved=True)
    actions.reopen_incident(row, why="Det började igen.", by=cast.miriam, on=TOMORROW)
    assert (row.resolved_on, row.how_resolved) == (None, "")
    kept = Reopening.objects.get()
    assert (kept.incident, kept.resolved_on, kept.how_resolved) == (row, TODAY, "Tyst sedan dess.")
    assert (kept.reopened_on, kept.why, kept.by) == (TOMORROW, "Det började igen.", cast.miriam)
    assert last_action(row) == {"action": "reopen_incident", "user": cast.miriam.pk, "why": "Det började igen."}
    with pytest.raises(actions.NotResolved):
        actions.reopen_incident(row, why="Igen.", by=cast.alma, on=TOMORROW)
    assert Reopening.objects.count() == 1


def test_what_was_opened_again_can_be_resolved_again(cast, stay):
    row = IncidentFactory(tenancy=stay, resolved=True)
    actions.reopen_incident(row, why="Det började igen.", by=cast.alma, on=TODAY)
    actions.resolve_incident(row, how="Nu är det tyst.", by=cast.alma, on=TOMORROW)
    assert row.resolved_on == TOMORROW


# --- necessary inspections --------------------------------------------------------------------------------------------


def inspect(stay, by, **changed):
    return actions.record_necessary_inspection(stay, **(SEEN | changed), by=by, on=TODAY)


def test_inspection_is_recorded_once(cast, stay):
    row = inspect(stay, cast.alma)
    assert (row.kind, row.apartment, row.tenancy, row.by) == ("necessary", stay.apartment, stay, cast.alma)
    assert inspect(stay, cast.alma) == row
    assert Inspection.objects.count() == 1
    assert last_action(row)["action"] == "record_necessary_inspection"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"announced_on": TODAY}, actions.NotAnnounced),
        ({"announced_on": None}, actions.NotAnnounced),
        ({"held_on": TOMORROW}, actions.StillToCome),
        ({"held_on": date(2020, 1, 1)}, actions.NotInTheStay),
        ({"is_in_order": False}, actions.NotSaidWhatIsWrong),
    ],
)
def test_inspection_says_no_with_a_sentence(cast, stay, changed, refusal):
    with pytest.raises(refusal) as error:
        inspect(stay, cast.alma, **changed)
    assert len(str(error.value)) > 20
    assert not Inspection.objects.exists()


def test_inspection_is_corrected_over_what_was_seen(cast, stay):
    row = InspectionFactory(tenancy=stay)
    seen, told = editing.version(row), {"announced_on": row.announced_on, "held_on": row.held_on}
    found = {**told, "is_in_order": False, "remarks": "Fukt under diskbänken."}
    assert actions.edit_necessary_inspection(row, **found, seen=seen, by=cast.alma, on=TODAY)
    assert row.remarks == "Fukt under diskbänken."
    with pytest.raises(editing.ChangedMeanwhile):
        actions.edit_necessary_inspection(row, **found | {"remarks": "x"}, seen=seen, by=cast.miriam, on=TODAY)
    with pytest.raises(actions.NotSaidWhatIsWrong):
        actions.edit_necessary_inspection(row, **found | {"remarks": ""}, seen=None, by=cast.alma, on=TODAY)
