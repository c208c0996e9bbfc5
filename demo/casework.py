"""Alma at her desk: who moves in and out, the visits that she orders, the next step of each case."""

from datetime import date, timedelta
from random import Random

from arrears.models import Charge
from bolots import calendar
from outreach import actions as outreach
from outreach.models import EvictionRiskCase
from tenancies import actions as register

from . import around, finance, incidents, leases
from .households import enter
from .moves import COMING, LEAVING
from .scene import SEED, Scene, at
from .script import CAUTIONS, ORDERS, PLANS_KEPT

DAYS_TO_A_VISIT = 3  # bank days
NOTICE = 45  # days before the end that Alma hears of it; of an eviction she hears on the day
SAID = (
    "Ringde. Hyresgästen har pratat med budget- och skuldrådgivningen.",
    "Möte på kontoret. Vi gick igenom inkomster och utgifter, förslag till avbetalning skickat.",
    "Inget svar på telefon. Skickade sms med mitt nummer.",
    "Ansökan om ekonomiskt bistånd inlämnad, väntar på beslut.",
    "Hyresvärden informerad om att kontakt finns.",
)


def work(scene: Scene, day: date) -> None:
    move_out(scene, day)
    move_in(scene, day)
    warn(scene, day)
    incidents.work(scene, day)
    around.work(scene, day)
    order(scene, day)
    keep_plans(scene, day)
    follow_up(scene, day)
    leases.work(scene, day)


def move_out(scene: Scene, day: date) -> None:
    for leaving in LEAVING:
        last = scene.day(leaving.month, leaving.day)
        heard = last if leaving.ground else last - timedelta(days=NOTICE)
        if calendar.roll(heard) != day:
            continue
        resident = scene.named(leaving.name)
        ends_on = last + timedelta(days=1)
        resident.tenancy = register.end_tenancy(
            resident.tenancy,
            ends_on=ends_on,
            reason=leaving.reason,
            ground=leaving.ground,
            situation=leaving.to,
            by=scene.cast.alma,
            on=day,
        )
        finance.credit_after(scene, resident, ends_on, day)


def move_in(scene: Scene, day: date) -> None:
    """The contract is signed a month ahead, so that the first rent comes with the others."""
    for address, household in COMING:
        if calendar.roll(scene.day(household.came - 1, 4)) == day:
            enter(scene, address, household, on=day)


def warn(scene: Scene, day: date) -> None:
    for address, door, month, date_of_month, kind, reason, months in CAUTIONS:
        if calendar.roll(scene.day(month, date_of_month)) == day:
            tenant = scene.living_in(address, door, day).tenancy.holder
            until_on = scene.month(month + months)
            register.set_caution(tenant, kind=kind, reason=reason, from_on=day, until_on=until_on, by=scene.cast.alma)


def order(scene: Scene, day: date) -> None:
    for visit in ORDERS:
        when = calendar.roll(scene.day(visit.month, visit.day)) if visit.day else scene.bank_day(visit.before)
        if when == day:
            tenancy = scene.living_in(visit.address, visit.door, day).tenancy
            due_on = min(calendar.add_bank_days(day, DAYS_TO_A_VISIT), scene.as_of)
            outreach.order_visit(tenancy, why=visit.why, due_on=due_on, by=scene.cast.alma, on=day)


def keep_plans(scene: Scene, day: date) -> None:
    """Those who pay off their debt as agreed are at risk no longer, though the debt is not gone."""
    for address, door, month, date_of_month in PLANS_KEPT:
        if calendar.roll(scene.day(month, date_of_month)) == day:
            tenancy = scene.living_in(address, door, day).tenancy
            for case in EvictionRiskCase.objects.open().filter(tenancy=tenancy):
                why = "Betalar hyran i tid och av på skulden sedan flera månader. Bevakas i den vanliga uppföljningen."
                outreach.close_case(case, outcome="plan_kept", why=why, by=scene.cast.alma, on=day)


def follow_up(scene: Scene, day: date) -> None:
    """Cases whose next date has come and that no visit is out for."""
    cases = EvictionRiskCase.objects.open().filter(next_on__lte=day).exclude(tasks__status="open")
    for case in cases.order_by("pk"):
        luck = Random(f"{SEED} {case.tenancy_id} {day}")
        outreach.add_note(case, text=luck.choice(SAID), by=scene.cast.alma, at=at(day, 13, luck.randrange(60)))
        owes = Charge.objects.of(case.tenancy_id).unpaid().exists()
        step = "Ring och hör hur det går" if owes else "Avsluta om inget nytt har hänt"
        next_on = calendar.add_bank_days(day, luck.randint(5, 9))
        outreach.change_next(case, next_on=next_on, next_step=step, by=scene.cast.alma, on=day)
        if case.status == EvictionRiskCase.Status.CONTACT and luck.random() < 0.3:
            outreach.move_case(case, status="plan", by=scene.cast.alma, on=day)
