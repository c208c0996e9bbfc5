"""`late_interest ÖRE DUE PAID [--json]`: late interest on an amount, by half-year (räntelagen 3 § and 6 §).

Exit code 0 with the interest, 1 when a reference rate is missing and none is counted, 2 for arguments that say nothing.
"""

import argparse
import json
import sys
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from arrears.interest import rates
from arrears.rules.interest import Interest, Part, late_interest
from bolots import formats
from bolots.forms import YEARS


class Command(BaseCommand):
    help = "Late interest on an amount in öre, from the day after DUE up to and including PAID."

    def add_arguments(self, parser):
        parser.add_argument("ore", type=_ore, metavar="ÖRE", help="the amount in whole öre, like 650000")
        parser.add_argument("due", type=_day, metavar="DUE", help="the due day, like 2025-04-30")
        parser.add_argument("paid", type=_day, metavar="PAID", help="the day of payment, like 2025-08-15")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, ore, due, paid, **options):
        if paid < due:
            raise CommandError(f"{paid} är före förfallodagen {due}: då finns ingen ränta.", returncode=2)
        interest = late_interest(ore, due, paid, rates())
        said = json.dumps(_facts(interest)) if options["json"] else "\n".join(_lines(interest))
        self.stdout.write(said)
        if not interest.is_known:
            sys.exit(1)


def _facts(interest: Interest) -> dict:
    parts = [
        {
            "from": part.from_on.isoformat(),
            "to": part.last_on.isoformat(),
            "days": part.days,
            "hundredths_of_a_per_cent": part.hundredths,
            "ore": part.ore,
        }
        for part in interest.parts
    ]
    missing = [day.isoformat() for day in interest.missing]
    return {"is_known": interest.is_known, "ore": interest.ore, "missing": missing, "parts": parts}


def _lines(interest: Interest) -> list[str]:
    lines = [
        f"{part.from_on}–{part.last_on}  {part.days:>4} dagar  {_said(part, interest.is_known)}"
        for part in interest.parts
    ]
    if interest.is_known:
        return [*lines, f"Summa {formats.kr(interest.ore)}, {interest.days} dagar"]
    since = ", ".join(str(day) for day in interest.missing)
    return [*lines, f"Referensräntan saknas för halvåret från {since}. Ingen ränta räknas: för in den först."]


def _said(part: Part, is_known: bool) -> str:
    if part.hundredths is None:
        return "saknas"
    rate = formats.procent(part.hundredths)
    return f"{rate}  {formats.kr(part.ore)}" if is_known else rate


def _ore(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise argparse.ArgumentTypeError(f"{text} is no amount in whole öre. Write it like 650000.")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day. Write it like 2025-04-30.") from error
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text} is not in the years {YEARS[0]}–{YEARS[-1]}.")
    return day
