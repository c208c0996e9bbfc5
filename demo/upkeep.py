"""The homes themselves: keys out and back, days out of use, pictures of the houses."""

from datetime import date

from bolots import calendar
from tenancies import actions as register
from tenancies.models import Loan

from .facades import facade
from .homes import HOUSES, OWNED
from .moves import LEAVING
from .scene import Resident, Scene
from .script import KEEPS, KEYS_FOR_OTHERS, OUT_OF_USE

PHOTOGRAPHED = HOUSES[:5]


def work(scene: Scene, day: date) -> None:
    """Called every bank day, after those who move out and in are in the register."""
    for resident in scene.residents.values():
        if calendar.roll(resident.tenancy.starts_on) == day and resident.tenancy.starts_on > scene.starts_on:
            hand_out(scene, resident, day)
    take_back(scene, day)
    close_homes(scene, day)


def hand_out(scene: Scene, resident: Resident, day: date) -> None:
    """Two keys and a tag to who moves in; in a leased home the furniture too."""
    home, door = scene.homes[resident.home], resident.household.door
    starts_on = resident.tenancy.starts_on
    facts = {"tenancy": resident.tenancy, "issued_on": starts_on, "by": scene.cast.alma, "on": day}
    register.issue_loan(home, kind="key", number=2, label=door, **facts)
    register.issue_loan(home, kind="tag", label=f"P-{door}", **facts)
    if home.tenure_form != OWNED:
        register.issue_loan(home, kind="contents", label="Säng, bord, två stolar, lampa", **facts)


def take_back(scene: Scene, day: date) -> None:
    """What was lent comes back with the last day, but what somebody keeps."""
    for leaving in LEAVING:
        if calendar.roll(scene.day(leaving.month, leaving.day)) == day:
            loans = Loan.objects.out().filter(tenancy=scene.named(leaving.name).tenancy)
            for loan in loans.exclude(kind=KEEPS.get(leaving.name, "")).order_by("pk"):
                register.return_loan(loan, returned_on=day, by=scene.cast.alma, on=day)


def close_homes(scene: Scene, day: date) -> None:
    who = {"by": scene.cast.alma, "on": day}
    for row in OUT_OF_USE:
        starts_on = scene.day(row.month, row.day)
        if calendar.roll(starts_on) == day:
            home, until = scene.homes[row.address, row.door], row.until and scene.day(*row.until)
            if not home.tenancies.not_over_on(starts_on).exists():  # in a short story the one who left has not
                days = {"starts_on": starts_on, "ends_on": until}
                register.take_out_of_use(home, reason=row.reason, note=row.note, **days, **who)
    for address, door, month, date_of_month, to in KEYS_FOR_OTHERS:
        if calendar.roll(scene.day(month, date_of_month)) == day:
            register.issue_loan(scene.homes[address, door], kind="key", to=to, label=door, issued_on=day, **who)


def hang_pictures(scene: Scene) -> None:
    """Before the curtain: the houses that somebody has photographed."""
    for house in PHOTOGRAPHED:
        data = facade(house)
        for door, _rent in house.doors:
            home = scene.homes[house.address, door]
            register.set_photo(home, data=data, by=scene.cast.miriam, on=scene.starts_on)
