"""The small checks that BgMax and camt share: receivers, dates, and the parts of a payment."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from arrears.bankfiles.model import LARGE_ORE, BankFileRejected, Part, Reason, reason
from arrears.rules.ocr import luhn_check_digit

OLDEST_DAYS, NEWEST_DAYS = 400, 10  # payment dates, seen from the file's own timestamp
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_GIRO = re.compile(r"[0-9]{2,8}")


def account_number(text: str) -> str:
    """A bankgiro number or IBAN as it is compared: no blanks, hyphens or leading zeros."""
    return re.sub(r"[\s-]", "", text).upper().lstrip("0")


def is_giro(number: str) -> bool:
    """Bankgiro and plusgiro numbers carry a Luhn digit, so that one wrong digit is never another receiver."""
    return bool(_GIRO.fullmatch(number)) and luhn_check_digit(number[:-1]) == number[-1]


def is_iban(number: str) -> bool:
    """ISO 13616: the number turned around, letters as 10–35, gives 1 modulo 97."""
    if not _IBAN.fullmatch(number):
        return False
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1


def is_plausible(day: date, created_at: datetime) -> bool:
    return is_near(day, created_at.date())


def is_near(day: date, on: date) -> bool:
    """No further from `on` than any real day of such a file is."""
    return -OLDEST_DAYS <= (day - on).days <= NEWEST_DAYS


def parts_of(amount_ore: int, shares: Sequence[tuple[str, int]], where: int | str) -> tuple[Part, ...]:
    """The parts of a payment from (reference, öre) pairs, 0 meaning that no amount was given.

    Empty when no amounts are given, or there is nothing to divide. Amounts are given for all references or for none,
    and sum to the payment: anything else raises BankFileRejected, because a digit of an amount must have been changed.
    """
    given = [ore for _, ore in shares if ore]
    if not given:
        return ()
    if len(given) < len(shares):
        raise BankFileRejected(reason("parts_incomplete", where, given=len(given), shares=len(shares)))
    if sum(given) != amount_ore:
        raise BankFileRejected(reason("parts_sum", where, said_ore=amount_ore, found_ore=sum(given)))
    return tuple(Part(reference, ore) for reference, ore in shares) if len(shares) > 1 else ()


def person_for_amount(amount_ore: int, where: int | str) -> Reason | None:
    return reason("large", where) if amount_ore > LARGE_ORE else None
