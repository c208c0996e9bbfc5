"""A bolots' day: whom to see, in which order and why, and what has become of it so far."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bolots import formats
from tenancies.models import Caution, Tenant

from . import words
from .homes import called, warnings_of, with_homes
from .lateness import with_lateness
from .models import ContactAttempt, EvictionRiskCase, OutreachTask
from .rules import walk

CAUTION_TAGS = {
    Caution.Kind.TWO_PEOPLE: ("late", "people"),
    Caution.Kind.CALL_FIRST: ("info", "phone"),
    Caution.Kind.OTHER: ("info", "info"),
}


@dataclass
class Card:
    """One visit on the list, in words. `number` is its place in the walk; a visit that is paid has none.

    `instead_of` is the colleague whose visit it is, when the reader stands in.
    """

    task: OutreachTask
    on: date
    name: str
    floor: str
    is_paid: bool
    instead_of: str
    why: list[str]
    slot_why: str
    language: str
    warnings: list = field(default_factory=list)
    number: int | None = None

    @property
    def is_overdue(self) -> bool:
        return not self.is_paid and self.task.due_on < self.on

    @property
    def is_over(self) -> bool:
        """Nobody needs to go: the rent was the only reason, and it is paid."""
        return self.is_paid and self.task.ordered_by_id is None


@dataclass
class Stairs:
    apartment: object
    cards: list[Card]


@dataclass
class Day:
    """The staircases in order, how many visits are left in view, and how many wait beyond it."""

    stairs: list[Stairs]
    left: int
    waiting: int

    @property
    def cards(self) -> list[Card]:
        return [card for stairs in self.stairs for card in stairs.cards]


def day_of(user, *, on: date, values) -> Day:
    """The visits of the day, the user's and those of colleagues stood in for.

    What was paid last night stays on the list, so that nobody goes there.
    """
    mine = OutreachTask.objects.filter(assignee__in=user.covers(on))
    paid_today = Q(status=OutreachTask.Status.WITHDRAWN, why_ended=OutreachTask.WhyEnded.PAID, ended_on=on)
    shown = mine.filter(Q(pk__in=mine.for_today(on)) | paid_today)
    shown = shown.select_related("case__owner", "ordered_by", "assignee")
    tasks = with_homes(with_lateness(shown.with_attempts(), values.case_threshold_ore), user, on)
    cards = [_card(task, on, values, stood_in_for=task.assignee_id != user.pk) for task in tasks]
    return _in_order(cards, values.max_tasks_per_day)


def _in_order(cards, in_view) -> Day:
    """Least time left first, the same staircase together; the visits that are paid take no place in view."""
    by_key = {card.task.pk: card for card in cards}
    going = walk.plan([_stop(card) for card in cards if not card.is_over], in_view=in_view)
    over = walk.plan([_stop(card) for card in cards if card.is_over], in_view=len(cards))
    order = [key for keys in going.stairs for key in keys]
    for number, key in enumerate(order, 1):
        by_key[key].number = number
    stairs: dict[tuple, Stairs] = {}
    for key in [*order, *(key for keys in over.stairs for key in keys)]:
        card = by_key[key]
        stairs.setdefault(_stop(card).stairs, Stairs(card.task.tenancy.apartment, [])).cards.append(card)
    for group in stairs.values():
        group.cards.sort(key=lambda card: not card.is_over)  # what is paid is read first: do not knock there
    return Day(list(stairs.values()), len(order), going.waiting)


def _stop(card) -> walk.Stop:
    home = card.task.tenancy.apartment
    return walk.Stop(card.task.pk, (home.street, home.staircase), card.task.due_on, (home.floor, home.number))


def _card(task, on, values, *, stood_in_for) -> Card:
    return Card(
        task=task,
        on=on,
        name=called(task.tenancy),
        floor=words.floor(task.tenancy.apartment.floor),
        is_paid=is_paid(task),
        instead_of=task.assignee.first_name if stood_in_for else "",
        why=_why(task, on, values),
        slot_why=words.slot_why(task.slot_why),
        language=second_language(task.tenancy.holder),
        warnings=[(*CAUTION_TAGS[row.kind], capfirst(row.get_kind_display())) for row in warnings_of(task.tenancy)],
    )


def is_paid(task) -> bool:
    """The visit is about late rent, and none is late any more; asks for the annotations of `with_lateness`."""
    about_rent = task.case is not None and task.case.is_about_rent
    return about_rent and not task.is_late and not task.reversal_waits and not task.incident_stands


def _why(task, on, values) -> list[str]:
    """Why somebody goes there now: what the order says, what has been tried, who takes over."""
    said = [task.why] if task.why else []
    if task.case and task.case.why_opened == EvictionRiskCase.INCIDENT:
        said.append(_("About an incident in the home."))
    said.append(words.attempts_so_far(task.tried))
    if task.last_at:
        outcome = str(ContactAttempt.Outcome(task.last_outcome).label)
        last = {"day": formats.stund(task.last_at, on), "outcome": outcome[:1].lower() + outcome[1:]}
        said.append(_("Last %(day)s: %(outcome)s.") % last)
    if task.case and task.missed + 1 == values.attempts_before_handover:
        said.append(_("If nobody opens, %(owner)s takes over.") % {"owner": task.case.owner.first_name})
    return said


def second_language(tenant) -> str:
    """The language to meet the tenant in, when it is not Swedish."""
    return "" if tenant.language == Tenant.Language.SWEDISH else str(tenant.get_language_display())


def done_by(user, on: date) -> list[ContactAttempt]:
    """What the user has reported on the day, newest first."""
    mine = ContactAttempt.objects.filter(by=user, recorded_on=on).order_by("-at", "-pk")
    return list(mine.select_related("task__tenancy__apartment"))
