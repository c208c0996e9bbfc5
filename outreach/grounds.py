"""Why a case is open: late rent, an incident, or a person's own judgement; and which incidents still stand."""

from django.db.models import Exists, OuterRef

from tenancies.models import Incident

from .models import IncidentTriage, Triage


def standing(triages):
    """Verdicts on incidents that are open and still serious."""
    return triages.filter(incident__in=Incident.objects.open().serious())


def incident_stands(case="pk"):
    """Whether an incident keeps the outer row's case open."""
    return Exists(standing(IncidentTriage.objects.filter(case=OuterRef(case))))


def on_incident():
    """Whether an incident opened or joined the outer row's case."""
    return Exists(IncidentTriage.objects.filter(case=OuterRef("pk")))


def with_grounds(cases):
    """Annotate cases with `on_rent`, `on_incident`: what opened or joined them, and `incident_stands`."""
    return cases.annotate(
        on_rent=Exists(Triage.objects.filter(case=OuterRef("pk"))),
        on_incident=on_incident(),
        incident_stands=incident_stands(),
    )
