"""Lists of cases: all that one may know of, and what needs one case worker this week."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from bolots import formats, guidelines
from bolots.access import Permission
from tenancies.models import Incident, Tenancy

from . import words
from .grounds import with_grounds
from .homes import full_name, with_homes
from .lateness import is_late, is_settled, late_ore, reversal_waits
from .models import ContactAttempt, EvictionRiskCase, IncidentTriage, OutreachTask, Triage

Status = EvictionRiskCase.Status
PAGE_SIZE = 40
SHOWN = 60  # at most so many rows in each part of "Mina hyresgäster"
WEEK = timedelta(days=7)
NO_CONTACT = timedelta(days=14)  # the meeting that a case should lead to within two weeks has not come about
RETURNED = timedelta(days=30)


def case_page(user, *, on: date, status="", owner=None, place=None) -> dict:
    """A page of cases by next date, closed ones by the day they closed, newest first; and the place to go on from."""
    found = EvictionRiskCase.objects.visible_to(user)
    found = found.filter(status=status) if status else found.open()
    found = found.filter(owner=owner) if owner else found
    is_closed = status == Status.CLOSED
    column, order = ("closed_on", ("-closed_on", "-pk")) if is_closed else ("next_on", ("next_on", "pk"))
    if place:
        day, pk = place
        side = "lt" if is_closed else "gt"
        found = found.filter(Q(**{f"{column}__{side}": day}) | Q(**{column: day, f"pk__{side}": pk}))
    cases = list(_shown(found, user, on).order_by(*order)[: PAGE_SIZE + 1])
    more = cases[PAGE_SIZE - 1] if len(cases) > PAGE_SIZE else None
    rows = [row_of(case, on) for case in cases[:PAGE_SIZE]]
    return {"rows": rows, "place": f"{getattr(more, column)}.{more.pk}" if more else ""}


def _shown(cases, user, on):
    threshold = guidelines.on(on).case_threshold_ore
    now = {"late_ore": late_ore(threshold), "reversal_waits": reversal_waits()}
    return with_homes(with_grounds(cases.select_related("owner").annotate(**now)), user)


def row_of(case, on) -> dict:
    """A case as a row: `is_settled` when its grounds are gone and the night will close it."""
    return {
        "case": case,
        "name": full_name(case.tenancy),
        "due": words.due(case.next_on, on),
        "is_settled": is_settled(case),
        "settled": words.settled(case),
        "grounds": words.grounds(case),
    }


def mine(user, *, on: date) -> dict:
    """What needs this case worker: cases by next date, no contact for long, late rent without a case, visits back.

    `covered` has the same for each colleague stood in for whose work is with cases.
    """
    met = ContactAttempt.objects.filter(task__tenancy=OuterRef("tenancy"), outcome__in=ContactAttempt.ANSWERED)
    has_contact = Exists(met.filter(recorded_on__gt=on - NO_CONTACT))
    absences = [away for away in user.standing_in(on) if away.user.role_allows(Permission.WORK_CASES)]
    owners = [user.pk, *(away.user_id for away in absences)]
    cases = EvictionRiskCase.objects.open().filter(owner__in=owners).annotate(has_contact=has_contact)
    found = _shown(cases, user, on).order_by("next_on", "pk")[: SHOWN * len(owners)]
    rows = [row_of(case, on) for case in found]
    beside = {
        "late": late_without_case(owners, user, on),
        "incidents": incidents_without_case(owners, user, on),
        "returned": _returned(owners, user, on),
    }
    covered = [{"absence": away, **_of(away.user_id, rows, beside, on)} for away in absences]
    return {**_of(user.pk, rows, beside, on), "covered": covered}


def _of(owner, rows, beside, on) -> dict:
    """One owner's part of the rows."""
    rows = [row for row in rows if row["case"].owner_id == owner]
    own = [row for row in rows if not _is_out(row["case"], on)]
    return {
        "soon": [row for row in own if row["case"].next_on <= on + WEEK],
        "later": [row for row in own if row["case"].next_on > on + WEEK],
        "out": [row for row in rows if _is_out(row["case"], on)],
        "silent": [row for row in rows if _is_silent(row["case"], on) and not row["is_settled"]],
        "late": [home for home in beside["late"] if home.case_worker_id == owner],
        "incidents": [home for home in beside["incidents"] if home.case_worker_id == owner],
        "returned": [task for task in beside["returned"] if task.tenancy.case_worker_id == owner],
    }


