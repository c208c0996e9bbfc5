"""What of a bank file is in the book already: a delivery again, a contradiction, or something that looks the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from ..bankfiles.model import BankDeposit, BankFile, BankFileRejected, Reason, family, reason
from .incoming import ACCOUNT, NAME, Incoming

STORED = """
SELECT d.account, d.booked_on, d.serial, d.digest, f.name
FROM unnest(%s::text[], %s::date[], %s::text[]) AS n(account, booked_on, serial)
JOIN arrears_deposit d USING (account, booked_on, serial) JOIN arrears_importfile f ON f.id = d.file_id
WHERE d.undone_on IS NULL
UNION
SELECT d.account, d.booked_on, d.serial, d.digest, f.name
FROM arrears_deposit d JOIN arrears_importfile f ON f.id = d.file_id WHERE d.digest = ANY(%s) AND d.undone_on IS NULL
"""
# The same money through another channel (BgMax and camt overlap), or under an id of the bank's that is stored already.
# What names no charge of ours is the same when it names the same number, or else comes from the same payer.
ALIKE = """
WITH n AS MATERIALIZED (
    SELECT * FROM unnest(
        %s::int[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::date[], %s::text[], %s::text[], %s::text[]
    ) AS n(nth, tenancy_id, ocr, bank_ref, ore, booked_on, needs_person, payer_name, payer_account)
),
others AS NOT MATERIALIZED (
    SELECT d.id, d.booked_on FROM arrears_deposit d JOIN arrears_importfile f ON f.id = d.file_id
    WHERE left(split_part(f.format, ' ', 1), 8) <> %s AND d.undone_on IS NULL
)
SELECT n.nth FROM n
JOIN arrears_payment p ON p.tenancy_id = n.tenancy_id AND p.effective_on BETWEEN n.booked_on - 1 AND n.booked_on + 1
    AND p.ocr = n.ocr AND p.amount_ore = n.ore
JOIN others d ON d.id = p.deposit_id
UNION
SELECT n.nth FROM n
JOIN others d ON d.booked_on BETWEEN n.booked_on - 1 AND n.booked_on + 1
JOIN arrears_payment p ON p.deposit_id = d.id AND p.amount_ore = n.ore AND p.ocr = n.ocr
WHERE n.tenancy_id IS NULL AND n.needs_person = '' AND (
    n.ocr <> '' OR n.payer_account <> '' AND p.payer_account = n.payer_account
    OR n.payer_name <> '' AND lower(p.payer_name) = lower(n.payer_name))
UNION
SELECT n.nth FROM n
JOIN arrears_payment p ON p.bank_ref = n.bank_ref AND p.amount_ore = n.ore AND p.effective_on = n.booked_on
JOIN arrears_deposit d ON d.id = p.deposit_id AND d.undone_on IS NULL
WHERE n.bank_ref <> ''
"""
TWICE = "maybe_twice"


@dataclass(slots=True)
class Sorted:
    """The deposits of a file that are ours: new ones, and those that are stored already."""

    new: list[BankDeposit] = field(default_factory=list)
    known: list[BankDeposit] = field(default_factory=list)
    alike: list[BankDeposit] = field(default_factory=list)  # new by their number, but with the content of another


def sort_out(file: BankFile, deposits: Sequence[BankDeposit], name: str) -> Sorted:
    """Tell new deposits of the file from known ones. One query. Raises BankFileRejected when a known one changed.

    A deposit is known by account, day and number; or by its content, when the bank gave every payment in it an id.
    """
    by_key, digests = _stored(deposits)
    found = Sorted()
    for deposit in deposits:
        digest, earlier = by_key.get((deposit.account, deposit.booked_on, deposit.serial), ("", ""))
        if digest and digest != deposit.digest:
            raise BankFileRejected(_conflict(deposit, name, earlier), format=file.format)
        again = deposit.digest in digests
        if digest or (again and all(payment.bank_ref for payment in deposit.payments)):
            found.known.append(deposit)
        else:
            found.new.append(deposit)
            found.alike += [deposit] if again else []
    return found


def _stored(deposits: Sequence[BankDeposit]):
    columns = [[d.account for d in deposits], [d.booked_on for d in deposits], [d.serial for d in deposits]]
    with connection.cursor() as cursor:
        cursor.execute(STORED, [*columns, [d.digest for d in deposits]])
        rows = cursor.fetchall()
    return {tuple(key): (digest, name) for *key, digest, name in rows}, {digest for *_key, digest, _name in rows}


def _conflict(deposit: BankDeposit, name: str, earlier: str) -> Reason:
    facts = {"serial": deposit.serial, "day": deposit.booked_on.isoformat(), "earlier": earlier, "name": name}
    return reason("deposit_conflict", deposit.where, **facts)


def mark_alike(rows: Sequence[Incoming], found: Sorted, format: str) -> tuple[Reason, ...]:
    """Let what may be stored already wait for a person, and say how much. Money is never dropped for looking so."""
    paid = [row for row in rows if row.amount_ore > 0]
    again, numbers = {id(deposit) for deposit in found.alike}, _alike(paid, format)
    twice = [row for nth, row in enumerate(paid) if nth in numbers or id(row.deposit) in again]
    for row in twice:
        row.needs_person, row.tenancy_id = TWICE, None
    return (reason(f"waits_{TWICE}", twice[0].payment.where, count=len(twice)),) if twice else ()


def _alike(rows: Sequence[Incoming], format: str) -> set[int]:
    """The places in `rows` of those that are stored already by another channel, or under the same id."""
    columns = [
        list(range(len(rows))),
        [row.tenancy_id for row in rows],
        [row.ocr for row in rows],
        [row.payment.bank_ref for row in rows],
        [row.amount_ore for row in rows],
        [row.payment.booked_on for row in rows],
        [row.needs_person for row in rows],
        [row.payment.payer_name[:NAME] for row in rows],
        [row.payment.payer_account[:ACCOUNT] for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [*columns, family(format)])
        return {nth for (nth,) in cursor.fetchall()}
