"""Our accounts: which numbers are of one account, and which of them other services use too. From the settings."""

from collections.abc import Iterable

from django.conf import settings

from .bankfiles.checks import account_number


def same_account(number: str) -> str:
    """One number for an account that has several: a bankgiro and the IBAN that its money lands on."""
    number = account_number(number)
    return settings.BANK_SAME_ACCOUNT.get(number, number)


def numbers_of(accounts: Iterable[str]) -> list[str]:
    """Every number of the accounts, as deposits have them."""
    wanted = set(accounts)
    return [*wanted, *(number for number, account in settings.BANK_SAME_ACCOUNT.items() if account in wanted)]


def is_shared(number: str) -> bool:
    """Other services of the municipality are paid on it too."""
    return same_account(number) in set(map(same_account, settings.BANK_SHARED))
