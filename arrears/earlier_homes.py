"""What a person still owes from earlier homes, on the page of the home of today: a new tenancy hides no old debt."""

from django.db.models import Sum

from bolots.access import Permission
from tenancies.models import Tenancy
from tenancies.panels import Panel

from .models import Charge


def tenancy(tenancy, user, on) -> list[Panel]:
    """The sum for all who work with the home; a way to the earlier ones, for who sees the ledger and may know of them."""
    sees_ledger = user.may(Permission.SEE_LEDGER)
    if not sees_ledger and not user.may(Permission.SEE_CASES):
        return []
    debts = Charge.objects.unpaid().filter(tenancy__holder=tenancy.holder_id, printed_due_on__lt=on)
    debts = debts.exclude(tenancy=tenancy.pk).order_by().values("tenancy").annotate(ore=Sum("open_ore"))
    owed = dict(debts.values_list("tenancy", "ore"))
    if not owed:
        return []
    known = Tenancy.objects.visible_to(user).filter(pk__in=owed) if sees_ledger else Tenancy.objects.none()
    homes = [{"tenancy": home, "ore": owed[home.pk]} for home in known.order_by("-starts_on")]
    return [Panel("figure", "arrears/earlier_homes.html", {"ore": sum(owed.values()), "homes": homes})]
