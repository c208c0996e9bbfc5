"""The pictures in docs/screenshots, from the running demo."""

import os
import shutil

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

TABLET, DESK, PHONE = 820, 1280, 360
# who, which page ("a css selector" is clicked on the page before it), file name, width, scheme
PICTURES = (
    ("bosse", "/i-dag/", "idag", TABLET, "light"),
    ("bosse", "/i-dag/", "idag", PHONE, "dark"),
    ("bosse", "/i-dag/ .visit:not(.is-paid) h3 a", "besok", TABLET, "light"),
    ("alma", "/mina/", "mina", DESK, "light"),
    ("alma", "/arenden/", "arenden", DESK, "light"),
    ("alma", "/arenden/ main tbody a", "arende", DESK, "light"),
    ("alma", "/arenden/ main tbody a", "arende", PHONE, "light"),
    ("finn", "/hyror/", "hyror", DESK, "light"),
    ("finn", "/hyror/forfallodagar/", "forfallodagar", DESK, "light"),
    ("miriam", "/uppfoljning/", "uppfoljning", DESK, "light"),
    ("miriam", "/uppfoljning/", "uppfoljning", DESK, "dark"),
    ("miriam", "/lagenheter/", "lagenheter", DESK, "light"),
    ("alma", "/bevakningar/", "bevakningar", DESK, "light"),
    ("alma", "/vistelser/", "vistelser", DESK, "light"),
    ("alma", "/hyresforhallanden/ny/", "nytt-hyresforhallande", DESK, "light"),
    ("alma", "/hyresforhallanden/ main tbody a", "hem", DESK, "light"),
    ("finn", "/hyror/krav/", "krav", DESK, "light"),
    ("finn", "/hyror/krav/forslag/", "forslag", DESK, "light"),
    ("finn", "/hyror/krav/planer/", "planer", DESK, "light"),
    ("finn", "/hyror/avstamning/", "avstamning", DESK, "light"),
    ("miriam", "/hyror/krav/uppsagningar/2/", "uppsagning", DESK, "light"),
    ("miriam", "/hyror/krav/uppsagningar/2/", "uppsagning", PHONE, "light"),
    ("alma", "/hyror/krav/frist/?served=2026-12-03&notified=2026-12-07", "frist", DESK, "light"),
    ("axel", "/jobb/", "jobb", DESK, "light"),
)


def _browser():
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


class Command(BaseCommand):
    help = "Take the pictures in docs/screenshots of a running demo."

    def add_arguments(self, parser):
        parser.add_argument("--address", default="http://localhost:8000/")
        parser.add_argument("--to", default=str(settings.BASE_DIR / "docs" / "screenshots"))

    def handle(self, *, address, to, **options):
        try:
            from playwright.sync_api import sync_playwright
        except ImportError as error:
            raise CommandError("Playwright is missing: ./dev screenshots installs it") from error
        self.address, self.folder = address.rstrip("/"), to
        os.makedirs(to, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
            for picture in PICTURES:
                self.stdout.write(self.take(browser, *picture))
            browser.close()

    def take(self, browser, who, where, name, width, scheme):
        """One picture of a whole page; returns its path."""
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="sv-SE", has_touch=width < DESK
        )
        page = context.new_page()
        self.sign_in(page, who)
        path, _, link = where.partition(" ")
        page.goto(self.address + path)
        if link:
            page.locator(link).first.click()
            page.wait_for_load_state()
        target = f"{self.folder}/{name}-{width}{'-dark' if scheme == 'dark' else ''}.png"
        page.screenshot(path=target, full_page=True)
        context.close()
        return target

    def sign_in(self, page, who):
        page.goto(f"{self.address}/logga-in/")
        page.fill("[name=username]", who)
        page.fill("[name=password]", os.environ["BOLOTS_DEMO_PASSWORD"])
        page.click("main button[type=submit]")
