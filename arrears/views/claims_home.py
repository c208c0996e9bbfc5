"""Krav: what waits for somebody to do about debts, on one page."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import calendar
from bolots.access import Permission, require
from tenancies.models import Reminder

from .. import proposals
from ..models import Hold, PaymentPlan, Termination, WriteOff
from ..privacy import with_homes
from ..termination_words import clock_line
from .screen import claims_screen

LAST_DAYS = (Reminder.Kind.SUE_BY, Reminder.Kind.LIMITATION)


@require_GET
@require(Permission.SEE_LEDGER)
def claims_home(request):
    """The homes that can still be saved first, then what waits in each list. Eight questions at the most."""
    user, today = request.user, calendar.today()
    waits = [_plans(user), _holds(user, today), _write_offs(user), _last_days(user)]
    if user.may(Permission.MAKE_PAPERS):
        waits.insert(0, _papers(today))
    saving = _saving(user, today) if user.may(Permission.SEE_TERMINATIONS) else []
    return claims_screen(request, "claims_home", {"saving": saving, "waits": waits})


def _saving(user, today) -> list[dict]:
    rows = with_homes(Termination.objects.open().visible_to(user), user).order_by("recovery_ends_on", "pk")
    return [{"row": row, "clock": clock_line(row, today)} for row in rows]


def _papers(today) -> tuple:
    proposed = sum(found.verdict.is_proposed for found in proposals.propose(today))
    return _("Homes with a paper proposed"), proposed, "proposals"


def _plans(user) -> tuple:
    missed = PaymentPlan.objects.visible_to(user).filter(status=PaymentPlan.Status.MISSED).count()
    return _("Plans with an instalment missing"), missed, "plan-list"


def _holds(user, today) -> tuple:
    return _("Respites that run"), Hold.objects.visible_to(user).running_on(today).count(), "hold-list"


def _write_offs(user) -> tuple:
    return (
        _("Write-offs that wait for a second person"),
        WriteOff.objects.visible_to(user).undecided().count(),
        "write-offs",
    )


def _last_days(user) -> tuple:
    """Homes, not reminders: the case worker and the finance officer have one each."""
    near = Reminder.objects.open().visible_to(user).filter(kind__in=LAST_DAYS)
    homes = near.aggregate(homes=Count("tenancy", distinct=True, filter=Q(tenancy__isnull=False)))["homes"]
    return _("Homes whose debt has a last day within half a year"), homes, "claims"
