"""The unit's figures on a day, as known on it, and of a period: what the command prints and reports are made of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from arrears import ledger
from outreach.models import EvictionRiskCase, OutreachTask
from tenancies.models import Apartment, Tenancy


@dataclass(frozen=True, slots=True)
class Figures:
    """Debt in öre (decision 7). `open_terminations` is None: the system does not know of them yet."""

    apartments: int
    apartments_owned: int
    tenancies: int
    debt_ore: int
    tenants_in_debt: int
    late_charges: int
    open_cases: int
    open_terminations: None
    evictions: int
    outreach_tasks: int


def figures(on: date, since: date) -> Figures:
    """The figures on a day, and evictions and outreach tasks of since…on, both days included."""
    homes = Apartment.objects.aggregate(
        all=Count("pk"), owned=Count("pk", filter=Q(tenure_form=Apartment.TenureForm.OWNED))
    )
    debt_ore, tenants = ledger.debt_on(on)
    return Figures(
        apartments=homes["all"],
        apartments_owned=homes["owned"],
        tenancies=Tenancy.objects.running_on(on).count(),
        debt_ore=debt_ore,
        tenants_in_debt=tenants,
        late_charges=len(ledger.late_on(on)),
        open_cases=open_cases(on).count(),
        open_terminations=None,
        evictions=Tenancy.objects.evicted_between(since, on).count(),
        outreach_tasks=OutreachTask.objects.filter(ordered_on__range=(since, on)).count(),
    )


def open_cases(on: date):
    """The cases that were open at the end of the day."""
    return EvictionRiskCase.objects.filter(opened_on__lte=on).filter(Q(closed_on=None) | Q(closed_on__gt=on))
