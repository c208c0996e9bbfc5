"""BgMax 01 (Bankgiro Inbetalningar): fixed records, öre without sign, totals per section and per file.

Layout and grammar as in Bankgirot's technical manual: `01 section* 70`, a section (one deposit) is `05 entry* 15`, an
entry `(20|21) (22|23)* 25* 26? 27? 28? 29?`. Addresses and organisation numbers (TK27–29) are never kept.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime

from arrears.bankfiles import checks, verdict
from arrears.bankfiles.model import STOCKHOLM, BankDeposit, BankFile, BankFileRejected, Reason, reason
from arrears.bankfiles.records import BOM, Record, records_of
from arrears.bankfiles.sections import PAYMENT, Entry, Section

_OPENING = Record(
    ("bankgiro", 3, 12, "[0-9]{10}"), ("plusgiro", 13, 22, "[0-9]{10}| {10}"), ("currency", 23, 25, "[A-Z]{3}")
)
_DEPOSIT = Record(
    ("account", 3, 37, "[0-9 ]{35}"),
    ("date", 38, 45, "[0-9]{8}"),
    ("serial", 46, 50, "[0-9]{5}"),
    ("amount", 51, 68, "[0-9]{18}"),
    ("currency", 69, 71, "[A-Z]{3}"),
    ("count", 72, 79, "[0-9]{8}"),
)
_END = Record(*(("count", at, at + 7, "[0-9]{8}") for at in (3, 11, 19, 27)))
_RANK = {"22": 1, "23": 1, "25": 2, "26": 3, "27": 4, "28": 5, "29": 6}  # order behind a payment; from 26 on, once each


def read(data: bytes, receivers: Collection[str]) -> BankFile:
    """Read what begins as BgMax. `receivers` are written as by `checks.account_number`. Raises BankFileRejected."""
    format = _format_of(data)
    try:
        lines, warnings = records_of(data)
        reader = _Reader(lines, receivers)
        reader.read()
        if reader.unknown:
            warnings.append(reason("unknown_record", reader.unknown[0], count=len(reader.unknown)))
        file = BankFile(format or "", reader.created_at, tuple(reader.deposits), tuple(warnings))
        return verdict.judged(file, {deposit.account for deposit in file.deposits}, receivers)
    except BankFileRejected as rejected:
        rejected.format = format
        raise


def _format_of(data: bytes) -> str | None:
    version = data.removeprefix(BOM)[22:24].decode("latin-1")
    return f"BgMax {version}" if version.isdecimal() else None


def _created_at(line: str) -> datetime:
    """The header's timestamp, once layout, version and test mark have been found right."""
    layout, version, stamp, mark = line[2:22], line[22:24], line[24:44], line[44]
    if layout != "BGMAX".ljust(20):
        raise BankFileRejected(reason("layout", 1))
    if version != "01":
        raise BankFileRejected(reason("version", 1, version=version.strip()))
    if mark != "P":
        raise BankFileRejected(reason("test_file" if mark == "T" else "test_mark", 1))
    try:
        if not (stamp.isascii() and stamp.isdecimal()):
            raise ValueError(stamp)
        return datetime.strptime(stamp, "%Y%m%d%H%M%S%f").replace(tzinfo=STOCKHOLM)
    except ValueError:
        raise BankFileRejected(reason("timestamp", 1)) from None


