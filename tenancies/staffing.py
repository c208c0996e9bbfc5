"""The register's part of what a member of staff is responsible for (`bolots.staffing`)."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import ngettext

from bolots import guidelines
from bolots.access import Permission

from .actions.handing_over import reminders_about, take_over_homes
from .models import Involvement, Reminder, Tenancy

Why = Involvement.Why
NEEDS = {  # what opens a home for a reason → the permission without which the reason is none
    Why.CASE_WORKER: Permission.WORK_CASES,
    Why.CASE: Permission.WORK_CASES,
    Why.OUTREACH: Permission.DO_OUTREACH,
    Why.READER: Permission.SEE_REGISTER,
    Why.BREAK_GLASS: Permission.SEE_REGISTER,
}


def ties(user, permissions, on) -> list[str]:
    """Homes need a case worker, and open reminders somebody whom they reach."""
    return [*_homes(user, permissions, on), *_reminders(user, permissions)]


def _homes(user, permissions, on) -> list[str]:
    if Permission.WORK_CASES in permissions:
        return []
    number = Tenancy.objects.not_over_on(on).filter(case_worker=user).count()
    sentence = ngettext(
        "%(n)s home has this case worker: a unit manager hands it over first, on the page Hand over homes.",
        "%(n)s homes have this case worker: a unit manager hands them over first, on the page Hand over homes.",
        number,
    )
    return [sentence % {"n": number}] if number else []


def _reminders(user, permissions) -> list[str]:
    if Permission.KEEP_DATES in permissions:
        return []
    number = Reminder.objects.open().filter(owner=user).count()
    sentence = ngettext(
        "%(n)s open reminder comes to this user: it is to be done or handed over first.",
        "%(n)s open reminders come to this user: they are to be done or handed over first.",
        number,
    )
    return [sentence % {"n": number}] if number else []


def leave(user, permissions, on) -> None:
    """From today no longer involved for reasons that the permissions do not go with."""
    lost = [why for why, needed in NEEDS.items() if needed not in permissions]
    rows = Involvement.objects.filter(user=user, why__in=lost).filter(Q(until_on=None) | Q(until_on__gt=on))
    rows.update(until_on=on)


def work_of(user, on) -> list[tuple[int, str]]:
    """How many running homes, homes in aftercare and open reminders would change hands."""
    homes = followed_by(user, on)
    running, after = homes.not_over_on(on).count(), homes.over_on(on).count()
    reminders = reminders_about(user, homes.values("pk")).count()
    return [
        (running, ngettext("running home", "running homes", running)),
        (after, ngettext("home in aftercare", "homes in aftercare", after)),
        (reminders, ngettext("open reminder", "open reminders", reminders)),
    ]


def hand_over(giver, taker, homes, on) -> None:
    """These homes, or all that the giver follows; held, so that none ends or changes hands meanwhile."""
    followed = followed_by(giver, on) if homes is None else Tenancy.objects.filter(pk__in=homes, case_worker=giver)
    held = followed.select_for_update(no_key=True).order_by("pk")
    take_over_homes(giver, taker, list(held.values_list("pk", flat=True)), on)


def followed_by(user, on):
    """The homes whose case worker the user is: running, not yet begun, or ended and still followed up."""
    still = on - timedelta(days=guidelines.on(on).aftercare_days)
    return Tenancy.objects.not_over_on(still).filter(case_worker=user)
