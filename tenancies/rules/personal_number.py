"""Personal numbers and coordination numbers (personnummer, samordningsnummer; folkbokföringslagen 18–18 a §§)."""

from datetime import date


def is_valid(number: str) -> bool:
    """Twelve digits, a date that exists (a coordination number's day is 60 higher), and the right check digit."""
    return len(number) == 12 and number.isascii() and number.isdigit() and _is_date(number) and _has_check_digit(number)


def _is_date(number: str) -> bool:
    day = int(number[6:8])
    try:
        date(int(number[:4]), int(number[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return number[8:11] != "000"


def _has_check_digit(number: str) -> bool:
    """Luhn (modulus 10) over the ten digits without the century."""
    digits = [int(d) * (2 - n % 2) for n, d in enumerate(number[2:])]
    return sum(d - 9 if d > 9 else d for d in digits) % 10 == 0
