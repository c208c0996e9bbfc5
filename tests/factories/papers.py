from datetime import date

import factory
from factory.django import DjangoModelFactory

from arrears.models import Hold, PaymentPlan

from .people import TenancyFactory, UserFactory


class RespiteFactory(DjangoModelFactory):
    """Respite from 1 March 2026 to the end of the month."""

    class Meta:
        model = Hold

    tenancy = factory.SubFactory(TenancyFactory)
    from_on = date(2026, 3, 1)
    until_on = date(2026, 4, 1)
    why = "sjuk"
    set_on = date(2026, 3, 1)
    by = factory.SubFactory(UserFactory)


class RunningPlanFactory(DjangoModelFactory):
    class Meta:
        model = PaymentPlan

    tenancy = factory.SubFactory(TenancyFactory)
    agreed_on = date(2026, 3, 5)
    by = factory.SubFactory(UserFactory)
    income_day = 25
    left_ore = 100_000
    owed_ore = 684_000
