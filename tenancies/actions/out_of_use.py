"""When nobody can live in a home: periods out of use begin, change, end, or are taken back as mistakes."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bolots import editing, formats
from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Apartment, OutOfUse, Tenancy


class SomebodyLivesThere(Refused):
    sentence = _("Somebody lives there then: %(stay)s. A home is out of use on days when nobody lives in it.")


class AlreadyOutOfUse(Refused):
    sentence = _("The home is already out of use in that period. Change that one instead.")


class InUseBeforeItBegan(Refused):
    sentence = _("The last day out of use cannot come before the first.")


class AlreadyWithdrawn(Refused):
    sentence = _("That period has already been taken back.")


REFUSALS = {
    "out_of_use_once_at_a_time": AlreadyOutOfUse,
    "out_of_use_ends_after_it_starts": InUseBeforeItBegan,
}


@action
def take_out_of_use(apartment, *, reason, starts_on, ends_on=None, note="", by, on) -> OutOfUse:
    """From `starts_on` nobody can live there, until the day before `ends_on` (None: until further notice)."""
    _refuse_where_somebody_lives(apartment, starts_on, ends_on, on)
    with refusing(REFUSALS):
        return OutOfUse.objects.create(
            apartment=apartment, reason=reason, note=note, starts_on=starts_on, ends_on=ends_on, set_by=by
        )


@action
def edit_out_of_use(period, *, seen, reason, starts_on, ends_on, note="", by, on) -> bool:
    """Another reason or other days; the home is in use again from `ends_on`. Returns whether anything changed."""
    _refuse_where_somebody_lives(period.apartment, starts_on, ends_on, on)
    if period.withdrawn_on:
        raise AlreadyWithdrawn
    with refusing(REFUSALS):
        return editing.change(period, seen=seen, reason=reason, note=note, starts_on=starts_on, ends_on=ends_on)


@action
def withdraw_out_of_use(period, *, why, by, on) -> OutOfUse:
    """The period was entered by mistake: it counts nowhere any more."""
    gone = OutOfUse.objects.standing().filter(pk=period.pk).update(withdrawn_on=on, withdrawn_by=by)
    if not gone:
        raise AlreadyWithdrawn
    period.refresh_from_db()
    return period


def _refuse_where_somebody_lives(apartment, starts_on, ends_on, on):
    Apartment.objects.hold(apartment)
    until = ends_on or date.max
    stay = Tenancy.objects.filter(apartment=apartment).running_in(starts_on, until).order_by("starts_on").first()
    if stay:
        raise SomebodyLivesThere(stay=_period(stay, on))


def _period(stay, on) -> str:
    first = formats.dag(stay.starts_on, on)
    return f"{first} – {formats.dag(stay.last_on, on)}" if stay.ends_on else gettext("since %(day)s") % {"day": first}
