"""Credits (tillgodo): money that belongs to a home and pays nothing yet."""

from django.views.decorators.http import require_GET

from bolots.access import Permission, require

from ..models import Payment
from ..privacy import with_homes
from .paging import by_key
from .screen import screen


@require_GET
@require(Permission.SEE_LEDGER)
def credits(request):
    """The credits of the homes that the user may know of, newest first."""
    rows = Payment.objects.visible_to(request.user).credits()
    return screen(request, "credits", by_key(request, with_homes(rows, request.user)))
