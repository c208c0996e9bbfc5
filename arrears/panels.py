"""What the ledger adds to the tenancy page: the debt, and the book of rents."""

from datetime import date

from django.db.models import Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bolots import formats, guidelines
from bolots.access import Permission
from bolots.periods import first_of
from tenancies.panels import Panel

from . import earlier_homes
from .models import Charge, Payment
from .rules.late import last_day_in_time

MONTHS = 12
_STANDING = Q(allocations__ore__gt=0, allocations__reversed_by=None)
_FORGIVEN = Q(allocations__payment__source__in=Payment.FORGIVEN)


def tenancy(tenancy, user, on) -> list[Panel]:
    """The debt for all who work with the home; for those who see the ledger also the rents of the last twelve months,
    and what the person owes from earlier homes. One query, and one for the guidelines."""
    sees_ledger = user.may(Permission.SEE_LEDGER)
    if not sees_ledger and not user.may(Permission.SEE_CASES):
        return []
    found = list(_charges(tenancy, user, on) if sees_ledger else _standing(tenancy, on).of(tenancy))
    charges = [charge for charge in found if charge.tenancy_id == tenancy.pk]
    debt_ore = sum(charge.open_ore for charge in charges if charge.kind in Charge.DEBT_KINDS and _is_due(charge, on))
    panels = [Panel("figure", "arrears/debt_figure.html", {"debt_ore": debt_ore, "sees_ledger": sees_ledger})]
    if sees_ledger:
        others = [charge for charge in found if charge.tenancy_id != tenancy.pk]
        book = {**_book(charges, on), "debt_ore": debt_ore, "tenancy": tenancy}
        panels += [*earlier_homes.panels(others, on), Panel("main", "arrears/ledger_panel.html", book)]
    return panels


def _book(charges, on) -> dict:
    """The rents and the other claims, each with its state."""
    grace = guidelines.on(on).grace_bank_days
    rows = [_row(charge, on, last_day_in_time(charge.safe_due_on, grace)) for charge in charges]
    rents = [row for row in rows if row["charge"].kind in Charge.DEBT_KINDS]
    others = [row for row in rows if row["charge"].kind not in Charge.DEBT_KINDS]
    return {"rows": rents, "others": others, "other_ore": sum(row["charge"].open_ore for row in others)}


def _charges(tenancy, user, on: date):
    """The charges of the home, and what is unpaid of the person's other homes."""
    return earlier_homes.marked(_standing(tenancy, on).filter(tenancy__holder=tenancy.holder_id), user)


def _standing(tenancy, on: date):
    """The tenancy's charges of the last twelve months, and every charge that is not paid; newest first. Of a rent that
    was changed the newest version only."""
    since = first_of(on).replace(year=on.year - MONTHS // 12)
    is_shown = Q(tenancy=tenancy, month__gt=since) | Q(open_ore__gt=0)
    return (
        Charge.objects.newest()
        .filter(is_shown)
        .annotate(
            paid_on=Max("allocations__payment__effective_on", filter=_STANDING & ~_FORGIVEN),
            credited_ore=Coalesce(Sum("allocations__ore", filter=_STANDING & _FORGIVEN), 0),
            written_off_ore=Coalesce(
                Sum("allocations__ore", filter=_STANDING & Q(allocations__payment__source=Payment.Source.WRITE_OFF)), 0
            ),
        )
        .order_by("-month", "-pk")
    )


def _is_due(charge, on) -> bool:
    return charge.printed_due_on < on


def _row(charge, on, last_day) -> dict:
    kind, word = _state(charge, on, last_day)
    paid_ore = charge.amount_ore - charge.open_ore - charge.credited_ore
    return {"charge": charge, "paid_ore": paid_ore, "kind": kind, "word": word}


def _state(charge, on, last_day) -> tuple[str, str]:
    """How the month went, as a kind and a word: paid in time or late, or how long it has been due."""
    if not charge.open_ore and charge.written_off_ore:
        return "no", _("Written off")
    if not charge.open_ore and charge.paid_on is None:
        return "no", _("Credited")
    if not charge.open_ore:
        said = formats.dag(charge.paid_on, on)
        if charge.paid_on <= last_day:
            return "done", _("In time, %s") % said
        return "late", f"{_days_late(charge, charge.paid_on)}, {said}"
    if not _is_due(charge, on):
        return "going", _("Due %s") % formats.dag(charge.printed_due_on, on)
    if on <= last_day:
        return "going", _("Was due %s") % formats.dag(charge.printed_due_on, on)
    return "late", _days_late(charge, on)


def _days_late(charge, day) -> str:
    days = (day - charge.safe_due_on).days
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
