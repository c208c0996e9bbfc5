"""Opening cases: the owner, the first visit, and who may know of the home from now on. Many at once or one by hand."""

from collections import Counter

from bolots.access import Role
from bolots.guidelines import Guidelines
from bolots.models import User
from tenancies import actions as register
from tenancies.models import Involvement, Tenancy

from ..models import EvictionRiskCase, OutreachTask
from ..rules import assignment, due, slots
from ..suggestions import tried_in

NextStep = EvictionRiskCase.NextStep


class Crew:
    """The bolotsar at work on a day and what each has to do; every pick counts at once."""

    def __init__(self, on, max_per_day: int):
        self.max_per_day = max_per_day
        self.workers = list(User.objects.with_role(Role.BOLOTS).at_work(on).values_list("pk", flat=True))
        rows = list(OutreachTask.objects.open().filter(assignee__in=self.workers).values_list("assignee", "due_on"))
        self.open_tasks = Counter(worker for worker, _ in rows)
        self.due = Counter(rows)

    def pick(self, due_on) -> int | None:
        """The bolots for one more task that is due on the day; None when nobody is at work."""
        loads = [assignment.Load(w, self.open_tasks[w], self.due[w, due_on]) for w in self.workers]
        worker = assignment.choose(loads, max_per_day=self.max_per_day)
        self.open_tasks[worker] += 1
        self.due[worker, due_on] += 1
        return worker


def open_many(tenancies, *, on, run_on, guidelines: Guidelines, **fields) -> dict[int, EvictionRiskCase]:
    """Open a case and plan the first visit for each tenancy, which the caller has locked. By tenancy id."""
    ids = [tenancy.pk for tenancy in tenancies]
    with_children = set(
        Tenancy.objects.filter(pk__in=ids).with_children(on).filter(has_children=True).values_list("pk", flat=True)
    )
    crew, tried = Crew(run_on, guidelines.max_tasks_per_day), tried_in(ids)
    cases, visits = [], []
    for tenancy in tenancies:
        days = guidelines.days_to_first_visit(has_children=tenancy.pk in with_children)
        last_day = due.first_visit(on, run_on=run_on, bank_days=days)
        worker = crew.pick(last_day)
        case = EvictionRiskCase(
            tenancy=tenancy,
            owner=fields.get("owner") or tenancy.case_worker,
            opened_on=on,
            opened_by=fields.get("by"),
            why_opened=fields.get("why", ""),
            next_on=last_day,
            next_step=NextStep.FIRST_VISIT if worker else NextStep.NO_NAVIGATOR,
        )
        cases.append(case)
        if worker:
            when = slots.suggest(tried[tenancy.pk], after=run_on, within_bank_days=days)
            visits.append(_first_visit(case, worker, last_day, when, on))
    EvictionRiskCase.objects.bulk_create(cases)
    OutreachTask.objects.bulk_create(visits)
    _involve(cases, visits, on)
    return {case.tenancy_id: case for case in cases}


def _first_visit(case, worker, last_day, when, on):
    return OutreachTask(
        case=case,
        tenancy=case.tenancy,
        kind=OutreachTask.Kind.FIRST_VISIT,
        ordered_on=on,
        ordered_by=case.opened_by,
        assignee_id=worker,
        due_on=last_day,
        slot=when.slot,
        slot_why=when.why,
    )


def _involve(cases, visits, on):
    owners = [(case.tenancy_id, case.owner_id, Involvement.Why.CASE) for case in cases]
    workers = [(visit.tenancy_id, visit.assignee_id, Involvement.Why.OUTREACH) for visit in visits]
    register.involve_many(owners + workers, on=on)
