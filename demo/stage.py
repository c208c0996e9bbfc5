"""Before the curtain: users, guidelines, the register with its homes, and the households with what they owe."""

from datetime import date
from types import SimpleNamespace

from bolots import actions as office
from bolots.access import Role
from bolots.models import User
from tenancies import actions as register

from . import upkeep
from .bank import Bank
from .homes import HEAD_LEASES, HOUSES, OWNED, TOWN, area_m2, floor, head_rent, rooms
from .households import bring_debts, enter, phone
from .moves import COMING, LEFT_LONG_AGO
from .people import RESIDENTS
from .scene import Scene, month_at

OUTREACH_STARTS = -5  # month
CAMT_STARTS = -5
STAFF = (
    ("alma", "Alma", Role.CASE_WORKER),
    ("bosse", "Bosse", Role.BOLOTS),
    ("billie", "Billie", Role.BOLOTS),
    ("finn", "Finn", Role.FINANCE_OFFICER),
    ("miriam", "Miriam", Role.UNIT_MANAGER),
    ("axel", "Axel", Role.SYSTEM_ADMIN),
    ("ulla", "Ulla", Role.CASE_WORKER),
)


def set_up(as_of: date, password: str, months: int) -> Scene:
    """The stage on the first day, so many months before the last one's."""
    scene = Scene(as_of, _staff(password), Bank(camt_from=month_at(as_of, CAMT_STARTS)), months)
    _decide(scene)
    _homes(scene)
    for address, household, left in LEFT_LONG_AGO:
        former = enter(scene, address, household)
        register.end_tenancy(
            former.tenancy, ends_on=scene.month(left), reason="unknown", by=scene.cast.alma, on=scene.starts_on
        )
        bring_debts(scene, former, last=left - 1)
    for address, households in RESIDENTS.items():
        for household in households:
            resident = enter(scene, address, household)
            bring_debts(scene, resident, last=-months)
            upkeep.hand_out(scene, resident, scene.starts_on)
    upkeep.hang_pictures(scene)
    return scene


def _staff(password):
    people = {
        name: User.objects.create_user(name, password, first_name=first, role=role, phone=phone(60 + nth))
        for nth, (name, first, role) in enumerate(STAFF)
    }
    return SimpleNamespace(**people)


def _decide(scene):
    """Outreach begins in the autumn before the story ends; nothing opens before that."""
    start, miriam = scene.starts_on, scene.cast.miriam
    office.set_guideline(
        "outreach_from", scene.month(OUTREACH_STARTS).isoformat(), valid_from=start, by=miriam, on=start
    )


def _homes(scene):
    who = {"by": scene.cast.miriam, "on": scene.starts_on}
    owners = {}
    for house in HOUSES:
        owner = owners.get(house.owner) or register.register_owner(name=house.owner, **who)
        owners[house.owner] = owner
        for door, rent in house.doors:
            paid = head_rent(house, rent)
            scene.homes[house.address, door] = register.register_apartment(
                number=door,
                street=house.street,
                postcode=house.postcode,
                town=TOWN,
                staircase=house.staircase,
                floor=floor(door),
                entry_code=house.entry_code,
                tenure_form=house.tenure_form,
                owner=owner,
                rooms=rooms(rent),
                area_m2=area_m2(rent),
                is_furnished=house.tenure_form != OWNED,
                head_rent_ore=paid and paid * 100,
                **_head_lease(scene, house, door),
                **who,
            )


def _head_lease(scene, house, door) -> dict:
    """Leased for the first household that came."""
    if house.tenure_form == OWNED:
        return {}
    known = [*LEFT_LONG_AGO, *COMING, *((house.address, household) for household in RESIDENTS[house.address])]
    first = min(
        household.came for address, household, *_left in known if (address, household.door) == (house.address, door)
    )
    until, notice = HEAD_LEASES[house.owner]
    ends_on = until and scene.month(until)
    return {"head_starts_on": scene.month(first), "head_ends_on": ends_on, "head_notice_months": notice}
