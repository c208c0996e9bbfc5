"""One day of the story, in the order of the clock."""

from datetime import date, timedelta

from arrears import actions as ledger
from arrears.models import Charge
from bolots import calendar
from bolots.periods import next_month
from tenancies import actions as register

from . import casework, collecting, doors, ending, evictions, finance, nights, reviews, staff, upkeep
from .households import bill_of
from .payers import PAY_DAY, Manner
from .scene import Scene, at

CHARGING_DAY = 10
LUMP_DAY = 17
RISE_IS_DECIDED, RISE_ORE = (12, 1), 9_000  # from January on


def play(scene: Scene, day: date) -> None:
    """Everything that happens on the day; on the last day only its night."""
    morning(scene, day)
    if day == scene.as_of:
        return
    if (day.month, day.day) == RISE_IS_DECIDED:
        raise_rents(scene, scene.month(scene.number(day) + 1), day)
    if calendar.is_bank_day(day):
        finance.work(scene, day)
        casework.work(scene, day)
        reviews.work(scene, day)
        upkeep.work(scene, day)
        collecting.work(scene, day)
        evictions.work(scene, day)
        ending.draw_near(scene, day)
    staff.work(scene, day)
    doors.rounds(scene, day)
    payers(scene, day)


def morning(scene: Scene, day: date) -> None:
    deliver(scene, day - timedelta(days=1), day)
    nights.night(scene, day)
    if day.day == CHARGING_DAY:
        charge(scene, next_month(day), day)


def deliver(scene: Scene, booked_on: date, day: date) -> None:
    """The bank's file of the evening before lies in the inbox."""
    file = scene.bank.file(booked_on)
    if file:
        ledger.import_bank_file(file.data, name=file.name, via="inbox", on=day, at=at(day, 4))


def charge(scene: Scene, month: date, day: date) -> None:
    """The notices go out, and people decide what to do about them."""
    ledger.charge_month(month=month, on=day)
    number = scene.number(month)
    for row in Charge.objects.filter(kind=Charge.Kind.RENT, month=month).order_by("pk"):
        resident = scene.residents[row.tenancy_id]
        if resident.leaves_in is None or number <= resident.leaves_in:
            for transfer in resident.purse.receive(bill_of(row), resident.household.habit(number)):
                scene.bank.send(transfer, today=day)


def raise_rents(scene: Scene, month: date, day: date) -> None:
    for resident in scene.residents.values():
        if resident.tenancy.ends_on is None and resident.tenancy.starts_on < month:
            rent = resident.tenancy.rent_terms.latest("valid_from").rent_ore + RISE_ORE
            register.change_rent(resident.tenancy, rent_ore=rent, valid_from=month, by=scene.cast.miriam, on=day)


def payers(scene: Scene, day: date) -> None:
    """Instalments on the pay day, and lump sums."""
    number = scene.number(day)
    for resident in scene.residents.values():
        household, purse = resident.household, resident.purse
        if day.day == PAY_DAY and household.instalment and number >= household.instalment[0]:
            _send(scene, purse.settle(day, household.instalment[1] * 100), day)
        if day.day == LUMP_DAY and household.lump and number == household.lump[0]:
            payer = Manner(household.lump[2], "")
            _send(scene, purse.settle(day, household.lump[1] * 100, payer), day)


def _send(scene, transfers, day):
    for transfer in transfers:
        scene.bank.send(transfer, today=day)
