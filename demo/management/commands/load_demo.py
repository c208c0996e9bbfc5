"""`load_demo [--as-of DATE] [--reset] [--json]`: an empty database becomes the demo."""

import argparse
import json
import os
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bolots import calendar
from demo import database, story

DEFAULT_PASSWORD = "trapphus-24"
BAR = 30


class Command(BaseCommand):
    help = "Fill an empty database with the demo's story: the two years before a day, played day by day."

    def add_arguments(self, parser):
        parser.add_argument("--as-of", type=_day, help="the day on which the story ends; today if left out")
        parser.add_argument("--reset", action="store_true", help="empty the database first (only the demo's own)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, as_of, reset, **options):
        if not (settings.DEBUG or settings.DEMO):
            raise CommandError("This is no demo: everybody in it has the same password. Set BOLOTS_DEMO=1 for a demo.")
        if reset:
            self.reset()
        elif not database.is_empty():
            raise CommandError(
                "The database is not empty, and the demo never mixes with real data. "
                "Choose an empty database, or add --reset in the demo's own environment."
            )
        password = os.environ.get("BOLOTS_DEMO_PASSWORD", DEFAULT_PASSWORD)
        folder = Path(os.environ.get("BOLOTS_DEMO_FILES", settings.BASE_DIR / ".local"))
        path = story.tell(as_of or calendar.today(), password=password, folder=folder, progress=self.progress)
        self.stdout.write(json.dumps({"next_file": str(path)}) if options["json"] else str(path))

    def reset(self):
        if not (settings.DEMO and settings.DATABASE_OWNER_URL):
            raise CommandError("--reset empties a database. It needs BOLOTS_DEMO=1 and DATABASE_OWNER_URL.")
        database.recreate()

    def progress(self, done, whole):
        """A bar on standard error, drawn again each month."""
        if done % 30 == 0 or done == whole:
            filled = BAR * done // whole
            end = "\n" if done == whole else ""
            self.stderr.write(f"\r{'█' * filled}{'░' * (BAR - filled)} {100 * done // whole:3} %", ending=end)
            self.stderr.flush()


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no date. Write it like 2017-03-01.") from error
