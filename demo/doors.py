"""Bosse and Billie on their rounds: what happens at each door, decided by the seed or by the script."""

import uuid
from datetime import date, timedelta
from random import Random

from bolots import calendar
from outreach import actions as outreach
from outreach.models import ContactAttempt, OutreachTask

from .scene import SEED, Scene, at
from .script import AT_THE_DOOR, COMES_HOME_ON_THE_LAST_DAY

MET, NOBODY, NOTE, DECLINED = (ContactAttempt.Outcome(o) for o in ("met", "nobody_home", "note_left", "declined"))
LOT = (MET, MET, MET, MET, NOBODY, NOBODY, NOTE, NOTE, DECLINED)
HOURS = {"morning": 9, "afternoon": 13, "evening": 17, "weekend": 11}
LAST_DAYS = 4  # bank days before the end
REPORTS = uuid.UUID("5d0c5f0e-8f39-4c0a-9a57-0b7a3e2c2016")
WORDS = {
    MET: (
        "Öppnade direkt. Vi gick igenom avin tillsammans.",
        "Hade glömt bort avin. Betalar när pengarna kommer den 25:e.",
        "Trött och orolig, men vill bo kvar. Vi ringde banken tillsammans.",
        "Hade bytt bank, autogirot hade inte följt med.",
    ),
    NOBODY: ("Ringde på två gånger.", "Tänt i fönstret, ingen öppnade.", ""),
    NOTE: ("Lapp i brevlådan.", "Lapp lämnad, återkommer."),
    DECLINED: ("Ville inte prata i dag. Tog emot vårt telefonnummer.",),
}
AGREED = ("pay", "pay", "help", "meeting", "nothing")


def rounds(scene: Scene, day: date) -> int:
    """Every visit that is due is made, on bank days, and on Saturdays those that were planned for the weekend."""
    tasks = (
        OutreachTask.objects.due(_reach(scene, day))
        .select_related("assignee", "case", "tenancy__holder")
        .order_by("due_on", "pk")
    )
    if not calendar.is_bank_day(day):
        tasks = tasks.filter(slot="weekend") if day.weekday() == 5 else tasks.none()
    made = [task for task in tasks if not task.assignee.is_away(day)]
    for nth, task in enumerate(made):
        knock(scene, task, day, nth)
    return len(made)


def _reach(scene, day):
    """Visits due up to here are made: behind at first, in time by the winter, a day ahead since."""
    if day >= scene.bank_day(LAST_DAYS):
        return day
    ahead = min(1, max(-2, scene.number(day) + 3))
    return calendar.add_bank_days(day, ahead)


def knock(scene: Scene, task, day: date, nth: int) -> None:
    tried = task.attempts.count()
    luck = Random(f"{SEED} {task.tenancy_id} {task.ordered_on} {tried}")
    outcome = _scripted(scene, task, tried) or luck.choice(LOT)
    agreed = luck.choice(AGREED) if outcome == MET else ""
    when = at(day, HOURS[task.slot or "afternoon"] + nth // 4, nth % 4 * 14 + luck.randrange(9))
    if outcome == NOTE:
        outreach.print_note(task, by=task.assignee, on=day, at=when - timedelta(minutes=40))
    outreach.report_visit(
        task,
        client_id=uuid.uuid5(REPORTS, f"{task.pk} {tried}"),
        outcome=outcome,
        agreed=agreed,
        note=luck.choice(WORDS[outcome]),
        at=when,
        **_next(scene, task, day, outcome),
        by=task.assignee,
    )


def _scripted(scene, task, tried):
    resident = scene.residents[task.tenancy_id]
    outcomes = AT_THE_DOOR.get(resident.home, ())
    return ContactAttempt.Outcome(outcomes[min(tried, len(outcomes) - 1)]) if outcomes else None


def _next(scene, task, day, outcome):
    """As suggested, but what would come just after the last day waits on the last day's list."""
    is_away = scene.residents[task.tenancy_id].home == COMES_HOME_ON_THE_LAST_DAY and scene.number(day) >= -1
    is_near = outcome in ContactAttempt.MISSES and (is_away or day >= scene.bank_day(LAST_DAYS))
    slot = "evening" if task.slot != "evening" else "morning"
    return {"next_on": scene.as_of, "next_slot": slot} if is_near else {"next_on": None, "next_slot": ""}
