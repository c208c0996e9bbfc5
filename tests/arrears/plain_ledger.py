"""The ledger as one would do it on paper: the oracle of the model test. No database, no SQL, nothing clever.

Follows HB 9:5 (domain notes 3.4): money with an exact reference pays that charge, and no other; everything else waits
for a person. What a person undoes stays undone. What is taken out of the book is struck through, as if it had never
come; what was paid with it is owed again.
"""

from dataclasses import dataclass, field
from datetime import date

MONEY = ("bank", "share")  # what somebody has paid


@dataclass
class Owed:
    """A charge, or a version of one: `replaces` is the version before."""

    home: int
    ore: int
    ocr: str
    day: date
    replaces: int | None = None


@dataclass
class Came:
    """Money in (positive) or taken back (negative), a credit note, a write-off. `home` is whose it is, None while
    nobody has said. A share is `of` the payment that was divided, the how many-th time that was."""

    ore: int
    home: int | None
    ocr: str = ""
    what: str = "bank"
    day: date = date.min
    of: int | None = None
    division: int = 0
    is_struck: bool = False


@dataclass
class Share:
    """Öre of a payment on a charge, or on what takes it back."""

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

    # --- reading -----------------------------------------------------------------------------------------------------

    def standing(self) -> dict[int, Share]:
        return {key: share for key, share in self.shares.items() if share.stands}

    def open(self, charge: int) -> int:
        return self.owed[charge].ore - sum(s.ore for s in self.standing().values() if s.owed == charge)

    def free(self, payment: int) -> int:
        if self.came[payment].is_struck:
            return 0
        standing = self.standing().values()
        used = sum(s.ore for s in standing if s.came == payment) - sum(s.ore for s in standing if s.back == payment)
        return self.came[payment].ore - used - sum(self.came[part].ore for part in self.parts(payment))

    def is_unused(self, payment: int) -> bool:
        return self.free(payment) == self.came[payment].ore

    def left(self, payment: int) -> int:
        """What nobody has taken back."""
        if self.came[payment].is_struck:
            return 0
        taken = sum(s.ore for s in self.standing().values() if s.came == payment and s.back is not None)
        return self.came[payment].ore - taken

    def parts(self, payment: int) -> list[int]:
        """The shares that it is divided into."""
        return [key for key, came in self.came.items() if came.of == payment and not came.is_struck]

    def family(self, payments) -> set[int]:
        """The payments, their shares, the shares of those."""
        found = set(payments)
        for key, came in sorted(self.came.items()):  # a share comes after what it is of
            if came.of in found:
                found.add(key)
        return found

    def notes(self, charge: int) -> list[int]:
        """The credit notes about the charge, wherever they are used."""
        return [key for key, came in self.came.items() if came.what == "note" and came.ocr == self.owed[charge].ocr]

    def uncredited(self, charge: int) -> int:
        """What is open when its credit notes are used as far as they go."""
        return self.open(charge) - sum(map(self.free, self.notes(charge)))

    def is_replaced(self, charge: int) -> bool:
        return any(owed.replaces == charge for owed in self.owed.values())

    def newest(self, charge: int) -> int:
        for key, owed in self.owed.items():
            if owed.replaces == charge:
                return self.newest(key)
        return charge

    def versions(self, charge: int | None) -> list[int]:
        """The charge and the versions before it."""
        return [] if charge is None else [charge, *self.versions(self.owed[charge].replaces)]

    def undecided(self, home: int | None = None) -> list[int]:
        """What the bank has taken back and nobody has decided on."""
        back = [key for key, came in self.came.items() if came.what == "reversal" and self.free(key) < 0]
        return [key for key in back if home is None or self.came[key].home == home]

    def refundable(self, home: int) -> list[int]:
        """The home's credit, the oldest first; a credit note not while its own charge is open: that it lowers."""
        held = [key for key, c in self.came.items() if c.what in (*MONEY, "note") and c.home == home]
        lower = [note for charge in self.owed if self.open(charge) for note in self.notes(charge)]
        held = [key for key in held if key not in lower]
        return sorted((key for key in held if self.free(key) > 0), key=lambda key: (self.came[key].day, key))

    def homes(self) -> dict[int | None, tuple[int, int]]:
        """What each home owes and has to its good; under None the money that is nobody's."""
        sums: dict[int | None, list[int]] = {}
        for key, owed in self.owed.items():
            sums.setdefault(owed.home, [0, 0])[0] += self.open(key)
        for key, came in self.came.items():
            sums.setdefault(came.home, [0, 0])[1] += self.free(key)
        return {home: (owed, unused) for home, (owed, unused) in sums.items() if owed or unused}

    # --- writing -----------------------------------------------------------------------------------------------------

    def designate(self, payment: int) -> None:
        """Pay the charge that the payment names, or the version that holds of it now."""
        named = [key for key, owed in self.owed.items() if owed.ocr == self.came[payment].ocr]
        if named:
            self.came[payment].home = self.owed[named[0]].home
            charge = self.newest(named[0])
            self.put(payment, charge, min(self.free(payment), self.open(charge)))

    def charge(self, key: int, owed: Owed) -> None:
        """What waited for the charge pays it: nobody's money that names it, and such money of the home itself."""
        self.owed[key] = owed
        for payment, came in sorted(self.came.items()):
            waits = came.home is None and self.is_unused(payment)
            if came.what == "bank" and came.ocr == owed.ocr and (waits or came.home == owed.home):
                self.designate(payment)

    def put(self, payment: int, charge: int, ore: int) -> None:
        """A share of nothing is none."""
        if ore:
            self.came[payment].home = self.owed[charge].home
            self._share(Share(payment, charge, None, ore))

    def _share(self, share: Share) -> None:
        self.shares[max(self.shares, default=0) + 1] = share

    def undo(self, share: int) -> None:
        undone = self.shares[share]
        undone.stands = False
        came = self.came[undone.came]
        if undone.owed is not None and came.what in MONEY and self.is_unused(undone.came):
            came.home = None

    def take_back(self, reversal: int, payment: int) -> None:
        """The newest shares go first; what would be free too much stays where it was."""
        ore = min(-self.free(reversal), self.left(payment))
        missing = ore - self.free(payment)
        on_charges = [k for k, s in self.standing().items() if s.came == payment and s.owed is not None]
        for key in reversed(on_charges):
            if missing <= 0:
                break
            share = self.shares[key]
            share.stands = False
            missing -= share.ore
            if missing < 0:
                self.put(payment, share.owed, -missing)
        self.came[reversal].home = self.came[payment].home
        self._share(Share(payment, None, reversal, ore))

    def pay_back(self, refund: int, ore: int) -> None:
        home = self.came[refund].home
        for payment in self.refundable(home):
            taken = min(ore, self.free(payment))
            if taken:
                self._share(Share(payment, None, refund, taken))
            ore -= taken

    def strike(self, payments) -> None:
        """Out of the book, with all that was made by dividing it."""
        family = self.family(payments)
        for share in self.shares.values():
            if share.came in family or share.back in family:
                share.stands = False
        for key in family:
            self.came[key].is_struck = True

    def divide(self, payment: int, parts) -> None:
        """`parts`: (key, home, öre, charge or None). What is left of the payment is its shares."""
        whole = self.came[payment]
        nth = 1 + max((came.division for came in self.came.values() if came.of == payment), default=0)
        for key, home, ore, _charge in parts:
            self.came[key] = Came(ore, home, what="share", day=whole.day, of=payment, division=nth)
        for key, _home, ore, charge in parts:
            if charge:
                self.put(key, charge, ore)

    def last_division(self, payment: int) -> list[int]:
        parts = self.parts(payment)
        nth = max((self.came[part].division for part in parts), default=0)
        return [part for part in parts if self.came[part].division == nth]

    def replace(self, old: int, new: int, owed: Owed, note: int) -> None:
        """The old version is credited whole, its money goes to the new one, the oldest first."""
        notes = self.notes(old)
        on_old = [s for s in self.standing().values() if s.owed == old and s.came not in notes]
        for share in on_old:
            share.stands = False
        rest = self.owed[old].ore - sum(self.came[key].ore for key in notes)
        if rest:
            was = self.owed[old]
            self.came[note] = Came(rest, was.home, was.ocr, "note", was.day)
            notes.append(note)
        for key in notes:
            self.put(key, old, self.free(key))
        self.owed[new] = owed
        for share in sorted(on_old, key=lambda s: (self.came[s.came].day, s.came)):
            self.put(share.came, new, min(share.ore, self.open(new)))
        self._fill(new)

    def _fill(self, charge: int) -> None:
        """Then what named any version and was too much for it, unless somebody has done anything else with it."""
        versions = self.versions(charge)
        numbers = [self.owed[version].ocr for version in versions]
        for key, came in sorted(self.came.items(), key=lambda row: (row[1].day, row[0])):
            elsewhere = self.parts(key) or any(
                s.came == key and s.owed not in versions for s in self.standing().values()
            )
            if came.what == "bank" and came.ocr in numbers and came.home == self.owed[charge].home and not elsewhere:
                self.put(key, charge, max(0, min(self.free(key), self.open(charge))))


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
