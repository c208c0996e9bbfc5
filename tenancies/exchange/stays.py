"""The tenancy that a row tells of."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots import formats

from .. import actions
from ..models import RentTerm, Tenancy
from .cells import Kind
from .columns import Column, Part, label
from .lines import Blamed, Line, Outcome, State

DAY = timedelta(days=1)
COLUMNS = (
    Column(
        "starts_on",
        label(Tenancy, "starts_on"),
        _("First day of the stay."),
        Kind("day"),
        "inflyttning|inflyttad|hyresgäst från|kontrakt från|startdatum|från|moved in",
        example="2025-01-01",
    ),
    Column(
        "planned_end_on",
        label(Tenancy, "planned_end_on"),
        _("The day on which the stay is planned to end."),
        Kind("day"),
        "planerad utflyttning|planerat till",
        example="2027-01-01",
    ),
    Column(
        "lease_last_on",
        _("Last day of the lease"),
        _("Empty: until further notice."),
        Kind("day"),
        "kontrakt till|kontrakt tom|kontraktsslut|avtal till|lease until",
    ),
    Column(
        "reminder_fee_agreed_on",
        label(Tenancy, "reminder_fee_agreed_on"),
        _("The day on which the lease allowed one (lag 1981:739 2 §). Empty: no reminder costs anything."),
        Kind("day"),
        "avtalad påminnelseavgift",
    ),
    Column(
        "case_worker",
        label(Tenancy, "case_worker"),
        _("User name, or first name when only one has it."),
        Kind("text", most=50),
        "socialsekreterare|ansvarig|ansvarig handläggare",
        example="alma",
    ),
    Column(
        "rent_ore",
        label(RentTerm, "rent_ore"),
        _("Kronor a month that the tenant pays, from the first day of the stay."),
        Kind("kronor"),
        "hyra kr|månadshyra|hyresbelopp|andrahandshyra",
        example="6 000",
        shown=formats.kr,
    ),
    Column(
        "utilities_ore",
        label(RentTerm, "utilities_ore"),
        _("Kronor a month of the rent that are the actual cost of electricity and the like."),
        Kind("kronor"),
        "varav el|varav förbrukning|förbrukning|driftkostnad",
        shown=formats.kr,
    ),
    Column(
        "above_cap_why",
        _("Why the rent is above the cap"),
        _("Only for a sublet home whose rent is higher than its own, furniture and utilities allow (JB 12:55)."),
        Kind("text", most=200),
        "skäl till högre hyra",
    ),
    Column(
        "due_rule",
        label(RentTerm, "due_rule"),
        _("0: the last weekday before the month (JB 12:20). 1–28: that agreed day of the month."),
        Kind("number", 0, 28),
        "förfaller",
    ),
)
BLAMES = {
    actions.ApartmentTaken: "starts_on",
    actions.NotACaseWorker: "case_worker",
    actions.RentAboveCap: "rent_ore",
    actions.UtilitiesAboveRent: "utilities_ore",
    actions.LeaseEndsTooEarly: "lease_last_on",
}


def store(line: Line) -> Outcome | None:
    """Find the tenancy by apartment and first day, or start it."""
    if line.holder is None and line.tells_of(PART):
        raise Blamed("name", "no_tenant")
    if line.holder is None:
        return None
    line.need("starts_on")
    key = line.apartment.pk, line.values["starts_on"]
    known = line.book.stays.get(key)
    line.stay = known or _start(line)
    line.book.stays[key] = line.stay
    if known is None:
        return Outcome(State.NEW)
    if known.holder_id != line.holder.pk:
        raise Blamed("name", "other_tenant")
    return line.compared(PART, _there(line, known), line.holder) if line.knows(line.holder) else Outcome(State.SAME)


def _start(line: Line) -> Tenancy:
    line.need("case_worker", "rent_ore")
    rent = ("rent_ore", "utilities_ore", "above_cap_why", "due_rule")
    facts = line.given("starts_on", "planned_end_on", "reminder_fee_agreed_on", *rent) | {"case_worker": _worker(line)}
    if "lease_last_on" in line.values:
        facts["lease_ends_on"] = line.values["lease_last_on"] + DAY
    return actions.start_tenancy(apartment=line.apartment, holder=line.holder, **facts, by=line.by, on=line.on)


def _worker(line: Line):
    named = line.book.workers.get(line.values["case_worker"].casefold(), [])
    exact = [user for user in named if user.username.casefold() == line.values["case_worker"].casefold()]
    if not named:
        raise Blamed("case_worker", "no_worker")
    if len(named) > 1 and not exact:
        raise Blamed("case_worker", "many_workers")
    return (exact or named)[0]


def _there(line: Line, stay: Tenancy) -> dict:
    """What the register says, by column; the rent is that of the first day."""
    term = min(stay.rent_terms.all(), key=lambda term: term.valid_from, default=None)
    said = line.values.get("case_worker", "")
    names = {stay.case_worker.username.casefold(), stay.case_worker.first_name.casefold()}
    return {
        "planned_end_on": stay.planned_end_on,
        "lease_last_on": stay.lease_ends_on and stay.lease_ends_on - DAY,
        "reminder_fee_agreed_on": stay.reminder_fee_agreed_on,
        "case_worker": said if said.casefold() in names else stay.case_worker.username,
        "rent_ore": term and term.rent_ore,
        "utilities_ore": term and term.utilities_ore,
        "due_rule": term and term.due_rule,
    }


PART = Part("tenancy", _("Tenancies"), COLUMNS, store, BLAMES)