class _Reader:
    """Goes through the records once. Broken structure ends it; wrong totals are collected, to be told together."""

    def __init__(self, lines: list[str], receivers: Collection[str]):
        self.lines, self.receivers = lines, receivers
        self.created_at = _created_at(lines[0])
        self.errors: list[Reason] = []
        self.deposits: list[BankDeposit] = []
        self.unknown: list[int] = []
        self.payments = self.deductions = self.references = self.sections = 0
        self.section: Section | None = None
        self.entry: Entry | None = None

    def read(self) -> None:
        if self.lines[-1][:2] != "70":
            raise BankFileRejected(reason("no_end", len(self.lines)))
        steps: dict[str, Callable[[str, int], object]] = {"05": self._open, "15": self._close}
        steps |= {"20": self._pay, "21": self._pay, "22": self._share, "23": self._share}
        steps |= {"25": self._say, "26": self._name, "27": self._behind, "28": self._behind, "29": self._behind}
        for number, line in enumerate(self.lines[1:-1], 2):
            steps.get(line[:2], self._other)(line, number)
        self._end(self.lines[-1], len(self.lines))
        if self.errors:
            raise BankFileRejected(*self.errors)

    def _open(self, line: str, number: int) -> None:
        if self.section:
            raise BankFileRejected(reason("section_open", number, since=self.section.number))
        bankgiro, plusgiro, currency = _OPENING.values(line, number)
        giros = [giro.strip().lstrip("0") for giro in (bankgiro, plusgiro) if giro.strip(" 0")]
        if not giros or not all(map(checks.is_giro, giros)):
            raise BankFileRejected(reason("receiver_invalid", number, account=" ".join(giros)))
        self.section = Section(number, giros[0], currency)

    def _pay(self, line: str, number: int) -> None:
        if self.section is None:
            raise BankFileRejected(reason("outside_section", number, record=line[:2]))
        self.entry = entry = Entry(line, number)
        if not entry.amount:
            raise BankFileRejected(reason("amount_zero", number))
        self.section.entries.append(entry)
        if entry.is_deduction:
            self.deductions += 1
        else:
            self.payments += 1

    def _behind(self, line: str, number: int) -> Entry:
        """The entry that a record belongs to, which must stand in the order of the manual."""
        code, entry = line[:2], self.entry
        if entry is None:
            raise BankFileRejected(reason("outside_payment", number, record=code))
        rank = _RANK[code]
        if rank < entry.rank or rank == entry.rank > 2:
            raise BankFileRejected(reason("order", number, record=code))
        entry.rank = rank
        return entry

    def _share(self, line: str, number: int) -> None:
        entry = self._behind(line, number)
        sender, reference, amount, _, serial, _ = PAYMENT.values(line, number)
        ore = int(amount)
        if line[1] == "3" and not ore:
            raise BankFileRejected(reason("credit_without_amount", number))
        entry.shares.append((reference.strip(), -ore if line[1] == "3" else ore))
        entry.is_stray = entry.is_stray or (sender, serial) != (entry.sender, entry.serial)
        self.references += 1

    def _say(self, line: str, number: int) -> None:
        self._behind(line, number).text += line[2:52]  # the text is cut in the middle of words: join the whole fields

    def _name(self, line: str, number: int) -> None:
        self._behind(line, number).name = " ".join(line[2:72].split())

    def _other(self, line: str, number: int) -> None:
        """Unknown record types are passed over, as the manual wants it (October 2023); the totals still decide."""
        if line[:2] in ("01", "70"):
            raise BankFileRejected(reason("two_files", number, record=line[:2]))
        if not line.strip():
            raise BankFileRejected(reason("blank_line", number))
        self.unknown.append(number)

    def _close(self, line: str, number: int) -> None:
        section, self.section, self.entry = self.section, None, None
        if section is None:
            raise BankFileRejected(reason("outside_section", number, record="15"))
        _, day, serial, amount, currency, count = _DEPOSIT.values(line, number)
        self.sections += 1
        self.errors += section.wrong_totals(number, int(amount), int(count), currency)
        booked_on = self._booked_on(day, number)
        if booked_on:
            self.deposits.append(section.deposit(booked_on, serial, int(amount), self.receivers))

    def _booked_on(self, digits: str, number: int) -> date | None:
        try:
            day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            self.errors.append(reason("date_impossible", number, date=digits))
            return None
        if not checks.is_plausible(day, self.created_at):
            self.errors.append(reason("date_far_off", number, date=day.isoformat()))
        return day

    def _end(self, line: str, number: int) -> None:
        if self.section:
            raise BankFileRejected(reason("section_open", number, since=self.section.number))
        found = (self.payments, self.deductions, self.references, self.sections)
        names = ("payments", "deductions", "references", "deposits")
        for name, said, counted in zip(names, map(int, _END.values(line, number)), found, strict=True):
            if said != counted:
                self.errors.append(reason(f"count_{name}", number, said=said, found=counted))
