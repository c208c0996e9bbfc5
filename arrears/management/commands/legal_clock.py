"""`legal_clock --served DATE --notified DATE [--json]`: the days of JB 12:44, for staff who plan."""

import argparse
import json
from datetime import date

from django.core.management.base import BaseCommand

from arrears.rules.legal_clock import recovery


class Command(BaseCommand):
    help = "From when to when a home can be recovered, and the earliest day of a decision on eviction."

    def add_arguments(self, parser):
        parser.add_argument("--served", type=_day, required=True, metavar="DATE", help="the tenant got formulär 1")
        parser.add_argument("--notified", type=_day, required=True, metavar="DATE", help="formulär 3 was given")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, served, notified, **options):
        clock = recovery(served, notified)
        days = {
            "starts_on": clock.starts_on,
            "ends_on": clock.ends_on,
            "earliest_decision_on": clock.earliest_decision_on,
        }
        reminders = [str(day) for day in clock.reminder_days]
        if options["json"]:
            self.stdout.write(json.dumps({key: str(day) for key, day in days.items()} | {"reminder_days": reminders}))
            return
        heads = ("fristen börjar", "sista dag", "tidigaste beslut")
        for head, day in zip(heads, days.values(), strict=True):
            self.stdout.write(f"{head:<17} {day}")
        self.stdout.write(f"{'påminnelser':<17} {', '.join(reminders)}")


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day. Write it like 2026-12-03.") from error
