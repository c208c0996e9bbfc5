"""Reminders and demands: asked for from a list of proposals, and issued from the ledger as it is at that moment."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from bolots import calendar, letters
from bolots.audit import action
from bolots.guidelines import Guidelines
from bolots.refusals import Refused
from tenancies.models import Tenancy

from .. import demanded, interest
from ..letters import DemandPaper, InterestShare, SmsPaper
from ..models import Charge, Demand, DemandLine, PaperItem, PaperRun
from ..proposals import Proposal
from ..versions import root_of, roots_of
from .asking import begin
from .handing import DEMAND, SOON, ask_to_hand_over
from .late_costs import charge_cost, charge_interest
from .posting import lock_ledger

Kind = Demand.Kind
PAID, CHANGED, ALREADY = "paid", "changed", "already"


class NobodyChosen(Refused):
    sentence = _("Choose at least one home.")


class AskedAlready(Refused):
    sentence = _("A paper to one of those homes is being made already. Look at the list again.")


@action
def ask_for_demands(*, kind: str, chosen: Mapping[int, str], by, on: date, at: datetime) -> PaperRun:
    """Ask for papers of one kind to homes: tenancy → `seen`, the ledger that the person looked at. Raises Refused."""
    if not chosen or Tenancy.objects.filter(pk__in=chosen).count() < len(chosen):
        raise NobodyChosen
    lock_ledger()
    others = PaperRun.objects.exclude(kind=PaperRun.Kind.NOTICE).filter(pk=OuterRef("run"))
    if PaperItem.objects.waiting().filter(Exists(others), tenancy__in=chosen).exists():
        raise AskedAlready
    run = PaperRun(kind=kind, asked_on=on, asked_at=at, by=by)
    return begin(run, [PaperItem(run=run, tenancy_id=pk, seen=seen) for pk, seen in sorted(chosen.items())])


def issue(run, item, proposal: Proposal | None, *, held: Guidelines, on: date, at: datetime) -> dict[str, object]:
    """Issue one paper of a run, or say why not: what becomes of the item. Needs the lock.

    `proposal` is the home judged now. Whatever has happened since the person looked stops the paper: a demand for money
    that has come is worse than one a day late.
    """
    code = _why_not(run.kind, item, proposal)
    if code:
        return {"left_out": code}
    assert proposal is not None
    keys = [rent.charge_id for rent in proposal.verdict.rents]
    rents = list(Charge.objects.filter(pk__in=keys).order_by("month", "pk"))
    owed = {"rents": rents, "shares": _interest(run, rents, on)}
    _fee(run, rents, on)
    demand = _write(run, item.tenancy, held=held, on=on, at=at, **owed)
    return {"demand": demand}


def _why_not(kind: str, item, proposal: Proposal | None) -> str:
    if proposal is None:
        return PAID
    if not proposal.verdict.is_proposed:
        return CHANGED if proposal.verdict.code == "waits" else proposal.verdict.code
    return "" if proposal.verdict.kind == kind and proposal.seen == item.seen else CHANGED


def _interest(run, rents, on: date) -> list[InterestShare]:
    """With a demand, charge the interest up to and including the day; how all of it is counted, for the paper: also
    what was charged before and is not paid. Where a reference rate is missing none is charged (R6).
    """
    if run.kind != Kind.DEMAND:
        return []
    keys = [rent.pk for rent in rents]
    found = interest.interest_on(keys, on)
    for rent in rents:
        if found[rent.pk].is_known and found[rent.pk].ore:
            charge_interest(rent, until_on=on + timedelta(days=1), by=run.by, on=on)
    terms, known = interest.terms_of(keys), interest.rates()
    return [InterestShare.from_part(rent, part) for rent in rents for part in terms[rent.pk].as_demanded(known)]


def _fee(run, rents, on: date) -> None:
    """One fee for the paper, however many rents it is about: of the oldest that may have one (lag 1981:739 2, 4 §§)."""
    kind = {Kind.REMINDER: Charge.Kind.FEE, Kind.DEMAND: Charge.Kind.COST}.get(run.kind)
    if kind is None:
        return
    fees = interest.fees_on(kind, rents, on)
    rent = next((rent for rent in rents if fees[rent.pk]), None)
    if rent:
        charge_cost(rent, kind=kind, amount_ore=fees[rent.pk], by=run.by, on=on)


def _write(run, tenancy, *, rents, shares, held: Guidelines, on: date, at: datetime) -> Demand:
    """The paper and its rows, from the open charges of the ledger: what was booked just now is read back from there."""
    roots = roots_of(rents)  # what was charged of an older version is still owed
    extras = list(Charge.objects.unpaid().filter(about__in=list(roots)).order_by("about__month", "kind", "pk"))
    if run.kind != Kind.DEMAND:
        extras = [extra for extra in extras if extra.kind == Charge.Kind.FEE]
    by_hand = tenancy.holder.is_protected and run.kind != Kind.SMS
    answer_on = _answer_on(on, held, by_hand=by_hand) if run.kind == Kind.DEMAND else None
    letter = _letter(run, tenancy, rents=rents, extras=extras, shares=shares, answer_on=answer_on, on=on, at=at)
    interest_of: Counter[int] = Counter()
    for extra in extras:
        if extra.kind == Charge.Kind.INTEREST:
            interest_of[roots[extra.about_id]] += extra.open_ore
    demand = Demand.objects.create(
        tenancy=tenancy,
        kind=run.kind,
        letter=letter,
        by_hand=by_hand,
        issued_on=on,
        respond_by_on=answer_on,
        capital_ore=sum(rent.open_ore for rent in rents),
        interest_ore=sum(interest_of.values()),
        cost_ore=sum(extra.open_ore for extra in extras if extra.kind != Charge.Kind.INTEREST),
        by=run.by,
    )
    rows = [(rent, {"capital_ore": rent.open_ore, "interest_ore": interest_of[root_of(rent)]}) for rent in rents]
    times = demanded.times([rent.pk for rent in rents], run.kind, on=on, held=held)
    facts = {"demand": demand, "kind": run.kind}
    DemandLine.objects.bulk_create(DemandLine(charge=rent, times=times[rent.pk], **facts, **ore) for rent, ore in rows)
    if by_hand:
        by_day = answer_on and answer_on - timedelta(days=held.demand_least_answer_days)
        ask_to_hand_over(tenancy, source=DEMAND, source_id=demand.pk, by_day=by_day, on=on)
    return demand


def _answer_on(on: date, held: Guidelines, *, by_hand: bool) -> date:
    """The last day to pay or object: later where somebody has to hand it over first."""
    days = max(held.demand_answer_days, held.demand_least_answer_days, 1)
    return calendar.roll(on + timedelta(days=days) + (SOON if by_hand else timedelta()))


def _letter(run, tenancy, *, answer_on, on: date, at: datetime, **owed):
    if run.kind == Kind.SMS:
        return letters.issue(SmsPaper.neutral(), by=run.by, on=on, at=at, is_printed=False)
    paper = DemandPaper.from_ledger(tenancy, kind=run.kind, respond_by_on=answer_on, on=on, **owed)
    return letters.issue(paper, by=run.by, on=on, at=at)
