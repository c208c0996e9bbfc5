"""Rows of the book that only other pages make: as they look in the tables."""

from datetime import date

from arrears.actions.posting import Entry, lock_ledger, post
from arrears.models import Charge, Payment

from .money import ChargeFactory


def other_claim(rent: Charge, kind: str, ore: int, *, on: date, **fields) -> Charge:
    """A fee, interest or cost about a rent, due thirty days later."""
    due = date(on.year, on.month, 28)
    days = {"printed_due_on": due, "statutory_due_on": due, "safe_due_on": due}
    facts = {"effective_on": on, "recorded_on": on, "month": rent.month, "tenancy": rent.tenancy, "about": rent}
    return ChargeFactory(kind=kind, amount_ore=ore, **days, **facts, **fields)


def payment_of(source: str, tenancy, ore: int, *, by, on: date, of: Payment | None = None, why: str = "x") -> Payment:
    """A row that no file brought, unused."""
    return Payment.objects.create(
        source=source, tenancy=tenancy, amount_ore=ore, unallocated_ore=ore, why=why, by=by, of=of,
        effective_on=on, recorded_on=on,
    )  # fmt: skip


def put(payment: Payment, charge: Charge, ore: int, *, by, on: date, why: str = "x") -> None:
    """Öre of any payment on a charge, through the one place where balances change."""
    lock_ledger()
    post([Entry(payment.pk, charge.pk, None, None, ore, on)], why=why, by=by, on=on)


def settle(payment: Payment, against: Payment, ore: int, *, by, on: date, why: str = "x") -> None:
    """Öre of a payment taken back by a negative one."""
    lock_ledger()
    post([Entry(payment.pk, None, against.pk, None, ore, on)], why=why, by=by, on=on)


def written_off(charge: Charge, ore: int, *, by, on: date) -> Payment:
    row = payment_of("write_off", charge.tenancy, ore, by=by, on=on)
    put(row, charge, ore, by=by, on=on)
    return row


def refunded(payment: Payment, ore: int, *, by, on: date) -> Payment:
    row = payment_of("refund", payment.tenancy, -ore, by=by, on=on)
    settle(payment, row, ore, by=by, on=on)
    return row


def withdrawn(payment: Payment, *, by, on: date) -> Payment:
    """All that is left of a payment, gone."""
    ore = payment.unallocated_ore
    row = payment_of("withdrawal", payment.tenancy, -ore, by=by, on=on, of=payment)
    settle(payment, row, ore, by=by, on=on)
    return row


def divided(payment: Payment, shares: dict, *, by, on: date) -> list[Payment]:
    """A payment in shares: tenancy → öre."""
    whole = payment_of("split", payment.tenancy, -payment.unallocated_ore, by=by, on=on, of=payment)
    settle(payment, whole, payment.unallocated_ore, by=by, on=on)
    return [payment_of("share", home, ore, by=by, on=on, of=payment) for home, ore in shares.items()]
