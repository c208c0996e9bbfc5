"""What a charge is called."""

from datetime import date

from django.utils.translation import gettext as _

from bolots import formats

from .models import Charge


def charge_title(kind: str, month: date) -> str:
    """`Rent of March 2026`; a fee, interest or cost says of which rent."""
    words = {
        Charge.Kind.OPENING: _("Opening balance of %(month)s"),
        Charge.Kind.FEE: _("Reminder fee, rent of %(month)s"),
        Charge.Kind.INTEREST: _("Late interest, rent of %(month)s"),
        Charge.Kind.COST: _("Cost of the demand, rent of %(month)s"),
    }
    return words.get(Charge.Kind(kind), _("Rent of %(month)s")) % {"month": formats.manad(month)}


def charge_at(charge) -> str:
    """The same with its home, as the user may see that."""
    return f"{charge_title(charge.kind, charge.month)}, {charge.tenancy.shown_home}"
