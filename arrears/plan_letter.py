"""The agreement to pay old rent in parts, as a paper. Written in Swedish: what is agreed hangs on no translation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import override

from bolots import formats

from .landlord import Landlord, landlord
from .letters import Receiver
from .rules.plans import Part, shares


@dataclass(frozen=True)
class PlanPaper:
    """An agreement (avbetalningsplan): each instalment with its day, amount and the OCR of the rent that it pays.

    A protected person signs it without being named in it.
    """

    template = "payment_plan"

    landlord: Landlord
    to: Receiver
    issued_on: str
    owed: str
    rents: list[dict]
    instalments: list[dict]
    is_softer: bool
    bankgiro: str
    sender: str
    phone: str

    @classmethod
    def from_plan(cls, plan, rents, parts: Sequence[Part], *, by, on: date) -> "PlanPaper":
        """`rents` are the charges, oldest first, as they are open when the plan is agreed."""
        with override("sv"):
            return cls(
                landlord=landlord(),
                to=Receiver.of(plan.tenancy, on=on),
                issued_on=_day(on),
                owed=formats.kr(plan.owed_ore),
                rents=[{"month": _rent(rent), "ore": formats.kr(rent.open_ore), "ocr": rent.ocr} for rent in rents],
                instalments=_instalments(rents, parts),
                is_softer=plan.softens_id is not None,
                bankgiro=bankgiro(),
                sender=by.first_name,
                phone=by.phone,
            )


def _instalments(rents, parts: Sequence[Part]) -> list[dict]:
    split = shares(parts, [rent.open_ore for rent in rents])
    return [
        {
            "due": _day(part.due_on),
            "sum": formats.kr(part.ore),
            "pays": [
                {"sum": formats.kr(one.ore), "ocr": rents[one.rent].ocr, "month": _rent(rents[one.rent])}
                for one in pays
            ],
        }
        for part, pays in zip(parts, split, strict=True)
    ]


def bankgiro() -> str:
    """Our bankgiro as it is printed; "" where only an IBAN is known."""
    numbers = sorted(number for number in settings.BANK_RECEIVERS if number.isdecimal())
    return f"{numbers[0][:-4]}-{numbers[0][-4:]}" if numbers else ""


def _rent(rent) -> str:
    said = formats.manad(rent.month)
    return f"äldre skuld, {said}" if rent.kind == rent.Kind.OPENING else f"hyran för {said}"


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="sv")
