"""Reminders (bevakningar): the one way in which a date comes back to a person (decision 24)."""

from datetime import date
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing

from .. import reminding
from ..models import Reminder
from ..reminder_lists import who_may_have

Kind = Reminder.Kind


class NoLongerOpen(Refused):
    sentence = _("Somebody was faster: the reminder is done, handed over or no longer needed.")


class NotLater(Refused):
    sentence = _("Put it off to a day after today.")


class BeyondTheLastDay(Refused):
    sentence = _("The law sets the last day. It cannot be put off beyond it.")


class WithoutReason(Refused):
    sentence = _("Write the reason.")


class AlreadyTheirs(Refused):
    sentence = _("That person has this reminder already.")


class MayNotKnow(Refused):
    sentence = _("That person may not know of this. Choose somebody who works with the home.")


@action
def remind(
    *, tenancy=None, apartment=None, kind, source, source_id, deadline_on, due_on, owner, text="", on
) -> Reminder:
    """A reminder for its owner from `due_on` on. The same source, dates and owner again: the one that is there, open
    again if it had been withdrawn.
    """
    key = {
        "kind": kind,
        "source": source,
        "source_id": source_id,
        "deadline_on": deadline_on,
        "due_on": due_on,
        "owner": owner,
    }
    _ask([Reminder(tenancy=tenancy, apartment=apartment, text=text, **key)])
    return Reminder.objects.get(**key)


@action
def remind_many(reminders, *, on: date) -> None:
    """Unsaved reminders, made once each: those that are there stay as they are, those that were withdrawn are open."""
    _ask(reminders)


def _ask(reminders) -> None:
    """What was withdrawn and is asked for again is needed again, as in `reminding.MAKE`. What is done stays done."""
    once = next(one for one in Reminder._meta.constraints if one.name == "reminder_comes_once")
    Reminder.objects.bulk_create(
        reminders, update_conflicts=True, update_fields=["withdrawn_on"], unique_fields=list(once.fields)
    )


@action
def remind_case_workers(rows, *, source: str, on: date) -> int:
    """A reminder of today for the case worker of each row's home, by set; those that are there already stay as they
    are. A row: the tenancy's id, the kind, the source's id, the deadline. How many are new.
    """
    return reminding.tell_case_workers(rows, source, on)


@action
def withdraw_reminders(*, source: str, ids, kinds, on: date) -> int:
    """What the open reminders of these sources are about has ended or changed. How many."""
    about = Reminder.objects.open().filter(source=source, source_id__in=ids, kind__in=kinds)
    return about.update(withdrawn_on=on)


@action
def finish_reminders(*, source: str, ids, kinds, by, on: date) -> int:
    """What the open reminders of these sources ask for is done (klar). How many."""
    about = Reminder.objects.open().filter(source=source, source_id__in=ids, kind__in=kinds)
    return about.update(done_on=on, done_by=by)


@action
def remind_self(tenancy, *, due_on: date, text: str, by, on) -> Reminder:
    """One's own reminder about a home. The same text for the same day counts once. Raises NotLater, WithoutReason."""
    if due_on < on:
        raise NotLater
    if not text.strip():
        raise WithoutReason
    return remind(
        tenancy=tenancy,
        kind=Kind.OWN,
        source=f"own-{sha256(text.strip().encode()).hexdigest()[:20]}",
        source_id=tenancy.pk,
        deadline_on=due_on,
        due_on=due_on,
        owner=by,
        text=text.strip(),
        on=on,
    )


@action
def finish_reminder(reminder, *, by, on) -> None:
    """Done (klar). Raises NoLongerOpen."""
    _change(reminder, done_on=on, done_by=by)


@action
def snooze_reminder(reminder, *, until: date, why: str, by, on) -> None:
    """Put off to a later day, with a reason; a legal deadline not beyond its day.

    Raises NoLongerOpen, NotLater, BeyondTheLastDay, WithoutReason.
    """
    if until <= on:
        raise NotLater
    if reminder.kind in Reminder.LEGAL and until > reminder.deadline_on:
        raise BeyondTheLastDay
    if not why.strip():
        raise WithoutReason
    _change(reminder, snoozed_until=until, snooze_why=why.strip())


@action
def hand_over_reminder(reminder, *, to, why: str, by, on) -> None:
    """Somebody else sees to it, who may know of it already; handing over opens no home.

    Raises NoLongerOpen, MayNotKnow, AlreadyTheirs, WithoutReason.
    """
    if not why.strip():
        raise WithoutReason
    if not who_may_have(reminder, on).filter(pk=to.pk).exists():
        raise MayNotKnow
    with refusing({"reminder_comes_once": AlreadyTheirs}):
        _change(reminder, owner=to)


@action
def remind_all(*, on: date) -> dict[str, int]:
    """The night's reminders for a business day: made and withdrawn, by set; again: nothing new."""
    return reminding.write(on)


def _change(reminder, **fields):
    """Compare and set: an open reminder of the owner that the caller has seen."""
    seen = Reminder.objects.open().filter(pk=reminder.pk, owner=reminder.owner_id)
    if not seen.update(**fields):
        raise NoLongerOpen
    reminder.refresh_from_db()
