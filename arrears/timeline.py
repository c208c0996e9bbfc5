"""The money's part of a home's timeline: what was charged, what came in, what a person did with it."""

from bolots.access import Permission
from tenancies.timeline import shape

from .models import Allocation, Charge, LateRent, Payment


def entries(tenancy_id, user):
    """Late rent for all who work with the home; everything else for those who see the ledger."""
    late = LateRent.objects.filter(charge__tenancy=tenancy_id)
    shapes = [shape(late, kind="money", what="rent_late", at="flagged_on", ore="open_ore", day="charge__month")]
    if user.may(Permission.SEE_LEDGER):
        return [*shapes, *_owed(tenancy_id), *_came(tenancy_id), *_booked(tenancy_id)]
    return shapes if user.may(Permission.SEE_CASES) else []


OWED = {
    Charge.Kind.OPENING: "opening_balance",
    Charge.Kind.FEE: "fee_charged",
    Charge.Kind.INTEREST: "interest_charged",
    Charge.Kind.COST: "cost_charged",
}
CAME = {
    Payment.Source.BANK: "money_came",
    Payment.Source.CREDIT_NOTE: "credited",
    Payment.Source.REVERSAL: "money_taken_back",
    Payment.Source.WRITE_OFF: "written_off",
    Payment.Source.REFUND: "refunded",
    Payment.Source.WITHDRAWAL: "file_taken_back",
    Payment.Source.SPLIT: "money_divided",
    Payment.Source.SHARE: "money_shared",
}


def _owed(tenancy_id):
    columns = {"kind": "money", "at": "effective_on", "ore": "amount_ore", "day": "month", "text": "why", "by": "by"}
    rents = Charge.objects.filter(tenancy=tenancy_id, kind=Charge.Kind.RENT)
    yield shape(rents.filter(replaces=None), what="rent_charged", **columns)
    yield shape(rents.exclude(replaces=None), what="rent_changed", **columns)
    for kind, what in OWED.items():
        yield shape(Charge.objects.filter(tenancy=tenancy_id, kind=kind), what=what, **columns)


def _came(tenancy_id):
    for source, what in CAME.items():
        rows = Payment.objects.filter(tenancy=tenancy_id, source=source)
        yield shape(rows, kind="money", what=what, at="effective_on", ore="amount_ore", text="why", by="by")


def _booked(tenancy_id):
    """By hand and undone only: what the OCR did by itself is told by the money that came."""
    rows = Allocation.objects.filter(charge__tenancy=tenancy_id, by__isnull=False)
    rows = rows.exclude(payment__source__in=Payment.FORGIVEN)
    columns = {"at": "recorded_on", "ore": "ore", "day": "charge__month", "text": "why", "by": "by"}
    yield shape(rows.filter(reverses=None), kind="money", what="booked_by_hand", **columns)
    yield shape(rows.exclude(reverses=None), kind="money", what="booking_undone", **columns)
