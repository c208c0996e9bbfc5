"""Promise 8: after any sequence of what people and banks do, the ledger is what one would get on paper."""

import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from arrears import actions
from arrears.book import balances_on
from arrears.closing import closed, stocks
from arrears.exports import FORMATS
from arrears.models import Allocation, Charge, Payment
from arrears.rules.ocr import make_ocr
from bolots.access import Role
from bolots.models import User
from bolots.refusals import Refused
from demo.bankfile_writer import Paid
from tenancies.models import Tenancy
from tests.arrears.book import TODAY, another, delivery, imported
from tests.arrears.plain_ledger import Came, Owed, PlainLedger
from tests.factories import TenancyFactory

EXAMPLES = 10_000 if os.environ.get("BOLOTS_SOAK") else 200
CAMT = "camt.054.001.08"
HOMES = 3
picks = st.integers(0, 999)
amounts = st.integers(1, 900)


class Ledger(RuleBasedStateMachine):
    """Every step is done in the database and on paper; after each, all balances are compared."""

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.paper, self.number = PlainLedger(), 0
        self.homes = [TenancyFactory(rent_ore=500 + n, starts_on=date(2020, 1, 1)) for n in range(HOMES)]
        self.finn = User.objects.create_user("finn", first_name="Finn", role=Role.FINANCE_OFFICER)
        self.month = date(2026, 3, 1)
        self.on, self.past = TODAY, {}

    def teardown(self):
        if hasattr(self, "transaction"):
            try:
                self.no_day_that_is_over_has_changed()
            finally:
                transaction.set_rollback(True)
                self.transaction.__exit__(None, None, None)

    # --- what happens ----------------------------------------------------------------------------------------------

    @rule()
    def charge_the_month(self):
        actions.charge_month(month=self.month, on=self.on)
        for charge in Charge.objects.exclude(pk__in=self.paper.owed):
            self.paper.owed[charge.pk] = Owed(charge.tenancy_id, charge.amount_ore, charge.ocr)
        self.month = date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)

    @rule(home=picks, ore=amounts, early=st.booleans())
    def charge_with_an_ocr_that_may_have_been_paid_before(self, home, ore, early):
        self.number += 1
        ocr = make_ocr(9_000_000 + self.number)
        if early:
            self._pay([(ocr, ore + 1)])
        tenancy = self.homes[home % HOMES]
        charge = actions.open_balance(
            tenancy, month=date(2026, 1, 1), amount_ore=ore, by=self.finn, on=self.on, ocr=ocr
        )
        self.paper.owed[charge.pk] = Owed(tenancy.pk, ore, ocr)
        for key, came in self.paper.came.items():
            if came.ocr == ocr:
                self.paper.designate(key)

    @rule(which=st.lists(st.tuples(picks, amounts), min_size=1, max_size=3))
    def payments_come(self, which):
        ocrs = [owed.ocr for owed in self.paper.owed.values()] + ["hyra"]
        self._pay([(ocrs[pick % len(ocrs)], ore) for pick, ore in which])

    def _pay(self, paid):
        self.number += 1
        said = [Paid(ore, (ocr,), message="" if ocr == "hyra" else f"nr {self.number}") for ocr, ore in paid]
        outcome = imported(delivery(*said, number=self.number, format=CAMT), on=self.on)
        rows = Payment.objects.filter(deposit__file=outcome.file).order_by("pk")
        for row, (ocr, ore) in zip(rows, paid, strict=True):
            self.paper.came[row.pk] = Came(ore, None, "" if ocr == "hyra" else ocr)
            self.paper.designate(row.pk)

    @precondition(lambda self: self.paper.owed and self.paper.came)
    @rule(payment=picks, charge=picks, ore=amounts)
    def somebody_puts_money_on_a_charge(self, payment, charge, ore):
        payment, charge = self._pick(self.paper.came, payment), self._pick(self.paper.owed, charge)
        came, home = self.paper.came[payment], self.paper.owed[charge].home
        fits = 0 < ore <= min(self.paper.free(payment), self.paper.open(charge))
        may_move = came.home == home or (self.paper.is_unused(payment) and not came.is_note)
        done = self._done(
            lambda: actions.allocate_by_hand(
                Payment(pk=payment), Charge(pk=charge), amount_ore=ore, why=another(), by=self.finn, on=self.on
            )
        )
        assert done == (fits and may_move)
        if done:
            self.paper.put(payment, charge, ore)

    @precondition(lambda self: self.paper.came)
    @rule(payment=picks, home=picks)
    def somebody_gives_money_to_a_home(self, payment, home):
        payment, tenancy = self._pick(self.paper.came, payment), self.homes[home % HOMES]
        came = self.paper.came[payment]
        is_free = self.paper.free(payment) > 0 and not came.is_note
        may_move = came.home == tenancy.pk or self.paper.is_unused(payment)
        facts = {"why": "x", "by": self.finn, "on": self.on}
        done = self._done(lambda: actions.give_to_tenancy(Payment(pk=payment), tenancy, **facts))
        assert done == (is_free and may_move)
        if done:
            came.home = tenancy.pk

    @precondition(lambda self: any(s.stands for s in self.paper.shares.values()))
    @rule(share=picks)
    def somebody_undoes_a_share(self, share):
        """Rows of the database and shares on paper stand in the same order."""
        standing = [key for key, s in self.paper.shares.items() if s.stands]
        nth = share % len(standing)
        rows = list(Allocation.objects.standing().order_by("pk"))
        assert len(rows) == len(standing)
        said = self.paper.shares[standing[nth]]
        [row] = [r for r in rows if (r.payment_id, r.charge_id, r.taken_back_by_id, r.ore) == (
            said.came, said.owed, said.back, said.ore)][:1]  # fmt: skip
        actions.undo_allocation(row, why="x", by=self.finn, on=self.on)
        self.paper.undo(standing[nth])

    @precondition(lambda self: self.paper.owed)
    @rule(charge=picks, ore=amounts)
    def a_charge_is_credited(self, charge, ore):
        charge = self._pick(self.paper.owed, charge)
        owed = self.paper.owed[charge]
        earlier = sum(came.ore for came in self.paper.came.values() if came.is_note and came.ocr == owed.ocr)
        facts = {"amount_ore": ore, "why": another(), "by": self.finn, "on": self.on}
        done = self._done(lambda: actions.credit_charge(Charge(pk=charge), **facts))
        assert done == (earlier + ore <= owed.ore)
        if done:
            note = Payment.objects.latest("pk").pk
            self.paper.came[note] = Came(ore, owed.home, owed.ocr, is_note=True)
            self.paper.put(note, charge, min(ore, self.paper.open(charge)))

    @rule(ore=amounts)
    def the_bank_takes_money_back(self, ore):
        self.number += 1
        outcome = imported(
            delivery(Paid(ore, ("åter",)), number=self.number, format=CAMT, is_reversal=True), on=self.on
        )
        self.paper.came[Payment.objects.get(deposit__file=outcome.file).pk] = Came(-ore, None)

    @precondition(lambda self: any(came.ore < 0 for came in self.paper.came.values()))
    @rule(reversal=picks, payment=picks)
    def somebody_decides_on_a_reversal(self, reversal, payment):
        back = [key for key, came in self.paper.came.items() if came.ore < 0]
        reversal, payment = back[reversal % len(back)], self._pick(self.paper.came, payment)
        facts = {"payment": Payment(pk=payment), "why": "x", "by": self.finn, "on": self.on}
        done = self._done(lambda: actions.decide_reversal(Payment(pk=reversal), **facts))
        assert done == self._may_decide(reversal, payment)
        if done:
            self.paper.take_back(reversal, payment)

    def _may_decide(self, reversal, payment):
        came, back = self.paper.came[payment], self.paper.came[reversal]
        ore = min(-self.paper.free(reversal), self.paper.left(payment))
        if came.ore < 0 or came.is_note or ore <= 0:
            return False
        if came.home is None and not ore == came.ore == -back.ore:
            return False
        return back.home == came.home or self.paper.is_unused(reversal)

    @rule(home=picks)
    def a_tenant_moves_out(self, home):
        tenancy = Tenancy.objects.filter(pk=self.homes[home % HOMES].pk, ends_on=None)
        tenancy.update(ends_on=date(2026, 4, 12), end_reason="own_lease")

    @rule()
    def a_day_passes(self):
        """What was known at the end of it must stay so."""
        self.past[self.on] = as_known(self.on)
        self.on += timedelta(days=1)

    def _pick(self, rows, pick):
        keys = list(rows)
        return keys[pick % len(keys)]

    def _done(self, change) -> bool:
        try:
            change()
        except Refused:
            return False
        return True

    # --- what must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def the_book_is_what_it_is_on_paper(self):
        if not hasattr(self, "paper"):
            return
        paper = self.paper
        assert dict(Charge.objects.values_list("pk", "open_ore")) == {key: paper.open(key) for key in paper.owed}
        rows = {pk: (ore, home) for pk, ore, home in Payment.objects.values_list("pk", "unallocated_ore", "tenancy")}
        assert rows == {key: (paper.free(key), came.home) for key, came in paper.came.items()}
        assert actions.prove_ledger(on=self.on).mismatches == 0

    @invariant()
    def every_home_owes_what_it_does_on_paper(self):
        """In the book as known today, and in the month that is running."""
        if not hasattr(self, "paper"):
            return
        held = balances_on(self.on)
        assert {home: (h.owed, h.credit) for home, h in held.items() if h.owed or h.credit} == self.paper.homes()
        [month] = closed([self.on.replace(day=1)], until=self.on)
        assert month.is_proved
        assert month.owed - month.unused == sum(h.ore for h in held.values())

    def no_day_that_is_over_has_changed(self):
        for day, known in self.past.items():
            assert as_known(day) == known


def as_known(day):
    """What the book says of a day, and the day's rows as they would be exported."""
    return balances_on(day), stocks([day]), FORMATS["sie"].write(day, day)


@pytest.mark.timeout(max(EXAMPLES, 600))  # seconds: it is long in the soak
@pytest.mark.django_db
def test_ledger_is_what_one_gets_on_paper():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Ledger,
        settings=settings(max_examples=EXAMPLES, stateful_step_count=12, deadline=None, suppress_health_check=checks),
    )
