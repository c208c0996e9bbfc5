"""What is done with a debt: charged, credited, charged anew, written off, claimed again; a credit is paid back."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from arrears import actions
from arrears.models import Charge, Payment, WriteOff
from arrears.rules.ocr import make_ocr
from tenancies.models import Tenancy
from tests.arrears.plain_ledger import Came, Owed

from .base import ALONE_ORE, Machine, amounts, picks


class ClaimRules(Machine):
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
        assert done == (earlier + ore <= owed.ore)
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

    @rule(charge=picks, ore=amounts)
    def a_write_off_is_asked_for(self, charge, ore):
        charge = self._pick(self.paper.owed, charge)
        may = ore <= self.paper.uncredited(charge) and not any(asked.charge == charge for asked in self._waiting())
        done = self._done(lambda: actions.ask_write_off(Charge(pk=charge), amount_ore=ore, **self.signed))
        assert done == may
        if done:
            row = WriteOff.objects.latest("pk")
            asked = self.asked[row.pk] = PaperWriteOff(charge, self.paper.owed[charge].home, ore, self.on)
            day = [w.ore for w in self.asked.values() if (w.home, w.on) == (asked.home, asked.on) and w.state != "no"]
            assert row.needs_second == (sum(day) > ALONE_ORE)
            if sum(day) <= ALONE_ORE:
                self._write_off(asked, ore)

    @precondition(lambda self: self._waiting())
    @rule(pick=picks, says=st.sampled_from(["yes", "yes", "no", "the one who asked"]))
    def somebody_decides_on_a_write_off(self, pick, says):
        pk = self._pick([pk for pk, asked in self.asked.items() if asked.state == "asked"], pick)
        asked, row = self.asked[pk], WriteOff.objects.get(pk=pk)
        if says == "no":
            actions.decline_write_off(row, why="x", by=self.miriam, on=self.on)
            asked.state = "no"
            return
        by = self.miriam if says == "yes" else self.finn
        still_open = self.paper.uncredited(asked.charge)
        done = self._done(lambda: actions.decide_write_off(row, by=by, on=self.on))
        assert done == (says == "yes" and still_open > 0)
        if done:
            self._write_off(asked, min(asked.ore, still_open))

    def _waiting(self):
        return [asked for asked in self.asked.values() if asked.state == "asked"]

    def _write_off(self, asked, ore):
        asked.state, asked.ore, asked.key = "done", ore, self._newest(Payment)
        owed = self.paper.owed[asked.charge]
        self.paper.came[asked.key] = Came(ore, owed.home, owed.ocr, "write_off", self.on)
        self.paper.put(asked.key, asked.charge, ore)

    @precondition(lambda self: any(asked.state == "done" for asked in self.asked.values()))
    @rule(pick=picks)
    def what_was_written_off_is_claimed_again(self, pick):
        done = {pk: asked for pk, asked in self.asked.items() if asked.state == "done"}
        pk = self._pick(done, pick)
        is_first = not self.paper.came[done[pk].key].is_struck
        assert self._done(lambda: actions.revive(WriteOff.objects.get(pk=pk), **self.signed)) == is_first
        if is_first:
            self.paper.strike([done[pk].key])

    @rule(home=picks, ore=amounts, all_of_it=st.booleans())
    def a_credit_is_paid_back(self, home, ore, all_of_it):
        tenancy = self._home(home)
        credit = sum(self.paper.free(key) for key in self.paper.refundable(tenancy.pk))
        ore = credit if all_of_it and credit else ore
        done = self._done(lambda: actions.refund(tenancy, amount_ore=ore, to="u 1", **self.signed))
        assert done == (ore <= credit and not self.paper.undecided(tenancy.pk))
        if done:
            key = self._newest(Payment)
            self.paper.came[key] = Came(-ore, tenancy.pk, "", "refund", self.on)
            self.paper.pay_back(key, ore)


class PaperWriteOff:
    """Asked, done or no; `key` is the row that stands for it once it is done."""

    def __init__(self, charge, home, ore, on):
        self.charge, self.home, self.ore, self.on, self.state, self.key = charge, home, ore, on, "asked", None
