"""What becomes of a file as a whole: what in it is ours, what is there twice, and what a person is told of it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from arrears.bankfiles.model import (
    MOST_ORE,
    SEK,
    STATEMENT,
    BankDeposit,
    BankFile,
    BankFileRejected,
    Reason,
    reason,
)


def why_held(
    account: str, currency: str, ore: int, count: int, where: int | str, receivers: Collection[str]
) -> Reason | None:
    """A deposit that is not ours, or not in kronor, is counted and left: its payments are not kept."""
    if account not in receivers:
        return reason("held_receiver", where, whose=account, count=count, ore=ore)
    if currency != SEK:
        return reason("held_currency", where, whose=currency, count=count, ore=ore)
    return None


def judged(file: BankFile, accounts: Collection[str], receivers: Collection[str]) -> BankFile:
    """The file with its last warnings, if something in it is ours and nothing stands in it twice.

    `accounts` are all that the file names, with deposits or without. Raises BankFileRejected.
    """
    held = [deposit.held for deposit in file.deposits if deposit.held]
    if accounts and not set(accounts) & set(receivers):
        raise BankFileRejected(reason("receiver_not_ours", None, accounts=", ".join(sorted(accounts))))
    if held and len(held) == len(file.deposits):
        raise BankFileRejected(reason("all_held"), *_summed(held))
    _refuse_huge(file.deposits)
    _refuse_twins(deposit for deposit in file.deposits if not deposit.held)
    work = _waiting(file.deposits) if file.is_stored else ()
    if file.family == STATEMENT:  # it mostly says again what camt.054 brought: then there is no work
        return replace(file, warnings=(*file.warnings, *_summed(held)), left=(*file.left, *work))
    return replace(file, warnings=(*file.warnings, *_summed(held), *work))


def _summed(held: Iterable[Reason]) -> tuple[Reason, ...]:
    """Held deposits of one other account, or of one other currency, told as one."""
    counts: Counter[tuple[str, str | int]] = Counter()
    sums: Counter[tuple[str, str | int]] = Counter()
    first: dict[tuple[str, str | int], int | str | None] = {}
    for one in held:
        key = one.code, one.values["whose"]
        first.setdefault(key, one.where)
        counts[key] += int(one.values["count"])
        sums[key] += int(one.values["ore"])
    return tuple(reason(key[0], first[key], whose=key[1], count=counts[key], ore=sums[key]) for key in first)


def _refuse_huge(deposits: Iterable[BankDeposit]) -> None:
    """A damaged amount could be so large that the sums of the book no longer hold it."""
    for deposit in deposits:
        amounts = [(abs(deposit.amount_ore), deposit.where), *((p.amount_ore, p.where) for p in deposit.payments)]
        for ore, where in amounts:
            if ore > MOST_ORE:
                raise BankFileRejected(reason("amount_huge", where, ore=ore))


def _refuse_twins(deposits: Iterable[BankDeposit]) -> None:
    """Two deposits of one key in one file are either a copy or a mistake, and a machine cannot tell which."""
    first: dict[tuple[str, date, str], BankDeposit] = {}
    for deposit in deposits:
        known = first.setdefault((deposit.account, deposit.booked_on, deposit.serial), deposit)
        if known is not deposit:
            raise BankFileRejected(reason("deposit_twice", deposit.where, serial=deposit.serial))


def _waiting(deposits: Iterable[BankDeposit]) -> tuple[Reason, ...]:
    """One warning for each kind of work that the file will leave to a person: how often, and where first."""
    reasons = [p.needs_person for d in deposits for p in d.payments if p.needs_person]
    first = {r.code: r.where for r in reversed(reasons)}
    counts = Counter(r.code for r in reasons)
    return tuple(reason(f"waits_{code}", first[code], count=count) for code, count in counts.items())
