"""What happened to a demand after it was made: printed, sent, come back, received. The paper itself never changes."""

from datetime import date, datetime

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
from .handing import DEMAND, HANDED, is_handed_over

PRINTED, RETURNED, RECEIVED = "printed", "returned", "received"
SENT = ("sent_post", HANDED, "sent_sms", "sent_other")
ANSWERS = (RETURNED, RECEIVED)
EVENTS = (PRINTED, *SENT, RETURNED, RECEIVED)


class NotSentYet(Refused):
    sentence = _("It has not been sent, so it can neither have come back nor been received.")


class NotedAlready(Refused):
    sentence = _("That has been noted already.")


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


def _must_leave_time(demand: Demand, on: date) -> None:
    """Whoever is sent a demand has time to pay or object (inkassolagen 5 §). Raises TooLateToSend."""
    last = demand.respond_by_on
    if last is not None and last < answer_from(on, guidelines.on(on)):
        raise TooLateToSend(day=formats.dag(last, on))


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
