from datetime import date

import factory
from factory.django import DjangoModelFactory

from outreach.models import EvictionRiskCase, OutreachTask

from .people import TenancyFactory, UserFactory


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
