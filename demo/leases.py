"""What the leases of the story rest on: information, terms, decisions on assistance, waivers, inspections, notice."""

from datetime import date, timedelta

from django.db.models import Max

from bolots import calendar
from bolots.periods import add_months
from tenancies import actions as register
from tenancies.models import Tenancy

from .moves import FOLLOWED_UP, LEAVING, LEFT_LONG_AGO
from .scene import Resident, Scene

DAY = timedelta(days=1)
SIGNED_BEFORE, TOLD_BEFORE, DECIDED_BEFORE = 24 * DAY, 7 * DAY, 12 * DAY
PROLONGED_BEFORE = 21 * DAY
YEAR = 12  # months of a term and of a decision
PROOF = "undertecknat kvitto i akten"
REASON = "Boendet är tillfälligt och upphör när biståndsbeslutet gör det."
WAIVERS = {  # by name: month of approval and the first month without; None waits for the rent tribunal
    "Fredrik Stenqvist": (-46, 2),
    "Jimmy Wallén": (-43, 5),
    "Lena Sundh": (-43, 5),
    "Robin Hagelin": (-30, 18),
    "Emil Tallberg": (-26, 22),
    "Rasmus Enell": (-25, 23),
    "Anders Viklund": (-60, -12),
    "Therese Ahlin": (-40, 8),
    "Tobias Nyman": (-33, 15),
    "Niklas Berger": None,
}
NEVER_TOLD = ("Birgitta Norén", "Göran Thunell")
NOT_PROLONGED = ("Birgitta Norén", "Roger Palmqvist", "Lisbeth Ottosson")
GONE = {household.person.name for _address, household, _left in LEFT_LONG_AGO}
GIVES_NOTICE = ("Nadja Ilic", -1, 13)

SAME = ("kind", "signed_on", "informed_on", "informed_proof", "reminder_fee_agreed_on")  # in a lease that is prolonged


def lease(name: str, nth: int, starts_on: date, on: date) -> dict:
    """The lease's facts on the day it is registered. Two of three have a term of a year, prolonged again and again."""
    signed_on = min(starts_on - SIGNED_BEFORE, on)
    told = {} if name in NEVER_TOLD else {"informed_on": signed_on - TOLD_BEFORE, "informed_proof": PROOF}
    has_term = nth % 3 and name not in GONE
    return told | {"signed_on": signed_on, "lease_ends_on": _anniversary(starts_on, on) if has_term else None}


def _anniversary(starts_on: date, on: date) -> date:
    """The first one after the day."""
    years = max(1, on.year - starts_on.year)
    day = add_months(starts_on, YEAR * years)
    return day if day > on else add_months(day, YEAR)


def found(scene: Scene, resident: Resident, nth: int, on: date) -> None:
    """What is registered with the lease: the decision that holds, the waiver, the inspection at moving in."""
    tenancy, name, alma = resident.tenancy, resident.household.person.name, {"by": scene.cast.alma}
    if name in GONE:
        return
    until = _anniversary(tenancy.starts_on, on)
    from_on = add_months(until, -YEAR)
    decided_on = calendar.roll(from_on - DECIDED_BEFORE) if from_on <= on else on
    reference = f"VUX {decided_on.year}-{100 + nth}"
    dates = {"decided_on": decided_on, "starts_on": from_on, "ends_on": until}
    register.record_decision(tenancy, **dates, reference=reference, **alma)
    if name in WAIVERS:
        _waive(scene, tenancy, WAIVERS[name])
    if tenancy.starts_on <= on and nth % 2:
        _inspect(scene, tenancy, "move_in", calendar.roll(tenancy.starts_on), on)


def _waive(scene, tenancy, months):
    signed = {"reason": REASON, "signed_on": tenancy.signed_on, "by": scene.cast.alma}
    if months:
        approved_on, expires_on = map(scene.month, months)
        signed |= {"approval": "approved", "approved_on": approved_on, "expires_on": expires_on}
    register.record_waiver(tenancy, **signed)


def _inspect(scene, tenancy, kind, held_on, on, remarks=""):
    told = {"is_in_order": not remarks, "remarks": remarks, "by": scene.cast.alma, "on": on}
    register.inspect_at_move(tenancy, kind=kind, held_on=held_on, **told)


def work(scene: Scene, day: date) -> None:
    prolong(scene, day)
    inspect(scene, day)
    give_notice(scene, day)
    follow_up(scene, day)


def prolong(scene: Scene, day: date) -> None:
    """A year at a time, of those whom nobody forgot."""
    stays = Tenancy.objects.running_on(day).filter(ends_on=None).select_related("holder")
    going = stays.exclude(holder__name__in=NOT_PROLONGED).order_by("pk")
    who = {"by": scene.cast.alma}
    for stay in going.annotate(until=Max("decisions__ends_on")).filter(until__lte=day + PROLONGED_BEFORE):
        period = {"starts_on": stay.until, "ends_on": add_months(stay.until, YEAR), "decided_on": day}
        register.record_decision(stay, **period, reference=f"VUX {day.year}-{stay.pk + 200}", **who)
    for stay in going.filter(lease_ends_on__lte=day + PROLONGED_BEFORE):
        same = {name: getattr(stay, name) for name in SAME}
        later = add_months(stay.lease_ends_on, YEAR)
        register.edit_lease(stay, seen=None, lease_ends_on=later, **same, **who)


def inspect(scene: Scene, day: date) -> None:
    """On the first bank day of a stay, and on the first after it."""
    for resident in scene.residents.values():
        tenancy = resident.tenancy
        if tenancy.starts_on > scene.starts_on and calendar.roll(tenancy.starts_on) == day:
            _inspect(scene, tenancy, "move_in", day, day)
    for leaving in LEAVING:
        if calendar.roll(scene.day(leaving.month, leaving.day) + DAY) == day:
            bad = "Skador på dörrar och i kök. Behöver saneras." if leaving.ground in ("mismanagement", "both") else ""
            _inspect(scene, scene.named(leaving.name).tenancy, "move_out", day, day, bad)


def give_notice(scene: Scene, day: date) -> None:
    name, month, date_of_month = GIVES_NOTICE
    if calendar.roll(scene.day(month, date_of_month)) == day:
        how = "Lämnad på kontoret, kvitto i akten."
        who = {"by": scene.cast.alma, "on": day}
        register.give_notice(scene.named(name).tenancy, given_by="tenant", served_on=day, how=how, **who)


def follow_up(scene: Scene, day: date) -> None:
    """How those who left live half a year and a year later."""
    for name, months, situation, note in FOLLOWED_UP:
        leaving = next(row for row in LEAVING if row.name == name)
        ended_on = scene.day(leaving.month, leaving.day) + DAY
        tenancy = scene.named(name).tenancy
        if tenancy.ends_on and calendar.roll(add_months(ended_on, months)) == day:  # a short story starts later
            told = {"months": months, "situation": situation, "note": note}
            register.follow_up(tenancy, **told, by=scene.cast.alma, on=day)
