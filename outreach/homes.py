"""The home behind a visit or a case, with the name as the reader may see it."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from tenancies.models import Caution, Tenancy


def with_homes(rows, user, on=None):
    """Each row's tenancy with apartment, holder and `shown_name`; with `on`, its cautions of the day in `warnings`."""
    homes = Tenancy.objects.with_shown_name(user).select_related("apartment", "holder")
    if on:
        warnings = Prefetch("holder__cautions", Caution.objects.valid_on(on).order_by("pk"), to_attr="warnings")
        homes = homes.with_children(on).prefetch_related(warnings)
    return rows.prefetch_related(Prefetch("tenancy", homes))


def called(tenancy) -> str:
    """What one says at the door; "Protected" to those who are not involved."""
    return tenancy.holder.called if tenancy.shown_name else _("Protected")


def full_name(tenancy) -> str:
    return tenancy.shown_name or _("Protected")
