from datetime import date, datetime

import factory
from factory.django import DjangoModelFactory

from arrears.models import Charge, Deposit, ImportFile, Payment
from bolots.calendar import STOCKHOLM

from .people import TenancyFactory


class ChargeFactory(DjangoModelFactory):
    """The rent of March 2026, due on Friday 27 February (safe: Monday 2 March). `paid=True` leaves nothing open…
    by a number only; use the actions where the allocation rows matter."""

    class Meta:
        model = Charge

    tenancy = factory.SubFactory(TenancyFactory)
    kind = Charge.Kind.RENT
    month = date(2026, 3, 1)
    amount_ore = 684_000
    open_ore = factory.SelfAttribute("amount_ore")
    ocr = factory.Sequence(lambda n: f"7{n:06d}")
    printed_due_on = date(2026, 2, 27)
    statutory_due_on = date(2026, 2, 28)
    safe_due_on = date(2026, 3, 2)
    effective_on = date(2026, 2, 10)
    recorded_on = date(2026, 2, 10)


class ImportFileFactory(DjangoModelFactory):
    class Meta:
        model = ImportFile

    sha256 = factory.Sequence("{:064x}".format)
    name = "bgmax.txt"
    format = "BgMax 01"
    verdict = ImportFile.Verdict.ACCEPTED
    created_on = date(2026, 3, 9)
    via = ImportFile.Via.UPLOAD
    recorded_on = date(2026, 3, 9)
    recorded_at = datetime(2026, 3, 9, 17, 0, tzinfo=STOCKHOLM)


class DepositFactory(DjangoModelFactory):
    class Meta:
        model = Deposit

    file = factory.SubFactory(ImportFileFactory)
    account = "50501055"
    booked_on = date(2026, 3, 9)
    serial = factory.Sequence("9{:04d}".format)  # far from those of the files that tests write
    amount_ore = 684_000
    digest = factory.Sequence("{:064x}".format)


class PaymentFactory(DjangoModelFactory):
    """Money from the bank that no charge has taken yet."""

    class Meta:
        model = Payment

    deposit = factory.SubFactory(DepositFactory)
    ordinal = factory.Sequence(int)
    source = Payment.Source.BANK
    amount_ore = 684_000
    unallocated_ore = factory.SelfAttribute("amount_ore")
    payer_name = "Testa Testsson"
    effective_on = date(2026, 3, 9)
    recorded_on = date(2026, 3, 9)
