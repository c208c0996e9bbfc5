"""How people pay their rent: habits as data, and a purse that knows its own bills. Pure, seeded, no database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

PAY_DAY = 25  # of the month: instalments are paid then


@dataclass(frozen=True)
class Habit:
    """When the share `percent` of a bill is paid, in days after the printed due date, and the rest (None: never).

    One bill in `one_in` is forgotten and paid `forgotten` days late instead (0: none is).
    """

    earliest: int = -13
    latest: int = -1
    percent: int = 100
    rest_after: int | None = None
    one_in: int = 0
    forgotten: tuple[int, int] = (6, 19)


ON_TIME = Habit()
AUTOGIRO = Habit(0, 0)
LAST_MINUTE = Habit(-2, -1)
FORGETFUL = Habit(one_in=9)
SCATTERED = Habit(-6, -1, one_in=4, forgotten=(5, 26))
HALF_THEN_REST = Habit(-4, -1, percent=50, rest_after=27)
MOST = Habit(-4, -1, percent=80)
OLD_RENT = Habit(0, 0, percent=98)  # forgot that the rent went up
NEVER = Habit(percent=0)


@dataclass
class Bill:
    """A rent as the tenant sees it on the notice. Öre."""

    ocr: str
    month: date
    amount_ore: int
    due_on: date
    left_ore: int  # what nothing will pay as yet


@dataclass(frozen=True)
class Transfer:
    """Money that somebody sends to the landlord's bank giro on a day. `reference` is what the payer writes."""

    on: date
    ore: int
    reference: str
    payer: str
    account: str


@dataclass(frozen=True)
class Manner:
    """How a payer fills in the form: whose name, which reference."""

    payer: str
    account: str
    swaps_digits: bool = False
    writes_text: bool = False

    def transfer(self, on: date, ore: int, bill: Bill) -> Transfer:
        if self.writes_text:
            return Transfer(on, ore, f"HYRA {bill.month:%Y-%m}", self.payer, self.account)
        reference = swapped(bill.ocr) if self.swaps_digits else bill.ocr
        return Transfer(on, ore, reference, self.payer, self.account)


def swapped(ocr: str) -> str:
    """The number with two neighbouring digits exchanged: the slip that a check digit is there to find."""
    for n in range(len(ocr) - 2, 0, -1):
        if ocr[n] != ocr[n - 1]:
            return ocr[: n - 1] + ocr[n] + ocr[n - 1] + ocr[n + 1 :]
    return ocr


@dataclass
class Purse:
    """One household's money: its bills, oldest first, and what it does about them."""

    manner: Manner
    luck: Random
    bills: list[Bill] = field(default_factory=list)

    def receive(self, bill: Bill, habit: Habit) -> Iterator[Transfer]:
        """What the habit makes of a new bill."""
        self.bills.append(bill)
        first = bill.amount_ore * habit.percent // 10_000 * 100 if habit.percent < 100 else bill.amount_ore
        if first:
            yield self._pay(bill, first, bill.due_on + timedelta(self._days(habit)))
        if habit.rest_after is not None:
            yield self._pay(bill, bill.amount_ore - first, bill.due_on + timedelta(habit.rest_after))

    def _days(self, habit: Habit) -> int:
        if habit.one_in and self.luck.randrange(habit.one_in) == 0:
            return self.luck.randint(*habit.forgotten)
        return self.luck.randint(habit.earliest, habit.latest)

    def _pay(self, bill, ore, on):
        bill.left_ore -= ore
        return self.manner.transfer(on, ore, bill)

    def settle(self, on: date, ore: int, manner: Manner | None = None) -> Iterator[Transfer]:
        """Pay up to `ore` of the oldest bills that nothing else will pay."""
        for bill in self.bills:
            part = min(ore, bill.left_ore)
            if part and bill.due_on < on:
                ore -= part
                bill.left_ore -= part
                yield (manner or self.manner).transfer(on, part, bill)
