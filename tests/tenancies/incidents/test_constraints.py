"""Each constraint of incidents, demands and necessary inspections, broken once past the actions."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tenancies.models import Correction, Incident, Inspection, Reopening
from tests.factories import CorrectionFactory, IncidentFactory, InspectionFactory

pytestmark = pytest.mark.django_db
DAY, BEFORE = date(2026, 3, 10), date(2026, 3, 1)


def happened_after_it_was_recorded(row):
    Incident.objects.update(happened_on=date(2026, 3, 7))


def told_by_nobody(row):
    Incident.objects.update(notified_on=DAY)


def told_on_no_day(row):
    Incident.objects.update(notified_by=row.recorded_by)


def told_before_it_happened(row):
    Incident.objects.update(notified_on=BEFORE, notified_by=row.recorded_by)


def resolved_before_it_happened(row):
    Incident.objects.update(resolved_on=BEFORE, resolved_by=row.recorded_by, how_resolved="x")


def resolved_without_saying_how(row):
    Incident.objects.update(resolved_on=DAY, resolved_by=row.recorded_by)


def resolved_by_nobody(row):
    Incident.objects.update(resolved_on=DAY, how_resolved="x")


def said_how_while_open(row):
    Incident.objects.update(how_resolved="x")


def demand_that_leaves_no_time(row):
    CorrectionFactory(incident=row, correct_by_on=date(2026, 3, 9))


def second_demand(row):
    CorrectionFactory(incident=row)
    CorrectionFactory(incident=row)


def one_letter_for_two_demands(row):
    CorrectionFactory(letter=CorrectionFactory(incident=row).letter)


def opened_again_without_reason(row):
    Reopening.objects.create(
        incident=row, resolved_on=DAY, how_resolved="x", reopened_on=DAY, why="", by=row.recorded_by
    )


def opened_again_before_it_was_resolved(row):
    Reopening.objects.create(
        incident=row, resolved_on=DAY, how_resolved="x", reopened_on=BEFORE, why="x", by=row.recorded_by
    )


def inspection_that_nobody_announced(row):
    InspectionFactory(announced_on=None)


def inspection_announced_after_it_was_held(row):
    InspectionFactory(announced_on=DAY)


def inspection_that_does_not_say_what_was_wrong(row):
    InspectionFactory(is_in_order=False)


BREAKS = {
    happened_after_it_was_recorded: "incident_happened_before_it_was_recorded",
    told_by_nobody: "incident_notified_on_and_by",
    told_on_no_day: "incident_notified_on_and_by",
    told_before_it_happened: "incident_goes_on_after_it_happened",
    resolved_before_it_happened: "incident_goes_on_after_it_happened",
    resolved_without_saying_how: "incident_resolved_on_by_and_how",
    resolved_by_nobody: "incident_resolved_on_by_and_how",
    said_how_while_open: "incident_resolved_on_by_and_how",
    demand_that_leaves_no_time: "correction_leaves_time",
    second_demand: "tenancies_correction_incident_id_key",
    one_letter_for_two_demands: "tenancies_correction_letter_id_key",
    opened_again_without_reason: "reopening_has_a_reason_and_comes_after",
    opened_again_before_it_was_resolved: "reopening_has_a_reason_and_comes_after",
    inspection_that_nobody_announced: "necessary_inspection_is_announced",
    inspection_announced_after_it_was_held: "necessary_inspection_is_announced",
    inspection_that_does_not_say_what_was_wrong: "inspection_says_what_is_wrong",
}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_the_database_refuses(broken):
    row = IncidentFactory()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        broken(row)
    assert error.value.__cause__.diag.constraint_name == BREAKS[broken]


@pytest.mark.parametrize("statement", ["UPDATE {table} SET incident_id = incident_id", "DELETE FROM {table}"])
@pytest.mark.parametrize("model", [Correction, Reopening])
def test_demands_and_reopenings_are_never_changed(statement, model):
    row = CorrectionFactory().incident
    who = {"resolved_on": DAY, "how_resolved": "x", "reopened_on": DAY, "why": "x", "by": row.recorded_by}
    Reopening.objects.create(incident=row, **who)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=model._meta.db_table))


def test_no_field_of_an_inspection_is_for_tests_or_medicine():
    """JO 8958-2020: the list of fields is the promise."""
    assert {field.name for field in Inspection._meta.concrete_fields} == {
        *("id", "apartment", "tenancy", "kind", "announced_on", "held_on", "is_in_order", "remarks", "by")
    }
