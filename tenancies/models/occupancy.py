"""The days of homes in SQL: the same numbers as `rules.occupancy`, for any number of homes in one statement.

Each expression stands in a query of apartments. Stays of a home never overlap, nor do its periods out of use, so that
their days add up.
"""

from django.db.models import BigIntegerField, DateField, F, Func, IntegerField, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from ..rules.occupancy import DAYS, MONTHS


def a_day(value):
    return Cast(Value(value), DateField())


def days_between(start, end):
    """Days as a whole number; negative when the end comes first."""
    return Func(end, start, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def held(first, last_exclusive) -> dict:
    """`held_from` and `held_until`: the part of the period in which we hold the home (LEAST knows no NULL)."""
    return {
        "held_from": Greatest(a_day(first), F("head_starts_on")),
        "held_until": Least(a_day(last_exclusive), F("head_ends_on")),
    }


def days_shared(homes, *relations):
    """Days of the home's held part on which all the relations run: `tenancies`, `out_of_use`, or both at once."""
    starts, ends = [OuterRef("held_from")], [OuterRef("held_until")]
    stands = Q()
    for relation in relations:
        starts.append(F(f"{relation}__starts_on"))
        ends.append(F(f"{relation}__ends_on"))
        stands &= Q(**{f"{relation}__isnull": False})
        if relation == "out_of_use":
            stands &= Q(out_of_use__withdrawn_on=None)
    shared = Greatest(days_between(Greatest(*starts), Least(*ends)), Value(0))
    found = homes.filter(stands, pk=OuterRef("pk")).order_by().values("pk").annotate(shared_days=Sum(shared))
    return Coalesce(Subquery(found.values("shared_days")), 0)


def last_end(homes, relation, day):
    """The latest day up to `day` on which a row of the relation was over."""
    over = Q(**{f"{relation}__ends_on__lte": day})
    if relation == "out_of_use":
        over &= Q(out_of_use__withdrawn_on=None)
    found = homes.filter(over, pk=OuterRef("pk")).order_by().values("pk").annotate(end=Max(f"{relation}__ends_on"))
    return Subquery(found.values("end"), output_field=DateField())


def cost_of_days(days):
    """Öre, half up, divided in whole numbers: see `rules.occupancy.cost_of_days`."""
    whole = F("head_rent_ore") * 2 * MONTHS * days + DAYS
    return Func(whole, Value(2 * DAYS), template="(%(expressions)s)", arg_joiner=" / ", output_field=BigIntegerField())
