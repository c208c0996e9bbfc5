"""What a bank file brings, as rows to be: one for each part that the payer named, with the charge that it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q

from ..accounts import is_shared
from ..bankfiles.model import BankDeposit, BankPayment
from ..models import Charge, Payment
from ..rules.designation import candidates, designated, is_foreign

NAME, ACCOUNT, BANK_REF = (Payment._meta.get_field(f).max_length for f in ("payer_name", "payer_account", "bank_ref"))


@dataclass(slots=True)
class Incoming:
    """A payment row to be. `tenancy_id` is whose charge it names; None when a person must say."""

    deposit: BankDeposit
    payment: BankPayment
    ordinal: int
    part: int
    references: tuple[str, ...]
    amount_ore: int
    needs_person: str
    ocr: str = field(default="")
    tenancy_id: int | None = field(default=None)
    is_foreign: bool = field(default=False)  # another service's, on a shared account

    @property
    def source(self) -> str:
        return Payment.Source.BANK if self.amount_ore > 0 else Payment.Source.REVERSAL

    @property
    def is_matched(self) -> bool:
        """It will pay a charge that is known, without a person."""
        return self.tenancy_id is not None and not self.needs_person and self.amount_ore > 0


def rows_of(deposits: Iterable[BankDeposit], *, most_ore: int) -> list[Incoming]:
    """The rows of new deposits, each with its OCR and tenancy. More than `most_ore` öre waits for a person."""
    rows = [row for deposit in deposits for row in _rows_of(deposit, most_ore)]
    ours = _tenancies_by_ocr({number for row in rows for said in row.references for number in candidates(said)})
    for row in rows:
        row.ocr = designated(row.references, ours)
        if not row.needs_person:
            row.tenancy_id = ours.get(row.ocr)
    _tell_foreign(rows, ours)
    _guess_whose([row for row in rows if row.amount_ore < 0], ours)
    return rows


def _rows_of(deposit: BankDeposit, most_ore: int) -> Iterable[Incoming]:
    for ordinal, payment in enumerate(deposit.payments, 1):
        reason = payment.needs_person.code if payment.needs_person else ""
        if not reason and payment.amount_ore > most_ore:
            reason = "large"
        shares = [((part.reference,), part.amount_ore) for part in payment.parts]
        if reason or not shares:
            shares = [(payment.references, payment.signed_ore)]
        for part, (references, ore) in enumerate(shares):
            yield Incoming(deposit, payment, ordinal, part, references, ore, reason)


def _tenancies_by_ocr(numbers: set[str]) -> dict[str, int]:
    return dict(Charge.objects.filter(ocr__in=list(numbers)).values_list("ocr", "tenancy_id"))


def _tell_foreign(rows: list[Incoming], ours: Mapping[str, int]) -> None:
    """On an account that other services use, a payment whose every part names an OCR of theirs is theirs."""
    kept: set[int] = set()
    for row in rows:
        texts = (*row.payment.references, row.payment.message)
        row.is_foreign = is_shared(row.deposit.account) and is_foreign(
            texts, row.references, ours, settings.OWN_OCR_SERIES
        )
        if not row.is_foreign:
            kept.add(id(row.payment))
    for row in rows:
        row.is_foreign = row.is_foreign and id(row.payment) not in kept


def _guess_whose(reversals: list[Incoming], ours: dict[str, int]) -> None:
    """Whose rent a reversal may open again, so that the home does not look paid meanwhile: by its OCR, by the bank's
    reference, or by account and amount when that can be one home only. A person decides all the same."""
    for row in reversals:
        said = row.payment
        row.tenancy_id = ours.get(row.ocr)
        same_payer = Q(payer_account=said.payer_account[:ACCOUNT], payer_name=said.payer_name[:NAME])
        wanted = Q(bank_ref=said.bank_ref[:BANK_REF]) if said.bank_ref else Q(pk=None)
        if said.payer_account or said.payer_name:
            wanted |= same_payer & Q(amount_ore=-row.amount_ore)
        if row.tenancy_id is None:
            earlier = Payment.objects.filter(wanted, source=Payment.Source.BANK, tenancy__isnull=False)
            earlier = earlier.filter(deposit__undone_on=None)
            homes = set(earlier.values_list("tenancy_id", flat=True))
            row.tenancy_id = homes.pop() if len(homes) == 1 else None
