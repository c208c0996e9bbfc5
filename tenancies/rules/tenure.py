"""From when a tenant is protected against having to move (besittningsskydd, JB 12:45–46), by the tenure matrix.

Two readings where the law leaves room, both in the tenant's favour: two years are counted to the day before the same
date (10 March 2024 – 9 March 2026), and stays that follow each other in the same home count as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bolots.periods import add_months

MONTHS_WITHOUT_PROTECTION = 24  # of a sublet, in a row (JB 12:45 st.1 p.1)
WAIVER_MONTHS = 48  # for how long the rent tribunal normally approves a waiver (JB 12:45 a)


class Code(StrEnum):
    """Which line of the matrix decides."""

    OWNED = "owned"
    BLOCK_LEASE = "block_lease"
    HEAD_LEASE = "head_lease"
    ENDS_BEFORE = "ends_before"
    WAIVED = "waived"
    PLACEMENT = "placement"


LAW = {
    Code.OWNED: "JB 12:46",
    Code.BLOCK_LEASE: "JB 12:45 st. 2",
    Code.HEAD_LEASE: "JB 12:45 st. 1 p. 1",
    Code.ENDS_BEFORE: "JB 12:45 st. 1 p. 1",
    Code.WAIVED: "JB 12:45 a",
    Code.PLACEMENT: "JO 416-2016",
}


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver that counts: approved by the rent tribunal, or valid without. `expires_on` is the first day without."""

    expires_on: date


@dataclass(frozen=True, slots=True)
class Protection:
    """The first day on which the tenant is protected; None where JB 12 does not apply. `law`: the provision."""

    begins_on: date | None
    code: Code

    @property
    def law(self) -> str:
        return LAW[self.code]

    def holds_on(self, day: date) -> bool:
        return self.begins_on is not None and self.begins_on <= day


def protection(
    tenure_form: str, kind: str, starts_on: date, *, lease_ends_on: date | None, waiver: Waiver | None
) -> Protection:
    """The matrix. `starts_on`: since when the tenant has had the home without a break (`unbroken_since`).

    `lease_ends_on` (first day after it) only says that a sublet ends before protection begins: the day itself is told
    all the same, because a lease that is not terminated goes on.
    """
    if kind == "placement":
        return Protection(None, Code.PLACEMENT)
    begins_on, code = _by_tenure(tenure_form, starts_on, lease_ends_on)
    if waiver is not None and waiver.expires_on > begins_on:
        return Protection(waiver.expires_on, Code.WAIVED)
    return Protection(begins_on, code)


def _by_tenure(tenure_form: str, starts_on: date, lease_ends_on: date | None) -> tuple[date, Code]:
    if tenure_form != "head_lease":
        return starts_on, Code(tenure_form)
    begins_on = add_months(starts_on, MONTHS_WITHOUT_PROTECTION)
    is_shorter = lease_ends_on is not None and lease_ends_on <= begins_on
    return begins_on, Code.ENDS_BEFORE if is_shorter else Code.HEAD_LEASE


def unbroken_since(starts_on: date, earlier: Iterable[tuple[date, date | None]]) -> date:
    """The first day of the stays in a row that end with the one that `starts_on`. Each earlier one: first day, end."""
    for began_on, ended_on in sorted(earlier, reverse=True):
        if began_on < starts_on and (ended_on is None or ended_on >= starts_on):
            starts_on = began_on
    return starts_on


def is_long(approved_on: date, expires_on: date) -> bool:
    """Whether a waiver runs for longer than the rent tribunal normally approves (four years)."""
    return expires_on > add_months(approved_on, WAIVER_MONTHS)
