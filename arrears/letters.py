"""The landlord's papers about money: rent notices, reminders, demands. Written in Swedish, whoever prints them.

Every amount and day is text by the time that it is a paper's: what was issued never changes with a setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date
from django.utils import translation

from bolots import formats
from bolots.periods import next_month
from tenancies.models import RentTerm

from .landlord import Landlord, landlord
from .models import Charge, Demand
from .rules.charging import Line, Term, month_lines


@dataclass(frozen=True)
class Receiver:
    """To whom a paper goes. A protected person's carries neither name nor address: `by_hand` is who hands it over.

    Whoever has moved out has no address in the register: somebody else lives there now.
    """

    name: str
    address: str = ""
    number: str = ""
    place: str = ""
    by_hand: str = ""

    @classmethod
    def of(cls, tenancy, *, on: date) -> "Receiver":
        if tenancy.holder.is_protected:
            return cls("", by_hand=tenancy.case_worker.first_name)
        if tenancy.is_over(on):
            return cls(tenancy.holder.name)
        home = tenancy.apartment
        return cls(tenancy.holder.name, home.address, home.number, home.place)


@dataclass(frozen=True)
class RentNoticePaper:
    """The notice of a rent (hyresavi): what, by when, with which OCR, and whom to call in time."""

    template = "rent_notice"

    landlord: Landlord
    to: Receiver
    month: str
    issued_on: str
    amount: str
    settled: str
    left: str
    due_on: str
    ocr: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    utilities: str = ""

    @classmethod
    def from_charge(cls, charge, *, terms: Sequence[RentTerm], on: date) -> "RentNoticePaper":
        """`settled` is what is paid or credited already, "" when nothing is; `left` is what there is to pay."""
        settled_ore = charge.amount_ore - charge.open_ore
        parts, utilities = _what_it_is_made_of(charge, terms)
        return cls(
            landlord=landlord(),
            to=Receiver.of(charge.tenancy, on=on),
            month=_month(charge.month),
            issued_on=_day(on),
            amount=_kr(charge.amount_ore),
            settled=_kr(settled_ore) if settled_ore else "",
            left=_kr(charge.open_ore),
            due_on=_day(charge.printed_due_on, "EEEE d MMMM y"),
            ocr=charge.ocr,
            parts=parts,
            utilities=utilities,
        )


def _what_it_is_made_of(charge, terms: Sequence[RentTerm]) -> tuple[list[tuple[str, str]], str]:
    """A row for each rent that held, where the month is split; of a whole month, what of it is utilities.

    Nothing when the rent terms do not sum to the charge: it was corrected, or comes from another billing.
    """
    tenancy, rows = charge.tenancy, [Term(t.valid_from, t.rent_ore, t.due_rule) for t in terms]
    lines = month_lines(charge.month, starts_on=tenancy.starts_on, ends_on=tenancy.ends_on, terms=rows)
    if sum(line.ore for line in lines) != charge.amount_ore:
        return [], ""
    is_whole = len(lines) == 1 and lines[0].until_on == next_month(charge.month) and lines[0].from_on == charge.month
    if not is_whole:
        return [(_span(line), _kr(line.ore)) for line in lines], ""
    used = max((t for t in terms if t.valid_from <= charge.month), key=lambda t: t.valid_from).utilities_ore
    return [], _kr(used) if used else ""


def _span(line: Line) -> str:
    last = date.fromordinal(line.until_on.toordinal() - 1)
    first = _day(line.from_on, "d MMMM" if line.from_on.month != last.month else "d")
    return f"{first}–{_day(last, 'd MMMM')}, {_kr(line.term.rent_ore)} i månaden"


@dataclass(frozen=True)
class Owed:
    """One row of a demand: what it is, since when it should have been paid, with which OCR, how much is open."""

    what: str
    due_on: str
    ocr: str
    amount: str


@dataclass(frozen=True)
class InterestShare:
    """Late interest on one rent for a time at one rate (inkassolagen 5 §: amount, rate, period, base)."""

    about: str
    from_on: str
    to_on: str
    rate: str
    base: str
    amount: str

    @classmethod
    def from_part(cls, charge, part) -> "InterestShare":
        """A part of `rules.interest.Interest` on a rent."""
        rate = f"{part.hundredths // 100},{part.hundredths % 100:02}".rstrip("0").rstrip(",")
        about = f"Hyran för {_month(charge.month)}"
        return cls(about, _day(part.from_on), _day(part.last_on), f"{rate} %", _kr(part.capital_ore), _kr(part.ore))


@dataclass(frozen=True)
class DemandPaper:
    """A reminder (påminnelse) or a demand (inkassokrav), with capital, interest and costs apart (inkassolagen 5 §)."""

    template: str
    landlord: Landlord
    to: Receiver
    is_former: bool
    issued_on: str
    home: str
    rents: list[Owed]
    extras: list[Owed]
    capital: str
    interest: str
    cost: str
    total: str
    shares: list[InterestShare] = field(default_factory=list)
    respond_by: str = ""

    @classmethod
    def from_ledger(
        cls, tenancy, *, kind, rents, extras, shares, respond_by_on: date | None, on: date
    ) -> "DemandPaper":
        """`rents` and `extras` are the open charges as they are in the ledger now; a sum of nothing is ""."""
        sums = {sort: sum(c.open_ore for c in extras if c.kind == sort) for sort in Charge.Kind}
        capital, interest = sum(charge.open_ore for charge in rents), sums[Charge.Kind.INTEREST]
        cost = sums[Charge.Kind.FEE] + sums[Charge.Kind.COST]
        return cls(
            template=Demand.Kind(kind).value,
            landlord=landlord(),
            to=Receiver.of(tenancy, on=on),
            is_former=tenancy.is_over(on),
            issued_on=_day(on),
            home=""
            if tenancy.holder.is_protected
            else f"lägenhet {tenancy.apartment.number}, {tenancy.apartment.address}",
            rents=[_owed(charge) for charge in rents],
            extras=[_owed(charge) for charge in extras],
            capital=_kr(capital),
            interest=_kr(interest) if interest else "",
            cost=_kr(cost) if cost else "",
            total=_kr(capital + interest + cost),
            shares=list(shares),
            respond_by=_day(respond_by_on, "EEEE d MMMM y") if respond_by_on else "",
        )


WHAT = {
    Charge.Kind.RENT: "Hyra för {month}",
    Charge.Kind.OPENING: "Hyra för {month}",
    Charge.Kind.FEE: "Påminnelseavgift, hyran för {month}",
    Charge.Kind.INTEREST: "Dröjsmålsränta, hyran för {month}",
    Charge.Kind.COST: "Kostnad för kravet, hyran för {month}",
}


def _owed(charge) -> Owed:
    what = WHAT[charge.kind].format(month=_month(charge.month))
    return Owed(what, _day(charge.safe_due_on), charge.ocr, _kr(charge.open_ore))


@dataclass(frozen=True)
class SmsPaper:
    """A text message to copy. It may light up on a locked screen: no name, no debt, no amount, only whom to call."""

    template = "sms"

    text: str

    @classmethod
    def neutral(cls) -> "SmsPaper":
        """The same to everybody, in one line."""
        us = landlord()
        return cls(
            f"Hej! Vi vill gärna prata med dig. Ring oss på {us.phone}, {us.hours}. Hälsningar {us.unit}, {us.name}"
        )


def _kr(ore: int) -> str:
    with translation.override("sv"):
        return formats.kr(ore)


def _month(month: date) -> str:
    return format_date(month, "MMMM y", locale="sv")


def _day(day: date, pattern: str = "d MMMM y") -> str:
    return format_date(day, pattern, locale="sv")
