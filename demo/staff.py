"""The unit's own people: who is away when and who stands in, who has left, who is about to begin."""

from datetime import date, timedelta

from bolots import actions as office

from .scene import Scene, at

HOLIDAY_IS_PLANNED, HOLIDAY = (-9, 12), (-8, 4)  # Billie's summer: month and day
HOLIDAY_DAYS = 14
ULLA_LEAVES = (-14, 28)
MIRIAM_PLANS, EBBA_IS_COMING = 6, 2  # bank days before the end


def work(scene: Scene, day: date) -> None:
    """Called every day."""
    cast = scene.cast
    if day == scene.day(*HOLIDAY_IS_PLANNED):
        first = scene.day(*HOLIDAY)
        back = first + timedelta(HOLIDAY_DAYS)
        office.set_absence(cast.billie, from_on=first, until_on=back, deputy=cast.bosse, by=cast.billie, on=day)
    if day == max(scene.day(*ULLA_LEAVES), scene.starts_on):
        why = "Har slutat i kommunen; hemmen är överlämnade till Alma."
        office.deactivate_user(cast.ulla, why=why, by=cast.axel, at=at(day, 15))
    if day == scene.bank_day(MIRIAM_PLANS):
        first = monday_after(scene.as_of + timedelta(days=7))
        back = first + timedelta(days=7)
        office.set_absence(cast.miriam, from_on=first, until_on=back, deputy=cast.alma, by=cast.miriam, on=day)
    if day == scene.bank_day(EBBA_IS_COMING):
        facts = {"username": "ebba", "first_name": "Ebba", "role": "case_worker", "phone": "070-174 06 72"}
        office.add_user(**facts, by=cast.axel, at=at(day, 14, 10))


def monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
