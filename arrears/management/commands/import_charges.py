"""`import_charges PATH [--for-real]`: charges of another billing system, with the OCR of their notices."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from arrears.actions import import_charges
from bolots import calendar, formats


class Command(BaseCommand):
    help = "Import rents from a CSV file: all lines or none. Without --for-real it only says what it would do."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--for-real", action="store_true")

    def handle(self, *, path, for_real, **options):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        done = import_charges(data, by=None, on=calendar.today(), dry_run=not for_real)
        if done.faults:
            lines = "\n".join(f"Rad {fault.line}: {fault.sentence}" for fault in done.faults)
            raise CommandError(f"{lines}\nInget är sparat.")
        said = f"{done.created} nya debiteringar, {formats.kr(done.amount_ore)}; {done.known} fanns redan."
        self.stdout.write(said if for_real else f"{said} Inget är sparat: kör igen med --for-real.")
