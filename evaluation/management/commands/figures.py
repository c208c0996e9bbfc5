"""`figures --on DATE [--since DATE] [--json]`: the unit's figures as known on a day."""

import argparse
import json
from dataclasses import asdict
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from bolots import formats
from evaluation.figures import figures

WORDS = {
    "apartments": "lägenheter",
    "apartments_owned": "därav ägda",
    "tenancies": "hyresförhållanden",
    "debt_ore": "hyresskuld",
    "tenants_in_debt": "hyresgäster med skuld",
    "late_charges": "sena hyror",
    "open_cases": "öppna ärenden",
    "open_terminations": "pågående uppsägningar",
    "evictions": "avhysningar i perioden",
    "outreach_tasks": "bolotsuppdrag i perioden",
}


class Command(BaseCommand):
    help = "Print the figures as they were known on a day; evictions and outreach tasks of the period since…on."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=_day, required=True, help="the day, like 2017-03-01")
        parser.add_argument("--since", type=_day, help="first day of the period; the year's first day if left out")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, on, since, **options):
        since = since or on.replace(month=1, day=1)
        if since > on:
            raise CommandError(f"The period begins on {since}, after its end on {on}.")
        found = asdict(figures(on, since))
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for name, value in found.items():
            self.stdout.write(f"{_said(name, value):>14}  {WORDS[name]}")


def _said(name, value):
    if value is None:
        return "–"
    return formats.kr(value) if name == "debt_ore" else formats.tal(value)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no date. Write it like 2017-03-01.") from error
