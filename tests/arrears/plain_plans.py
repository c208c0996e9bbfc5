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

    def expected(self, today: date) -> int:
        """The instalments whose days of grace are over."""
        return sum(ore for due_on, ore in self.parts if is_over(due_on, today))

    def judge(self, ledger: PlainLedger, today: date, read_through: date | None) -> None:
        """Paid is kept; at the end all but the tolerance is enough. Nobody is called missing while files are waited
        for. Who has been missing for too long has broken the plan; who has caught up is not missing any more."""
        is_last_over = is_over(self.parts[-1][0], today)
        is_missing = self.came(ledger) + self.tolerance_ore < self.expected(today)
        if self.open(ledger) <= (self.tolerance_ore if is_last_over else 0):
            self.status = "kept"
        elif is_missing:
            if read_through is None or read_through < last_judged(today):
                return
            if self.status == "active":
                self.status, self.missed_on = "missed", today
            elif today - self.missed_on > BREAKS_AFTER_DAYS * DAY:
                self.status = "broken"
        elif self.status == "missed":
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
