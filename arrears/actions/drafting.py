"""A termination before it is served: drafted by one, approved by another, its papers issued. Nothing sends them."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing
from tenancies import actions as register
from tenancies.models import Incident, Tenancy

from .. import termination_facts
from ..models import Charge, Termination, TerminationCharge, TerminationPaper
from ..rules.termination import Stage, what_blocks
from ..termination_papers import papers_of
from ..termination_words import NO_CRIME
from .deciding import may_decide
from .posting import lock_ledger
from .terminating import (
    Blocked,
    Kind,
    Status,
    TerminationMoved,
    What,
    close,
    deciders,
    held,
    move,
    must_have_reason,
    reminder,
    withdraw,
    write_down,
)


class AlreadyTerminating(Refused):
    sentence = _("The home already has an open termination.")


class NotForfeited(Refused):
    sentence = _(
        "Only unpaid rents of this home may be named that are more than a week late, also after a respite, and that "
        "the home has not been saved from before."
    )


class NotAllowedToDecide(Refused):
    sentence = _(
        "A termination is approved by somebody who may decide, or who stands in for one; whoever stands in for the "
        "person who drafted it does not."
    )


class TakesTwo(Refused):
    sentence = _("A termination takes two people: somebody other than who drafted it approves it.")


class PapersOut(Refused):
    sentence = _("The papers have been issued. Withdraw the termination instead and draft a new one.")


@action
def draft_termination(
    tenancy, *, charges=(), incident=None, why: str, why_at_once="", is_from_crime=False, by, on: date, at
) -> Termination:
    """Draft a termination for unpaid rents, an incident, or both. Somebody else has to approve it.

    Raises AlreadyTerminating, NotForfeited, Blocked, WithoutReason.
    """
    lock_ledger()
    must_have_reason(why)
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    fresh = _forfeited(home, charges, on)
    if incident:
        incident = Incident.objects.select_related("correction").get(pk=incident.pk, tenancy=home)
    said = {"why_at_once": why_at_once, "is_from_crime": is_from_crime}
    facts = termination_facts.of_draft(home, charges=fresh, incident=incident, **said, user=by, on=on)
    _must_be_free(facts, Stage.DRAFT)
    row = {"tenancy": home, "incident": incident, "ground": _ground(fresh, incident), "why": why.strip()}
    row |= {"why_at_once": why_at_once.strip() if incident else "", "drafted_on": on, "drafted_by": by}
    with refusing({"one_open_termination_per_tenancy": AlreadyTerminating}):
        termination = Termination.objects.create(**row)
    TerminationCharge.objects.bulk_create(
        TerminationCharge(termination=termination, charge=charge, open_ore=charge.open_ore) for charge in fresh
    )
    write_down(termination, What.DRAFTED, done_on=on, by=by, at=at, note=NO_CRIME)
    _ask_deciders(termination, by, on)
    return termination


def _forfeited(home, charges, on) -> list[Charge]:
    """The chosen rents as they are now. Raises NotForfeited for any other than an unpaid one, more than a week late."""
    chosen = {charge.pk for charge in charges}
    known = termination_facts.forfeitable(home, on)
    fresh = [charge for charge in known if charge.pk in chosen]
    if len(fresh) < len(chosen):
        raise NotForfeited
    return fresh


def _ground(charges, incident) -> str:
    if charges and incident:
        return Termination.Ground.BOTH
    return Termination.Ground.MISCONDUCT if incident else Termination.Ground.RENT


def _must_be_free(facts, stage) -> None:
    reasons = what_blocks(facts, stage)
    if reasons:
        raise Blocked(reasons)


def _ask_deciders(termination, by, on):
    """Whoever may decide finds it among the reminders, but not who drafted it."""
    owners = deciders().exclude(pk=by.pk).values_list("pk", flat=True)
    register.remind_many([reminder(termination, Kind.DECIDE, owner, on, on) for owner in owners], on=on)


@action
def approve_termination(termination, *, by, on: date, at) -> None:
    """The second person's word. Raises NotAllowedToDecide, TakesTwo, Blocked, TerminationMoved."""
    lock_ledger()
    row = held(termination)
    if not may_decide(by, on, asked_by=row.drafted_by_id):
        raise NotAllowedToDecide
    if row.drafted_by_id == by.pk:
        raise TakesTwo
    if row.status != Status.DRAFT:
        raise TerminationMoved
    _must_be_free(termination_facts.of(row, user=by, on=on), Stage.APPROVE)
    move(row, Status.APPROVED, done_on=on, by=by, at=at, approved_on=on, approved_by=by)
    withdraw(row, Kind.DECIDE, on=on)
    termination.refresh_from_db()


@action
def send_back_termination(termination, *, why: str, by, on: date, at) -> None:
    """Back to the draft, while nothing has been issued. Raises PapersOut, TerminationMoved, WithoutReason."""
    must_have_reason(why)
    row = held(termination)
    if row.papers.exists():
        raise PapersOut
    undone = {"approved_on": None, "approved_by": None}
    move(row, Status.DRAFT, what=What.SENT_BACK, done_on=on, by=by, at=at, note=why.strip(), **undone)
    termination.refresh_from_db()


@action
def issue_termination_papers(termination, *, by, on: date, at) -> list[TerminationPaper]:
    """Check the papers against the ledger of the day to the öre, and store them as issued; again: those that are there.

    The notice; for rent also formulär 1 (to the tenant) and formulär 3 (to the social services). R14: blocked when the
    amount differs. Raises Blocked, TerminationMoved.
    """
    lock_ledger()
    row = held(termination)
    known = list(row.papers.order_by("pk"))
    if known:
        return known
    if row.status != Status.APPROVED:
        raise TerminationMoved
    facts = termination_facts.of(row, user=by, on=on)
    _must_be_free(facts, Stage.ISSUE)
    made = papers_of(row, by=by, on=on, at=at)
    issued = {"termination": row, "amount_ore": facts.open_ore, "issued_on": on, "by": by}
    issued |= termination_facts.printed(row.tenancy)
    papers = [TerminationPaper.objects.create(kind=kind, letter=letter, **issued) for kind, letter in made]
    write_down(row, What.ISSUED, done_on=on, by=by, at=at)
    return papers


@action
def withdraw_termination(termination, *, why: str, by, on: date, at) -> None:
    """Taken back, while it is open; its reminders go too. Raises TerminationMoved, WithoutReason."""
    must_have_reason(why)
    row = held(termination)
    close(row, Status.WITHDRAWN, why=why.strip(), note=why.strip(), done_on=on, by=by, on=on, at=at)
    termination.refresh_from_db()
