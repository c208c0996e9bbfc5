"""Serious incidents: one verdict for each, in the night, or at once by a case worker."""

from collections import Counter
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.audit import action
from bolots.refusals import Refused
from tenancies.models import Incident, Tenancy

from ..models import EvictionRiskCase, IncidentTriage
from ..rules import triage
from .cases import CaseAlreadyOpen, TenancyOver
from .opening import open_many
from .triage import lock_homes, one_night_at_a_time


class NotAtRisk(Refused):
    sentence = _("The incident is resolved or minor: it is no ground for a case.")


class AlreadyJudged(Refused):
    sentence = _("The incident has had its verdict. If the home is still at risk, open a case by hand and say why.")


@action
def triage_incidents(*, on, run_on=None) -> Counter:
    """Judge every open serious incident recorded up to `on` that has no verdict. How many of each verdict.

    None is forgotten: one whose seriousness is raised later, or recorded on a night that was missed, is judged then.
    """
    one_night_at_a_time()
    homes = lock_homes(set(_new(on).values_list("tenancy", flat=True)))
    # asked again, now that the homes are held: a person may have been faster
    rows = list(_new(on).filter(tenancy__in=homes).order_by("recorded_on", "pk"))
    if not rows:
        return Counter()
    values = guidelines.on(on)
    opened = {case.tenancy_id: case for case in EvictionRiskCase.objects.open().filter(tenancy__in=homes)}
    verdicts, to_open = [], {}
    for row in rows:
        home = homes[row.tenancy_id]
        verdict = triage.judge_incident(_facts(row, home, on, values, is_open=home.pk in opened or home.pk in to_open))
        if verdict.code == triage.OPENED:
            to_open[home.pk] = home
        verdicts.append((row, verdict))
    why = {"why": EvictionRiskCase.INCIDENT}
    opened |= open_many(list(to_open.values()), on=on, run_on=run_on or on, guidelines=values, **why)
    IncidentTriage.objects.bulk_create(_row(row, verdict, opened, on) for row, verdict in verdicts)
    return Counter(verdict.code for _row, verdict in verdicts)


def _new(on):
    judged = IncidentTriage.objects.filter(incident=OuterRef("pk"))
    return Incident.objects.serious_since(date.min).filter(~Exists(judged), recorded_on__lte=on)


def _facts(incident, home, on, values, *, is_open):
    return triage.IncidentFacts(
        on=on,
        outreach_from=values.outreach_from,
        kind=incident.kind,
        seriousness=incident.seriousness,
        happened_on=incident.happened_on,
        is_former_tenant=home.is_over(on),
        has_open_case=is_open,
    )


def _row(incident, verdict, opened, on):
    has_case = verdict.code in (IncidentTriage.Verdict.OPENED, IncidentTriage.Verdict.JOINED)
    return IncidentTriage(
        incident=incident,
        verdict=verdict.code,
        case=opened[incident.tenancy_id] if has_case else None,
        params={**verdict.params, "passed": verdict.passed},
        decided_on=on,
    )


_BY_HAND = tuple(rule for rule in triage.INCIDENT_RULES if rule.code == IncidentTriage.Verdict.JOINED)


@action
def open_for_incident(incident, *, by, on) -> EvictionRiskCase:
    """Do at once what the night would do: open a case for a serious incident, or let the home's open case take it up.

    A person may do so before outreach begins too. Raises NotAtRisk, TenancyOver, AlreadyJudged, CaseAlreadyOpen.
    """
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=incident.tenancy_id)
    incident = Incident.objects.get(pk=incident.pk)
    case = EvictionRiskCase.objects.open().filter(tenancy=home).first()
    known = IncidentTriage.objects.filter(incident=incident).first()
    if known:
        raise CaseAlreadyOpen if case else AlreadyJudged
    if not (incident.is_open and incident.is_serious):
        raise NotAtRisk
    if home.is_over(on):
        raise TenancyOver
    values = guidelines.on(on)
    verdict = triage.judge_incident(_facts(incident, home, on, values, is_open=case is not None), _BY_HAND)
    if case is None:
        opening = {"by": by, "why": EvictionRiskCase.INCIDENT}
        case = open_many([home], on=on, run_on=on, guidelines=values, **opening)[home.pk]
    _row(incident, verdict, {home.pk: case}, on).save(force_insert=True)
    return case
