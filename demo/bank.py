"""The landlord's bank: books what people send and delivers one file for each day on which money came."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bolots import calendar
from bolots.calendar import STOCKHOLM

from .bankfile_writer import Booked, Delivery, Paid, write
from .payers import Transfer

BANKGIRO = "50501055"
BGMAX, CAMT = "BgMax 01", "camt.054.001.08"
EVENING = time(18, 5)


@dataclass(frozen=True)
class File:
    name: str
    data: bytes
    booked_on: date


@dataclass
class Bank:
    """`camt_from`: the day from which files come as camt.054, with the payers' accounts and with reversals."""

    camt_from: date
    coming: dict[date, list[Transfer]] = field(default_factory=lambda: defaultdict(list))
    recalls: dict[date, list[Transfer]] = field(default_factory=lambda: defaultdict(list))
    sent: list[Transfer] = field(default_factory=list)

    def send(self, transfer: Transfer, *, today: date) -> None:
        """Book the money on its day, or the next bank day; never in the past."""
        self.coming[calendar.roll(max(transfer.on, today))].append(transfer)

    def recall(self, transfer: Transfer, *, on: date) -> None:
        """Take money back (återbud): the payer's bank found that it should not have gone."""
        self.recalls[on].append(transfer)

    def file(self, day: date, number: int = 1) -> File | None:
        """What the bank delivers in the evening of the day, if anything. `number`: of the deposit, the first is 1."""
        file = self.preview(day, number)
        self.sent += self.coming.pop(day, [])
        self.recalls.pop(day, None)
        return file

    def preview(self, day: date, number: int = 1) -> File | None:
        """The same, while the day's money is still coming in."""
        transfers, recalls = self.coming.get(day, []), self.recalls.get(day, [])
        if not transfers and not recalls:
            return None
        is_camt = day >= self.camt_from
        deposits = [Booked(day, tuple(_paid(t, is_camt) for t in transfers), number)] if transfers else []
        if recalls:
            back = tuple(_paid(t, is_camt) for t in recalls)
            deposits.append(Booked(day, back, number + 50, is_reversal=True))
        created_at = datetime.combine(day, EVENING, tzinfo=STOCKHOLM).replace(minute=number)
        data = write(Delivery(BANKGIRO, created_at, tuple(deposits)), CAMT if is_camt else BGMAX)
        name = f"camt054-{day:%Y%m%d}-{number}.xml" if is_camt else f"bgmax-{day:%Y%m%d}-{number}.txt"
        return File(name, data, day)


def _paid(transfer: Transfer, is_camt: bool) -> Paid:
    account = transfer.account if is_camt else ""  # people who pay to a bank giro have no bank giro themselves
    return Paid(transfer.ore, (transfer.reference,), payer=transfer.payer, account=account)


def invented_iban(nth: int) -> str:
    """A well-formed account number in a bank that does not exist."""
    base = f"999{nth:017}"
    return f"SE{98 - int(base + '281400') % 97:02}{base}"
