"""Charges that another system made: imported with the OCR that their notices carry."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from bolots.audit import action
from bolots.periods import next_month, overlap_days
from tenancies.models import RentTerm, Tenancy

from ..bankfiles.checks import is_near
from ..charge_files import Fault, Row, parse
from ..models import Charge
from ..rules.due_dates import due_dates
from .charging import add_charges, is_usable
from .posting import lock_ledger

AHEAD = timedelta(days=366)  # no rent is charged earlier than that: the year has a slip in it
MOST_DIGITS = 18  # of a tenancy's number: a longer one is no key that the database can look for


@dataclass(frozen=True, slots=True)
class ChargesImported:
    """Charges made (or to be made, when dry), those that were there already, öre of the new ones, and what is wrong."""

    created: int = 0
    known: int = 0
    amount_ore: int = 0
    faults: Sequence[Fault] = field(default=())


@action
def import_charges(data: bytes, *, layout=None, by, on: date, dry_run: bool = True) -> ChargesImported:
    """Read a CSV file of rents; all of its lines are stored, or none. A payment that waited for an OCR pays it now.

    Without a `layout` of a saved column mapping, the headings are those of `charge_files`.

    Lines that are charged exactly so already are counted as known: the same file twice changes nothing.
    """
    rows, faults = parse(data, layout)
    lock_ledger()
    register = _Register(rows)
    charges, known = [], 0
    for row in rows:
        said = register.judge(row, on)
        if isinstance(said, Fault):
            faults.append(said)
        elif said is None:
            known += 1
        else:
            charges.append(said)
    if faults:
        return ChargesImported(faults=tuple(sorted(faults)))
    if charges and not dry_run:
        add_charges(charges, on=on)
    return ChargesImported(len(charges), known, sum(charge.amount_ore for charge in charges))


class _Register:
    """What the rows are compared with, read at once: tenancies, their due rules, and charges that exist."""

    def __init__(self, rows: Sequence[Row]):
        months = {row.month for row in rows}
        keys = {int(row.tenancy) for row in rows if row.tenancy.isdecimal() and len(row.tenancy) <= MOST_DIGITS}
        numbers = {row.apartment.rpartition(",")[2].strip() for row in rows}
        wanted = Q(pk__in=keys) | Q(apartment__number__in=numbers)
        self.tenancies = list(Tenancy.objects.filter(wanted).select_related("apartment"))
        self.rules = _due_rules(self.tenancies)
        self.by_ocr = {c.ocr: c for c in Charge.objects.filter(ocr__in=[row.ocr for row in rows])}
        rents = Charge.objects.filter(kind=Charge.Kind.RENT, month__in=months, tenancy__in=self.tenancies)
        self.by_month = {(c.tenancy_id, c.month): c for c in rents}
        self.times = Counter(row.ocr for row in rows)

    def judge(self, row: Row, on: date) -> Charge | Fault | None:
        """The charge to make, None when it is there already, or why it cannot be made."""
        if row.month > on + AHEAD:
            return Fault(row.line, _("The month lies more than a year ahead."))
        if row.issued_on and not is_near(row.issued_on, on):
            return Fault(row.line, _("The day of the notice lies too far from today. Is it the right column?"))
        if not is_usable(row.ocr):
            return Fault(row.line, _("%(ocr)s is no OCR number: its check digit is wrong.") % {"ocr": row.ocr or "–"})
        if self.times[row.ocr] > 1:
            return Fault(row.line, _("The OCR number %(ocr)s stands twice in the file.") % {"ocr": row.ocr})
        tenancy = self._tenancy(row)
        if isinstance(tenancy, Fault):
            return tenancy
        same = self.by_ocr.get(row.ocr) or self.by_month.get((tenancy.pk, row.month))
        if same is None:
            charge = self._charge(row, tenancy, on)
            self.by_month[tenancy.pk, row.month] = charge
            return charge
        if (same.ocr, same.tenancy_id, same.month, same.amount_ore) == (row.ocr, tenancy.pk, row.month, row.amount_ore):
            return None
        if same.ocr == row.ocr:
            return Fault(row.line, _("The OCR number %(ocr)s is another charge's already.") % {"ocr": row.ocr})
        return Fault(row.line, _("The rent of that month is charged already, with another OCR number."))

    def _tenancy(self, row: Row) -> Tenancy | Fault:
        found = [t for t in self.tenancies if _is_meant(row, t)]
        if not found:
            return Fault(row.line, _("No tenancy of that number or apartment runs in that month."))
        if len(found) > 1:
            return Fault(row.line, _("Several tenancies run there in that month: write the tenancy's number instead."))
        return found[0]

    def _charge(self, row: Row, tenancy: Tenancy, on: date) -> Charge:
        first_day = max(row.month, tenancy.starts_on)
        rules = [rule for valid_from, rule in self.rules.get(tenancy.pk, ()) if valid_from <= first_day]
        due = due_dates(
            row.month, due_rule=rules[-1] if rules else 0, starts_on=tenancy.starts_on, issued_on=row.issued_on
        )
        return Charge(
            tenancy=tenancy,
            kind=Charge.Kind.RENT,
            month=row.month,
            amount_ore=row.amount_ore,
            open_ore=row.amount_ore,
            ocr=row.ocr,
            effective_on=row.issued_on or on,
            recorded_on=on,
            **asdict(due),
        )


def _due_rules(tenancies) -> dict[int, list[tuple[date, int]]]:
    rules: dict[int, list[tuple[date, int]]] = {}
    for term in RentTerm.objects.filter(tenancy__in=tenancies).order_by("valid_from"):
        rules.setdefault(term.tenancy_id, []).append((term.valid_from, term.due_rule))
    return rules


def _is_meant(row: Row, tenancy: Tenancy) -> bool:
    if not overlap_days(tenancy.starts_on, tenancy.ends_on, row.month, next_month(row.month)):
        return False
    if row.tenancy:
        return row.tenancy == str(tenancy.pk)
    street, _comma, number = row.apartment.rpartition(",")
    return number.strip() == tenancy.apartment.number and street.strip() in ("", tenancy.apartment.street)
