"""What the rent pages share: their tabs with what waits behind each, and the answer to a form."""

from functools import partial

from django.db.models import Count, Min, Q, Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bolots.access import Permission
from tenancies.models.stays import sees_every_home

from ..models import Payment

YEARS = range(2000, 2101)  # further away there is no rent, and nobody knows the holidays


def screen(request, template: str, context: dict, counts: dict | None = None):
    """A rent page, with what the user may change. Its tabs ask the database when the page shows them."""
    may = request.user.may
    rights = {"may_handle": may(Permission.HANDLE_PAYMENTS), "may_credit": may(Permission.HANDLE_CHARGES)}
    rights["may_export_ledger"] = may(Permission.EXPORT_LEDGER)
    return render(request, f"arrears/{template}.html", {"tabs": partial(tabs, request, counts), **rights, **context})


def waiting(user) -> dict:
    """What waits in each list that the user may see. One query over two partial indexes."""
    left = Q(unallocated_ore__gt=0) | Q(unallocated_ore__lt=0)
    unmatched = Q(tenancy=None, unallocated_ore__gt=0)
    return (
        Payment.objects.visible_to(user)
        .filter(left)
        .aggregate(
            unmatched=Count("pk", filter=unmatched),
            unmatched_ore=Sum("unallocated_ore", filter=unmatched, default=0),
            unmatched_since=Min("effective_on", filter=unmatched),
            credits=Count("pk", filter=Q(tenancy__isnull=False, unallocated_ore__gt=0)),
            reversals=Count("pk", filter=Q(unallocated_ore__lt=0, source=Payment.Source.REVERSAL)),
        )
    )


def claims_screen(request, template: str, context: dict, *, status: int = 200):
    """A page about what is done with a debt: papers, plans, holds, terminations, claims after the move."""
    whole = {"tabs": partial(claims_tabs, request), **context}
    return render(request, f"arrears/{template}.html", whole, status=status)


def claims_tabs(request) -> list[dict]:
    """The claims pages that the user may open; the family that is open is marked."""
    pages: list[tuple[str, str, Permission]] = [
        (_("Overview"), "claims-home", Permission.SEE_LEDGER),
        (_("Rent notices"), "notices", Permission.MAKE_PAPERS),
        (_("Demands"), "proposals", Permission.MAKE_PAPERS),
        (_("Papers sent"), "demand-list", Permission.SEE_LEDGER),
        (_("Payment plans"), "plan-list", Permission.SEE_LEDGER),
        (_("Respites"), "hold-list", Permission.SEE_LEDGER),
        (_("Terminations"), "terminations", Permission.SEE_TERMINATIONS),
        (_("Count the recovery period"), "legal-clock", Permission.SEE_TERMINATIONS),
        (_("After the move"), "claims", Permission.SEE_LEDGER),
        (_("Write-offs"), "write-offs", Permission.SEE_LEDGER),
    ]
    here = request.path
    links = [
        {"label": label, "url": reverse(f"arrears:{name}"), "count": 0}
        for label, name, permission in pages
        if request.user.may(permission)
    ]
    inside = [link["url"] for link in links if here.startswith(link["url"])]
    return [{**link, "current": link["url"] == max(inside, key=len, default=None)} for link in links]


def tabs(request, counts: dict | None) -> list[dict]:
    """The rent pages that are of use to the user; the one that is open is marked."""
    counts, every = counts or waiting(request.user), sees_every_home(request.user)
    pages = [
        (_("Overview"), "rents", 0, True),
        (_("Unmatched"), "queue", counts["unmatched"], every),
        (_("Taken back"), "reversals", counts["reversals"], every),
        (_("Credits"), "credits", counts["credits"], True),
        (_("Rents by month"), "month", 0, True),
        (_("Bank files"), "file-list", 0, every),
        (_("Bank days"), "bank-days", 0, every),
        (_("Due dates"), "due-dates", 0, True),
        (_("Rates and fees"), "rates", 0, True),
        (_("Aged balances"), "aged", 0, True),
        (_("Months closed"), "closing", 0, True),
    ]
    here = request.resolver_match.url_name
    return [
        {"label": label, "url": reverse(f"arrears:{name}"), "count": count, "current": name == here}
        for label, name, count, is_of_use in pages
        if is_of_use
    ]
