"""Reading versions: a charge that was replaced, and the one that holds now. Only the newest of them can be open."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from .models import (
    Charge,
    DemandLine,
    LateRent,
    PaymentPlan,
    PlanCharge,
    RentNotice,
    Termination,
    TerminationCharge,
)


def open_version(charge: str = "") -> Subquery:
    """The key of the open version of the outer row's charge under the path, when that has versions; None otherwise."""
    first, pk = (f"{charge}__first", charge) if charge else ("first", "pk")
    root = Coalesce(OuterRef(first), OuterRef(pk))
    return Subquery(Charge.objects.filter(first=root, open_ore__gt=0).values("pk")[:1])


def with_uses(charges):
    """Annotate what has told or counted on the amount: papers, a plan, a termination, fees and interest."""
    plans = PlanCharge.objects.filter(charge=OuterRef("pk"), plan__status__in=PaymentPlan.RUNNING)
    named = TerminationCharge.objects.filter(charge=OuterRef("pk"))
    return charges.annotate(
        is_replaced=Exists(Charge.objects.filter(replaces=OuterRef("pk"))),
        is_noticed=Exists(RentNotice.objects.filter(charge=OuterRef("pk"))),
        is_demanded=Exists(DemandLine.objects.filter(charge=OuterRef("pk"))),
        is_planned=Exists(plans),
        is_in_termination=Exists(named.exclude(termination__status__in=Termination.CLOSED)),
        extras_ore=Coalesce(Sum("extras__open_ore"), 0),
    )


def versions_of(charge) -> list[Charge]:
    """All versions of a charge, the first one first. One query."""
    root = charge.first_id or charge.pk
    return list(Charge.objects.filter(Q(pk=root) | Q(first=root)).order_by("pk"))


def newest_known(keys: Iterable[int], day: date) -> list[int]:
    """The newest versions of charges, as known on the day: a key for each that has one. Two queries."""
    charges = Charge.objects.annotate(root=Coalesce("first_id", "pk"))
    roots = list(charges.filter(pk__in=keys).values_list("root", flat=True))
    known = charges.filter(Q(pk__in=roots) | Q(first__in=roots), recorded_on__lte=day)
    return list(known.order_by().values("root").annotate(newest=Max("pk")).values_list("newest", flat=True))


def flagged(charges):
    """Those that were flagged as late, or whose earlier version was: a new version is the same late rent."""
    own = LateRent.objects.filter(charge=OuterRef("pk"))
    first = LateRent.objects.filter(charge=OuterRef("first"))
    between = LateRent.objects.filter(charge__first=OuterRef("first"))
    # each by an index; one question with "or" in it would read every late rent for every charge
    return charges.filter(Exists(own) | (Q(first__isnull=False) & (Exists(first) | Exists(between))))
