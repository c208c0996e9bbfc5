"""What outreach asks of the ledger: is the rent of a home late now, by how much, and is that certain?

Late as decision 7 has it: a flagged charge whose open amount reaches the threshold. A remainder below it is no ground.
"""

from django.db.models import BigIntegerField, Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from arrears.models import Charge, Payment
from arrears.versions import flagged

from .grounds import incident_stands


def late_charges(threshold_ore: int):
    """Flagged charges that are late now; the newest version of one that was replaced."""
    return flagged(Charge.objects.filter(open_ore__gte=max(1, threshold_ore)))


def is_late(threshold_ore: int, tenancy="tenancy"):
    """Whether the home of the outer row has late rent now."""
    return Exists(late_charges(threshold_ore).filter(tenancy=OuterRef(tenancy)))


def reversal_waits(tenancy="tenancy"):
    """Whether the bank took money back from the outer row's home and nobody has decided on it (decision 11)."""
    return Exists(Payment.objects.undecided_reversals().filter(tenancy=OuterRef(tenancy)))


def is_settled(case) -> bool:
    """Whether the night will close the open case: no ground of it is left. Wants these annotations on the case."""
    stands = case.late_ore or case.reversal_waits or case.incident_stands
    return case.is_open and case.has_known_grounds and not stands


def with_lateness(visits, threshold_ore: int):
    """Annotate visits with `is_late`, `reversal_waits` and `incident_stands`, as home and case are now."""
    now = {"is_late": is_late(threshold_ore), "reversal_waits": reversal_waits()}
    return visits.annotate(**now, incident_stands=incident_stands("case"))


def late_ore(threshold_ore: int, tenancy="tenancy"):
    """The late rent of the outer row's home, öre; 0 when there is none."""
    of_home = late_charges(threshold_ore).filter(tenancy=OuterRef(tenancy)).order_by()
    total = of_home.values("tenancy").annotate(ore=Sum("open_ore")).values("ore")
    return Coalesce(Subquery(total, output_field=BigIntegerField()), 0, output_field=BigIntegerField())
