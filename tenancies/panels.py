"""What the apps above add to the pages of the register: settings name their functions, no import points upward."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

PLACES = ("status", "now", "figure", "main", "side")


@dataclass(frozen=True)
class Panel:
    """A part of the page: where it stands, its template, what the template needs besides `tenancy` and `today`."""

    place: str
    template: str
    context: dict = field(default_factory=dict)


def by_place(tenancy, user, on) -> dict[str, list[Panel]]:
    """What every app in TENANCY_PANELS has to say to this user about this tenancy, under each place."""
    found = [panel for name in settings.TENANCY_PANELS for panel in import_string(name)(tenancy, user, on)]
    return {place: [panel for panel in found if panel.place == place] for place in PLACES}


def of_incident(incident, user, on) -> list[Panel]:
    """What every app in INCIDENT_PANELS has to say to this user about this incident."""
    return [panel for name in settings.INCIDENT_PANELS for panel in import_string(name)(incident, user, on)]
