"""Payment plans on a real book, day by day: rents charged, money that comes as bank files, and the nightly check."""

from datetime import date, timedelta

from arrears import actions
from arrears.models import Charge, ImportFile
from arrears.rules.ocr import make_ocr
from arrears.rules.plans import Part
from tests.arrears.book import at, delivery, imported, paid
from tests.factories import ChargeFactory

AGREED = date(2026, 3, 10)
KR = 100


def part(day: str, kronor: int) -> Part:
    return Part(date.fromisoformat(day), kronor * KR)


# March's rent of 6 840 kr in three: each due the day after an income on the 25th, or the next bank day
PARTS = (part("2026-03-26", 2_500), part("2026-04-27", 2_500), part("2026-05-26", 1_840))


def deal(charges, *, by, parts=PARTS, tolerance_ore=5_000, on=AGREED, **fields):
    """A plan for the charges as they are now."""
    facts = {"income_day": 25, "left_ore": 250_000, "tolerance_ore": tolerance_ore} | fields
    charges = list(Charge.objects.filter(pk__in=[charge.pk for charge in charges]))
    return actions.make_plan(charges[0].tenancy, charges=charges, parts=parts, **facts, by=by, on=on, at=at(on))


def softened(plan, parts, *, by, on):
    charges = [row.charge for row in plan.charges.select_related("charge") if row.charge.open_ore]
    facts = {"income_day": 25, "left_ore": 100_000, "tolerance_ore": 0}
    return actions.soften_plan(plan, charges=charges, parts=parts, **facts, by=by, on=on, at=at(on))


def pay(charge, kronor: int, *, on: date):
    """Money that was booked the bank day before and read in on the day."""
    number = ImportFile.objects.count() + 100
    outcome = imported(
        delivery(paid(charge, kronor * KR), day=on - timedelta(days=1), number=number), name=f"{number}.txt", on=on
    )
    assert not outcome.is_rejected


def renewed(charge, *, by, on):
    """The charge credited whole and charged anew, as `replace_charge` does where no plan or termination names it."""
    actions.credit_charge(charge, amount_ore=charge.amount_ore, why="Fel yta", by=by, on=on)
    said = {"replaces": charge, "first": charge, "why": "Fel yta", "by": by, "recorded_on": on}
    return ChargeFactory(tenancy=charge.tenancy, amount_ore=charge.amount_ore, ocr=make_ocr(9_000_000), **said)


def read_through(day: date, by):
    """Somebody vouches that no more files come up to the day."""
    actions.say_no_more_files(through_on=day, by=by, at=at(day))


def nights(first: date, last: date, by, pays=None, each=None):
    """Every night from first to last: money that came by the evening before is known. What `each` says of each day."""
    said, day = {}, first
    while day <= last:
        for charge, kronor in (pays or {}).get(day.isoformat(), ()):
            pay(charge, kronor, on=day)
        read_through(day, by)
        counts = actions.check_plans(on=day)
        said[day] = each(counts) if each else counts
        day += timedelta(days=1)
    return said
