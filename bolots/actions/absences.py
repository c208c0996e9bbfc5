"""Who is away, and who stands in: planned ahead, changed, ended early."""

from django.utils.translation import gettext_lazy as _

from .. import formats
from ..access import MAY_STAND_IN
from ..audit import action
from ..editing import change
from ..models import Absence
from ..refusals import Refused, refusing


class AbsenceWithoutDays(Refused):
    sentence = _("The first day back comes after the first day away.")


class AbsenceOver(Refused):
    sentence = _("The first day back is tomorrow or later: days that have passed are not planned.")


class AlreadyAway(Refused):
    sentence = _("An absence is noted for some of those days already. Change that one, or choose other days.")


class DeputyDoesNotFit(Refused):
    sentence = _("Choose an active colleague whose role fits as deputy.")


class DeputyAway(Refused):
    sentence = _("The deputy is away too, from %(first)s to %(last)s. Choose somebody else, or other days.")


@action
def set_absence(user, *, from_on, until_on, deputy=None, by, on) -> Absence:
    """Away from a day until the day before `until_on`, the first day back; the deputy stands in on those days.

    Raises AbsenceWithoutDays, AbsenceOver, AlreadyAway, DeputyDoesNotFit, DeputyAway.
    """
    _check(user, from_on, until_on, deputy, on)
    with refusing({"away_once_at_a_time": AlreadyAway}):
        return Absence.objects.create(user=user, from_on=from_on, until_on=until_on, deputy=deputy, set_by=by)


@action
def edit_absence(absence, *, seen, from_on, until_on, deputy, by, on) -> Absence:
    """Other days or another deputy. Raises what `set_absence` raises, and ChangedMeanwhile."""
    _check(absence.user, from_on, until_on, deputy, on)
    with refusing({"away_once_at_a_time": AlreadyAway}):
        change(absence, seen=seen, from_on=from_on, until_on=until_on, deputy=deputy)
    return absence


def _check(user, from_on, until_on, deputy, on):
    if until_on <= from_on:
        raise AbsenceWithoutDays
    if until_on <= on:
        raise AbsenceOver
    if deputy is None:
        return
    if deputy == user or not deputy.is_active or deputy.role not in MAY_STAND_IN[user.role]:
        raise DeputyDoesNotFit
    away = Absence.objects.filter(user=deputy).sharing_days(from_on, until_on).order_by("from_on").first()
    if away:
        raise DeputyAway(first=formats.dag(away.from_on, on), last=formats.dag(away.last_on, on))


@action
def end_absence(absence, *, by, on) -> None:
    """Back today, sooner than planned; a planned absence is called off. One that is over stays as it is."""
    back_on = max(on, absence.from_on)
    Absence.objects.filter(pk=absence.pk, until_on__gt=back_on).update(until_on=back_on)
    absence.refresh_from_db()


@action
def go_away(user, *, until_on, by, on) -> Absence:
    """Away from today; who is away already comes back on another day, with the same deputy.

    Raises what `set_absence` raises.
    """
    running = user.absence_on(on)
    if running is None:
        return set_absence(user, from_on=on, until_on=until_on, by=by, on=on)
    days = {"from_on": running.from_on, "until_on": until_on}
    return edit_absence(running, seen=None, **days, deputy=running.deputy, by=by, on=on)


@action
def come_back(user, *, by, on) -> None:
    """At work from today. Who is not away stays at work."""
    running = user.absence_on(on)
    if running:
        end_absence(running, by=by, on=on)
