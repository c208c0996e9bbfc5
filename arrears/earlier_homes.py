"""What a person still owes from earlier homes, on the page of the home of today: a new tenancy hides no old debt.

Read with the home's own charges. Whoever knocks about the rent of today has no errand with it.
"""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef

from tenancies.models import Tenancy
from tenancies.panels import Panel

from .models import Charge


def marked(charges, user):
    """Annotate each charge with what `panels` asks: since when the home was the person's, and if the user may know."""
    known = Tenancy.objects.visible_to(user).filter(pk=OuterRef("tenancy"))
    return charges.annotate(home_since_on=F("tenancy__starts_on"), is_known=Exists(known))


def panels(charges: Iterable[Charge], on) -> list[Panel]:
    """The sum that is due of other homes' charges, with a way to the newest home that the user may know of."""
    owed = [charge for charge in charges if charge.open_ore and charge.printed_due_on < on]
    if not owed:
        return []
    known = (charge for charge in owed if charge.is_known)
    newest = max(known, key=lambda charge: charge.home_since_on, default=None)
    context = {"ore": sum(charge.open_ore for charge in owed), "home": newest and newest.tenancy_id}
    return [Panel("figure", "arrears/earlier_homes.html", context)]
