"""What the ledger says of a served termination: the facts for `rules.application`, and whether the home is saved."""

from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from bolots import calendar, guidelines

from .models import PaymentPlan, PlanCharge, TerminationCharge
from .rules import termination as before
from .rules.application import Facts
from .termination_facts import named


def of(termination, known: before.Facts, on: date) -> Facts:
    """The facts on the day, from what is `known` of the home then. Two queries."""
    return Facts(
        is_about_rent=termination.is_about_rent,
        open_ore=known.open_ore,
        threshold_ore=known.threshold_ore,
        credit_ore=known.credit_ore,
        stray_money=known.stray_money,
        reversal_waits=known.reversal_waits,
        has_plan=_is_planned(termination),
        paid_through=known.paid_through,
        known_from=_known_from(termination.recovery_ends_on, on),
        is_at_once=bool(termination.why_at_once),
        board_notified_on=termination.board_notified_on,
    )


def _known_from(ends_on: date | None, on: date) -> date | None:
    return calendar.add_bank_days(ends_on, guidelines.on(on).grace_bank_days) if ends_on else None


def _is_planned(termination) -> bool:
    """Whether a running plan is about any of the rents, in whatever version."""
    roots = TerminationCharge.objects.filter(termination=termination).values(root=Coalesce("charge__first", "charge"))
    same = Q(charge__in=roots) | Q(charge__first__in=roots)
    return PlanCharge.objects.filter(same, plan__status__in=PaymentPlan.RUNNING).exists()


def is_paid_in_time(termination) -> bool:
    """Whether nothing is open on the rents that it names, and nothing was on the last day to save the home (R10)."""
    rents = named([termination], termination.recovery_ends_on).get(termination.pk, [])
    return termination.is_about_rent and all(rent.is_paid_in_time for rent in rents)
