"""The bank files that were read: what each held, and what became of its payments."""

from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from bolots.access import Permission, require

from ..bankfiles.wording import sentences
from ..models import ImportFile, Payment
from ..privacy import with_homes
from .paging import by_key
from .screen import screen

DEPOSITS = 100


@require_GET
@require(Permission.SEE_LEDGER)
def file_list(request):
    """The files, newest first, the rejected ones too."""
    return screen(request, "file_list", {"files": by_key(request, ImportFile.objects.select_related("by"))})


@require_GET
@require(Permission.SEE_LEDGER)
def file_detail(request, pk):
    """One file: the verdict with its reasons, the deposits it brought, and their payments."""
    file = get_object_or_404(ImportFile.objects.select_related("by", "undoing__by"), pk=pk)
    deposits = file.deposits.annotate(count=Count("payments"), payment_ore=Sum("payments__amount_ore"))
    payments = Payment.objects.visible_to(request.user).filter(deposit__file=file)
    is_rejected = file.verdict == ImportFile.Verdict.REJECTED
    context = {
        "file": file,
        "reasons": [("risk" if is_rejected else "info", sentence) for sentence in sentences(file.reasons)],
        "held": file.held_back.order_by("booked_on", "pk")[:DEPOSITS],
        "deposits": deposits.order_by("booked_on", "pk")[:DEPOSITS],
        "payments": by_key(request, with_homes(payments, request.user), size=100, oldest_first=True),
    }
    return screen(request, "file", context)
