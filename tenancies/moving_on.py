"""What shows that somebody is ready for a home of their own, for many homes at once.

Settings name the functions that judge (MOVE_ON_CRITERIA), so that upper apps add theirs and nothing below imports them.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from bolots import formats

from .models import Incident, Tenancy


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a landlord will ask about: whether it is so, in words of the reader's language."""

    code: str
    is_met: bool
    words: str

    @property
    def kind(self) -> str:
        return "done" if self.is_met else "no"


def of(homes: Collection[int], on: date) -> dict[int, list[Criterion]]:
    """The criteria of each tenancy by its number, in the order of the settings. The same few queries for any number."""
    found = defaultdict(list)
    for name in settings.MOVE_ON_CRITERIA if homes else ():
        for pk, criteria in import_string(name)(homes, on).items():
            found[pk] += criteria
    return dict(found)


def met(criteria: list[Criterion]) -> int:
    return sum(criterion.is_met for criterion in criteria)


def reasons(tenancy, on: date) -> list[tuple[str, str, str, str]]:
    """What the home's first page says: a review whose day has come."""
    if tenancy.ends_on or tenancy.next_review_on > on:
        return []
    words = _("The review of the stay is due: %s.") % formats.nar(tenancy.next_review_on, on)
    return [("late", words, reverse("tenancies:tenancy-plan", args=[tenancy.pk]), _("The plan"))]


def criteria(homes: Collection[int], on: date) -> dict[int, list[Criterion]]:
    """What the register knows: no open incident, the course done, in the housing queue. One query."""
    open_incident = Exists(Incident.objects.open().filter(tenancy=OuterRef("pk")))
    stays = Tenancy.objects.filter(pk__in=homes).annotate(has_incident=open_incident)
    rows = stays.values_list("pk", "has_incident", "course_done_on", "in_queue_since_on")
    return {
        pk: [_calm(has_incident), _course(done_on, on), _queue(since_on, on)]
        for pk, has_incident, done_on, since_on in rows
    }


def _calm(has_incident: bool) -> Criterion:
    words = _("An incident in the home is not resolved") if has_incident else _("No open incident")
    return Criterion("incident", not has_incident, words)


def _course(done_on: date | None, on: date) -> Criterion:
    if done_on is None:
        return Criterion("course", False, _("The course in having a home has not been done"))
    return Criterion("course", True, _("The course was done %s") % formats.dag(done_on, on))


def _queue(since_on: date | None, on: date) -> Criterion:
    if since_on is None:
        return Criterion("queue", False, _("Not in the housing queue"))
    return Criterion("queue", True, _("In the housing queue since %s") % formats.dag(since_on, on))
