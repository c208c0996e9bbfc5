"""Payment plans as one would keep them on paper, beside the plain ledger: kept, missed, broken, and nothing clever."""

from dataclasses import dataclass
from datetime import date, timedelta

from bolots.calendar import is_bank_day
from tests.arrears.plain_ledger import PlainLedger

DAY = timedelta(days=1)
GRACE_BANK_DAYS = 1  # after the day of an instalment
BREAKS_AFTER_DAYS = 2
RUNNING = ("active", "missed")


@dataclass
class PlainPlan:
    """`parts`: the day and the öre of each instalment. `missed_on` is since when one has been missing."""

    home: int
    charges: list[int]
    owed_ore: int
    parts: list[tuple[date, int]]
    tolerance_ore: int
    is_softer: bool = False
    status: str = "active"
    missed_on: date | None = None

    @property
    def runs(self) -> bool:
        return self.status in RUNNING

    def open(self, ledger: PlainLedger) -> int:
        return sum(ledger.open(charge) for charge in self.charges)

    def came(self, ledger: PlainLedger) -> int:
        return self.owed_ore - self.open(ledger)

    def good(self, ledger: PlainLedger) -> int:
        """What the home has to its good: it is on no rent yet, but it is there."""
        return sum(max(0, ledger.free(key)) for key, came in ledger.came.items() if came.home == self.home)

    def enough(self, today: date) -> int:
        """So little may be open: nothing, or the tolerance when the last instalment is over."""
        return self.tolerance_ore if is_over(self.parts[-1][0], today) else 0

    def expected(self, today: date) -> int:
        """The instalments whose days of grace are over."""
        return sum(ore for due_on, ore in self.parts if is_over(due_on, today))

    def judge(self, ledger: PlainLedger, today: date, read_through: date | None) -> None:
        """Paid is kept; at the end all but the tolerance is enough. Nobody is called missing while files are waited
        for, or while the home has so much to its good. Who has been missing for too long has broken the plan, unless
        the home has anything to its good; who has caught up is not missing any more."""
        came = self.came(ledger) + self.tolerance_ore
        if self.open(ledger) <= self.enough(today):
            self.status = "kept"
        elif came + self.good(ledger) < self.expected(today):
            if read_through is None or read_through < last_judged(today):
                return
            if self.status == "active":
                self.status, self.missed_on = "missed", today
            elif today - self.missed_on > BREAKS_AFTER_DAYS * DAY and not self.good(ledger):
                self.status = "broken"
        elif self.status == "missed" and came >= self.expected(today):
            self.status, self.missed_on = "active", None


def is_over(due_on: date, today: date) -> bool:
    """The bank days of grace after the day lie before today."""
    day, left = due_on, GRACE_BANK_DAYS
    while left:
        day += DAY
        left -= is_bank_day(day)
    return day < today


def last_judged(today: date) -> date:
    """The last day on which an instalment would be over by now."""
    day = today
    while not is_over(day, today):
        day -= DAY
    return day
