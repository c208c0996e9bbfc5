"""What is done with a debt: written off, claimed again; a credit is paid back."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from arrears import actions
from arrears.models import Charge, Payment, WriteOff
from tests.arrears.plain_ledger import Came

from .base import ALONE_ORE, amounts, picks
from .charges import ChargeRules


class ClaimRules(ChargeRules):
    @rule(charge=picks, ore=amounts)
    def a_write_off_is_asked_for(self, charge, ore):
        charge = self._pick(self.paper.owed, charge)
        may = ore <= self.paper.uncredited(charge) and not any(asked.charge == charge for asked in self._waiting())
        done = self._done(lambda: actions.ask_write_off(Charge(pk=charge), amount_ore=ore, **self.signed))
        assert done == may
        if done:
            row = WriteOff.objects.latest("pk")
            asked = self.asked[row.pk] = PaperWriteOff(charge, self.paper.owed[charge].home, ore)
            year = [w.ore for w in self.asked.values() if w.home == asked.home and w.state != "no"]
            assert row.needs_second == (sum(year) > ALONE_ORE)
            if sum(year) <= ALONE_ORE:
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
        has_credit = [row for row in self.homes if self.paper.refundable(row.pk)]
        tenancy = self._pick(has_credit, home) if has_credit and home % 4 else self._home(home)
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

    def __init__(self, charge, home, ore):
        self.charge, self.home, self.ore, self.state, self.key = charge, home, ore, "asked", None
