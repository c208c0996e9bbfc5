"""Time to pay: plans are agreed, made softer, called off and looked at, respite is given. None of it moves money."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from arrears import actions, plans
from arrears.models import Charge, PaymentPlan
from arrears.rules.plans import Part
from tests.arrears.book import at
from tests.arrears.plain_plans import GRACE_BANK_DAYS, PlainPlan

from .base import Machine, picks
from .hands import parts_of

cuts = st.lists(st.integers(1, 99), max_size=2)
steps = st.lists(st.integers(1, 5), min_size=3, max_size=3)


class PlanRules(Machine):
    @rule(home=picks, cuts=cuts, days=steps, tolerance=st.sampled_from([0, 0, 50]))
    def a_plan_is_agreed(self, home, cuts, days, tolerance):
        """About all that the home owes, in up to three parts within days."""
        tenancy = self._home(home)
        owed = [key for key, row in self.paper.owed.items() if row.home == tenancy.pk and self.paper.open(key)]
        runs = any(plan.runs and plan.home == tenancy.pk for plan in self.plans.values())
        parts, facts = self._agreed(owed, cuts, days, tolerance)
        done = self._done(lambda: actions.make_plan(tenancy, **facts))
        assert done == (bool(owed) and not runs and tolerance < min(ore for _day, ore in parts))
        if done:
            self._plan(PlainPlan(tenancy.pk, owed, sum(map(self.paper.open, owed)), parts, tolerance))

    @precondition(lambda self: self.plans)
    @rule(pick=picks, softer=st.none() | st.tuples(cuts, steps))
    def a_plan_is_called_off_or_made_softer(self, pick, softer):
        pk = self._pick(self.plans, pick)
        if softer:
            self._soften(pk, *softer)
        else:
            self._call_off(pk)

    def _soften(self, pk, cuts, days):
        was = self.plans[pk]
        owed = [key for key in was.charges if self.paper.open(key)]
        parts, facts = self._agreed(owed, cuts, days, 0)
        done = self._done(lambda: actions.soften_plan(PaymentPlan.objects.get(pk=pk), **facts))
        assert done == (was.runs and not was.is_softer and bool(owed))
        if done:
            was.status = "replaced"
            self._plan(PlainPlan(was.home, owed, sum(map(self.paper.open, owed)), parts, 0, is_softer=True))

    def _agreed(self, owed, cuts, days, tolerance):
        ores = [ore for ore in parts_of(sum(map(self.paper.open, owed)), cuts) if ore]
        due = [self.on + timedelta(days=sum(days[: n + 1])) for n in range(len(ores))]
        parts = list(zip(due, ores, strict=True))
        facts = {"charges": list(Charge.objects.filter(pk__in=owed)), "parts": [Part(*part) for part in parts]}
        facts |= {"income_day": 25, "left_ore": 900, "tolerance_ore": tolerance}
        return parts, {**facts, "by": self.finn, "on": self.on, "at": at(self.on)}

    def _plan(self, plan):
        self.plans[self._newest(PaymentPlan)] = plan

    def _call_off(self, pk):
        done = self._done(lambda: actions.call_off_plan(PaymentPlan.objects.get(pk=pk), **self.signed))
        assert done == self.plans[pk].runs
        if done:
            self.plans[pk].status = "called_off"

    @precondition(lambda self: self.plans)
    @rule(vouches=st.booleans())
    def plans_are_looked_at(self, vouches):
        """Twice, and the second time says nothing new. Somebody may have vouched for files that have not come."""
        if vouches:
            actions.say_no_more_files(through_on=self.yesterday, by=self.finn, at=at(self.on))
            self.vouched = self.yesterday
        actions.check_plans(on=self.on)
        verdicts = dict(PaymentPlan.objects.values_list("pk", "status"))
        for pk, plan in self.plans.items():
            if plan.status == "kept" and verdicts[pk] != "kept":
                self._runs_again(plan)
            if plan.runs:
                plan.judge(self.paper, self.on, self._read_through())
            if plan.status == "broken" and verdicts[pk] == "missed":
                assert self.paper.homes().get(None)  # nobody's money may be the tenant's
                plan.status = "missed"
        assert not actions.check_plans(on=self.on)
        self.plans_stand_as_on_paper()

    def _runs_again(self, plan):
        """Somebody else's money had kept it, and was moved."""
        assert plan.open(self.paper) > plan.enough(self.on)
        assert not any(other.runs and other.home == plan.home for other in self.plans.values())
        plan.status, plan.missed_on = "active", None

    def _read_through(self):
        """The last day of which all files are known: as the newest of them says, or a person."""
        days = [file.made_on for file in self.files.values() if not file.is_undone]
        return max([*days, *([self.vouched] if self.vouched else [])], default=None)

    @rule(pick=picks, days=steps, is_over=st.booleans())
    def respite_is_given_or_called_off(self, pick, days, is_over):
        if is_over and self.holds:
            hold = self._pick(self.holds, pick)
            lasts = hold.until_on > self.on
            assert self._done(lambda: actions.call_off_hold(hold, **self.signed)) == lasts
        else:
            self.holds.append(self._held(self._home(pick), days))

    def _held(self, tenancy, days):
        from_on = self.on + timedelta(days=days[0] - 1)
        stops = dict.fromkeys(("stops_cases", "stops_demands", "stops_interest"), True)
        until_on = from_on + timedelta(days=days[1])
        return actions.set_hold(tenancy, from_on=from_on, until_on=until_on, **stops, **self.signed)

    def plans_stand_as_on_paper(self):
        rows = {row.pk: row for row in PaymentPlan.objects.all()}
        assert {pk: (row.status, row.tenancy_id) for pk, row in rows.items()} == {
            pk: (plan.status, plan.home) for pk, plan in self.plans.items()
        }
        for pk, plan in self.plans.items():
            if plan.runs:
                assert rows[pk].missed_on == plan.missed_on
                today = plans.book(rows[pk], self.on, GRACE_BANK_DAYS).today
                assert (today.expected_ore, today.actual_ore) == (plan.expected(self.on), plan.came(self.paper))
