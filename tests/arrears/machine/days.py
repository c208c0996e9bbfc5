"""Days pass, and none that is over changes any more: what was known on a day is kept, and asked again at the end."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from arrears import plans
from arrears.aged import aged_on
from arrears.book import balances_on, lines
from arrears.closing import closed, stocks
from arrears.exports import FORMATS
from arrears.freshness import paid_through
from arrears.ledger import debt_on, late_on
from arrears.models import PaymentPlan
from arrears.whose import waiting_on
from tests.arrears.plain_plans import GRACE_BANK_DAYS

from .base import FIRST, Machine


class DayRules(Machine):
    @rule(days=st.sampled_from([1, 1, 2, 4]))
    def days_pass(self, days):
        self.the_day_is_sound()
        self.past[self.on] = self.as_known(self.on)
        self.on += timedelta(days=days)

    def the_example_is_over(self):
        self.the_day_is_sound()
        for day, known in self.past.items():
            for what, now in self.as_known(day).items():
                assert now == known[what], (what, day)

    def as_known(self, day: date) -> dict:
        """What the book says of a day, and the day's rows as they would be exported."""
        homes = [home.pk for home in self.homes]
        agreed = PaymentPlan.objects.filter(agreed_on__lte=day).order_by("pk")
        return {
            "SIE of the day": FORMATS["sie"].write(day, day),
            "rows until then": FORMATS["csv"].write(FIRST, day),
            "balances": balances_on(day),
            "balances of some": balances_on(day, tenancies=homes[:-1]),
            "lines of one": lines(homes[:1], day).lines,
            "stocks": stocks([day]),
            "month": closed([day.replace(day=1)], until=day),
            "aged": aged_on(day),
            "debt": debt_on(day),
            "late": late_on(day),
            "waiting": waiting_on(day),
            "read through": paid_through(day),
            "plans": [plans.book(plan, day, GRACE_BANK_DAYS).days for plan in agreed],
        }
