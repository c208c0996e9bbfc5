"""What happened to a demand after it was made: printed, sent, come back, received. The paper itself never changes."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bolots import formats, guidelines, letters
from bolots.audit import action
from bolots.models import LetterEvent
from bolots.refusals import Refused
from tenancies.actions import remind
from tenancies.models import Reminder, Tenancy

from ..demanded import answer_from
from ..models import Demand
from .handing import DEMAND, HANDED, NotByHand, is_handed_over

PRINTED, RETURNED, RECEIVED = "printed", "returned", "received"
POSTED = "sent_post"
SENT = (POSTED, HANDED, "sent_sms", "sent_other")
ANSWERS = (RETURNED, RECEIVED)
EVENTS = (PRINTED, *SENT, RETURNED, RECEIVED)


class NotSentYet(Refused):
    sentence = _("It has not been sent, so it can neither have come back nor been received.")


class NotedAlready(Refused):
    sentence = _("That has been noted already.")


class NothingToPost(Refused):
    sentence = _("None of these papers is left to post: they were sent, are handed over, or must be made anew.")


class TooLateToSend(Refused):
    sentence = _(
        "It is to be answered by %(day)s: too few days are left. Make a new demand from the list, with new days."
    )


@action
def record_delivery(demand, *, kind: str, by, on: date, at: datetime) -> LetterEvent:
    """Note what happened to the paper (`EVENTS`). Sending it again is one more note about the same paper.

    One that came back becomes a reminder of the home's case worker. Raises Refused, ValueError for an unknown kind.
    """
    if kind not in EVENTS:
        raise ValueError(kind)
    Tenancy.objects.select_for_update(no_key=True).get(pk=demand.tenancy_id)
    known = list(demand.letter.events.order_by("pk"))
    sent = [place for place, event in enumerate(known) if event.kind in SENT]
    if kind in ANSWERS and not sent:
        raise NotSentYet
    if kind in SENT:
        _must_leave_time(demand, on)
    since = known[sent[-1] :] if kind in ANSWERS else [event for event in known[-1:] if localdate(event.at) == on]
    if kind != PRINTED and kind in [event.kind for event in since]:
        raise NotedAlready
    event = letters.record_event(demand.letter, kind=kind, by=by, at=at)
    if kind == RETURNED:
        _tell_case_worker(demand, on)
    if kind == HANDED:
        is_handed_over(DEMAND, demand.pk, by=by, on=on)
    return event


@action
def record_run_posted(run, *, by, on: date, at: datetime) -> int:
    """All papers of a run that go by post, were not sent yet and leave time to answer were posted; how many.

    Whoever has a protected identity by now is left out: such a paper is handed over. Raises NothingToPost.
    """
    homes = Tenancy.objects.filter(pk__in=run.items.values("tenancy")).order_by("pk")
    list(homes.select_for_update(no_key=True).values_list("pk"))
    posted = list(_to_post(run, on).values_list("letter", flat=True))
    if not posted:
        raise NothingToPost
    LetterEvent.objects.bulk_create(LetterEvent(letter_id=pk, kind=POSTED, by_id=by.pk, at=at) for pk in posted)
    return len(posted)


def _to_post(run, on: date):
    """The reminders and demands of a run that nobody has sent, and that may be posted on the day."""
    in_time = Q(respond_by_on=None) | Q(respond_by_on__gte=answer_from(on, guidelines.on(on)))
    sent = LetterEvent.objects.filter(letter=OuterRef("letter"), kind__in=SENT)
    mine = Demand.objects.filter(in_time, ~Exists(sent), pk__in=run.items.values("demand"), by_hand=False)
    return mine.exclude(kind=Demand.Kind.SMS).exclude(tenancy__holder__is_protected=True)


def _must_leave_time(demand: Demand, on: date) -> None:
    """Whoever is sent a demand has time to pay or object (inkassolagen 5 §). Raises TooLateToSend."""
    last = demand.respond_by_on
    if last is not None and last < answer_from(on, guidelines.on(on)):
        raise TooLateToSend(day=formats.dag(last, on))


@action
def hand_over_demand(demand, *, by, on: date, at: datetime) -> LetterEvent:
    """Note that a demand without name and address was given to the tenant. Raises NotByHand, NotedAlready."""
    if not demand.by_hand:
        raise NotByHand
    return record_delivery(demand, kind=HANDED, by=by, on=on, at=at)


def _tell_case_worker(demand: Demand, on: date) -> None:
    remind(
        tenancy=demand.tenancy,
        kind=Reminder.Kind.MAIL_RETURNED,
        source=DEMAND,
        source_id=demand.pk,
        deadline_on=on,
        due_on=on,
        owner=demand.tenancy.case_worker,
        on=on,
    )
