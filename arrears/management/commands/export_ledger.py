"""`export_ledger --format sie|csv|journal --from DAY --until DAY`: the book of a period, to standard output."""

import sys
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from arrears.exports import FORMATS
from bolots import calendar


class Command(BaseCommand):
    help = "Write the rows of the book that were recorded in a period. No names, no addresses."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument("--from", dest="from_on", type=date.fromisoformat, required=True, help="like 2026-03-01")
        parser.add_argument("--until", dest="until_on", type=date.fromisoformat, required=True, help="inclusive")

    def handle(self, *, format, from_on, until_on, **options):
        if not from_on <= until_on <= calendar.today():
            raise CommandError("The period ends before it begins, or has days to come.")
        sys.stdout.buffer.write(FORMATS[format].write(from_on, until_on))
