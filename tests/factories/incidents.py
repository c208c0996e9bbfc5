from datetime import date, datetime

import factory
from factory.django import DjangoModelFactory

from bolots.calendar import STOCKHOLM
from bolots.models import Letter
from outreach.models import IncidentTriage
from tenancies.models import Correction, Incident, Inspection

from .people import TenancyFactory
from .risk import CaseFactory


class IncidentFactory(DjangoModelFactory):
    """Loud music in the night to Thursday 5 March 2026, told by a neighbour the day after."""

    class Meta:
        model = Incident

    tenancy = factory.SubFactory(TenancyFactory)
    kind = Incident.Kind.DISTURBANCE
    source = Incident.Source.NEIGHBOUR
    seriousness = Incident.Seriousness.SERIOUS
    happened_on = date(2026, 3, 5)
    what = "Hög musik och rop i trapphuset efter midnatt."
    recorded_on = date(2026, 3, 6)
    recorded_by = factory.SelfAttribute("tenancy.case_worker")

    class Params:
        notified = factory.Trait(notified_on=date(2026, 3, 9), notified_by=factory.SelfAttribute("tenancy.case_worker"))
        resolved = factory.Trait(
            resolved_on=date(2026, 3, 10),
            resolved_by=factory.SelfAttribute("tenancy.case_worker"),
            how_resolved="Tyst sedan dess.",
        )


class CorrectionFactory(DjangoModelFactory):
    """A demand to put things right, issued on 10 March, by the 24th."""

    class Meta:
        model = Correction

    incident = factory.SubFactory(IncidentFactory, notified=True)
    letter = factory.LazyAttribute(
        lambda row: Letter.objects.create(
            template="correction",
            html="<p>Rättelseanmaning</p>",
            sha256="0" * 64,
            issued_on=date(2026, 3, 10),
            issued_at=datetime(2026, 3, 10, 9, tzinfo=STOCKHOLM),
            issued_by_id=row.by.pk,
        )
    )
    issued_on = date(2026, 3, 10)
    correct_by_on = date(2026, 3, 24)
    by = factory.SelfAttribute("incident.tenancy.case_worker")


class InspectionFactory(DjangoModelFactory):
    """A necessary inspection after a leak; all was in order."""

    class Meta:
        model = Inspection

    tenancy = factory.SubFactory(TenancyFactory)
    apartment = factory.SelfAttribute("tenancy.apartment")
    kind = Inspection.Kind.NECESSARY
    announced_on = date(2026, 3, 2)
    held_on = date(2026, 3, 5)
    is_in_order = True
    by = factory.SelfAttribute("tenancy.case_worker")


class IncidentTriageFactory(DjangoModelFactory):
    """The verdict that opened a case; give `incident` or `case` of the same home."""

    class Meta:
        model = IncidentTriage

    case = factory.SubFactory(CaseFactory, why_opened="by_incident")
    incident = factory.SubFactory(IncidentFactory, tenancy=factory.SelfAttribute("..case.tenancy"))
    verdict = IncidentTriage.Verdict.OPENED
    params = factory.LazyFunction(
        lambda: {
            "kind": "disturbance",
            "seriousness": "serious",
            "happened_on": "2026-03-05",
            "outreach_from": "2016-10-01",
            "passed": ["not_started", "former_tenant", "joined"],
        }
    )
    decided_on = date(2026, 3, 6)
