"""What a spreadsheet of the register may say of money: what a tenancy owed before the system came."""

from django.utils.translation import gettext_lazy as _

from bolots import formats
from tenancies.exchange.cells import Kind
from tenancies.exchange.columns import Column, Part
from tenancies.exchange.lines import Blamed, Line, Outcome, State

from .actions.charging import NotAnAmount, open_balance
from .models import Charge

COLUMNS = (
    Column(
        "opening_ore",
        _("Opening balance"),
        _("Kronor that the tenancy owes for a month before the system came. Empty or 0: nothing."),
        Kind("kronor"),
        "ingående balans|hyresskuld|skuld|skuld kr|debt",
        example="1 200",
        shown=formats.kr,
    ),
    Column(
        "opening_month",
        _("Month of the opening balance"),
        _("The rent month that is owed, like 2026-01."),
        Kind("month"),
        "skuld för månad|skuldmånad|ingående balans månad|avser månad",
        example="2025-12",
        shown=lambda month: f"{month:%Y-%m}",
    ),
)


def store(line: Line) -> Outcome | None:
    """Find the opening balance by tenancy and month, or charge it."""
    if not line.values.get("opening_ore"):
        return None
    if line.stay is None:
        raise Blamed("opening_ore", "no_stay")
    line.need("opening_month")
    ore, month = line.values["opening_ore"], line.values["opening_month"]
    opened = Charge.objects.of(line.stay).filter(kind=Charge.Kind.OPENING, month=month)
    known = None if line.is_new("tenancy") else opened.values_list("amount_ore", flat=True).first()
    if known is not None and line.knows(line.holder):
        return line.compared(PART, {"opening_ore": known}, line.holder)
    if known is not None:
        return Outcome(State.SAME)
    open_balance(line.stay, month=month, amount_ore=ore, by=line.by, on=line.on)
    return Outcome(State.NEW)


PART = Part("opening", _("Opening balances"), COLUMNS, store, {NotAnAmount: "opening_ore"})
