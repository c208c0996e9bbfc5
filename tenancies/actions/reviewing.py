"""The stay that moves on: reviews held, goals in the tenant's words, what stands on the way to a home of one's own."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.editing import change
from bolots.refusals import Refused

from ..models import Goal, Review, Tenancy
from ..rules.reviews import Fault, faults


class ReviewHeldMeanwhile(Refused):
    sentence = _("Somebody else has held this review. Look at both versions and save again if yours is needed too.")


class StayOver(Refused):
    sentence = _("The stay has ended: there is nothing left to review.")


class ReviewWithoutReason(Refused):
    sentence = _("Write why: a stay goes on, or ends, for a reason.")


class NextReviewNotAhead(Refused):
    sentence = _("The next review is on a day after today.")


class NextReviewTooFar(Refused):
    sentence = _("The next review is within twelve months.")


class PlannedEndNotAhead(Refused):
    sentence = _("Set a planned end after today: nobody stays by default.")


class GoalIsOver(Refused):
    sentence = _("The goal has already been reached or dropped.")


class NotYetSo(Refused):
    sentence = _("What has happened has its day today or earlier.")


FAULTS: dict[Fault, type[Refused]] = {
    Fault.NO_REASON: ReviewWithoutReason,
    Fault.NEXT_NOT_AHEAD: NextReviewNotAhead,
    Fault.NEXT_TOO_FAR: NextReviewTooFar,
    Fault.END_NOT_AHEAD: PlannedEndNotAhead,
}


def newest_review(tenancy) -> Review | None:
    return Review.objects.filter(tenancy=tenancy).select_related("by").newest_first().first()


def review_seen(review: Review | None) -> str:
    """What a form remembers of the review that was the newest when it was made."""
    return str(review.pk) if review else ""


@action
def hold_review(
    tenancy,
    *,
    decision,
    because: str,
    blockers=(),
    planned_end_on: date,
    next_on: date,
    seen: str | None = None,
    by,
    on,
) -> Review:
    """A review of the stay (omprövning): what was decided and why, the new planned end, the day of the next one.

    `seen` names the review that was the newest when the form was made ("" for none; None: whatever it is).
    Raises ReviewHeldMeanwhile when another has been held since, StayOver, and one of FAULTS.
    """
    if found := faults(held_on=on, because=because, planned_end_on=planned_end_on, next_on=next_on):
        raise FAULTS[found[0]]
    stay = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    if stay.is_over(on):
        raise StayOver
    if seen is not None and seen != review_seen(newest_review(stay)):
        raise ReviewHeldMeanwhile
    review = Review.objects.create(
        tenancy=stay,
        held_on=on,
        decision=decision,
        because=because.strip(),
        blockers=list(blockers),
        planned_end_on=planned_end_on,
        next_on=next_on,
        by=by,
    )
    Tenancy.objects.filter(pk=stay.pk).update(next_review_on=next_on, planned_end_on=planned_end_on)
    tenancy.refresh_from_db()
    return review


@action
def edit_plan(tenancy, *, seen: str | None = None, in_queue_since_on, course_done_on, by, on) -> bool:
    """Since when the tenant stands in the housing queue, and when the course was done. Raises ChangedMeanwhile."""
    if any(day and day > on for day in (in_queue_since_on, course_done_on)):
        raise NotYetSo
    return change(tenancy, seen=seen, in_queue_since_on=in_queue_since_on, course_done_on=course_done_on)


@action
def add_goal(tenancy, *, text: str, by, on) -> Goal:
    """A goal as the tenant puts it."""
    return Goal.objects.create(tenancy=tenancy, text=text.strip(), set_on=on, set_by=by)


@action
def reach_goal(goal, *, by, on) -> None:
    """The tenant is there. Raises GoalIsOver."""
    _end_goal(goal, reached_on=on)


@action
def drop_goal(goal, *, by, on) -> None:
    """No longer a goal: the tenant wants something else. Raises GoalIsOver."""
    _end_goal(goal, dropped_on=on)


def _end_goal(goal, **day):
    if not Goal.objects.filter(pk=goal.pk, reached_on=None, dropped_on=None).update(**day):
        raise GoalIsOver
    goal.refresh_from_db()
