"""`charge_month YYYY-MM [--for-real]`: charge every tenancy that runs in a month."""

import argparse
from datetime import date

from django.core.management.base import BaseCommand
from django.db import transaction

from arrears.actions import charge_month
from bolots import calendar, formats


class Command(BaseCommand):
    help = "Charge the rents of a month, once. Without --for-real it only says what it would do."

    def add_arguments(self, parser):
        parser.add_argument("month", type=_month, help="like 2026-03")
        parser.add_argument("--for-real", action="store_true")

    def handle(self, *, month, for_real, **options):
        with transaction.atomic():
            done = charge_month(month=month, on=calendar.today())
            transaction.set_rollback(not for_real)
        said = f"{done.created} nya debiteringar, {formats.kr(done.amount_ore)}; {done.known} fanns redan."
        self.stdout.write(said if for_real else f"{said} Inget är sparat: kör igen med --for-real.")


def _month(text):
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no month. Write it like 2026-03.") from error
