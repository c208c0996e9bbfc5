from datetime import date, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from arrears.models import LateRent
from bolots.calendar import STOCKHOLM
from outreach.models import ContactAttempt, EvictionRiskCase, OutreachTask, Slot, Triage

from .money import ChargeFactory
from .people import TenancyFactory, UserFactory


class LateRentFactory(DjangoModelFactory):
    """March's rent, flagged on Friday 6 March. Give the home as `charge__tenancy`."""

    class Meta:
        model = LateRent

    charge = factory.SubFactory(ChargeFactory)
    flagged_on = date(2026, 3, 6)
    open_ore = factory.SelfAttribute("charge.open_ore")
    cutoff_on = date(2026, 3, 3)
    grace_bank_days = 2
    threshold_ore = 20_000


class CaseFactory(DjangoModelFactory):
    class Meta:
        model = EvictionRiskCase

    tenancy = factory.SubFactory(TenancyFactory)
    owner = factory.SelfAttribute("tenancy.case_worker")
    next_on = date(2026, 3, 12)
    opened_on = date(2026, 3, 6)


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = OutreachTask

    tenancy = factory.SubFactory(TenancyFactory)
    ordered_on = date(2026, 3, 6)
    assignee = factory.SubFactory(UserFactory, bolots=True)
    due_on = date(2026, 3, 10)


class TriageFactory(DjangoModelFactory):
    """The verdict that opened a case; give `late_rent` or `case` of the same home."""

    class Meta:
        model = Triage

    case = factory.SubFactory(CaseFactory)
    late_rent = factory.SubFactory(LateRentFactory, charge__tenancy=factory.SelfAttribute("...case.tenancy"))
    verdict = Triage.Verdict.OPENED
    params = factory.LazyFunction(
        lambda: {
            "open_ore": 684_000,
            "threshold_ore": 20_000,
            "outreach_from": "2016-10-01",
            "passed": ["not_started", "former_tenant", "on_hold", "below_threshold", "joined", "under_plan"],
        }
    )
    decided_on = date(2026, 3, 6)


class AttemptFactory(DjangoModelFactory):
    """Nobody opened on the morning of Monday 9 March."""

    class Meta:
        model = ContactAttempt

    task = factory.SubFactory(TaskFactory)
    client_id = factory.LazyFunction(uuid4)
    body_sha256 = "0" * 64
    at = datetime(2026, 3, 9, 10, 15, tzinfo=STOCKHOLM)
    recorded_on = factory.LazyAttribute(lambda attempt: attempt.at.date())
    slot = Slot.MORNING
    outcome = ContactAttempt.Outcome.NOBODY_HOME
    by = factory.SelfAttribute("task.assignee")
