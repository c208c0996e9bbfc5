"""The money's part of a home's timeline: what was charged, what came in, what a person did with it."""

from django.db.models import F, Q

from bolots.access import Permission
from tenancies.timeline import shape

from .models import Allocation, Charge, Demand, Hold, LateRent, LimitationBreak, Payment, PaymentPlan, RentNotice

BREAKS = {"acknowledged": "debt_acknowledged", "claimed": "debt_claimed", "suit": "debt_sued"}


def entries(tenancy_id, user):
    """Late rent for all who work with the home; everything else for those who see the ledger."""
    late = LateRent.objects.filter(charge__tenancy=tenancy_id)
    shapes = [shape(late, kind="money", what="rent_late", at="flagged_on", ore="open_ore", day="charge__month")]
    if user.may(Permission.SEE_LEDGER):
        told = (_owed, _came, _booked, _claimed, _papers, _time_to_pay)
        return [*shapes, *(found for part in told for found in part(tenancy_id))]
    return shapes if user.may(Permission.SEE_CASES) else []


OWED = {
    Charge.Kind.RENT: "rent_charged",
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
    Payment.Source.SPLIT: "money_divided",
    Payment.Source.SHARE: "money_shared",
}
IN_UNDONE_FILE, OF_WRITE_OFF = Q(of__deposit__undone_on__isnull=False), Q(of__source=Payment.Source.WRITE_OFF)
WITHDRAWN = {  # by what was taken back
    "file_taken_back": IN_UNDONE_FILE,
    "claimed_again": OF_WRITE_OFF,
    "out_of_the_book": ~IN_UNDONE_FILE & ~OF_WRITE_OFF,
}


def _owed(tenancy_id):
    columns = {"kind": "money", "at": "effective_on", "ore": "amount_ore", "day": "month", "text": "why", "by": "by"}
    for kind, what in OWED.items():
        yield shape(Charge.objects.filter(tenancy=tenancy_id, kind=kind, replaces=None), what=what, **columns)


def _came(tenancy_id):
    for source, what in CAME.items():
        rows = Payment.objects.filter(tenancy=tenancy_id, source=source)
        yield shape(rows, kind="money", what=what, at="effective_on", ore="amount_ore", text="why", by="by")
    gone = Payment.objects.filter(tenancy=tenancy_id, source=Payment.Source.WITHDRAWAL)
    for what, those in WITHDRAWN.items():
        yield shape(
            gone.filter(those), kind="money", what=what, at="effective_on", ore="amount_ore", text="why", by="by"
        )


def _claimed(tenancy_id):
    """New versions of what was charged wrong, and what keeps the debt alive."""
    versions = Charge.objects.filter(tenancy=tenancy_id, replaces__isnull=False)
    columns = {"at": "recorded_on", "ore": "amount_ore", "day": "month", "text": "why", "by": "by"}
    yield shape(versions, kind="money", what="charge_replaced", **columns)
    breaks = LimitationBreak.objects.filter(tenancy=tenancy_id)
    for kind, what in BREAKS.items():
        yield shape(breaks.filter(kind=kind), kind="money", what=what, at="happened_on", text="note", by="by")


def _booked(tenancy_id):
    """By hand and undone only: what the OCR did by itself is told by the money that came."""
    rows = Allocation.objects.filter(charge__tenancy=tenancy_id, by__isnull=False)
    rows = rows.exclude(payment__source__in=Payment.FORGIVEN)
    columns = {"at": "recorded_on", "ore": "ore", "day": "charge__month", "text": "why", "by": "by"}
    yield shape(rows.filter(reverses=None), kind="money", what="booked_by_hand", **columns)
    yield shape(rows.exclude(reverses=None), kind="money", what="booking_undone", **columns)


def _papers(tenancy_id):
    """Notices and demands as issued; of a demand also the day by which it is to be answered."""
    notices = RentNotice.objects.filter(charge__tenancy=tenancy_id)
    columns = {"at": "issued_on", "ref": "charge", "ore": "charge__amount_ore", "day": "charge__month", "by": "by"}
    yield shape(notices, kind="paper", what="rent_notice", **columns)
    for kind in Demand.Kind:
        rows, total = Demand.objects.filter(tenancy=tenancy_id, kind=kind), F("capital_ore") + F("interest_ore")
        columns = {"at": "issued_on", "ore": total + F("cost_ore"), "day": "respond_by_on", "by": "by"}
        yield shape(rows, kind="paper", what=f"paper_{kind.value}", **columns)


def _time_to_pay(tenancy_id):
    """Payment plans as they were agreed, missed and ended; respites with their reason and last day."""
    plans = PaymentPlan.objects.filter(tenancy=tenancy_id)
    yield shape(plans, kind="money", what="plan_agreed", at="agreed_on", ore="owed_ore", by="by")
    yield shape(plans.exclude(missed_on=None), kind="money", what="plan_missed", at="missed_on")
    yield shape(plans.exclude(ended_on=None), kind="money", what="plan_ended", at="ended_on", text="status")
    holds = Hold.objects.filter(tenancy=tenancy_id)
    yield shape(holds, kind="money", what="hold_set", at="set_on", day="until_on", text="why", by="by")
