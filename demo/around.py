"""What the register knows of the tenants beside their rent, and who is around them: contacts, consents, readers."""

from datetime import date

from bolots import calendar
from tenancies import actions as register
from tenancies.models import Tenant

from .people import Household
from .scene import Scene, at
from .script import CONTACTS, EMERGENCY, NAMED_READER

Group, Payer, Way = Tenant.TargetGroup, Tenant.Payer, Tenant.ContactWay
YOUNG, OLD = 28, 60
WAYS = (Way.SMS, Way.PHONE, Way.SMS, Way.VISIT, Way.LETTER, Way.EMAIL)


def known_of(household: Household, nth: int) -> dict:
    """Target group, who pays, and how to reach the person, as the tenant's fields."""
    way = WAYS[nth % len(WAYS)]
    payer = _payer(household)
    if household.person.is_protected:
        way = Way.CONTACT
    name = household.person.name.lower().translate(str.maketrans("åäöé ", "aaoe.", "-"))
    return {
        "target_group": _group(household.person, nth),
        "payer": payer,
        "contact_way": Way.CONTACT if payer == Payer.TRUSTEE else way,
        "email": f"{name}@example.com" if way == Way.EMAIL else "",
    }


def _group(person, nth: int) -> str:
    if person.children:
        return Group.FAMILY
    if person.age < YOUNG:
        return Group.YOUNG_ADULT
    if person.age > OLD:
        return Group.OLDER
    return Group.PSYCHIATRIC if nth % 3 == 0 else Group.ADDICTION


def _payer(household: Household) -> str:
    said = f"{household.payer} {household.lump[2] if household.lump else ''}"
    if "god man" in said:
        return Payer.TRUSTEE
    if "försörjningsstöd" in said:
        return Payer.INCOME_SUPPORT
    return Payer.OTHER if "Anna Kvist" in said else Payer.SELF


def work(scene: Scene, day: date) -> None:
    """Alma writes down whom she may ask and what they may be told; Miriam looks after the protected identity."""
    for contact in CONTACTS:
        if calendar.roll(scene.day(contact.month, contact.day)) == day:
            _meet(scene, contact, day)
    name_a_reader(scene, day)
    break_the_glass(scene, day)


def _meet(scene, contact, day):
    who = {"by": scene.cast.alma, "on": day}
    tenant = scene.living_in(contact.address, contact.door, day).tenancy.holder
    row = register.add_contact(
        tenant, kind=contact.kind, name=contact.name, organisation=contact.organisation, phone=contact.phone, **who
    )
    if contact.what:
        until_on = scene.month(contact.month + contact.months)
        consent = register.give_consent(row, what=contact.what, given_on=day, until_on=until_on, **who)
        if contact.is_taken_back:
            register.take_back_consent(consent, withdrawn_on=day, **who)


def name_a_reader(scene: Scene, day: date) -> None:
    address, door, month, date_of_month, why, months = NAMED_READER
    if calendar.roll(scene.day(month, date_of_month)) == day:
        tenancy = scene.living_in(address, door, day).tenancy
        until_on = scene.month(month + months)
        period = {"from_on": day, "until_on": until_on}
        register.name_reader(tenancy, scene.cast.billie, **period, why=why, by=scene.cast.miriam, on=day)


def break_the_glass(scene: Scene, day: date) -> None:
    address, door, before, why = EMERGENCY
    if scene.bank_day(before) == day:
        tenancy = scene.living_in(address, door, day).tenancy
        register.break_glass(tenancy, why=why, by=scene.cast.miriam, on=day, at=at(day, 15, 40))
