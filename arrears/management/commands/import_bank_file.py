"""`import_bank_file PATH… [--dry-run] [--receiver …]… [--json]`: read bank files from disk."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from arrears.actions import ImportOutcome, import_bank_file
from arrears.bankfiles.detect import MAX_BYTES
from arrears.bankfiles.model import reason
from arrears.bankfiles.wording import sentence
from arrears.models import ImportFile
from bolots import calendar, formats


class Command(BaseCommand):
    help = "Import bank files: each whole or not at all. Ends with 1 when one was rejected."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")
        parser.add_argument("--receiver", action="append", dest="receivers", help="our bankgiro or IBAN; repeatable")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, paths, dry_run, receivers, **options):
        outcomes = [(path, _outcome(path, receivers, dry_run)) for path in paths]
        if options["json"]:
            self.stdout.write(json.dumps([_facts(path, outcome) for path, outcome in outcomes], ensure_ascii=False))
        else:
            for path, outcome in outcomes:
                self.stdout.write(_said(path, outcome))
        if any(outcome.is_rejected for _path, outcome in outcomes):
            sys.exit(1)


def _outcome(path, receivers, dry_run) -> ImportOutcome:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        return ImportOutcome(ImportFile.Verdict.REJECTED, None, (reason("unreadable"),))
    today, now = calendar.today(), calendar.now()
    return import_bank_file(data, name=path.name, via="command", on=today, at=now, receivers=receivers, dry_run=dry_run)


def _facts(path, outcome) -> dict:
    return {
        "file": str(path),
        "format": outcome.format,
        "verdict": str(outcome.verdict),
        "reasons": [sentence(reason) for reason in outcome.reasons],
        "payments": [
            {
                "amount_ore": payment.amount_ore,
                "booked_on": payment.booked_on.isoformat(),
                "references": list(payment.references),
            }
            for payment in outcome.payments
        ],
        "payment_count": len(outcome.payments),
        "payment_sum_ore": outcome.payment_sum_ore,
        "new_count": outcome.new_count,
        "known_count": outcome.known_count,
    }


def _said(path, outcome) -> str:
    verdict = ImportFile.Verdict(outcome.verdict).label
    lines = [f"{path}: {verdict}"]
    if not outcome.is_rejected:
        figures = f"{len(outcome.payments)} betalningar, {formats.kr(outcome.payment_sum_ore)}"
        lines.append(f"  {figures}; {outcome.new_count} nya, {outcome.known_count} kända")
    return "\n".join((*lines, *(f"  {sentence(reason)}" for reason in outcome.reasons)))
