"""The home behind a visit or a case, with the name as the reader may see it."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from bolots.listed import rows_of
from tenancies import home_lists
from tenancies.models import Caution, Tenancy


def with_homes(rows, user, on=None):
    """Each row's tenancy with apartment, holder and `shown_name`; with `on`, its children and cautions of the day."""
    homes = Tenancy.objects.with_shown_name(user).select_related("apartment", "holder")
    if on:
        homes = homes.with_children(on).annotate(caution_list=home_lists.cautions(on))
    return rows.prefetch_related(Prefetch("tenancy", homes))


def warnings_of(tenancy) -> list[Caution]:
    """The cautions of the day, after `with_homes` with a day."""
    return rows_of(Caution, tenancy.caution_list)


def called(tenancy) -> str:
    """What one says at the door; "Protected" to those who are not involved."""
    return tenancy.holder.called if tenancy.shown_name else _("Protected")


def full_name(tenancy) -> str:
    return tenancy.shown_name or _("Protected")
