"""Households that enter: the person in the register, the tenancy, the purse, and the debt brought along."""

from dataclasses import replace
from datetime import date
from random import Random

from arrears import actions as ledger
from arrears.rules import due_dates, late
from bolots import guidelines
from tenancies import actions as register

from . import leases
from .around import known_of
from .bank import invented_iban
from .homes import RENTS
from .moves import LEAVING
from .payers import Bill, Manner, Purse
from .people import LAST_NIGHT, NEWEST_RENT, Household, birth_year, number_for
from .scene import SEED, Resident, Scene

FLAGGED_BEFORE = 5  # bank days before the end: time for the first visit


def phone(nth: int) -> str:
    """A number of the series that PTS keeps for fiction: 070-174 06 05 … 06 99."""
    return f"070-174 06 {5 + nth % 95:02}"


def enter(scene: Scene, address: str, household: Household, on: date | None = None) -> Resident:
    """A household moves in: `on` is the day it is registered, the story's first day for those who came before."""
    on = on or scene.starts_on
    nth = len(scene.residents)
    due_rule, household = _fated(scene, household)
    alma, starts_on = scene.cast.alma, scene.month(household.came)
    tenancy = register.start_tenancy(
        apartment=scene.homes[address, household.door],
        holder=_register_person(scene, household, nth, on),
        case_worker=alma,
        starts_on=starts_on,
        planned_end_on=scene.month(household.came + 12),
        rent_ore=RENTS[address, household.door],
        due_rule=due_rule,
        **leases.lease(household.person.name, nth, starts_on, on),
        by=alma,
        on=on,
    )
    manner = Manner(
        household.payer or household.person.name,
        invented_iban(nth),
        household.swaps_digits,
        household.writes_text,
    )
    leaves_in = next((leaving.month for leaving in LEAVING if leaving.name == household.person.name), None)
    resident = Resident(address, household, tenancy, Purse(manner, Random(f"{SEED} {nth}")), leaves_in)
    scene.residents[tenancy.pk] = resident
    leases.found(scene, resident, nth, on)
    return resident


def _register_person(scene, household, nth, on):
    who, person = {"by": scene.cast.alma, "on": on}, household.person
    tenant = register.register_tenant(
        name=person.name,
        personal_number=number_for(person, scene.as_of.year, nth),
        preferred_name=person.called,
        phone="" if person.is_protected else phone(nth),
        language=person.language,
        is_protected=person.is_protected,
        **known_of(household, nth),
        **who,
    )
    for age, residence in person.children:
        register.add_child(tenant, birth_year=birth_year(age, scene.as_of), residence=residence, **who)
    return tenant


def _fated(scene, household):
    """The household with the month that it will not pay, and its due rule, so that this holds on any last day."""
    grace = guidelines.Guidelines().grace_bank_days
    if household.fails == LAST_NIGHT:
        days, newest = range(1, 29), late.cutoff(scene.as_of, grace)
    elif household.fails == NEWEST_RENT:
        days, newest = [due_dates.LAST_WEEKDAY_BEFORE], late.cutoff(scene.bank_day(FLAGGED_BEFORE), grace)
    else:
        return due_dates.LAST_WEEKDAY_BEFORE, household
    rents = [(number, day) for number in (0, -1, -2) for day in days]
    due = {(n, day): due_dates.due_dates(scene.month(n), due_rule=day).safe_due_on for n, day in rents}
    number, day = max((rent for rent in rents if due[rent] <= newest), key=due.get)
    return day, replace(household, lapses=((number, None),))


def bring_debts(scene: Scene, resident: Resident, *, last: int) -> None:
    """Opening balances (ingående skuld): whole rents, up to and including the month `last`."""
    owes = resident.household.owes
    for number in range(last - owes + 1, last + 1):
        charge = ledger.open_balance(
            resident.tenancy,
            month=scene.month(number),
            amount_ore=RENTS[resident.home],
            by=scene.cast.finn,
            on=scene.starts_on,
        )
        resident.purse.bills.append(bill_of(charge))


def bill_of(charge) -> Bill:
    """The charge as its tenant sees it on the notice."""
    return Bill(charge.ocr, charge.month, charge.amount_ore, charge.printed_due_on, charge.open_ore)
