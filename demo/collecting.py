"""Finn and the debts: the notices of the last rents, what the rules propose every week, plans and respites."""

from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from arrears import actions as ledger
from arrears import proposals
from arrears.models import Charge, PaperRun, PaymentPlan
from arrears.rules.plans import propose
from bolots import calendar, jobs
from bolots.models import JobRun

from .scene import Scene, at

PAPERS_LAST = timedelta(weeks=5)  # before the end: each is a real PDF, and the story is told in time
WEDNESDAY = 2
NOTICES_ON = 13  # of the month before the rent's
INCOME_DAY = 25


class Agreed(NamedTuple):
    """A plan for all that is open: in a month on a day, so many kronor a month."""

    address: str
    door: str
    month: int
    day: int
    kronor: int


class Respite(NamedTuple):
    """From a month and day, for so many days."""

    address: str
    door: str
    month: int
    day: int
    days: int
    why: str


PLANS = (
    Agreed("Tuna torg 43", "1301", -2, 9, 3_000),
    Agreed("Olsborgsvägen 96 A", "1102", -3, 9, 2_500),
    Agreed("Olsborgsvägen 96 B", "1003", -3, 16, 1_800),
    Agreed("Tuna torg 43", "1101", -4, 10, 2_500),  # nothing comes: broken, and later a termination
)
RESPITES = (
    Respite("Tuna torg 43", "1201", -1, 23, 24, "Inlagd på sjukhus. Ringer när han är hemma igen i mitten av mars."),
)


def work(scene: Scene, day: date) -> None:
    for agreed in PLANS:
        if calendar.roll(scene.day(agreed.month, agreed.day)) == day:
            agree(scene, agreed, day)
    for respite in RESPITES:
        if calendar.roll(scene.day(respite.month, respite.day)) == day:
            wait(scene, respite, day)
    if scene.as_of - day <= PAPERS_LAST:
        write(scene, day)


def agree(scene: Scene, agreed: Agreed, day: date) -> None:
    """Alma and the tenant sit down; what is open is paid in parts when the income has come."""
    tenancy = scene.living_in(agreed.address, agreed.door, day).tenancy
    rents = list(Charge.objects.of(tenancy).unpaid().in_debt_on(day).order_by("safe_due_on"))
    left_ore = agreed.kronor * 100
    owed_ore = sum(rent.open_ore for rent in rents)
    parts = propose(owed_ore, left_ore=left_ore, income_day=INCOME_DAY, after=day).parts
    if not parts or PaymentPlan.objects.running().filter(tenancy=tenancy).exists():
        return
    tolerance_ore = min(5_000, parts[-1].ore // 2)  # the rest may be small
    budget = {"income_day": INCOME_DAY, "left_ore": left_ore, "tolerance_ore": tolerance_ore}
    facts = {"by": scene.cast.alma, "on": day, "at": at(day, 14)}
    ledger.make_plan(tenancy, charges=rents, parts=parts, **budget, **facts)


def wait(scene: Scene, respite: Respite, day: date) -> None:
    tenancy = scene.living_in(respite.address, respite.door, day).tenancy
    stops = {"stops_cases": True, "stops_demands": True, "stops_interest": True}
    until_on = day + timedelta(days=respite.days)
    ledger.set_hold(tenancy, from_on=day, until_on=until_on, why=respite.why, **stops, by=scene.cast.alma, on=day)


def write(scene: Scene, day: date) -> None:
    """The notices when a month has been charged; on Wednesdays what the rules propose, all of it ticked."""
    if calendar.roll(day.replace(day=NOTICES_ON)) == day:
        month = scene.month(scene.number(day) + 1)
        ledger.ask_for_notices(month=month, by=scene.cast.finn, on=day, at=at(day, 9))
    if day.weekday() == WEDNESDAY:
        found = sorted((p for p in proposals.propose(day) if p.verdict.is_proposed), key=lambda p: p.verdict.kind)
        for kind, group in groupby(found, key=lambda p: p.verdict.kind):
            chosen = {proposal.tenancy_id: proposal.seen for proposal in group}
            ledger.ask_for_demands(kind=kind, chosen=chosen, by=scene.cast.finn, on=day, at=at(day, 9))
    make(day)
    post(scene, day)


def make(day: date) -> None:
    """What the workers do with the papers that somebody has asked for."""
    while waiting := JobRun.objects.filter(kind="papers", ended_at=None).order_by("pk").first():
        jobs.run(waiting.pk, _make)


def _make(*, on: date, at, subject_id: int) -> dict[str, int]:
    return ledger.make_papers(run_id=subject_id, on=at.date(), at=at)


def post(scene: Scene, day: date) -> None:
    """Finn puts the day's demands in envelopes."""
    for run in PaperRun.objects.filter(asked_on=day).exclude(kind=PaperRun.Kind.NOTICE):
        for item in run.items.exclude(demand=None).select_related("demand"):
            ledger.record_delivery(item.demand, kind="sent_post", by=scene.cast.finn, on=day, at=at(day, 15))
