"""What a bank file will do, row by row, before it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bolots import formats

from .actions import ImportOutcome
from .actions.incoming import Incoming
from .bankfiles.model import reason
from .bankfiles.wording import sentence
from .models import Charge
from .privacy import Payer, Text, shown_payer, with_homes
from .versions import newest_named
from .words import charge_at

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Part:
    count: int
    ore: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Payments of the file; a payment has found its rent when every part of it has. all = found + queue + known."""

    all: Part
    found: Part
    queue: Part
    known: Part

    @property
    def new(self) -> int:
        return self.found.count + self.queue.count


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be, and what becomes of it: a kind and a word for its state, the rest as a sentence."""

    where: int | str
    reference: str
    booked_on: date
    ore: int
    kind: str
    word: str
    becomes: str


def figures(outcome: ImportOutcome) -> Figures:
    """The figures of a dry run."""
    paid = [row for row in outcome.rows if row.amount_ore > 0]
    waiting = {id(row.payment) for row in paid if not row.is_matched}
    new_ore = sum(row.amount_ore for row in paid)
    found_ore = sum(row.amount_ore for row in paid if row.is_matched)
    return Figures(
        all=Part(len(outcome.payments), outcome.payment_sum_ore),
        found=Part(outcome.new_count - len(waiting), found_ore),
        queue=Part(len(waiting), new_ore - found_ore),
        known=Part(outcome.known_count, outcome.known_ore),
    )


def rows(outcome: ImportOutcome, user) -> list[Row]:
    """The first rows of a dry run, without a protected person's name or home. At most five queries."""
    shown = outcome.rows[:MOST_ROWS]
    numbers = {row.ocr for row in shown if row.ocr}
    by_ocr = newest_named(numbers, with_homes(Charge.objects.all(), user))
    texts = shown_payer([Text(place, row.references) for place, row in enumerate(shown)], user)
    return list(_told(shown, by_ocr, texts))


def _told(shown: Sequence[Incoming], by_ocr: dict[str, Charge], texts: dict[int, Payer]):
    left = {charge.pk: charge.open_ore for charge in by_ocr.values()}
    for place, row in enumerate(shown):
        if row.is_matched:
            charge = by_ocr[row.ocr]
            told = _paying(row.amount_ore, charge, left[charge.pk])
            left[charge.pk] = max(0, left[charge.pk] - row.amount_ore)
        else:
            told = _waiting(row)
        said, text = row.payment, _("Protected") if texts[place].is_protected else texts[place].references
        yield Row(said.where or "", row.ocr or text, said.booked_on, row.amount_ore, *told)


def _paying(ore: int, charge: Charge, left: int) -> tuple[str, str, str]:
    rent = charge_at(charge)
    if not left:
        return "info", _("Credit"), _("%(rent)s is paid already") % {"rent": rent}
    if ore > left:
        return "done", _("Pays"), _("%(rent)s, %(rest)s is credit") % {"rent": rent, "rest": formats.kr(ore - left)}
    if ore < left:
        return "done", _("Pays part"), _("%(rent)s, %(rest)s is left") % {"rent": rent, "rest": formats.kr(left - ore)}
    return "done", _("Pays"), rent


def _waiting(row: Incoming) -> tuple[str, str, str]:
    why = sentence(reason(row.needs_person)) if row.needs_person else ""
    if row.amount_ore < 0:
        return "late", _("To decide"), why or _("The bank takes money back.")
    return "waiting", _("To the queue"), why or _("No charge has this reference.")
