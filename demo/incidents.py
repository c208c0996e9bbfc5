"""What went wrong in homes: reported, told to the social services, demanded to be put right, and how it ended.

Invented, like everybody here. What stands in it is what neighbours and staff saw and heard.
"""

from datetime import date, timedelta
from typing import NamedTuple

from bolots import calendar
from tenancies import actions as register
from tenancies.models import Incident
from tenancies.rules.incidents import suggested_day

from .scene import Scene, at

MOVED = "Hyresgästen har flyttat. Inget mer att rätta till."


class Trouble(NamedTuple):
    """In a month on a day; `demand` is what the letter asks for, `over` month, day and how it ended."""

    name: str
    month: int
    day: int
    kind: str
    source: str
    seriousness: str
    what: str
    is_told: bool = True
    demand: str = ""
    over: tuple[int, int, str] | None = None


class Look(NamedTuple):
    """A necessary inspection, announced a week before."""

    name: str
    month: int
    day: int
    remarks: str


TROUBLES = (
    Trouble("Monica Sjölin", -14, 19, "disturbance", "neighbour", "serious",
            "Tre grannar har hört hög musik och rop från lägenheten mellan klockan 01 och 04, två nätter i rad.",
            demand="Ingen hög musik och inga rop efter klockan 22.", over=(-13, 21, "Lugnt sedan brevet.")),
    Trouble("Mikael Frisk", -13, 11, "disturbance", "neighbour", "serious",
            "Porten har stått uppställd flera nätter. Okända personer har sovit i trapphuset utanför lägenheten.",
            demand="Porten ska vara stängd. Dina besökare ska inte vara i trapphuset.",
            over=(-12, 15, "Portvakten har inte sett något på tre veckor.")),
    Trouble("Monica Sjölin", -12, 8, "mismanagement", "owner", "serious",
            "Vid rörjour sågs sopsäckar från golv till midja i kök och hall. Luckan till elcentralen var avtagen.",
            demand="Bär ut soporna och sätt tillbaka luckan. Vi ordnar hjälp om du vill.",
            over=(-9, 13, MOVED)),
    Trouble("Mikael Frisk", -12, 22, "mismanagement", "staff", "serious",
            "Ytterdörren är uppbruten och lagad med en skiva. Handfatet i badrummet sitter löst, golvet är blött.",
            demand="Låt hantverkaren komma in. Stäng av vattnet till handfatet tills det är lagat.",
            over=(-10, 23, MOVED)),
    Trouble("Monica Sjölin", -10, 13, "mismanagement", "owner", "very_serious",
            "Brand i en sopsäck i köket, släckt av grannen. Sopsäckarna från i våras står kvar.",
            demand="Bär ut soporna i dag. Vi kommer med container och två personer.", over=(-9, 13, MOVED)),
    Trouble("Rasmus Enell", -7, 4, "disturbance", "neighbour", "minor",
            "Fest till klockan 03 en lördag.", is_told=False,
            over=(-7, 12, "Har pratat med grannen och bett om ursäkt.")),
    Trouble("Stefan Dahlqvist", -3, 9, "disturbance", "neighbour", "minor",
            "Hög tv flera kvällar.", is_told=False, over=(-3, 22, "Grannen säger att det är bra nu.")),
    Trouble("Stefan Dahlqvist", -2, 12, "disturbance", "neighbour", "serious",
            "Grannar har sett många okända personer komma och gå på natten och hört bråk i trapphuset. Polisen kom två "
            "gånger samma vecka.",
            demand="Inget bråk i trapphuset och inga rop efter klockan 22. Porten ska vara stängd."),
    Trouble("Peter Rydén", -1, 7, "disturbance", "owner", "serious",
            "Fyra grannar har klagat hos fastighetsägaren: dunk i väggar och rop nästan varje natt, glassplitter i "
            "trapphuset.",
            demand="Inget dunk i väggarna och inga rop efter klockan 22. Städa bort glaset i trapphuset."),
    Trouble("Peter Rydén", -1, 25, "mismanagement", "staff", "serious",
            "Fönstret mot gården är krossat och täckt med en filt. Det är kallt i lägenheten.", is_told=False),
)  # fmt: skip

LOOKS = (
    Look("Göran Thunell", -4, 17, "Läckan ovanifrån är tätad. Fukt i badrummets tak, torkas av fastighetsägaren."),
)  # fmt: skip


def work(scene: Scene, day: date) -> None:
    """What of it falls on this bank day."""
    for trouble in TROUBLES:
        go_on(scene, trouble, day)
    for look in LOOKS:
        if calendar.roll(scene.day(look.month, look.day)) == day:
            look_at(scene, look, day)


def go_on(scene: Scene, trouble: Trouble, day: date) -> None:
    """Reported the bank day after; told on the next, the letter on the one after that."""
    reported_on = calendar.roll(scene.day(trouble.month, trouble.day) + timedelta(days=1))
    if day == reported_on:
        report(scene, trouble, day)
    elif trouble.is_told and day == calendar.add_bank_days(reported_on, 1):
        for incident in known(scene, trouble):
            register.notify_social_services(incident, notified_on=day, by=scene.cast.alma, on=day)
    elif trouble.demand and day == calendar.add_bank_days(reported_on, 2):
        demand(scene, trouble, day)
    elif trouble.over and day == calendar.roll(scene.day(*trouble.over[:2])):
        for incident in known(scene, trouble):
            register.resolve_incident(incident, how=trouble.over[2], by=scene.cast.alma, on=day)


def report(scene: Scene, trouble: Trouble, day: date) -> None:
    told = {name: getattr(trouble, name) for name in ("kind", "source", "seriousness", "what")}
    happened_on = scene.day(trouble.month, trouble.day)
    tenancy = scene.named(trouble.name).tenancy
    register.report_incident(tenancy, happened_on=happened_on, **told, by=scene.cast.alma, on=day)


def demand(scene: Scene, trouble: Trouble, day: date) -> None:
    letter = {"what": trouble.what, "demand": trouble.demand, "correct_by_on": suggested_day(day)}
    for incident in known(scene, trouble):
        register.issue_correction(incident, **letter, by=scene.cast.alma, on=day, at=at(day, 10, 30))


def known(scene: Scene, trouble: Trouble):
    """The incident; none in a story that begins later."""
    happened_on = scene.day(trouble.month, trouble.day)
    return Incident.objects.filter(tenancy=scene.named(trouble.name).tenancy, happened_on=happened_on)


def look_at(scene: Scene, look: Look, day: date) -> None:
    seen = {"announced_on": day - timedelta(days=7), "held_on": day, "is_in_order": False, "remarks": look.remarks}
    tenancy = scene.named(look.name).tenancy
    register.record_necessary_inspection(tenancy, **seen, by=scene.cast.alma, on=day)
