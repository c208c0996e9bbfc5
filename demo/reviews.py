"""Alma and the stays that should move on: reviews in time and not in time, goals, the queue, her own reminders."""

from datetime import date, timedelta
from random import Random

from arrears import actions as ledger
from arrears.models import Demand, RentNotice
from bolots import calendar
from bolots.periods import add_months
from tenancies import actions as register
from tenancies.models import Reminder, Review, Tenancy

from .payers import AUTOGIRO, LAST_MINUTE, ON_TIME
from .scene import SEED, Resident, Scene, at
from .script import GOALS, OWN_REMINDERS, READY, WHY_END, WHY_EXTEND, WHY_READY

MONDAY = 0
LATE_BY = ((0, 6),) * 5 + ((9, 30),) * 3 + ((45, 120),) * 2  # days from the due day to the review
ACTS_WITHIN = 12  # days, on what reminds of anything but reviews


def work(scene: Scene, day: date) -> None:
    hold(scene, day)
    if day.weekday() == MONDAY:
        act(scene, day)
    remind(scene, day)


def hold(scene: Scene, day: date) -> None:
    """The reviews that Alma gets round to on the day."""
    due = Tenancy.objects.running_on(day).filter(ends_on=None, next_review_on__lte=day).order_by("pk")
    for stay in due:
        luck = Random(f"{SEED} {stay.pk} {stay.next_review_on}")
        if stay.next_review_on + timedelta(days=luck.randint(*luck.choice(LATE_BY))) <= day:
            review(scene, scene.residents[stay.pk], luck, day)


def review(scene: Scene, resident: Resident, luck: Random, day: date) -> None:
    stay, alma = resident.tenancy, scene.cast.alma
    stay.refresh_from_db()
    decision, because, blockers = _decide(scene, resident, luck, day)
    register.hold_review(
        stay,
        decision=decision,
        because=because,
        blockers=blockers,
        planned_end_on=add_months(day, luck.choice((3, 6, 6)) if decision == "extend" else 3),
        next_on=calendar.roll(add_months(day, 3)),
        by=alma,
        on=day,
    )
    _plan(resident, luck, alma, day)


def _decide(scene, resident, luck, day) -> tuple[str, str, list[str]]:
    """What the review says; the story's own words where it has a fate in store."""
    name, number = resident.household.person.name, scene.number(day)
    if name in READY and number >= READY[name]:
        return "ready", luck.choice(WHY_READY), ["no_home"]
    if resident.leaves_in is not None and number >= resident.leaves_in - 2 and resident.household.habits:
        return "end", luck.choice(WHY_END), ["support"]
    blockers = ["debt"] if resident.household.owes or any(bill.left_ore for bill in resident.purse.bills) else []
    pays = resident.household.habit(number) in (ON_TIME, AUTOGIRO, LAST_MINUTE)
    blockers += [] if pays else ["income"]
    blockers += luck.sample(sorted(set(Review.Blocker) - {"debt", "income", "disturbance"}), 1)
    return "extend", luck.choice(WHY_EXTEND), blockers


def _plan(resident, luck, alma, day) -> None:
    """What comes up while they talk: a goal, the queue, the course."""
    stay, is_ready = resident.tenancy, resident.household.person.name in READY
    goals = list(stay.goals.filter(reached_on=None, dropped_on=None))
    if not goals and luck.random() < 0.6:
        register.add_goal(stay, text=luck.choice(GOALS), by=alma, on=day)
    elif goals and luck.random() < 0.25:
        register.reach_goal(goals[0], by=alma, on=day)
    queue = stay.in_queue_since_on or (day if is_ready or luck.random() < 0.15 else None)
    course = stay.course_done_on or (day if is_ready or luck.random() < 0.06 else None)
    if (queue, course) != (stay.in_queue_since_on, stay.course_done_on):
        register.edit_plan(stay, in_queue_since_on=queue, course_done_on=course, by=alma, on=day)


def act(scene: Scene, day: date) -> None:
    """What reminded of leases and decisions is dealt with; in the last weeks some of it still lies there."""
    mine = Reminder.objects.due_on(day).filter(owner=scene.cast.alma)
    for reminder in mine.filter(kind=Reminder.Kind.HAND_OVER).order_by("pk"):
        hand_over(reminder, scene.cast.alma, day)
    seen = mine.exclude(kind__in=[Reminder.Kind.REVIEW, Reminder.Kind.HAND_OVER])
    for reminder in seen.filter(due_on__lte=day - timedelta(days=ACTS_WITHIN)).order_by("pk"):
        register.finish_reminder(reminder, by=scene.cast.alma, on=day)


def hand_over(reminder: Reminder, alma, day: date) -> None:
    """A paper without name and address is given to the tenant, and that is noted."""
    given = {"by": alma, "on": day, "at": at(day, 14)}
    if reminder.source == "rent_notice":
        ledger.hand_over_notice(RentNotice.objects.get(charge=reminder.source_id), **given)
    else:
        ledger.hand_over_demand(Demand.objects.get(pk=reminder.source_id), **given)


def remind(scene: Scene, day: date) -> None:
    """What Alma asks to be reminded of herself."""
    for address, door, before, days_later, text in OWN_REMINDERS:
        if day == scene.bank_day(before):
            stay = scene.living_in(address, door, day).tenancy
            register.remind_self(stay, due_on=day + timedelta(days=days_later), text=text, by=scene.cast.alma, on=day)
