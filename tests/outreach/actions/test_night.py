"""The whole night on real ledger rows. March 2026's rent is safely due on Monday 2 March."""

from datetime import date, datetime
from unittest.mock import Mock

import pytest

from arrears.models import LateRent
from bolots.calendar import STOCKHOLM
from bolots.celery import TASKS
from bolots.models import JobRun
from outreach import actions, tasks
from outreach.actions import night
from outreach.models import EvictionRiskCase, IncidentTriage, OutreachTask, Triage
from tests.factories import ChargeFactory, ImportFileFactory, IncidentFactory
from tests.outreach.at_once import run_at_once

FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)
pytestmark = pytest.mark.django_db


@pytest.fixture
def unpaid(cast, home):
    """March's rent, unpaid, and payments read up to Thursday evening."""
    ImportFileFactory(created_on=date(2026, 3, 5), recorded_on=date(2026, 3, 5))
    return ChargeFactory(tenancy=home)


def run(on, at=None):
    return actions.run_night(on=on, at=datetime.combine(at or on, datetime.min.time().replace(hour=4), STOCKHOLM))


def snapshot():
    models = (LateRent, Triage, IncidentTriage, EvictionRiskCase, OutreachTask)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_night_flags_judges_and_opens(unpaid):
    assert run(FRIDAY) == {"flagged": 1, "opened": 1, "closed": 0, "is_fresh": True}
    assert Triage.objects.get().case == EvictionRiskCase.objects.get()


def test_second_night_of_the_same_day_changes_nothing(unpaid):
    run(FRIDAY)
    before = snapshot()
    assert run(FRIDAY) == {"flagged": 0, "closed": 0, "is_fresh": True}
    assert snapshot() == before


def test_night_after_the_payment_closes(unpaid, pay):
    run(FRIDAY)
    pay(unpaid.tenancy)
    assert run(MONDAY)["closed"] == 1
    assert EvictionRiskCase.objects.get().closed_on == MONDAY


def test_night_without_fresh_payments_flags_nobody_and_says_so(cast, home):
    ChargeFactory(tenancy=home)
    assert run(FRIDAY) == {"flagged": 0, "closed": 0, "is_fresh": False}
    assert not EvictionRiskCase.objects.exists()


def test_night_that_is_caught_up_dates_its_work_from_the_day_it_runs(unpaid):
    run(FRIDAY, at=date(2026, 3, 11))
    assert LateRent.objects.get().flagged_on == FRIDAY
    assert OutreachTask.objects.get().due_on == date(2026, 3, 13)


def test_night_that_fails_halfway_leaves_nothing_and_the_next_does_it_all(unpaid, monkeypatch):
    IncidentFactory(recorded_on=FRIDAY)
    before = snapshot()
    monkeypatch.setattr(night, "close_paid", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        run(FRIDAY)
    assert snapshot() == before
    monkeypatch.undo()
    assert run(FRIDAY)["opened"] == 2


def test_job_does_the_night_and_records_what_it_did(unpaid, now, monkeypatch):
    monkeypatch.setenv("BOLOTS_TODAY", "2026-03-06")
    row = JobRun.objects.create(kind="night", key="night:2026-03-06", business_on=FRIDAY, due_at=now)
    assert tasks.night(run_id=row.pk)
    row.refresh_from_db()
    assert row.counts == {"flagged": 1, "opened": 1, "closed": 0, "is_fresh": True}
    assert EvictionRiskCase.objects.get().events.get().pgh_context["job"] == "night:2026-03-06"
    assert tasks.night.name == TASKS["night"]


@pytest.mark.django_db(transaction=True)
def test_four_nights_at_once_do_the_work_of_one(unpaid):
    counts = []
    run_at_once(4, lambda: counts.append(run(FRIDAY)))
    assert sorted(count["flagged"] for count in counts) == [0, 0, 0, 1]
    assert [len(rows) for rows in snapshot()] == [1, 1, 0, 1, 1]
