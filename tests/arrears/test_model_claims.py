"""Promise 8 for what is done with a debt: any sequence of charges, new versions, payments, refunds, write-offs and
write-offs taken back leaves the book that one would get on paper.

On paper a home has charges, each with the amount that holds now, and money, of which each piece is on the rent that it
named, to the home's good, or paid back. Compared is what the home owes, and what it has to its good.
"""

import os
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from arrears import actions
from arrears.ledger import debt_on
from arrears.models import Allocation, Charge, Payment, WriteOff
from bolots.access import Role
from bolots.models import User
from bolots.refusals import Refused
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, another, delivery, imported
from tests.factories import TenancyFactory

EXAMPLES = 2_000 if os.environ.get("BOLOTS_SOAK") else 40
CAMT = "camt.054.001.08"
BEFORE = date(2026, 3, 9)
picks = st.integers(0, 999)
amounts = st.integers(1, 900)


class Claims(RuleBasedStateMachine):
    """One home. `owed`: charge's root → amount that holds, written off; `money`: each payment, oldest first, with the
    root that it named, what of it is on that, and what was paid back of it."""

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.home, self.number = TenancyFactory(), 0
        self.finn = User.objects.create_user("finn", first_name="Finn", role=Role.FINANCE_OFFICER)
        self.miriam = User.objects.create_user("miriam", first_name="Miriam", role=Role.UNIT_MANAGER)
        self.owed, self.money = {}, []
        self.known_then = debt_on(BEFORE)

    def teardown(self):
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- what happens ------------------------------------------------------------------------------------------------

    @rule(ore=amounts)
    def a_charge_is_made(self, ore):
        charge = actions.open_balance(self.home, month=date(2026, 1, 1), amount_ore=ore, by=self.finn, on=TODAY)
        self.owed[charge.pk] = {"ore": ore, "written_off": 0}

    @rule(pick=picks, version=picks, ore=amounts)
    def money_comes_with_the_ocr_of_any_version(self, pick, version, ore):
        if root := self._root(pick):
            ocrs = list(self._versions(root).values_list("ocr", flat=True))
            self.number += 1
            said = Paid(ore, (ocrs[version % len(ocrs)],), message=f"nr {self.number}")
            imported(delivery(said, number=self.number, format=CAMT))
            self.money.append({"root": root, "ore": ore, "on": min(ore, self._open(root)), "back": 0})

    @rule(pick=picks, ore=amounts)
    def a_charge_gets_a_new_version(self, pick, ore):
        if root := self._root(pick):
            owed = self.owed[root]
            newest = self._versions(root).latest("pk")
            waits = newest.write_offs.undecided().exists()
            facts = {"amount_ore": ore, "why": another(), "by": self.finn, "on": TODAY}
            done = self._done(lambda: actions.replace_charge(newest, **facts))
            assert done == (ore != owed["ore"] and not owed["written_off"] and not waits)
            if done:
                owed["ore"] = ore
                self._move(root)

    @rule(pick=picks, ore=amounts)
    def a_charge_is_written_off(self, pick, ore):
        if root := self._root(pick):
            owed = self.owed[root]
            newest = self._versions(root).latest("pk")
            waits = newest.write_offs.undecided().exists()
            facts = {"amount_ore": ore, "why": another(), "by": self.finn, "on": TODAY}
            done = self._done(lambda: actions.ask_write_off(newest, **facts))
            assert done == (ore <= self._open(root) and not waits)
            if done and WriteOff.objects.latest("pk").status == "done":
                owed["written_off"] += ore

    @rule(pick=picks, yes=st.booleans())
    def a_second_person_decides(self, pick, yes):
        waiting = list(WriteOff.objects.undecided().order_by("pk"))
        if waiting:
            asked = waiting[pick % len(waiting)]
            root = asked.charge.first_id or asked.charge_id
            if not yes:
                actions.decline_write_off(asked, why="x", by=self.miriam, on=TODAY)
            elif self._done(lambda: actions.decide_write_off(asked, by=self.miriam, on=TODAY)):
                self.owed[root]["written_off"] += min(asked.amount_ore, self._open(root))

    @rule(pick=picks)
    def a_write_off_is_taken_back(self, pick):
        done = list(WriteOff.objects.filter(status="done").with_taken_back().order_by("pk"))
        if done:
            row = done[pick % len(done)]
            facts = {"why": "x", "by": self.finn, "on": TODAY}
            assert self._done(lambda: actions.revive(row, **facts)) != row.is_taken_back
            if not row.is_taken_back:
                self.owed[row.charge.first_id or row.charge_id]["written_off"] -= row.amount_ore

    @rule(ore=amounts)
    def a_credit_is_paid_back(self, ore):
        facts = {"amount_ore": ore, "why": another(), "to": "u 1", "by": self.finn, "on": TODAY}
        done = self._done(lambda: actions.refund(self.home, **facts))
        assert done == (ore <= self._credit())
        for row in self.money if done else ():
            row["back"] += (part := min(ore, row["ore"] - row["on"] - row["back"]))
            ore -= part

    @rule(pick=picks)
    def somebody_tries_to_undo_what_is_no_money(self, pick):
        rows = Allocation.objects.standing().exclude(payment__source="bank", charge__isnull=False)
        rows = list(rows.order_by("pk"))
        if rows:
            undone = rows[pick % len(rows)]
            assert not self._done(lambda: actions.undo_allocation(undone, why="x", by=self.finn, on=TODAY))

    def _root(self, pick):
        keys = list(self.owed)
        return keys[pick % len(keys)] if keys else None

    def _versions(self, root):
        return Charge.objects.filter(pk=root) | Charge.objects.filter(first=root)

    def _move(self, root):
        """The money of a rent on its new amount, as much as fits; then what was left of it and nobody has touched."""
        money = [row for row in self.money if row["root"] == root]
        stood, left = [row["on"] for row in money], self.owed[root]["ore"]
        for row, on in zip(money, stood, strict=True):
            row["on"] = min(left, on)
            left -= row["on"]
        for row in money:
            more = 0 if row["back"] else min(left, row["ore"] - row["on"])
            row["on"] += more
            left -= more

    def _open(self, root):
        paid = sum(row["on"] for row in self.money if row["root"] == root)
        return self.owed[root]["ore"] - self.owed[root]["written_off"] - paid

    def _credit(self):
        return sum(row["ore"] - row["on"] - row["back"] for row in self.money)

    def _done(self, change) -> bool:
        try:
            change()
        except Refused:
            return False
        return True

    # --- what must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def the_book_is_what_it_is_on_paper(self):
        if not hasattr(self, "owed"):
            return
        for root in self.owed:
            *old, newest = self._versions(root).order_by("pk")
            assert newest.open_ore == self._open(root)
            assert [charge.open_ore for charge in old] == [0] * len(old)
        credit = Payment.objects.credits().aggregate(ore=Sum("unallocated_ore", default=0))["ore"]
        assert credit == self._credit()
        assert not Payment.objects.exclude(unallocated_ore=0).exclude(source="bank").exists()
        assert actions.prove_ledger(on=TODAY).mismatches == 0
        assert debt_on(BEFORE) == self.known_then  # what happens today changes no day before


@pytest.mark.timeout(EXAMPLES * 5)
@pytest.mark.django_db
def test_what_is_done_with_a_debt_is_what_one_gets_on_paper():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Claims,
        settings=settings(max_examples=EXAMPLES, stateful_step_count=15, deadline=None, suppress_health_check=checks),
    )
