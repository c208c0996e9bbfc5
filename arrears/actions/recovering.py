"""The home is saved by what a person records (JB 12:44); what was paid in time the night sees (`expiring`)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused

from .. import termination_facts
from ..models import Termination, Undertaking
from ..rules.legal_clock import recovery
from .posting import lock_ledger
from .serving import RECOVERABLE
from .terminating import (
    Status,
    TerminationMoved,
    close,
    held,
    must_be_said,
    must_be_within,
    withdraw,
    write_down,
)

How = Termination.HowRecovered


class NotWithin(Refused):
    sentence = _("That day does not lie within the recovery period.")


class NotPaid(Refused):
    sentence = _("The rents that the termination names are not paid.")


class NoObstacle(Refused):
    sentence = _("Record first what kept the tenant from paying in time.")


def save_home(row, how: str, *, why: str, by, on: date, at) -> None:
    """The ground of unpaid rent is gone for good. Where misconduct was named too, that alone is left."""
    if row.ground == Termination.Ground.BOTH:
        Termination.objects.filter(pk=row.pk).update(ground=Termination.Ground.MISCONDUCT)
        row.ground = Termination.Ground.MISCONDUCT
        write_down(row, by=by, at=at, note=why)
        withdraw(row, *_OF_THE_RENT, on=on)
    else:
        close(row, Status.RECOVERED, why=why, by=by, on=on, at=at, how_recovered=how)


_OF_THE_RENT = ("recovery_ends",)


@action
def record_undertaking(
    termination, *, signed_on: date, signed_by: str, delegation: str, addressee: str, by, on: date, at
) -> Undertaking:
    """The social services have promised in writing to pay (R12, åtagande): signed within the period, by whom, on what
    delegation, to whom. Raises NotWithin, NotComplete, StillToCome, TerminationMoved.
    """
    row = _recoverable(termination)
    must_be_said(signed_by, delegation, addressee)
    must_be_within(signed_on, earliest=None, on=on)
    clock = recovery(row.served_on, row.board_notified_on)
    if clock is None or not clock.starts_on <= signed_on <= clock.ends_on:
        raise NotWithin
    said = {"signed_on": signed_on, "signed_by": signed_by, "delegation": delegation, "addressee": addressee}
    undertaking = Undertaking.objects.create(termination=row, **said, recorded_on=on, by=by)
    save_home(row, How.UNDERTAKING, why=str(How.UNDERTAKING.value), by=by, on=on, at=at)
    termination.refresh_from_db()
    return undertaking


@action
def recover_by_hand(termination, *, how: str, paid_on: date, proof: str, by, on: date, at) -> None:
    """What the bank's files cannot tell: paid in time by the receipt's day (JB 12:20), deposited with the county
    administrative board (12:21), or paid as soon as an obstacle allowed (R13).

    Raises NotWithin, NotPaid, NoObstacle, NotComplete, StillToCome, TerminationMoved.
    """
    lock_ledger()
    row = _recoverable(termination)
    must_be_said(proof)
    must_be_within(paid_on, earliest=row.served_on, on=on)
    if how == How.OBSTACLE and row.obstacle_on is None:
        raise NoObstacle
    if how != How.OBSTACLE and row.recovery_ends_on and paid_on > row.recovery_ends_on:
        raise NotWithin
    if how != How.DEPOSITED and any(rent.open_ore for rent in termination_facts.named([row])[row.pk]):
        raise NotPaid
    save_home(row, how, why=proof.strip(), by=by, on=on, at=at)
    termination.refresh_from_db()


def _recoverable(termination) -> Termination:
    row = held(termination)
    if row.status not in RECOVERABLE or not row.is_about_rent:
        raise TerminationMoved
    return row
