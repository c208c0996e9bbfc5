"""The ground of the machine: three homes, two people, a first rent each, and how a step is tried."""

from datetime import date, timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from arrears import actions
from arrears.models import Charge
from bolots.access import Role
from bolots.models import GuidelineValue, User
from bolots.refusals import Refused
from tests.arrears.book import TODAY
from tests.arrears.plain_ledger import MONEY, Owed, PlainLedger
from tests.arrears.plain_plans import BREAKS_AFTER_DAYS, GRACE_BANK_DAYS
from tests.factories import TenancyFactory

HOMES = 3
FIRST = date(2026, 1, 1)
ALONE_ORE = 700  # more than that is written off by two
GUIDELINES = {
    "plan_grace_bank_days": GRACE_BANK_DAYS,
    "plan_breaks_after_days": BREAKS_AFTER_DAYS,
    "write_off_alone_ore": ALONE_ORE,
}
picks = st.integers(0, 999)
amounts = st.integers(1, 900)


class Machine(RuleBasedStateMachine):
    """`paper` is the ledger on paper, its keys are those of the database."""

    @classmethod
    def settle(cls):
        """What every example begins with; each of them is rolled back to here."""
        cls.homes = [TenancyFactory(rent_ore=500 + n, starts_on=date(2020, 1, 1)) for n in range(HOMES)]
        cls.finn = User.objects.create_user("finn", first_name="Finn", role=Role.FINANCE_OFFICER)
        cls.miriam = User.objects.create_user("miriam", first_name="Miriam", role=Role.UNIT_MANAGER)
        for key, value in GUIDELINES.items():
            GuidelineValue.objects.create(key=key, value=str(value), valid_from=FIRST)

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.paper, self.number, self.acts, self.ocrs = PlainLedger(), 0, 0, []
        self.files, self.asked, self.plans, self.holds = {}, {}, {}, []
        self.month, self.on, self.past, self.vouched = date(2026, 3, 1), TODAY, {}, None
        self._charge_month()
        self._first_file()

    def teardown(self):
        if hasattr(self, "transaction"):
            try:
                self.the_example_is_over()
            finally:
                transaction.set_rollback(True)
                self.transaction.__exit__(None, None, None)

    def _charge_month(self):
        actions.charge_month(month=self.month, on=self.on)
        for charge in Charge.objects.exclude(pk__in=self.paper.owed).order_by("pk"):
            self.paper.charge(charge.pk, Owed(charge.tenancy_id, charge.amount_ore, charge.ocr, self.on))
        self.month = date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)

    @property
    def signed(self) -> dict:
        """By whom, when and why; each act has a reason of its own, for the same one sent twice counts once."""
        self.acts += 1
        return {"why": f"skäl {self.acts}", "by": self.finn, "on": self.on}

    @property
    def yesterday(self) -> date:
        return self.on - timedelta(days=1)

    def _home(self, pick):
        return self.homes[pick % HOMES]

    def _pick(self, rows, pick):
        keys = list(rows)
        return keys[pick % len(keys)]

    def _money(self, pick):
        """A payment: mostly one that somebody has paid and of which something is free, often the newest of these."""
        free = [key for key, came in self.paper.came.items() if came.what in MONEY and self.paper.free(key) > 1]
        if not free or not pick % 4:
            return self._pick(self.paper.came, pick)
        return free[-1] if pick % 4 == 1 else self._pick(free, pick)

    def _newest(self, model):
        return model.objects.latest("pk").pk

    def _done(self, change) -> bool:
        try:
            change()
        except Refused:
            return False
        return True
