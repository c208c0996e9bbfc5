"""What every step of a termination shares: compare and set, the step in writing, the reminders, the end."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.access import ROLE_PERMISSIONS, Permission
from bolots.models import User
from bolots.refusals import Refused
from tenancies import actions as register
from tenancies.models import Reminder

from .. import termination_words as words
from ..models import Termination, TerminationStep
from ..rules.legal_clock import reminder_days
from .allocating import WithoutReason

Status, Kind, What = Termination.Status, Reminder.Kind, TerminationStep.What
SOURCE = "termination"


class TerminationMoved(Refused):
    sentence = _("Somebody was faster: the termination is elsewhere by now. Look at how it stands.")


class Blocked(Refused):
    """The law or the ledger is in the way; `reasons` say how."""

    def __init__(self, reasons):
        super().__init__()
        self.reasons = tuple(reasons)

    def __str__(self):
        return " ".join(words.sentence(reason) for reason in self.reasons)


class StillToCome(Refused):
    sentence = _("That day has not come yet.")


class TooEarly(Refused):
    sentence = _("That is earlier than the step before it. Look at the days.")


class NotComplete(Refused):
    sentence = _("Something is missing: fill in every field.")


def held(termination) -> Termination:
    """The termination as it is now, held until the transaction ends."""
    rows = Termination.objects.select_for_update(no_key=True, of=("self",))
    related = ("tenancy__holder", "tenancy__apartment", "incident__correction", "drafted_by")
    return rows.select_related(*related).get(pk=termination.pk)


def move(termination, status, *, done_on: date, by, at, what=None, note="", **fields) -> None:
    """The next step, by compare and set, and written down; `what` when the status does not say it.

    Raises TerminationMoved.
    """
    if status not in Termination.TRANSITIONS[Status(termination.status)]:
        raise TerminationMoved
    rows = Termination.objects.filter(pk=termination.pk, status=termination.status)
    if not rows.update(status=status, **fields):
        raise TerminationMoved
    for name, value in {"status": status, **fields}.items():
        setattr(termination, name, value)
    write_down(termination, what or What(status), done_on=done_on, by=by, at=at, note=note)


def write_down(termination, what, *, done_on: date, by, at, note="") -> TerminationStep:
    """What was done on which day, who did it (None: the night) and what was noted."""
    said = {"what": what, "done_on": done_on, "at": at, "by": by, "note": note}
    return TerminationStep.objects.create(termination=termination, status=termination.status, **said)


def close(termination, status, *, why: str, done_on: date, by, on: date, at, note="", **fields) -> None:
    """The end of a termination, however it ended: its reminders are no longer needed."""
    over = {"closed_on": on, "why_closed": why}
    move(termination, status, done_on=done_on, by=by, at=at, note=note, **over, **fields)
    withdraw(termination, on=on)


def remind(termination, kind, *, last_day: date, on: date, days=None) -> None:
    """Remind the case worker and whoever handles the termination, −10, −5, −2 and 0 days before the last day.

    What lies behind us by now comes today instead: nobody is reminded of nothing.
    """
    due = {max(day, on) for day in days or reminder_days(last_day)}
    owners = {termination.tenancy.case_worker_id, termination.drafted_by_id}
    register.remind_many(
        [reminder(termination, kind, owner, last_day, day) for owner in owners for day in sorted(due)], on=on
    )


def reminder(termination, kind, owner_id: int, last_day: date, day: date) -> Reminder:
    """One reminder of a last day, not saved yet."""
    about = {"source": SOURCE, "source_id": termination.pk, "kind": kind}
    return Reminder(tenancy_id=termination.tenancy_id, **about, deadline_on=last_day, due_on=day, owner_id=owner_id)


def withdraw(termination, *kinds, on: date) -> None:
    """Reminders of these kinds, or all of them, are no longer needed."""
    register.withdraw_reminders(source=SOURCE, ids=[termination.pk], kinds=kinds or Kind.values, on=on)


def deciders():
    """Who may be asked to decide, by the own role."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.DECIDE in permissions]
    return User.objects.filter(is_active=True, role__in=roles).order_by("pk")


def must_be_within(day: date, *, earliest: date | None, on: date) -> None:
    """A day between the step before and today. Raises StillToCome, TooEarly."""
    if day > on:
        raise StillToCome
    if earliest is not None and day < earliest:
        raise TooEarly


def must_be_said(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise NotComplete


def must_have_reason(why: str) -> None:
    if not why.strip():
        raise WithoutReason
