"""Outreach's part of what a member of staff is responsible for (`bolots.staffing`)."""

from django.utils.translation import ngettext

from bolots.access import Permission

from .actions.handing_over import take_over_cases
from .models import EvictionRiskCase, OutreachTask


def ties(user, permissions, on) -> list[str]:
    """Open cases need somebody who works with cases, open visits somebody who knocks."""
    return [*_cases(user, permissions), *_visits(user, permissions)]


def _cases(user, permissions) -> list[str]:
    if Permission.WORK_CASES in permissions:
        return []
    number = EvictionRiskCase.objects.open().filter(owner=user).count()
    sentence = ngettext("%(n)s open case has this owner.", "%(n)s open cases have this owner.", number)
    return [sentence % {"n": number}] if number else []


def _visits(user, permissions) -> list[str]:
    if Permission.DO_OUTREACH in permissions:
        return []
    number = OutreachTask.objects.open().filter(assignee=user).count()
    sentence = ngettext(
        "%(n)s visit is still to be handed on to a colleague.",
        "%(n)s visits are still to be handed on to colleagues.",
        number,
    )
    return [sentence % {"n": number}] if number else []


def work_of(user, on) -> list[tuple[int, str]]:
    """How many open cases would change hands."""
    number = EvictionRiskCase.objects.open().filter(owner=user).count()
    return [(number, ngettext("open case", "open cases", number))]


def hand_over(giver, taker, homes, on) -> None:
    """The giver's open cases; those of some homes only, unless None."""
    take_over_cases(giver, taker, homes, on)
