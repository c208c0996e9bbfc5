"""Visits: ordered by a person, handed on to a colleague."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots import guidelines
from bolots.access import Permission
from bolots.audit import action
from bolots.models import User
from bolots.refusals import Refused
from tenancies import actions as register
from tenancies.models import Involvement, Tenancy

from ..models import EvictionRiskCase, OutreachTask
from ..rules import slots
from ..suggestions import tried_in
from .cases import CaseClosed, TenancyOver
from .opening import Crew
from .reports import VisitEnded


class NobodyAtWork(Refused):
    sentence = _("No housing navigator is at work.")


class NotABolots(Refused):
    sentence = _("A visit can be handed on to a housing navigator who is at work.")


@action
def order_visit(tenancy, *, why, due_on, by, on, case=None) -> OutreachTask:
    """Order a visit of the bolots with the fewest open tasks. The same order again gives the visit that is open.

    `due_on` is the last day for the first attempt. An open case takes the visit as its next step.
    Raises TenancyOver: somebody else may live there now; CaseClosed, NobodyAtWork.
    """
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    if home.is_over(on):
        raise TenancyOver
    case = _hold_case(home, case)
    order = {"tenancy": home, "case": case, "why": why, "due_on": due_on, "ordered_by": by}
    known = OutreachTask.objects.open().filter(**order, ordered_on=on).first()
    if known:
        return known
    values = guidelines.on(on)
    worker = Crew(on, values.max_tasks_per_day).pick(due_on)
    if worker is None:
        raise NobodyAtWork
    when = slots.suggest(tried_in([home.pk])[home.pk], after=on, within_bank_days=values.first_visit_bank_days)
    task = OutreachTask.objects.create(**order, ordered_on=on, assignee_id=worker, slot=when.slot, slot_why=when.why)
    register.involve(home, task.assignee, why=Involvement.Why.OUTREACH, on=on)
    if case:
        EvictionRiskCase.objects.open().filter(pk=case.pk).update(
            next_step=EvictionRiskCase.NextStep.VISIT, next_on=due_on
        )
    return task


def _hold_case(home, expected):
    """The home's open case, held so that nobody closes it meanwhile. Raises CaseClosed when it is not the expected."""
    case = EvictionRiskCase.objects.open().filter(tenancy=home).select_for_update(no_key=True).first()
    if expected and expected != case:
        raise CaseClosed
    return case


@action
def hand_on(task, *, to, by, on) -> None:
    """A colleague takes the visit. Who had it knows of the home until the end of the day.

    Raises NotABolots, VisitEnded.
    """
    old = task.assignee
    if to == old:
        return
    if not to.role_allows(Permission.DO_OUTREACH) or to.is_away(on):
        raise NotABolots
    if not OutreachTask.objects.open().filter(pk=task.pk, assignee=old).update(assignee=to):
        raise VisitEnded
    task.refresh_from_db()
    register.involve(task.tenancy, to, why=Involvement.Why.OUTREACH, on=on)
    if not OutreachTask.objects.open().filter(tenancy=task.tenancy_id, assignee=old).exists():
        register.uninvolve(task.tenancy, old, why=Involvement.Why.OUTREACH, on=on + timedelta(days=1))


@action
def hand_out(worker, *, until, by, on) -> int:
    """Colleagues at work take the visits that fall due before somebody is back. How many; nobody at work: none."""
    crew = Crew(on, guidelines.on(on).max_tasks_per_day)
    crew.workers = [colleague for colleague in crew.workers if colleague != worker.pk]
    colleagues = User.objects.in_bulk(crew.workers)
    tasks = OutreachTask.objects.open().filter(assignee=worker, due_on__lt=until).select_related("tenancy", "assignee")
    held = tasks.select_for_update(of=("self",)).order_by("due_on", "pk")  # none ends while it changes hands
    handed = list(held) if colleagues else []
    for task in handed:
        hand_on(task, to=colleagues[crew.pick(task.due_on)], by=by, on=on)
    return len(handed)
