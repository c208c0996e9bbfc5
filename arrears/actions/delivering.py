"""What happened to a demand after it was made: printed, sent, come back, received. The paper itself never changes."""

from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bolots import letters
from bolots.audit import action
from bolots.models import LetterEvent
from bolots.refusals import Refused
from tenancies.actions import remind
from tenancies.models import Reminder, Tenancy

from ..models import Demand
from .handing import DEMAND, HANDED, NotByHand, is_handed_over

PRINTED, RETURNED, RECEIVED = "printed", "returned", "received"
SENT = ("sent_post", HANDED, "sent_sms", "sent_other")
ANSWERS = (RETURNED, RECEIVED)
EVENTS = (PRINTED, *SENT, RETURNED, RECEIVED)


class NotSentYet(Refused):
    sentence = _("It has not been sent, so it can neither have come back nor been received.")


class NotedAlready(Refused):
    sentence = _("That has been noted already.")


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
