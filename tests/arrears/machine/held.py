"""What must hold after every step: the book is what it is on paper, row by row and sum by sum."""

from hypothesis.stateful import invariant

from arrears import actions
from arrears.book import balances_on
from arrears.closing import closed
from arrears.exports.model import OWED, UNUSED
from arrears.exports.reading import postings
from arrears.models import Allocation, Charge, Payment
from arrears.whose import waiting_on

from .base import FIRST, Machine

# On paper a row is struck through; in the book there is one against it, and a division has one against the whole.
AGAINST = ("withdrawal", "split")


class Held(Machine):
    @invariant()
    def the_book_is_what_it_is_on_paper(self):
        if not hasattr(self, "vouched"):
            return
        paper = self.paper
        assert dict(Charge.objects.values_list("pk", "open_ore")) == {key: paper.open(key) for key in paper.owed}
        rows = Payment.objects.exclude(source__in=AGAINST).values_list("pk", "unallocated_ore", "tenancy")
        assert {pk: row for pk, *row in rows} == {key: [paper.free(key), c.home] for key, c in paper.came.items()}
        assert not Payment.objects.filter(source__in=AGAINST).exclude(unallocated_ore=0).exists()

    @invariant()
    def every_payment_pays_what_it_does_on_paper(self):
        if not hasattr(self, "vouched"):
            return
        rows = Allocation.objects.standing().exclude(payment__source__in=AGAINST)
        rows = rows.exclude(taken_back_by__isnull=False, taken_back_by__source__in=AGAINST)
        rows = sorted(rows.values_list("payment", "charge", "taken_back_by", "ore"), key=str)
        assert rows == sorted(((s.came, s.owed, s.back, s.ore) for s in self.paper.standing().values()), key=str)

    @invariant()
    def every_home_owes_what_it_does_on_paper(self):
        if hasattr(self, "vouched"):
            held = balances_on(self.on)
            assert {home: (h.owed, h.credit) for home, h in held.items() if h.owed or h.credit} == self.paper.homes()

    def the_day_is_sound(self):
        """At the end of each: the nightly proof, the month that is running, the queue, and all that was exported."""
        assert actions.prove_ledger(on=self.on).mismatches == 0
        paper = self.paper.homes()
        assert self._exported() == paper
        waiting = [key for key, came in self.paper.came.items() if came.home is None and came.ore > 0]
        assert waiting_on(self.on) == sum(map(self.paper.free, waiting))
        [month] = closed([self.on.replace(day=1)], until=self.on)
        assert month.is_proved
        assert month.owed - month.unused == sum(owed - unused for owed, unused in paper.values())

    def _exported(self):
        sums = {}
        for posting in postings(FIRST, self.on):
            for leg in posting.legs:
                if leg.account in (OWED, UNUSED):
                    sums.setdefault(leg.tenancy_id, {OWED: 0, UNUSED: 0})[leg.account] += leg.ore
        return {home: (row[OWED], -row[UNUSED]) for home, row in sums.items() if any(row.values())}
