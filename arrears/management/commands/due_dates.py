"""`due_dates YEAR [--json]`: when a year's rents are due, and from when forfeiture is possible."""

import json
from datetime import date

from django.core.management.base import BaseCommand

from arrears.rules.due_dates import due_dates

COLUMNS = ("printed_due_on", "statutory_due_on", "safe_due_on", "forfeiture_from")
HEADS = ("tryckt förfallodag", "sista vardagen", "säker förfallodag", "förverkande från")


class Command(BaseCommand):
    help = "List the due dates of a year's rents."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, choices=range(1990, 2100), metavar="YEAR")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, year, **options):
        rows = [_row(date(year, month, 1)) for month in range(1, 13)]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        self.stdout.write("  ".join(("månad  ", *HEADS)))
        for row in rows:
            cells = [row[name].ljust(len(head)) for name, head in zip(COLUMNS, HEADS, strict=True)]
            self.stdout.write("  ".join((row["month"], *cells)).rstrip())


def _row(month):
    dates = due_dates(month)
    return {"month": f"{month:%Y-%m}"} | {name: getattr(dates, name).isoformat() for name in COLUMNS}
