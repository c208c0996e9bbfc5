"""Stays to decide about: reviews due, beyond the planned end, ready to move on, ending, to follow up."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, DateField, DurationField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from bolots.periods import add_months

from . import moving_on
from .models import Apartment, FollowUp, Review, Tenancy
from .rules.reviews import ASKED_FOR_MONTHS, FOLLOW_UPS, whole_months

DUE, BEYOND, READY, ENDING, AFTER = "due", "beyond", "ready", "ending", "after"
KINDS = (DUE, BEYOND, READY, ENDING, AFTER)
IN_MONTHS_FROM = 60  # days: a longer time is said in months


@dataclass(frozen=True, slots=True)
class Row:
    """A stay in the list: the day that put it there, and what is known of its moving on."""

    stay: Tenancy
    day: date
    on: date
    criteria: list[moving_on.Criterion]

    @property
    def days(self) -> int:
        return (self.on - self.day).days

    @property
    def months(self) -> int:
        """Whole months, when it has been for so long that days say little; else 0."""
        return whole_months(self.day, self.on) if self.days >= IN_MONTHS_FROM else 0

    @property
    def stayed_months(self) -> int:
        return whole_months(self.stay.starts_on, self.stay.ends_on or self.on)

    @property
    def met(self) -> int:
        return moving_on.met(self.criteria)

    @property
    def is_ready(self) -> bool:
        return bool(self.criteria) and self.met == len(self.criteria)

    @property
    def decision(self) -> str:
        """The newest review's decision in words; "" before the first."""
        return str(Review.Decision(self.stay.decided).label) if self.stay.decided else ""


def stays(kind: str, user, on: date) -> QuerySet:
    """The stays of a kind that the user may know of, with the `day` by which they are listed."""
    seen = Tenancy.objects.visible_to(user)
    return _after(seen, on) if kind == AFTER else _RUNNING[kind](seen.running_on(on), on)


def rows(found: list[Tenancy], on: date) -> list[Row]:
    """Each stay with its criteria; a former one has none to meet."""
    criteria = moving_on.of([stay.pk for stay in found if not stay.is_over(on)], on)
    return [Row(stay, stay.day, on, criteria.get(stay.pk, [])) for stay in found]


def shown(stays: QuerySet, user) -> QuerySet:
    """With what a row says of them: name, home, case worker, the newest review."""
    newest = Review.objects.filter(tenancy=OuterRef("pk")).newest_first()
    last = {"decided": Subquery(newest.values("decision")[:1]), "decided_on": Subquery(newest.values("held_on")[:1])}
    return stays.with_shown_name(user).annotate(**last).select_related("apartment", "case_worker")


def _due(running, on):
    return running.filter(next_review_on__lte=on).annotate(day=F("next_review_on"))


def _beyond(running, on):
    return running.filter(ends_on=None, planned_end_on__lt=on).annotate(day=F("planned_end_on"))


def _ready(running, on):
    """Ready since the first review that said so, when none has said otherwise after it."""
    later = Review.objects.filter(tenancy=OuterRef("tenancy"), pk__gt=OuterRef("pk"))
    said = Review.objects.filter(tenancy=OuterRef("pk"), decision=Review.Decision.READY)
    since = said.exclude(Exists(later.exclude(decision=Review.Decision.READY))).order_by("pk").values("held_on")[:1]
    return running.annotate(day=Subquery(since)).exclude(day=None)


def _ending(running, on):
    soon = on + timedelta(days=Apartment.ENDING_DAYS)
    is_planned = Q(ends_on=None, planned_end_on__gte=on, planned_end_on__lte=soon)
    return running.filter(Q(ends_on__isnull=False) | is_planned).annotate(day=Coalesce("ends_on", "planned_end_on"))


def _after(seen, on):
    """Former stays whose follow-up is due and not answered. `asked`: which one, in months after the end."""
    first, last = FOLLOW_UPS
    over = seen.over_on(on).filter(ends_on__gt=add_months(on, -(last + ASKED_FOR_MONTHS + 1)))
    over = over.annotate(asked_on=_later(first), again_on=_later(last), gone_on=_later(last + ASKED_FOR_MONTHS))
    is_last = Q(again_on__lte=on)
    over = over.filter(asked_on__lte=on, gone_on__gt=on).annotate(
        asked=Case(When(is_last, then=Value(last)), default=Value(first)),
        day=Case(When(is_last, then=F("again_on")), default=F("asked_on")),
    )
    answers = FollowUp.objects.standing().filter(tenancy=OuterRef("pk"))
    answers = answers.filter(Q(months=OuterRef("asked")) | Q(situation=FollowUp.Situation.DECEASED))
    return over.exclude(end_reason=Tenancy.EndReason.DECEASED).exclude(Exists(answers))


def _later(months: int):
    """So many months after the end, as PostgreSQL counts: the month's last day where there is no such day."""
    return Cast(F("ends_on") + Cast(Value(f"{months} months"), DurationField()), DateField())


_RUNNING = {DUE: _due, BEYOND: _beyond, READY: _ready, ENDING: _ending}
