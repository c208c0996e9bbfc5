"""What outreach asks of the ledger: is the rent of a home late now, by how much, and is that certain?

Late as decision 7 has it: a flagged charge whose open amount reaches the threshold. A remainder below it is no ground.
"""

from django.db.models import BigIntegerField, Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from arrears.models import LateRent, Payment


def late_rents(threshold_ore: int):
    """Flags that are late now, with their charges."""
    return LateRent.objects.filter(charge__open_ore__gte=max(1, threshold_ore)).select_related("charge")


def is_late(threshold_ore: int, tenancy="tenancy"):
    """Whether the home of the outer row has late rent now."""
    return Exists(late_rents(threshold_ore).filter(charge__tenancy=OuterRef(tenancy)))


def reversal_waits(tenancy="tenancy"):
    """Whether the bank took money back from the outer row's home and nobody has decided on it (decision 11)."""
    return Exists(Payment.objects.undecided_reversals().filter(tenancy=OuterRef(tenancy)))


def is_settled(case) -> bool:
    """Whether late rent was the only ground of the open case and none is left; wants both annotations below."""
    return case.is_open and case.opened_by_id is None and not case.late_ore and not case.reversal_waits


def with_lateness(rows, threshold_ore: int):
    """Annotate rows that have a tenancy with `is_late` and `reversal_waits`, as they are now."""
    return rows.annotate(is_late=is_late(threshold_ore), reversal_waits=reversal_waits())


def late_ore(threshold_ore: int, tenancy="tenancy"):
    """The late rent of the outer row's home, öre; 0 when there is none."""
    of_home = late_rents(threshold_ore).filter(charge__tenancy=OuterRef(tenancy)).order_by()
    total = of_home.values("charge__tenancy").annotate(ore=Sum("charge__open_ore")).values("ore")
    return Coalesce(Subquery(total, output_field=BigIntegerField()), 0, output_field=BigIntegerField())
