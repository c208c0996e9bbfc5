"""The home is saved: by payment, which the night sees, or by what a person records (JB 12:44)."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from .. import termination_facts
from ..models import Termination, Undertaking
from .posting import lock_ledger
from .serving import expire
from .terminating import (
    Kind,
    Status,
    TerminationMoved,
    What,
    close,
    held,
    must_be_said,
    must_be_within,
    remind,
    withdraw,
    write_down,
)

How = Termination.HowRecovered
BY_PAYMENT = "paid"  # `why_closed` of what the night saw paid


class NotWithin(Refused):
    sentence = _("That day does not lie within the recovery period.")


class NotPaid(Refused):
    sentence = _("The rents that the termination names are not paid.")


class NoObstacle(Refused):
    sentence = _("Record first what kept the tenant from paying in time.")


class DecidedBefore(Refused):
    sentence = _("An obstacle keeps the home recoverable until the first decision only, and it was paid after that.")


@action
def check_terminations(*, on: date, at) -> Counter:
    """The night: recovered is what was paid in time, expired what was not. Again: nothing new.

    R10: paid in time is a rent on which nothing is open and nothing was on the last day; fees and interest play no
    part. Money that was paid in time and became known late saves the home also afterwards, even after the order.
    Nothing is ever drafted, approved, served or applied for here.
    """
    lock_ledger()
    waiting = Termination.objects.filter(status__in=Termination.SAVEABLE).exclude(ground=Termination.Ground.MISCONDUCT)
    done: Counter = Counter()
    for ends_on, rows in _by_last_day(waiting).items():
        rents = termination_facts.named(rows, ends_on)
        for row in rows:
            if all(rent.is_paid_in_time for rent in rents[row.pk]):
                save_home(row, How.PAID, why=BY_PAYMENT, done_on=on, by=None, on=on, at=at)
                done["recovered"] += 1
            elif row.status == Status.SERVED and ends_on is not None and on > ends_on:
                expire(row, on=on, at=at)
                done["expired"] += 1
    return done


def _by_last_day(waiting) -> dict[date | None, list[Termination]]:
    """The open ones held, by the last day; None where the period has not begun."""
    held_rows = waiting.select_for_update(of=("self",)).select_related("tenancy", "drafted_by").order_by("pk")
    found: dict[date | None, list[Termination]] = {}
    for row in held_rows:
        found.setdefault(row.recovery_ends_on, []).append(row)
    return found


def save_home(row, how: str, *, why: str, note="", done_on: date, by, on: date, at) -> None:
    """The ground of unpaid rent is gone for good. Where misconduct was named too, that alone is left. What has been
    applied for must be taken back at Kronofogden: somebody is reminded at once."""
    said = {"note": note, "done_on": done_on, "by": by, "at": at}
    if row.ground == Termination.Ground.BOTH:
        Termination.objects.filter(pk=row.pk).update(ground=Termination.Ground.MISCONDUCT)
        row.ground = Termination.Ground.MISCONDUCT
        write_down(row, What.RENT_SAVED, **said)
        withdraw(row, *_OF_THE_RENT, on=on)
    else:
        close(row, Status.RECOVERED, why=why, on=on, how_recovered=how, **said)
    if row.applied_on:
        remind(row, Kind.TAKE_BACK, last_day=on, on=on, days=[on])


_OF_THE_RENT = ("recovery_ends",)


@action
def record_undertaking(
    termination, *, signed_on: date, signed_by: str, delegation: str, addressee: str, by, on: date, at
) -> Undertaking:
    """The social services have promised in writing to pay (R12, åtagande): signed by whom, on what delegation, to whom,
    and no later than the last day of the period; as soon as the tenant has been served, also before it has begun.

    Raises NotWithin, NotComplete, StillToCome, TerminationMoved.
    """
    row = _recoverable(termination)
    must_be_said(signed_by, delegation, addressee)
    must_be_within(signed_on, earliest=None, on=on)
    if not row.served_on <= signed_on <= (row.recovery_ends_on or on):
        raise NotWithin
    said = {"signed_on": signed_on, "signed_by": signed_by, "delegation": delegation, "addressee": addressee}
    undertaking = Undertaking.objects.create(termination=row, **said, recorded_on=on, by=by)
    promised = {"why": str(How.UNDERTAKING.value), "note": signed_by, "done_on": signed_on}
    save_home(row, How.UNDERTAKING, **promised, by=by, on=on, at=at)
    termination.refresh_from_db()
    return undertaking


@action
def recover_by_hand(termination, *, how: str, paid_on: date, proof: str, by, on: date, at) -> None:
    """What the bank's files cannot tell: paid in time by the receipt's day (JB 12:20), deposited with the county
    administrative board (12:21), or paid as soon as an obstacle allowed (R13).

    Raises NotWithin, NotPaid, NoObstacle, DecidedBefore, NotComplete, StillToCome, TerminationMoved.
    """
    lock_ledger()
    row = _recoverable(termination)
    must_be_said(proof)
    must_be_within(paid_on, earliest=row.served_on, on=on)
    if how == How.OBSTACLE:
        _must_allow_the_obstacle(row, paid_on)
    if how != How.OBSTACLE and row.recovery_ends_on and paid_on > row.recovery_ends_on:
        raise NotWithin
    if how != How.DEPOSITED and any(rent.open_ore for rent in termination_facts.named([row])[row.pk]):
        raise NotPaid
    save_home(row, how, why=proof.strip(), note=proof.strip(), done_on=paid_on, by=by, on=on, at=at)
    termination.refresh_from_db()


def _must_allow_the_obstacle(row, paid_on: date) -> None:
    """Reported, and paid before the dispute was decided. Raises NoObstacle, DecidedBefore."""
    if row.obstacle_on is None:
        raise NoObstacle
    if row.ordered_on and paid_on > row.ordered_on:
        raise DecidedBefore


def _recoverable(termination) -> Termination:
    row = held(termination)
    if row.status not in Termination.SAVEABLE or not row.is_about_rent:
        raise TerminationMoved
    return row
