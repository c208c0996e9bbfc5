"""Finn at his desk: what waits in the queue, rent that should not have been charged, how far the payments reach."""

from datetime import date, timedelta

from django.db.models import Max

from arrears import actions as ledger
from arrears.models import Charge, ImportFile, NoMoreFiles, Payment
from bolots import calendar
from bolots.money import share
from bolots.periods import days_in

from .scene import Resident, Scene, at

LEAVES_THE_QUEUE = 5  # bank days before the last one, so that something waits on it
BY_SENDER = "Samma avsändare som tidigare, beloppet stämmer med hyran för {month:%Y-%m}."


def work(scene: Scene, day: date) -> None:
    if day < scene.bank_day(LEAVES_THE_QUEUE):
        match(scene, day)
    if scene.bank_day(1) > day:
        decide(scene, day)
    vouch(scene, day)


def match(scene: Scene, day: date) -> None:
    """Payments without a known reference, by their sender: Finn knows his tenants."""
    senders = {resident.purse.manner.payer: resident for resident in scene.residents.values()}
    for payment in Payment.objects.unmatched().filter(recorded_on__lt=day).order_by("pk"):
        resident = senders.get(payment.payer_name)
        charge = resident and _meant(resident, payment)
        if charge:
            why = BY_SENDER.format(month=charge.month)
            ledger.allocate_by_hand(
                payment, charge, amount_ore=payment.unallocated_ore, why=why, by=scene.cast.finn, on=day
            )


def _meant(resident, payment):
    charges = Charge.objects.of(resident.tenancy).filter(open_ore=payment.unallocated_ore)
    return charges.order_by("month").first()


def decide(scene: Scene, day: date) -> None:
    """The bank took money back: find the payment, open the rent again."""
    for reversal in Payment.objects.undecided_reversals().filter(recorded_on__lt=day):
        taken = Payment.objects.filter(amount_ore=-reversal.amount_ore, payer_name=reversal.payer_name)
        payment = taken.filter(source=Payment.Source.BANK).latest("effective_on", "pk")
        why = "Banken återkallade överföringen. Samma avsändare, samma belopp."
        ledger.decide_reversal(reversal, payment=payment, why=why, by=scene.cast.finn, on=day)


def vouch(scene: Scene, day: date) -> None:
    """On days without money the bank sends nothing; Finn looks and says so, and late rent can be seen."""
    files = ImportFile.objects.accepted().aggregate(day=Max("created_on"))["day"] or scene.starts_on
    said = NoMoreFiles.objects.aggregate(day=Max("through_on"))["day"] or scene.starts_on
    through = calendar.previous_bank_day(day - timedelta(days=1))
    if max(files, said) < through:
        ledger.say_no_more_files(through_on=through, by=scene.cast.finn, at=at(day, 8, 20))


def credit_after(scene: Scene, resident: Resident, ends_on: date, day: date) -> None:
    """Rent that was charged for days after somebody had left."""
    for charge in Charge.objects.of(resident.tenancy).filter(kind=Charge.Kind.RENT, month__gte=ends_on.replace(day=1)):
        days = days_in(charge.month)
        after = days - ends_on.day + 1 if charge.month == ends_on.replace(day=1) else days
        ledger.credit_charge(
            charge,
            amount_ore=share(charge.amount_ore, after, days),
            why=f"Hyresförhållandet slutade {ends_on - timedelta(days=1)}.",
            by=scene.cast.finn,
            on=day,
        )
