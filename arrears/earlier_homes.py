"""What a person still owes from earlier homes, on the page of the home of today: a new tenancy hides no old debt."""

from django.db.models import Exists, OuterRef, Sum

from bolots.access import Permission
from tenancies.models import Tenancy
from tenancies.panels import Panel

from .models import Charge


def tenancy(tenancy, user, on) -> list[Panel]:
    """The sum for those who see the ledger, with a way to the newest of the homes that the user may know of. One query.

    Whoever knocks about the rent of today has no errand with it.
    """
    if not user.may(Permission.SEE_LEDGER):
        return []
    known = Tenancy.objects.visible_to(user).filter(pk=OuterRef("tenancy"))
    debts = Charge.objects.unpaid().filter(tenancy__holder=tenancy.holder_id, printed_due_on__lt=on)
    debts = debts.exclude(tenancy=tenancy.pk).order_by("-tenancy__starts_on").values("tenancy")
    owed = list(debts.annotate(ore=Sum("open_ore"), is_known=Exists(known)))
    if not owed:
        return []
    home = next((row["tenancy"] for row in owed if row["is_known"]), None)
    return [Panel("figure", "arrears/earlier_homes.html", {"ore": sum(row["ore"] for row in owed), "home": home})]
