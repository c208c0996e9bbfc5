"""Reading versions: a charge that was replaced, and the one that holds now. Only the newest of them can be open."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .models import Charge, LateRent


def open_version(charge: str = "") -> Subquery:
    """The key of the open version of the outer row's charge under the path, when that has versions; None otherwise."""
    first, pk = (f"{charge}__first", charge) if charge else ("first", "pk")
    root = Coalesce(OuterRef(first), OuterRef(pk))
    return Subquery(Charge.objects.filter(first=root, open_ore__gt=0).values("pk")[:1])


def flagged(charges):
    """Those that were flagged as late, or whose earlier version was: a new version is the same late rent."""
    own = LateRent.objects.filter(charge=OuterRef("pk"))
    earlier = LateRent.objects.filter(Q(charge=OuterRef("first")) | Q(charge__first=OuterRef("first")))
    return charges.filter(Exists(own) | Exists(earlier))
