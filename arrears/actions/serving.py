"""From the service of a termination to the end of the recovery period: what a person records, what the night sees."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from .. import termination_facts
from ..models import Termination
from ..rules.legal_clock import recovery
from ..rules.termination import Stage, what_blocks, what_is_wrong
from .posting import lock_ledger
from .terminating import (
    Blocked,
    Kind,
    Status,
    TerminationMoved,
    What,
    held,
    move,
    must_be_said,
    must_be_within,
    remind,
    withdraw,
    write_down,
)

HowServed = Termination.HowServed


class RegisteredMail(Refused):
    sentence = _(
        "A registered letter is no valid service of a termination before time (the Land Code, chapter 12, section 8, "
        "fourth paragraph). Hand it over against a receipt, or have it served."
    )


class NoPapers(Refused):
    sentence = _("Issue the papers first: what is served is what was stored.")


class AlreadyNotified(Refused):
    sentence = _("It is recorded already that the social services were told.")


@action
def record_service(termination, *, served_on: date, how: str, proof: str, by, on: date, at) -> None:
    """The tenant has been served with the termination and formulär 1 (delgivning): when, how, with what proof.

    What counts is how things were on the day of the service: rent paid by then stops it (R11, JB 12:43), and contact in
    person and child check must lie before it. Raises RegisteredMail, NoPapers, Blocked, StillToCome, TooEarly,
    NotComplete, TerminationMoved.
    """
    lock_ledger()
    row = held(termination)
    if how == HowServed.REGISTERED:
        raise RegisteredMail
    must_be_said(how, proof)
    must_be_within(served_on, earliest=_issued_on(row), on=on)
    if row.status != Status.APPROVED:
        raise TerminationMoved
    reasons = what_blocks(termination_facts.of(row, user=by, on=on, day=served_on), Stage.SERVE)
    if reasons:
        raise Blocked(reasons)
    served = {"served_on": served_on, "how_served": how, "proof": proof.strip()}
    move(row, Status.SERVED, done_on=served_on, by=by, at=at, note=proof.strip(), **served)
    _start_clock(row, on)
    termination.refresh_from_db()


@action
def record_board_notice(termination, *, notified_on: date, how: str, by, on: date, at) -> None:
    """Formulär 3 has been given to the social services (sent as a registered letter counts, JB 12:63), once.

    R14: what it says must be so on the day on which it is given, the amount to the öre. Raises NoPapers, Blocked,
    AlreadyNotified, StillToCome, TooEarly, NotComplete, TerminationMoved.
    """
    lock_ledger()
    row = held(termination)
    must_be_said(how)
    must_be_within(notified_on, earliest=_issued_on(row), on=on)
    if row.board_notified_on:
        raise AlreadyNotified
    if row.status not in (Status.APPROVED, Status.SERVED):
        raise TerminationMoved
    reasons = what_is_wrong(termination_facts.of(row, user=by, on=on, day=notified_on))
    if reasons:
        raise Blocked(reasons)
    row.board_notified_on, row.how_notified = notified_on, how.strip()
    Termination.objects.filter(pk=row.pk).update(board_notified_on=notified_on, how_notified=row.how_notified)
    write_down(row, What.BOARD_TOLD, done_on=notified_on, by=by, at=at, note=how.strip())
    _start_clock(row, on)
    termination.refresh_from_db()


def _issued_on(row) -> date:
    issued = row.papers.values_list("issued_on", flat=True).first()
    if issued is None:
        raise NoPapers
    return issued


def _start_clock(row, on: date) -> None:
    """Both have been told: the three weeks run, and those who handle it are reminded of their end (R8, R9)."""
    clock = recovery(row.served_on, row.board_notified_on)
    if clock is None or not row.is_about_rent or row.status != Status.SERVED:
        return
    Termination.objects.filter(pk=row.pk).update(recovery_ends_on=clock.ends_on)
    remind(row, Kind.RECOVERY_ENDS, last_day=clock.ends_on, on=on, days=clock.reminder_days)


@action
def record_obstacle(termination, *, obstacle_on: date, what: str, by, on: date, at) -> None:
    """Illness or the like kept the tenant from paying (R13, JB 12:44 st.4 p.2): rent paid as soon as possible still
    saves the home, until the dispute is decided in the first instance.

    Raises StillToCome, NotComplete, TerminationMoved.
    """
    row = held(termination)
    must_be_said(what)
    must_be_within(obstacle_on, earliest=None, on=on)
    if row.status not in Termination.BEFORE_THE_DECISION or not row.is_about_rent:
        raise TerminationMoved
    Termination.objects.filter(pk=row.pk).update(obstacle_on=obstacle_on, obstacle=what.strip())
    write_down(row, What.OBSTACLE, done_on=obstacle_on, by=by, at=at, note=what.strip())
    termination.refresh_from_db()


def expire(row, *, on: date, at) -> None:
    """The day after the last one: the period is over. Nothing follows from it by itself."""
    move(row, Status.EXPIRED, done_on=on, by=None, at=at)
    withdraw(row, Kind.RECOVERY_ENDS, on=on)
