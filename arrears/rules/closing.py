"""Does a month close (avstämning)? What was owed before, what came to it and what went must give what is owed after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Closed:
    """A month of the whole book in öre, as known at its end.

    `owed` is what is open on all charges; `unused` is money that pays nothing yet: credits and what waits for a person,
    less what the bank took back and nobody has decided on. `carried` is all that was charged before the month less all
    that was paid; `charged` in it by kind of charge, `settled` by source of payment.
    """

    month: date
    until_on: date
    owed_before: int
    unused_before: int
    carried: int
    charged: Mapping[str, int]
    settled: Mapping[str, int]
    owed: int
    unused: int

    @property
    def charged_ore(self) -> int:
        return sum(self.charged.values())

    @property
    def written_off_ore(self) -> int:
        return self.settled.get(WRITE_OFF, 0)

    @property
    def paid_ore(self) -> int:
        """Everything but write-offs: money, credit notes, less what was taken or given back."""
        return sum(self.settled.values()) - self.written_off_ore

    @property
    def balance_before(self) -> int:
        return self.owed_before - self.unused_before

    @property
    def balance(self) -> int:
        return self.owed - self.unused

    @property
    def expected(self) -> int:
        """What was carried into the month + charges − payments − write-offs."""
        return self.carried + self.charged_ore - self.paid_ore - self.written_off_ore

    @property
    def difference(self) -> int:
        """0 in a sound book."""
        return self.balance - self.expected

    @property
    def is_proved(self) -> bool:
        return self.difference == 0