def _is_out(case, on) -> bool:
    """A bolots has the next step, and is in time with it."""
    steps = EvictionRiskCase.NextStep
    return case.next_step in (steps.FIRST_VISIT, steps.VISIT) and case.next_on >= on


def _is_silent(case, on) -> bool:
    return not case.has_contact and case.opened_on <= on - NO_CONTACT


def late_without_case(owners, user, on):
    """The owners' homes with late rent and no open case, with the sum and the last verdict: the person decides."""
    threshold = guidelines.on(on).case_threshold_ore
    open_cases = EvictionRiskCase.objects.open().filter(tenancy=OuterRef("pk"))
    verdicts = Triage.objects.filter(late_rent__charge__tenancy=OuterRef("pk")).order_by("-decided_on", "-pk")
    running = Tenancy.objects.not_over_on(on)
    homes = running.filter(is_late(threshold, "pk"), ~Exists(open_cases), case_worker__in=owners)
    homes = homes.annotate(late_ore=late_ore(threshold, "pk"), **_last(verdicts))
    homes = homes.with_shown_name(user).select_related("apartment").order_by("-late_ore", "pk")
    found = list(homes[: SHOWN * len(owners)])
    for home in found:
        home.verdict = _verdict_words(home, on)
    return found


def incidents_without_case(owners, user, on):
    """The owners' homes where a serious incident is open and had its verdict, and no case is open: as above.

    An incident without a verdict is the coming night's.
    """
    open_cases = EvictionRiskCase.objects.open().filter(tenancy=OuterRef("pk"))
    judged = Exists(IncidentTriage.objects.filter(incident=OuterRef("pk")))
    newest = Incident.objects.open().serious().filter(judged, tenancy=OuterRef("pk")).newest_first()
    columns = {"incident": "pk", "incident_kind": "kind", "happened_on": "happened_on"}
    homes = Tenancy.objects.not_over_on(on).filter(Exists(newest), ~Exists(open_cases), case_worker__in=owners)
    homes = homes.annotate(**{name: Subquery(newest.values(column)[:1]) for name, column in columns.items()})
    homes = homes.with_shown_name(user).select_related("apartment").order_by("-happened_on", "pk")
    found = list(homes[: SHOWN * len(owners)])
    for home in found:
        home.what = Incident.Kind(home.incident_kind).label
    return found


def _last(verdicts) -> dict:
    """The newest verdict of the outer row's home, and how and when its case was closed."""
    columns = {"verdict": "verdict", "closed_on": "case__closed_on", "outcome": "case__outcome"}
    return {name: Subquery(verdicts.values(column)[:1]) for name, column in columns.items()}


def _verdict_words(home, on) -> str:
    if home.closed_on:
        closed = {"day": formats.dag(home.closed_on, on), "outcome": EvictionRiskCase.Outcome(home.outcome).label}
        return _("its case was closed %(day)s: %(outcome)s") % closed
    return str(Triage.Verdict(home.verdict).label) if home.verdict else ""


def _returned(owners, user, on):
    """Visits outside cases that came back in the last weeks, where no new one is out."""
    out = OutreachTask.objects.open().filter(tenancy=OuterRef("tenancy"))
    back = OutreachTask.objects.filter(status=OutreachTask.Status.RETURNED, case=None, ended_on__gt=on - RETURNED)
    back = back.filter(~Exists(out), tenancy__case_worker__in=owners)
    return list(with_homes(back.select_related("assignee").order_by("-ended_on", "-pk"), user)[: SHOWN * len(owners)])
