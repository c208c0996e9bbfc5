"""The two homes that are about to be lost: each step by the landlord, as the law has it, and what came before it."""

from datetime import date
from typing import NamedTuple

from arrears import actions as ledger
from arrears import termination_facts
from arrears.models import Clearance, Termination
from bolots import calendar, formats
from outreach import actions as outreach
from outreach.models import EvictionRiskCase

from .scene import Scene, at

WHY = "Hyran för {months} är obetald sedan mer än en vecka. Kontakt är tagen; en plan har erbjudits."
NAMED = 3  # the newest of the late rents that somebody has come about since: it is these that cost the home
FILED = "U-{year}-0{number}-23"


class Course(NamedTuple):
    """A name, and when it begins: bank days before the end, or a month and day of the story."""

    name: str
    before: int | None = None
    begins: tuple[int, int] | None = None
    is_filed: bool = False

    def day(self, scene: Scene) -> date:
        return calendar.roll(scene.day(*self.begins)) if self.begins else scene.bank_day(self.before or 0)


COURSES = (
    Course("Peter Rydén", begins=(-2, 20), is_filed=True),  # his last payment came on the 17th
    Course("Stefan Dahlqvist", before=15),
)
PERIOD_AND_MORE = 24  # bank days from the beginning: service, three weeks, two weekdays and the day after


def work(scene: Scene, day: date) -> None:
    """Drafted, approved the bank day after, served on the fourth, the social services told on the fifth."""
    steps = {0: draft, 1: approve, 4: serve, 5: tell}
    for number, course in enumerate(COURSES, 1):
        after = calendar.bank_days_between(course.day(scene), day) if day >= course.day(scene) else None
        step = apply if after == PERIOD_AND_MORE and course.is_filed else steps.get(after)
        if step:
            step(scene, course, number, day)


def draft(scene: Scene, course: Course, number: int, day: date) -> None:
    """Finn drafts; that somebody has been there and that the children were asked about stands there already."""
    tenancy = scene.named(course.name).tenancy
    rents = _come_about(tenancy, termination_facts.forfeitable(tenancy, day))[-NAMED:]
    months = ", ".join(formats.manad(rent.month) for rent in rents)
    facts = {"charges": rents, "why": WHY.format(months=months), "by": scene.cast.finn, "on": day}
    ledger.draft_termination(tenancy, **facts, at=at(day, 10))
    case = EvictionRiskCase.objects.open().get(tenancy=tenancy)
    outreach.record_check(case, what="no_children", by=scene.cast.alma, on=day)


def _come_about(tenancy, rents):
    """Those that were due when somebody last rang the bell: contact comes after the rent is due, and before service."""
    met_on = Clearance.objects.filter(tenancy=tenancy, kind=Clearance.Kind.CONTACT).latest("done_on").done_on
    return [rent for rent in rents if rent.safe_due_on <= met_on]


def approve(scene: Scene, course: Course, number: int, day: date) -> None:
    said = {"on": day, "at": at(day, 11)}
    ledger.approve_termination(_open(scene, course), by=scene.cast.miriam, **said)
    ledger.issue_termination_papers(_open(scene, course), by=scene.cast.finn, **said)


def serve(scene: Scene, course: Course, number: int, day: date) -> None:
    """Handed over at the door against a signature."""
    said = {"served_on": day, "how": Termination.HowServed.HANDED, "proof": f"Kvitterat delgivningskvitto {number}"}
    ledger.record_service(_open(scene, course), **said, by=scene.cast.finn, on=day, at=at(day, 13))


def tell(scene: Scene, course: Course, number: int, day: date) -> None:
    said = {"notified_on": day, "how": "Lämnat till socialtjänstens reception, kvitto"}
    ledger.record_board_notice(_open(scene, course), **said, by=scene.cast.finn, on=day, at=at(day, 13))


def apply(scene: Scene, course: Course, number: int, day: date) -> None:
    said = {"applied_on": day, "reference": FILED.format(year=day.year, number=4100 + number)}
    ledger.record_application(_open(scene, course), **said, by=scene.cast.finn, on=day, at=at(day, 10))
    told = {"kind": "application", "received_on": day, "reference": said["reference"]}
    tenancy = scene.named(course.name).tenancy
    ledger.record_enforcement_notice(tenancy, **told, by=scene.cast.alma, on=day)


def _open(scene: Scene, course: Course) -> Termination:
    return Termination.objects.open().get(tenancy=scene.named(course.name).tenancy)
