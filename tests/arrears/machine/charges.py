"""What is owed: charged for a month or by hand, credited, and charged anew."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import rule

from arrears import actions
from arrears.models import Charge, Payment
from arrears.rules.ocr import make_ocr
from tenancies.models import Tenancy
from tests.arrears.plain_ledger import Came, Owed

from .base import Machine, amounts, picks


class ChargeRules(Machine):
    @rule(leaves=st.none() | picks)
    def the_month_is_charged(self, leaves):
        """Somebody may have moved out by then."""
        if leaves is not None:
            tenancy = Tenancy.objects.filter(pk=self._home(leaves).pk, ends_on=None)
            tenancy.update(ends_on=date(2026, 6, 12), end_reason="own_lease")
        self._charge_month()

    @rule(home=picks, ore=amounts, pick=picks)
    def a_charge_is_made_with_an_ocr_that_may_have_been_paid_before(self, home, ore, pick):
        self.number += 1
        charged = {owed.ocr for owed in self.paper.owed.values()}
        waited = [ocr for ocr in self.ocrs if ocr not in charged]
        ocr = self._pick(waited, pick) if waited and pick % 4 else make_ocr(9_000_000 + self.number)
        facts = {"month": date(2026, 1, 1), "amount_ore": ore, "by": self.finn, "on": self.on, "ocr": ocr}
        charge = actions.open_balance(self._home(home), **facts)
        self.paper.charge(charge.pk, Owed(charge.tenancy_id, ore, ocr, self.on))

    @rule(charge=picks, ore=amounts)
    def a_charge_is_credited(self, charge, ore):
        charge = self._pick(self.paper.owed, charge)
        owed = self.paper.owed[charge]
        earlier = sum(self.paper.came[note].ore for note in self.paper.notes(charge)) + self._written_off(charge)
        done = self._done(lambda: actions.credit_charge(Charge(pk=charge), amount_ore=ore, **self.signed))
        waits = any(asked.charge == charge for asked in self._waiting())
        assert done == (earlier + ore <= owed.ore and not waits)
        if done:
            note = self._newest(Payment)
            self.paper.came[note] = Came(ore, owed.home, owed.ocr, "note", self.on)
            self.paper.put(note, charge, min(ore, self.paper.open(charge)))

    def _written_off(self, charge):
        standing = self.paper.standing().values()
        return sum(s.ore for s in standing if s.owed == charge and self.paper.came[s.came].what == "write_off")

    @rule(charge=picks, ore=amounts)
    def a_charge_gets_a_new_version(self, charge, ore):
        """Not while somebody acts on the amount that was, and not while a credit note of it is used elsewhere."""
        charge = self._pick(self.paper.owed, charge)
        owed, notes = self.paper.owed[charge], self.paper.notes(charge)
        is_planned = any(plan.runs and charge in plan.charges for plan in self.plans.values())
        waits = any(asked.charge == charge for asked in self._waiting())
        elsewhere = any(s.came in notes and s.owed != charge for s in self.paper.standing().values())
        may = ore != owed.ore and not self.paper.is_replaced(charge) and not (is_planned or waits or elsewhere)
        may = may and not self._written_off(charge)
        done = self._done(lambda: actions.replace_charge(Charge(pk=charge), amount_ore=ore, **self.signed))
        assert done == may
        if done:
            new = Charge.objects.get(replaces=charge)
            note = Payment.objects.filter(source="credit_note", ocr=owed.ocr).latest("pk")
            self.paper.replace(charge, new.pk, Owed(owed.home, ore, new.ocr, owed.day, charge), note.pk)

    def _waiting(self):
        return [asked for asked in self.asked.values() if asked.state == "asked"]
