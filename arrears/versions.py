"""Reading versions: a charge that was replaced, and the one that holds now. Only the newest of them can be open.

What is one debt in law has one root, the first of its versions: fees, interest, papers and money that name any of them
are about the same rent.
"""

from collections.abc import Collection, Iterable
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


def root_of(charge) -> int:
    """The key of the first of a charge's versions; its own when it has never been replaced."""
    return charge.first_id or charge.pk


def with_root(charges):
    """Annotate `root_id`: the same for the rows of a query."""
    return charges.annotate(root_id=Coalesce("first_id", "pk"))


def any_version(roots: Collection[int]) -> Q:
    """Charges that are a version of one of the roots."""
    return Q(pk__in=roots) | Q(first__in=roots)


def roots_of(charges: Collection[Charge]) -> dict[int, int]:
    """Every version of the charges, whichever they are given in → its root. One query."""
    versions = with_root(Charge.objects.filter(any_version({root_of(charge) for charge in charges})))
    return dict(versions.values_list("pk", "root_id"))


def newest_named(ocrs: Collection[str], charges=None) -> dict[str, Charge]:
    """OCR → the newest version of the charge that it names, as the rows of `charges` (default: all). Two queries."""
    charges = Charge.objects.all() if charges is None else charges
    named = list(charges.filter(ocr__in=list(ocrs)))
    newer = charges.filter(first__in={root_of(charge) for charge in named})
    newest = {root_of(charge): charge for charge in sorted([*named, *newer], key=lambda charge: charge.pk)}
    return {charge.ocr: newest[root_of(charge)] for charge in named}


def open_version(charge: str = "") -> Subquery:
    """The key of the open version of the outer row's charge under the path, when that has versions; None otherwise."""
    first, pk = (f"{charge}__first", charge) if charge else ("first", "pk")
    root = Coalesce(OuterRef(first), OuterRef(pk))
    return Subquery(Charge.objects.filter(first=root, open_ore__gt=0).values("pk")[:1])


def with_uses(charges):
    """Annotate what has told or counted on the amount: papers, a plan, a termination; fees and interest of any version,
    for they are about the same debt."""
    plans = PlanCharge.objects.filter(charge=OuterRef("pk"), plan__status__in=PaymentPlan.RUNNING)
    named = TerminationCharge.objects.filter(charge=OuterRef("pk"))
    same = Q(about=OuterRef("pk")) | Q(about=OuterRef("first")) | Q(about__first=OuterRef("first"))
    extras = Charge.objects.filter(same).order_by().values("tenancy").annotate(ore=Sum("open_ore")).values("ore")
    return charges.annotate(
        is_replaced=Exists(Charge.objects.filter(replaces=OuterRef("pk"))),
        is_noticed=Exists(RentNotice.objects.filter(charge=OuterRef("pk"))),
        is_demanded=Exists(DemandLine.objects.filter(charge=OuterRef("pk"))),
        is_planned=Exists(plans),
        is_in_termination=Exists(named.exclude(termination__status__in=Termination.CLOSED)),
        extras_ore=Coalesce(Subquery(extras), 0),
    )


def versions_of(charge) -> list[Charge]:
    """All versions of a charge, the first one first. One query."""
    return list(Charge.objects.filter(any_version({root_of(charge)})).order_by("pk"))


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
