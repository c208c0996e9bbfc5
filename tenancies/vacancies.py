"""Why a home cannot be let from a day on, in words that name nobody."""

from django.utils.translation import gettext as _

from bolots import formats

from .models import Apartment


def why_not_free(home: Apartment, day, *, today) -> str:
    """The reason why no stay may begin in the home on the day; "" when one may (`ApartmentQuerySet.free_on`)."""
    if home.head_ends_on and home.head_ends_on <= day:
        return _("Our own lease of that home has ended by then.")
    stay = home.tenancies.not_over_on(day).order_by("starts_on").last()
    if stay and stay.starts_on > day:
        return _("Somebody else moves in there %(day)s.") % {"day": formats.dag(stay.starts_on, today)}
    if stay and stay.last_on:
        return _("Somebody has that home up to and including %(day)s.") % {"day": formats.dag(stay.last_on, today)}
    if stay:
        return _("Somebody has that home until further notice.")
    out = home.out_of_use.running_on(day).first()
    return _("That home is out of use then: %(why)s.") % {"why": out.get_reason_display()} if out else ""
