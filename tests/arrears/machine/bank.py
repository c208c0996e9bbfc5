"""What the bank does: files come, come again, and are taken back whole; money is taken out of the book and put back."""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from arrears import actions
from arrears.models import Payment
from arrears.rules.ocr import make_ocr
from demo.bankfile_writer import Booked, Paid
from tests.arrears.book import at, deliveries, imported
from tests.arrears.plain_ledger import Came

from .base import Machine, amounts, picks

CAMT = "camt.054.001.08"
NOBODYS = "hyra"  # a text that names nothing


@dataclass
class PaperFile:
    data: bytes
    said: list[tuple[str, int]]  # what it says: reference and öre, negative where the bank takes back
    made_on: date
    row: object
    keys: list[int]
    is_undone: bool = False


class BankRules(Machine):
    def _first_file(self):
        """Money that names nothing, and too much for a rent."""
        rent = next(iter(self.paper.owed.values()))
        self._file([(NOBODYS, 900), (rent.ocr, 700), (NOBODYS, 300)])

    @rule(pick=picks, ore=amounts)
    def money_comes_for_one_charge(self, pick, ore):
        self._file([(self.paper.owed[self._pick(self.paper.owed, pick)].ocr, ore)])

    @rule(which=st.lists(st.tuples(picks, amounts), min_size=1, max_size=3), back=st.none() | st.tuples(picks, amounts))
    def a_file_comes(self, which, back):
        """Money for charges of any version, for numbers that are nobody's yet, and for nothing that one could name; and
        what the bank takes back."""
        said = [(self._reference(pick), ore) for pick, ore in which]
        if back:
            said.append((self._reference(back[0]), self._taken_back(*back)))
        self._file(said)

    def _reference(self, pick):
        """Now and then a number that is no charge's yet."""
        if pick % 7 == 6:
            self.number += 1
            self.ocrs.append(make_ocr(9_000_000 + self.number))
        known = [NOBODYS, *self.ocrs, *(owed.ocr for owed in self.paper.owed.values())]
        return known[-1] if pick % 7 == 5 else self._pick(known, pick)

    def _taken_back(self, pick, ore):
        """As much as was once brought, or something else."""
        brought = [came.ore for came in self.paper.came.values() if came.what == "bank"]
        return -(self._pick(brought, pick) if brought and pick % 2 else ore)

    def _file(self, said):
        paid, back = [], []
        for reference, ore in said:
            self.number += 1
            row = Paid(abs(ore), (reference,), message="" if reference == NOBODYS else f"nr {self.number}")
            (paid if ore > 0 else back).append(row)
        booked = [Booked(self.yesterday, tuple(paid), self.number)] if paid else []
        booked += [Booked(self.yesterday, tuple(back), self.number + 5_000, is_reversal=True)] if back else []
        self._read(deliveries(*booked, format=CAMT), said, self.yesterday)

    def _read(self, data, said, made_on):
        file = imported(data, on=self.on).file
        rows = Payment.objects.filter(deposit__file=file).order_by("pk")
        self.files[file.pk] = PaperFile(data, said, made_on, file, [row.pk for row in rows])
        for row, (reference, ore) in zip(rows, said, strict=True):
            ocr = "" if reference == NOBODYS else reference
            came = Came(ore, None, ocr, "bank" if ore > 0 else "reversal", made_on)
            self.paper.came[row.pk] = came
            named = [owed.home for owed in self.paper.owed.values() if owed.ocr == ocr]
            if ore > 0:
                self.paper.designate(row.pk)
            elif named:  # the home does not look paid while a person decides
                came.home = named[0]

    @precondition(lambda self: self.files)
    @rule(pick=picks)
    def a_file_comes_again(self, pick):
        """In the book it is known; taken back, it brings its money anew."""
        file = self.files[self._pick(self.files, pick)]
        if any(not other.is_undone for other in self.files.values() if other.data == file.data):
            outcome = imported(file.data, on=self.on)
            assert (outcome.file, outcome.new_count) == (None, 0)
        else:
            self._read(file.data, file.said, file.made_on)

    @precondition(lambda self: self.files)
    @rule(pick=picks)
    def a_file_is_taken_back(self, pick):
        """Nothing of it ever came. What was paid back to somebody has left, and forbids it."""
        standing = [key for key, file in self.files.items() if not file.is_undone]
        file = self.files[self._pick(standing if standing and pick % 4 else self.files, pick)]
        family = self.paper.family(file.keys)
        gone = [s for s in self.paper.standing().values() if s.came in family and s.back is not None]
        is_paid_out = any(self.paper.came[s.back].what == "refund" for s in gone)
        done = self._done(lambda: actions.undo_file(file.row, **self.signed, at=at(self.on)))
        assert done == (not file.is_undone and not is_paid_out)
        if done:
            file.is_undone = True
            self.paper.strike(file.keys)

    @precondition(lambda self: self.paper.came)
    @rule(payment=picks)
    def somebody_takes_a_payment_out_of_the_book_or_puts_it_back(self, payment):
        payment = self._pick(self.paper.came, payment)
        if self.paper.came[payment].is_struck:
            self._put_back(payment)
        else:
            self._take_out(payment)

    def _take_out(self, payment):
        may = self.paper.came[payment].what in ("bank", "reversal") and self.paper.is_unused(payment)
        done = self._done(lambda: actions.withdraw(Payment(pk=payment), **self.signed))
        assert done == may
        if done:
            self.paper.strike([payment])

    def _put_back(self, payment):
        came = self.paper.came[payment]
        withdrawal = Payment.objects.filter(of=payment, source="withdrawal").latest("pk")
        may = not any(file.is_undone for file in self.files.values() if payment in file.keys)
        done = self._done(lambda: actions.undo_withdrawal(withdrawal, **self.signed))
        assert done == (may and came.what in ("bank", "reversal"))
        if done:
            came.is_struck = False
