"""What a hold (anstånd) stops and what it does not, in words."""

from django.utils.translation import gettext as _

from .models import Hold


def said(hold: Hold) -> list[tuple[str, str]]:
    """A kind and a sentence for each thing that a hold can stop."""
    words = (
        (hold.stops_cases, _("No eviction-risk case opens."), _("Late rent opens a case as usual.")),
        (
            hold.stops_demands,
            _("No reminders, demands or terminations. One that has been served goes on."),
            _("Reminders, demands and terminations go on."),
        ),
        (hold.stops_interest, _("No late interest for these days."), _("Late interest counts as usual.")),
    )
    return [("done", stopped) if stops else ("no", goes_on) for stops, stopped, goes_on in words]
