"""The papers of a termination (förordning 1978:314): the notice, formulär 1 to the tenant, formulär 3 to the social
services. Written in Swedish, whoever makes them: the legal wording hangs on no translation.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.utils import translation

from bolots import formats, letters
from bolots.models import Letter

from .interest import interest_on
from .landlord import Landlord, landlord
from .models import Charge, Termination, TerminationPaper
from .rules.due_dates import DueDates
from .termination_facts import Named, named, printed
from .versions import root_of, roots_of

Kind = TerminationPaper.Kind


@dataclass(frozen=True)
class Line:
    """A rent that is named: for which month, due when, how much to pay, by which number, interest claimed."""

    month: str
    due_on: str
    amount: str
    ocr: str
    interest: str


@dataclass(frozen=True)
class _Paper:
    """What all three say: landlord, tenant, home, amounts as the ledger says them on the day."""

    landlord: Landlord
    issued_on: str
    name: str
    address: str
    number: str
    place: str
    rooms: int | None
    lines: tuple[Line, ...]
    amount: str
    interest: str
    is_about_rent: bool
    is_about_misconduct: bool
    is_at_once: bool
    happened_on: str
    demanded_on: str
    sender: str


@dataclass(frozen=True)
class NoticePaper(_Paper):
    """The termination itself (uppsägning, JB 12:8 and 42)."""

    template = "termination_notice"


@dataclass(frozen=True)
class RecoveryPaper(_Paper):
    """Formulär 1: how the tenant gets the home back (JB 12:44)."""

    template = "recovery_notice"


@dataclass(frozen=True)
class BoardPaper(_Paper):
    """Formulär 3: the message to the social services, with its five fields."""

    template = "board_message"


def papers_of(termination, *, by, on: date, at) -> list[tuple[str, Letter]]:
    """Make and store the papers that the ground asks for. Within the action that has checked them."""
    facts = _facts(termination, by, on)
    kinds = [(Kind.NOTICE, NoticePaper)]
    if termination.is_about_rent:
        kinds += [(Kind.RECOVERY, RecoveryPaper), (Kind.BOARD, BoardPaper)]
    return [(kind, letters.issue(paper(**facts), by=by, on=on, at=at)) for kind, paper in kinds]


def _facts(termination: Termination, by, on: date) -> dict:
    with translation.override("sv"):
        return _in_swedish(termination, by, on)


def _in_swedish(termination: Termination, by, on: date) -> dict:
    home, incident = termination.tenancy, termination.incident
    rents = named([termination]).get(termination.pk, [])
    claimed = interest_claimed([rent.charge for rent in rents], on)
    correction = getattr(incident, "correction", None)
    return {
        "landlord": landlord(),
        "issued_on": _day(on),
        **printed(home),
        "number": home.apartment.number,
        "place": home.apartment.place,
        "lines": tuple(_line(rent, claimed[rent.charge.pk]) for rent in rents),
        "amount": formats.kr(sum(rent.open_ore for rent in rents)),
        "interest": formats.kr(sum(claimed.values())),
        "is_about_rent": termination.is_about_rent,
        "is_about_misconduct": incident is not None,
        "is_at_once": bool(termination.why_at_once),
        "happened_on": _day(incident.happened_on) if incident else "",
        "demanded_on": _day(correction.issued_on) if correction else "",
        "sender": by.first_name,
    }


def _line(rent: Named, interest_ore: int) -> Line:
    charge = rent.charge
    due = DueDates(charge.printed_due_on, charge.statutory_due_on, charge.safe_due_on)
    return Line(
        month=formats.manad(charge.month),
        due_on=_day(due.safe_due_on),
        amount=formats.kr(rent.open_ore),
        ocr=charge.ocr,
        interest=formats.kr(interest_ore),
    )


def interest_claimed(charges, on: date) -> dict[int, int]:
    """Late interest up to and including the day, öre: what is not charged yet, and what is charged of any version and
    not paid."""
    roots, charged = roots_of(charges), Counter()
    open_interest = Charge.objects.unpaid().filter(about__in=list(roots), kind=Charge.Kind.INTEREST)
    for about, ore in open_interest.values_list("about", "open_ore"):
        charged[roots[about]] += ore
    running = interest_on([charge.pk for charge in charges], on)
    return {charge.pk: charged[root_of(charge)] + running[charge.pk].ore for charge in charges}


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="sv")
