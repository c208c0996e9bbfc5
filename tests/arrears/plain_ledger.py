"""The ledger as one would do it on paper: the oracle of the model tests. No database, no SQL, nothing clever.

Follows HB 9:5 (domain notes 3.4): money with an exact reference pays that charge, and no other; everything else waits
for a person. What a person undoes stays undone.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Owed:
    home: int
    ore: int
    ocr: str


@dataclass
class Came:
    """Money in (positive) or taken back (negative). `home` is whose it is, None while nobody has said."""

    ore: int
    home: int | None
    ocr: str = ""
    is_note: bool = False


@dataclass
class Share:
    """Öre of a payment on a charge, or on the reversal that takes it back."""

    came: int
    owed: int | None
    back: int | None
    ore: int
    stands: bool = True


@dataclass
class PlainLedger:
    owed: dict[int, Owed] = field(default_factory=dict)
    came: dict[int, Came] = field(default_factory=dict)
    shares: dict[int, Share] = field(default_factory=dict)

    def open(self, charge: int) -> int:
        return self.owed[charge].ore - sum(s.ore for s in self.shares.values() if s.stands and s.owed == charge)

    def free(self, payment: int) -> int:
        standing = [s for s in self.shares.values() if s.stands]
        used = sum(s.ore for s in standing if s.came == payment) - sum(s.ore for s in standing if s.back == payment)
        return self.came[payment].ore - used

    def is_unused(self, payment: int) -> bool:
        return self.free(payment) == self.came[payment].ore

    def left(self, payment: int) -> int:
        """What no reversal has taken back."""
        taken = sum(s.ore for s in self.shares.values() if s.stands and s.came == payment and s.back is not None)
        return self.came[payment].ore - taken

    def homes(self) -> dict[int | None, tuple[int, int]]:
        """What each home owes and has to its good; under None the money that is nobody's."""
        sums: dict[int | None, list[int]] = {}
        for key, owed in self.owed.items():
            sums.setdefault(owed.home, [0, 0])[0] += self.open(key)
        for key, came in self.came.items():
            sums.setdefault(came.home, [0, 0])[1] += self.free(key)
        return {home: (owed, unused) for home, (owed, unused) in sums.items() if owed or unused}

    def designate(self, payment: int) -> int:
        """Pay the charge that the payment names. The charge's key, 0 when it names none. Returns the öre."""
        named = [key for key, owed in self.owed.items() if owed.ocr == self.came[payment].ocr]
        if not named:
            return 0
        self.came[payment].home = self.owed[named[0]].home
        return self.put(payment, named[0], min(self.free(payment), self.open(named[0])))

    def put(self, payment: int, charge: int, ore: int) -> int:
        """Returns the öre; a share of nothing is none."""
        if ore:
            self.came[payment].home = self.owed[charge].home
            self.shares[max(self.shares, default=0) + 1] = Share(payment, charge, None, ore)
        return ore

    def undo(self, share: int) -> None:
        undone = self.shares[share]
        undone.stands = False
        came = self.came[undone.came]
        if undone.owed is not None and not came.is_note and self.is_unused(undone.came):
            came.home = None

    def take_back(self, reversal: int, payment: int) -> None:
        """The newest shares go first; what would be free too much stays where it was."""
        ore = min(-self.free(reversal), self.left(payment))
        missing = ore - self.free(payment)
        on_charges = [k for k, s in self.shares.items() if s.stands and s.came == payment and s.owed is not None]
        for key in reversed(on_charges):
            if missing <= 0:
                break
            share = self.shares[key]
            share.stands = False
            missing -= share.ore
            if missing < 0:
                self.put(payment, share.owed, -missing)
        self.came[reversal].home = self.came[payment].home
        self.shares[max(self.shares, default=0) + 1] = Share(payment, None, reversal, ore)


@dataclass
class PlainDays:
    """Amounts with their days, as one would write them in columns: for the months."""

    charges: dict[int, tuple[str, int, date]] = field(default_factory=dict)
    payments: dict[int, tuple[str, int, date]] = field(default_factory=dict)
    moves: list[tuple[int, int, int, date]] = field(default_factory=list)

    def charge(self, key: int, kind: str, ore: int, on: date) -> None:
        self.charges[key] = (kind, ore, on)

    def pay(self, key: int, source: str, ore: int, on: date) -> None:
        self.payments[key] = (source, ore, on)

    def put(self, payment: int, charge: int, ore: int, on: date) -> None:
        """As much as fits."""
        self.moves.append((payment, charge, min(ore, self.open(charge)), on))

    def open(self, charge: int) -> int:
        return self.charges[charge][1] - sum(ore for _p, key, ore, _on in self.moves if key == charge)

    def stocks(self, day: date) -> tuple[int, int]:
        """What is owed, and what is unused, of what was written by the day."""
        used = sum(ore for *_keys, ore, on in self.moves if on <= day)
        owed = sum(ore for _kind, ore, on in self.charges.values() if on <= day)
        came = sum(ore for _source, ore, on in self.payments.values() if on <= day)
        return owed - used, came - used

    def flows(self, month: date) -> tuple[dict[str, int], dict[str, int]]:
        found: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for sums, rows in zip(found, (self.charges, self.payments), strict=True):
            for kind, ore, on in rows.values():
                if (on.year, on.month) == (month.year, month.month):
                    sums[kind] = sums.get(kind, 0) + ore
        return found
