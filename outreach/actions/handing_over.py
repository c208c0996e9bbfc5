"""Open cases change hands with their owner's homes."""

from tenancies import actions as register
from tenancies.models import Involvement

from ..models import EvictionRiskCase


def take_over_cases(giver, taker, homes: list[int] | None, on) -> None:
    """Within another action: the taker owns the next steps. The giver knows of the homes until the end of the day."""
    cases = EvictionRiskCase.objects.open().filter(owner=giver)
    cases = cases if homes is None else cases.filter(tenancy__in=homes)
    held = list(cases.select_for_update(no_key=True).order_by("pk").values_list("pk", "tenancy"))
    EvictionRiskCase.objects.filter(pk__in=[pk for pk, _home in held]).update(owner=taker)
    known, why = [home for _pk, home in held], Involvement.Why.CASE
    register.involve_many([(home, taker.pk, why) for home in known], on=on)
    register.uninvolve_many(known, giver, why=why, on=on)
