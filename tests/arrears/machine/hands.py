"""What people do with money: put it on charges, give it to homes, divide it, decide on what the bank took back, and
undo any of it."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from arrears import actions
from arrears.models import Allocation, Charge, Payment
from tests.arrears.plain_ledger import MONEY

from .base import HOMES, Machine, amounts, picks


class HandRules(Machine):
    @precondition(lambda self: self.paper.came)
    @rule(payment=picks, charge=picks, ore=amounts, as_much_as_fits=st.booleans())
    def somebody_puts_money_on_a_charge(self, payment, charge, ore, as_much_as_fits):
        payment, charge = self._money(payment), self._pick(self.paper.owed, charge)
        came, home = self.paper.came[payment], self.paper.owed[charge].home
        most = min(self.paper.free(payment), self.paper.open(charge))
        ore = most if as_much_as_fits and most > 0 else ore
        may_move = came.home == home or (self.paper.is_unused(payment) and came.what in MONEY)
        facts = {"amount_ore": ore, **self.signed}
        done = self._done(lambda: actions.allocate_by_hand(Payment(pk=payment), Charge(pk=charge), **facts))
        assert done == (0 < ore <= most and may_move)
        if done:
            self.paper.put(payment, charge, ore)

    @precondition(lambda self: self.paper.came)
    @rule(payment=picks, home=picks)
    def somebody_gives_money_to_a_home(self, payment, home):
        payment, tenancy = self._money(payment), self._home(home)
        came = self.paper.came[payment]
        is_free = self.paper.free(payment) > 0 and came.what in MONEY
        may_move = came.home == tenancy.pk or self.paper.is_unused(payment)
        done = self._done(lambda: actions.give_to_tenancy(Payment(pk=payment), tenancy, **self.signed))
        assert done == (is_free and may_move)
        if done:
            came.home = tenancy.pk

    @precondition(lambda self: self.paper.standing())
    @rule(pick=picks)
    def somebody_undoes_a_share(self, pick):
        """Only bookings of money: a write-off and a refund have acts of their own, an old version stays as it was."""
        picked = self.paper.shares[self._pick(self.paper.standing(), pick)]
        same = next(key for key, s in self.paper.standing().items() if s == picked)
        rows = Allocation.objects.standing().filter(
            payment=picked.came, charge=picked.owed, taken_back_by=picked.back, ore=picked.ore
        )
        row = rows.earliest("pk")
        may = self.paper.came[picked.came].what != "write_off"
        may = may and not (picked.owed and self.paper.is_replaced(picked.owed))
        may = may and not (picked.back and self.paper.came[picked.back].what == "refund")
        done = self._done(lambda: actions.undo_allocation(row, **self.signed))
        assert done == may
        if done:
            self.paper.undo(same)

    @precondition(lambda self: self.paper.came)
    @rule(
        payment=picks,
        cuts=st.lists(st.integers(1, 99), min_size=1, max_size=3),
        whose=st.lists(picks, min_size=3, max_size=3),
        charges=st.lists(st.none() | picks, min_size=3, max_size=3),
        too_much=st.sampled_from([0] * 9 + [1]),
    )
    def somebody_divides_a_payment(self, payment, cuts, whose, charges, too_much):
        payment = self._money(payment)
        ores = parts_of(self.paper.free(payment), cuts)
        ores[0] += too_much
        parts = [self._part(*said) for said in zip(ores, whose, charges, strict=False)]
        may = self._may_divide(payment, parts)
        said = [actions.Share(home, ore, Charge(pk=charge) if charge else None) for home, ore, charge in parts]
        made = []
        done = self._done(lambda: made.extend(actions.split_payment(Payment(pk=payment), said, **self.signed)))
        assert done == may
        if done:
            rows = zip(made, parts, strict=True)
            self.paper.divide(payment, [(row.pk, *part) for row, part in rows])

    def _part(self, ore, home, charge):
        """Mostly on a charge that it fits; now and then on any, which may be another home's: that is refused."""
        tenancy = self._home(home)
        fits = [key for key, row in self.paper.owed.items() if row.home == tenancy.pk and self.paper.open(key) >= ore]
        owed = self.paper.owed if (charge or 0) % 7 == 6 else fits
        return tenancy.pk, ore, None if charge is None or not owed else self._pick(owed, charge)

    def _may_divide(self, payment, parts):
        free = self.paper.free(payment)
        if self.paper.came[payment].what not in MONEY or free <= 0 or len(parts) < 2:
            return False
        for home, ore, charge in parts:
            wanted = sum(other for _home, other, on in parts if on == charge)
            if ore <= 0 or (charge and (wanted > self.paper.open(charge) or self.paper.owed[charge].home != home)):
                return False
        return sum(ore for _home, ore, _charge in parts) == free

    @precondition(lambda self: any(came.of for came in self.paper.came.values()))
    @rule(pick=picks)
    def somebody_undoes_a_division(self, pick):
        """The last one of a payment that was divided more than once; while no share of it is used."""
        divided = sorted({came.of for came in self.paper.came.values() if came.of})
        payment = self._pick(divided, pick)
        shares = self.paper.last_division(payment)
        done = self._done(lambda: actions.undo_split(Payment(pk=payment), **self.signed))
        assert done == (bool(shares) and all(map(self.paper.is_unused, shares)))
        if done:
            self.paper.strike(shares)

    @precondition(lambda self: self.paper.undecided())
    @rule(reversal=picks, payment=picks)
    def somebody_decides_on_a_reversal(self, reversal, payment):
        reversal, payment = self._pick(self.paper.undecided(), reversal), self._pick(self.paper.came, payment)
        facts = {"payment": Payment(pk=payment), **self.signed}
        done = self._done(lambda: actions.decide_reversal(Payment(pk=reversal), **facts))
        assert done == self._may_decide(reversal, payment)
        if done:
            self.paper.take_back(reversal, payment)

    def _may_decide(self, reversal, payment):
        came, back = self.paper.came[payment], self.paper.came[reversal]
        ore = min(-self.paper.free(reversal), self.paper.left(payment))
        if came.what not in MONEY or ore <= 0 or self.paper.parts(payment):
            return False
        if came.home is None and not ore == came.ore == -back.ore:
            return False
        return back.home == came.home or self.paper.is_unused(reversal)


def parts_of(ore: int, cuts) -> list[int]:
    """So much in as many parts as there are cuts, at random, and the rest."""
    parts = []
    for cut in cuts[: HOMES - 1]:
        parts.append(ore * cut // 100)
        ore -= parts[-1]
    return [*parts, ore]
