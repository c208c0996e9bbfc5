"""Triage: one verdict for every late rent, and a case for those that need one."""

from collections import Counter
from dataclasses import replace

from django.db import connection
from django.db.models import Exists, OuterRef

from arrears.models import Hold, LateRent, PaymentPlan, PlanCharge
from bolots import guidelines
from bolots.audit import action
from tenancies.models import Tenancy

from ..models import EvictionRiskCase, Triage
from ..rules import triage
from .opening import open_many

_NIGHT = 0x0B0107  # the advisory lock of everything that the night does to cases


def one_night_at_a_time():
    """Nights that run at once wait for each other, so that the second finds what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NIGHT])


@action
def triage_new(*, on, run_on=None) -> Counter:
    """Judge every late rent up to `on` that has no final verdict. How many of each verdict.

    One on hold is judged again each night; it is told once that it is on hold, and once more when the respite is over.
    `run_on` is the day of the run when a missed night is caught up: dates of visits count from there.
    """
    one_night_at_a_time()
    flags = list(_new(on))
    if not flags:
        return Counter()
    homes = lock_homes({flag.charge.tenancy_id for flag in flags})
    values = guidelines.on(on)
    held, planned = _on_hold(homes, on), _planned(flags)
    opened = {case.tenancy_id: case for case in EvictionRiskCase.objects.open().filter(tenancy__in=homes)}
    verdicts, to_open = [], {}
    for flag in flags:
        home = homes[flag.charge.tenancy_id]
        facts = _facts(flag, home, on, values, is_open=home.pk in opened or home.pk in to_open)
        facts = replace(facts, is_on_hold=home.pk in held, is_in_plan=flag.charge_id in planned)
        verdict = triage.judge(facts)
        if verdict.code == Triage.Verdict.ON_HOLD and flag.was_on_hold:
            continue
        if verdict.code == triage.OPENED:
            to_open[home.pk] = home
        verdicts.append((flag, verdict))
    opened |= open_many(list(to_open.values()), on=on, run_on=run_on or on, guidelines=values)
    Triage.objects.bulk_create(_row(flag, verdict, opened, on) for flag, verdict in verdicts)
    return Counter(verdict.code for _, verdict in verdicts)


def _new(on):
    """The flags without a final verdict, with `was_on_hold`."""
    told = Triage.objects.filter(late_rent=OuterRef("pk"))
    on_hold = Exists(told.filter(verdict=Triage.Verdict.ON_HOLD))
    new = LateRent.objects.filter(~Exists(told.exclude(verdict=Triage.Verdict.ON_HOLD)), flagged_on__lte=on)
    return new.annotate(was_on_hold=on_hold).select_related("charge").order_by("flagged_on", "charge")


def _on_hold(homes, on) -> set[int]:
    """The homes for which a respite stops cases on the day."""
    rows = Hold.objects.running_on(on).filter(stops_cases=True, tenancy__in=homes)
    return set(rows.values_list("tenancy", flat=True))


def _planned(flags) -> set[int]:
    """The rents that a running plan is about."""
    charges = [flag.charge_id for flag in flags]
    rows = PlanCharge.objects.filter(charge__in=charges, plan__status__in=PaymentPlan.RUNNING)
    return set(rows.values_list("charge", flat=True))


def lock_homes(ids) -> dict[int, Tenancy]:
    """The homes, held so that nobody opens a case by hand meanwhile."""
    homes = Tenancy.objects.filter(pk__in=ids).select_for_update(no_key=True, of=("self",))
    return {home.pk: home for home in homes.select_related("case_worker").order_by("pk")}


def _facts(flag, home, on, values, *, is_open):
    return triage.Facts(
        on=on,
        open_ore=flag.charge.open_ore,
        threshold_ore=flag.threshold_ore,
        outreach_from=values.outreach_from,
        is_former_tenant=home.is_over(on),
        has_open_case=is_open,
    )


def _row(flag, verdict, opened, on):
    has_case = verdict.code in (Triage.Verdict.OPENED, Triage.Verdict.JOINED)
    return Triage(
        late_rent=flag,
        verdict=verdict.code,
        case=opened[flag.charge.tenancy_id] if has_case else None,
        params={**verdict.params, "passed": verdict.passed},
        decided_on=on,
    )
