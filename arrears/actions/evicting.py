"""After the recovery period: Kronofogden, the court, the eviction. Every step is a person's, none the night's."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused
from tenancies import actions as register
from tenancies.models import Child, Tenancy

from .. import application_facts, termination_facts
from ..models import EnforcementNotice, Termination
from ..rules import legal_clock
from ..rules.application import what_blocks
from ..rules.termination import may_apply_from
from .posting import lock_ledger
from .terminating import (
    Blocked,
    Kind,
    Status,
    TerminationMoved,
    What,
    close,
    held,
    move,
    must_be_said,
    must_be_within,
    must_have_reason,
    remind,
    withdraw,
    write_down,
)

SOURCE_OF_NOTICES = "enforcement"
GROUNDS = {
    Termination.Ground.RENT: Tenancy.Ground.RENT,
    Termination.Ground.MISCONDUCT: Tenancy.Ground.MISMANAGEMENT,
    Termination.Ground.BOTH: Tenancy.Ground.BOTH,
}


class PeriodStillRuns(Refused):
    sentence = _("Nothing may be applied for before the recovery period is over and two further weekdays have passed.")


class PaidInTime(Refused):
    sentence = _(
        "The rents were paid in time: the home is saved, whatever has been decided. Tell the Enforcement Authority and "
        "take the application back."
    )


class NobodyForTheChildren(Refused):
    sentence = _("Write who sees to the children that day, or that no child lives there.")


class AlreadyAsked(Refused):
    sentence = _("It is recorded already that the court was asked for.")


class NotThatDay(Refused):
    sentence = _("The day of the eviction is to come.")


@action
def record_application(termination, *, applied_on: date, reference: str, by, on: date, at) -> None:
    """Somebody has applied to Kronofogden for eviction; `reference` is theirs. Misconduct has no period to wait for.

    Raises PeriodStillRuns, Blocked, StillToCome, TooEarly, NotComplete, TerminationMoved.
    """
    lock_ledger()
    row = held(termination)
    must_be_said(reference)
    if row.status not in (Status.EXPIRED, Status.SERVED):
        raise TerminationMoved
    must_be_within(applied_on, earliest=row.served_on, on=on)
    earliest = row.recovery_ends_on and legal_clock.earliest_decision(row.recovery_ends_on)
    first = may_apply_from(row.is_about_rent, earliest, row.served_on)
    if first is None or applied_on < first:
        raise PeriodStillRuns
    _must_be_free(row, by, on)
    filed = {"applied_on": applied_on, "reference": reference.strip()}
    move(row, Status.APPLIED, done_on=applied_on, by=by, at=at, note=reference.strip(), **filed)
    termination.refresh_from_db()


def _must_be_free(row, by, on: date) -> None:
    known = termination_facts.of(row, user=by, on=on)
    reasons = what_blocks(application_facts.of(row, known, on))
    if reasons:
        raise Blocked(reasons)


def _must_not_be_saved(row) -> None:
    if application_facts.is_paid_in_time(row):
        raise PaidInTime


@action
def record_dispute(termination, *, disputed_on: date, by, on: date, at) -> None:
    """The tenant disputes (bestridande): four weeks to ask for the court (lag 1990:746 34 §).

    Raises StillToCome, TooEarly, TerminationMoved.
    """
    row = held(termination)
    must_be_within(disputed_on, earliest=row.applied_on, on=on)
    move(row, Status.DISPUTED, done_on=disputed_on, by=by, at=at, disputed_on=disputed_on)
    remind(row, Kind.ASK_COURT, last_day=legal_clock.ask_court_by(disputed_on), on=on)
    termination.refresh_from_db()


@action
def record_court_asked(termination, *, asked_on: date, by, on: date, at) -> None:
    """The court has been asked for, so that the case is not dropped. Raises AlreadyAsked and what the days raise."""
    row = held(termination)
    if row.status != Status.DISPUTED:
        raise TerminationMoved
    if row.court_asked_on:
        raise AlreadyAsked
    must_be_within(asked_on, earliest=row.disputed_on, on=on)
    Termination.objects.filter(pk=row.pk).update(court_asked_on=asked_on)
    write_down(row, What.COURT_ASKED, done_on=asked_on, by=by, at=at)
    withdraw(row, Kind.ASK_COURT, on=on)
    termination.refresh_from_db()


@action
def record_order(termination, *, ordered_on: date, note="", by, on: date, at) -> None:
    """An order or a judgment to leave the home; the tenant may have it reopened for a month (lag 1990:746 53 §).

    Raises StillToCome, TooEarly, TerminationMoved.
    """
    row = held(termination)
    must_be_within(ordered_on, earliest=row.disputed_on or row.applied_on, on=on)
    move(row, Status.ORDERED, done_on=ordered_on, by=by, at=at, note=note, ordered_on=ordered_on)
    withdraw(row, Kind.ASK_COURT, on=on)
    remind(row, Kind.ORDER_STANDS, last_day=legal_clock.reopen_by(ordered_on), on=on)
    termination.refresh_from_db()


@action
def schedule_eviction(termination, *, eviction_on: date, presence: str, children_contact="", by, on: date, at) -> None:
    """The day is set. Somebody of the social services is there, and with children somebody named sees to them.

    Raises PaidInTime, NotThatDay, NobodyForTheChildren, NotComplete, TerminationMoved.
    """
    lock_ledger()
    row = held(termination)
    must_be_said(presence)
    _must_not_be_saved(row)
    if eviction_on < on:
        raise NotThatDay
    has_children = Child.objects.filter(tenant=row.tenancy.holder_id).minors_on(on).exists()
    if has_children and not children_contact.strip():
        raise NobodyForTheChildren
    who = {"presence": presence.strip(), "children_contact": children_contact.strip()}
    note = f"{eviction_on}, {presence.strip()}"
    move(row, Status.SCHEDULED, done_on=on, by=by, at=at, note=note, eviction_on=eviction_on, **who)
    remind(row, Kind.EVICTION, last_day=eviction_on, on=on)
    termination.refresh_from_db()


@action
def call_off_eviction(termination, *, why: str, by, on: date, at) -> None:
    """The day no longer holds; the order does. Raises TerminationMoved, WithoutReason."""
    must_have_reason(why)
    row = held(termination)
    gone = {"eviction_on": None, "presence": "", "children_contact": ""}
    move(row, Status.ORDERED, what=What.CALLED_OFF, done_on=on, by=by, at=at, note=why.strip(), **gone)
    withdraw(row, Kind.EVICTION, on=on)
    termination.refresh_from_db()


@action
def record_eviction(termination, *, evicted_on: date, note: str, by, on: date, at) -> None:
    """The tenant has been evicted: the stay ends with its ground, and what was left is kept for three months (UB 16:6).

    Raises PaidInTime, StillToCome, TooEarly, TerminationMoved, and what ending a stay raises.
    """
    lock_ledger()
    row = held(termination)
    must_be_within(evicted_on, earliest=row.eviction_on, on=on)
    _must_not_be_saved(row)
    said = {"why": note.strip() or str(evicted_on), "note": note.strip()}
    close(row, Status.EVICTED, **said, done_on=evicted_on, by=by, on=on, at=at)
    if row.tenancy.ends_on is None:
        ground = GROUNDS[Termination.Ground(row.ground)]
        over = {"ends_on": evicted_on + timedelta(days=1), "reason": Tenancy.EndReason.EVICTED, "ground": ground}
        register.end_tenancy(row.tenancy, **over, by=by, on=on)
    remind(row, Kind.GOODS_KEPT, last_day=legal_clock.goods_kept_until(evicted_on), on=on)
    termination.refresh_from_db()


@action
def record_moved(termination, *, moved_on: date, note: str, by, on: date, at) -> None:
    """The tenant has left without being evicted. The stay itself ends in the register, with where the person went.

    Raises StillToCome, TerminationMoved, WithoutReason.
    """
    must_have_reason(note)
    row = held(termination)
    must_be_within(moved_on, earliest=row.served_on, on=on)
    close(row, Status.MOVED, why=note.strip(), note=note.strip(), done_on=moved_on, by=by, on=on, at=at)
    termination.refresh_from_db()


@action
def record_enforcement_notice(
    tenancy, *, kind: str, received_on: date, eviction_on: date | None = None, reference="", by, on: date
) -> EnforcementNotice:
    """What Kronofogden wrote to the social services (UF 16:2). The case worker is reminded the same day; outreach tells
    whoever rings the bell. The same letter again: the one that is known. Raises StillToCome, NotComplete.
    """
    must_be_within(received_on, earliest=None, on=on)
    if (kind == EnforcementNotice.Kind.TIME) != (eviction_on is not None):
        must_be_said("")
    told = {"kind": kind, "received_on": received_on, "eviction_on": eviction_on, "reference": reference.strip()}
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    known = EnforcementNotice.objects.filter(tenancy=home, **told).first()
    if known:
        return known
    notice = EnforcementNotice.objects.create(tenancy=home, **told, recorded_on=on, by=by)
    about = {"source": SOURCE_OF_NOTICES, "source_id": notice.pk, "kind": Kind.EVICTION_NOTICE}
    days = {"deadline_on": eviction_on or received_on, "due_on": on}
    register.remind(tenancy=home, **about, **days, owner=home.case_worker, on=on)
    return notice
