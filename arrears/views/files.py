"""The bank files that were read: what each held, and what became of its payments."""

from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from bolots.access import Permission, require

from ..bankfiles.wording import sentences
from ..models import ImportFile, Payment
from ..privacy import shown_texts, with_homes
from .paging import by_key
from .screen import screen

DEPOSITS = 100


@require_GET
@require(Permission.SEE_LEDGER)
def file_list(request):
    """The files, newest first, the rejected ones too."""
    files = by_key(request, ImportFile.objects.select_related("by"))
    names = shown_texts([file.name for file in files["rows"]], request.user)
    for file in files["rows"]:
        file.shown_name = names[file.name]
    return screen(request, "file_list", {"files": files})


@require_GET
@require(Permission.SEE_LEDGER)
def file_detail(request, pk):
    """One file: the verdict with its reasons, the deposits it brought, and their payments."""
    file = get_object_or_404(ImportFile.objects.select_related("by", "undoing__by"), pk=pk)
    deposits = file.deposits.annotate(count=Count("payments"), payment_ore=Sum("payments__amount_ore"))
    payments = Payment.objects.visible_to(request.user).filter(deposit__file=file)
    deposits = with_shown_texts(file, deposits.order_by("booked_on", "pk")[:DEPOSITS], request.user)
    is_rejected = file.verdict == ImportFile.Verdict.REJECTED
    context = {
        "file": file,
        "reasons": [("risk" if is_rejected else "info", sentence) for sentence in sentences(file.reasons)],
        "held": file.held_back.order_by("booked_on", "pk")[:DEPOSITS],
        "deposits": deposits,
        "payments": by_key(request, with_homes(payments, request.user), size=100, oldest_first=True),
    }
    return screen(request, "file", context)


def with_shown_texts(file, deposits, user) -> list:
    """The deposits with their `shown_serial`, the file with its `shown_name`: people may have written names there."""
    deposits = list(deposits)
    shown = shown_texts([file.name, *(deposit.serial for deposit in deposits)], user)
    file.shown_name = shown[file.name]
    for deposit in deposits:
        deposit.shown_serial = shown[deposit.serial]
    return deposits
