"""The calculator of the recovery period, for staff who plan. It knows of nobody."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import calendar, formats
from bolots.access import Permission, require

from ..forms.terminations import ClockForm
from ..rules.legal_clock import recovery
from .screen import claims_screen


@require_GET
@require(Permission.SEE_TERMINATIONS)
def legal_clock(request):
    """From when to when a home can be recovered, and the earliest day of a decision on eviction."""
    form = ClockForm(request.GET if {"served", "notified"} & set(request.GET) else None)
    clock = recovery(form.cleaned_data["served"], form.cleaned_data["notified"]) if form.is_valid() else None
    steps = _steps(clock, calendar.today()) if clock else []
    return claims_screen(request, "legal_clock", {"form": form, "clock": clock, "steps": steps})


def _steps(clock, today) -> list[tuple]:
    """The dated steps of the period, as a line."""
    reminded = ", ".join(formats.dag(day, today) for day in clock.reminder_days)
    days = [
        (clock.starts_on, _("The recovery period begins"), _("The later of the two days.")),
        (clock.ends_on, _("Last day to pay and keep the home"), _("Reminders: %(days)s.") % {"days": reminded}),
        (clock.earliest_decision_on, _("Earliest decision on eviction"), _("Two further weekdays have passed.")),
    ]
    return [("done" if day < today else "next", what, formats.dag(day, today), note) for day, what, note in days]
