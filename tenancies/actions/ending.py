"""The end of a stay: with where the person goes, taken back while it has not come, followed up afterwards."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.audit import action
from bolots.periods import add_months
from bolots.refusals import Refused, refusing

from ..models import FollowUp, Involvement, Reminder, Tenancy
from .involving import add_involvement
from .stays import TAKEN

# What reminds of the stay itself; what is to be done afterwards, and what a person wrote down, stays.
OF_THE_STAY = (
    Reminder.Kind.LEASE_ENDS,
    Reminder.Kind.DECISION_ENDS,
    Reminder.Kind.WAIVER_EXPIRES,
    Reminder.Kind.PROTECTION_BEGINS,
    Reminder.Kind.REVIEW,
)
MONTHS_EARLY = 1  # a follow-up may be done so long before its time


class AlreadyEnded(Refused):
    sentence = _("The tenancy has already ended.")


class EndsBeforeItStarts(Refused):
    sentence = _("A tenancy ends after the day it starts.")


class NoEndReason(Refused):
    sentence = _("Say why the tenancy ends.")


class EvictionGroundMismatch(Refused):
    sentence = _("An eviction needs its ground; any other end has none.")


class EndHasCome(Refused):
    sentence = _("The stay is over, or no end is set. Only an end that has not come can be taken back.")


class TooEarlyToFollowUp(Refused):
    sentence = _("The stay has not been over for that long. Follow it up when the time has come.")


class AlreadyFollowedUp(Refused):
    sentence = _("That follow-up has already been done.")


FOLLOW_UP_REFUSALS = {"one_follow_up_per_time": AlreadyFollowedUp}


@action
def end_tenancy(tenancy, *, ends_on, reason, ground="", situation="", note="", by, on) -> Tenancy:
    """The stay ends; `ends_on` is the first day after it, `ground` belongs to an eviction only.

    `situation` says where the person goes: the follow-up at the end itself. Reminders of the stay end. The case worker
    follows up for the guideline's `aftercare_days`, then loses sight of the home. Involvements by an open task or case
    end with the task or the case.
    """
    refusals = {
        "tenancy_ends_after_it_starts": EndsBeforeItStarts,
        "tenancy_ended_has_a_reason": NoEndReason,
        "eviction_has_a_ground": EvictionGroundMismatch,
    }
    with refusing(refusals):
        ended = Tenancy.objects.filter(pk=tenancy.pk, ends_on=None).update(
            ends_on=ends_on, end_reason=reason, ground=ground
        )
    if not ended:
        raise AlreadyEnded
    if situation:
        FollowUp.objects.create(tenancy=tenancy, months=0, done_on=on, situation=situation, note=note, by=by)
    tenancy.reminders.open().filter(kind__in=OF_THE_STAY).update(withdrawn_on=on)
    followed_until = ends_on + timedelta(days=guidelines.on(on).aftercare_days)
    tenancy.involvements.filter(why=Involvement.Why.CASE_WORKER, until_on=None).update(until_on=followed_until)
    tenancy.refresh_from_db()
    return tenancy


@action
def take_back_end(tenancy, *, by, on) -> Tenancy:
    """The stay goes on: its end is taken back while it has not come, with what came with it.

    Raises EndHasCome, or ApartmentTaken when somebody else is to move in.
    """
    end = _event_of_the_end(tenancy)
    with refusing(TAKEN):
        taken_back = Tenancy.objects.filter(pk=tenancy.pk, ends_on__gt=on).update(
            ends_on=None, end_reason="", ground=""
        )
    if not taken_back:
        raise EndHasCome
    tenancy.follow_ups.standing().update(withdrawn_on=on)
    _changed_with(end, tenancy.reminders.filter(kind__in=OF_THE_STAY), "withdrawn_on").update(withdrawn_on=None)
    case_worker = tenancy.involvements.filter(why=Involvement.Why.CASE_WORKER, user=tenancy.case_worker_id)
    _changed_with(end, case_worker, "until_on").update(until_on=None)
    add_involvement(tenancy, tenancy.case_worker, Involvement.Why.CASE_WORKER, on)
    tenancy.refresh_from_db()
    return tenancy


def _event_of_the_end(tenancy):
    """The snapshot that the end made: the first with an end after the last without."""
    last_open = tenancy.events.filter(ends_on=None).order_by("-pgh_id").values("pgh_id")[:1]
    return tenancy.events.filter(pgh_id__gt=last_open).order_by("pgh_id").first()


def _changed_with(event, rows, column):
    """Those of the rows whose column the same change set."""
    if event is None or event.pgh_context_id is None:
        return rows.none()
    same = {"events__pgh_context_id": event.pgh_context_id, f"events__{column}__isnull": False}
    return rows.filter(pk__in=rows.filter(**same, events__pgh_label="update").values("pk"))


@action
def follow_up(tenancy, *, months: int, situation, note="", by, on) -> FollowUp:
    """How the person lives so many months (0, 6, 12) after the stay; once for each time."""
    if tenancy.ends_on is None or on < add_months(tenancy.ends_on, months - MONTHS_EARLY if months else 0):
        raise TooEarlyToFollowUp
    with refusing(FOLLOW_UP_REFUSALS):
        return FollowUp.objects.create(
            tenancy=tenancy, months=months, done_on=on, situation=situation, note=note, by=by
        )
