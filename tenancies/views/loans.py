"""Keys, tags and contents: what is out, handing out, taking back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.homes import LoanForm, ReturnForm
from ..models import Apartment, Loan, Tenancy
from .apartments import seen_stays
from .links import address
from .paging import by_key

PAGE_SIZE = 50


@require_GET
@require(Permission.EDIT_REGISTER)
def loan_list(request):
    """Everything that is handed out and not back, by when it went out; or what somebody who has left still has."""
    today, show = calendar.today(), request.GET.get("show", "")
    out = Loan.objects.out()
    kinds = {"": out, "left": out.of_stays_over_on(today), "others": out.to_others()}
    show = show if show in kinds else ""
    page = by_key(request, kinds[show].select_related("apartment", "tenancy"), ("issued_on", "pk"), PAGE_SIZE)
    page |= {"rows": _with_borrowers(request, page["rows"], today), "chips": _chips(show), "is_left": show == "left"}
    return render(request, "tenancies/loan_list.html", page)


def _chips(show: str) -> list[dict]:
    labels = {"": _("All that is out"), "left": _("The tenant has left"), "others": _("To others than the tenant")}
    return [{"label": label, "url": address(show=key), "current": key == show} for key, label in labels.items()]


def _with_borrowers(request, loans, today) -> list[dict]:
    stays = Tenancy.objects.filter(pk__in={loan.tenancy_id for loan in loans})
    seen = seen_stays(request, stays, "loan-list")
    closed = _closed_homes(request.user, {loan.apartment_id for loan in loans}, today)
    return [borrower(loan, seen, is_closed=loan.apartment_id in closed, on=today) for loan in loans]


def _closed_homes(user, apartments, today) -> set[int]:
    """Homes where somebody lives of whom the user may not know, or not by name."""
    stays = Tenancy.objects.running_on(today).filter(apartment__in=apartments)
    open_ = stays.visible_to(user).with_shown_name(user).exclude(shown_name="")
    return set(stays.values_list("apartment", flat=True)) - set(open_.values_list("apartment", flat=True))


def borrower(loan, seen: dict, *, is_closed: bool, on) -> dict:
    """A row: the loan, and who has it as far as the user may know (`is_closed`: not who lives in the home)."""
    if loan.tenancy_id is None:
        return {"loan": loan, "who": _("not your home") if is_closed else loan.to, "stay": None, "is_left": False}
    stay, is_left = seen.get(loan.tenancy_id), loan.tenancy.is_over(on) and loan.returned_on is None
    who = (stay.shown_name or _("Protected")) if stay else _("not your home")
    return {"loan": loan, "who": who, "stay": stay, "is_left": is_left}


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def loan_issue(request, pk):
    """Hand something out: to the tenant, where the user may know of the home, or to somebody named."""
    home, today = get_object_or_404(Apartment, pk=pk), calendar.today()
    stay = _tenant_of(request, home, today)
    tenant = stay and (_("The tenant, %(name)s") % {"name": stay.shown_name} if stay.shown_name else _("The tenant"))
    form = LoanForm(request.POST or None, tenant=tenant)
    if form.is_valid():
        facts = form.values(stay) | {"by": request.user, "on": today}
        if attempt(form, actions.issue_loan, home, **facts):
            messages.success(request, _("It is on record as handed out."))
            return redirect(home)
    return render(request, "tenancies/loan_issue.html", {"home": home, "form": form})


def _tenant_of(request, home, today):
    """The stay that runs there, or begins next, if the user may know of it."""
    stays = Tenancy.objects.visible_to(request.user).with_shown_name(request.user).filter(apartment=home)
    stay = stays.not_over_on(today).order_by("starts_on").first()
    access_log.record(request, [stay.holder_id] if stay else [], "loan-issue")
    return stay


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def loan_return(request, pk):
    """It is back."""
    loan = get_object_or_404(Loan.objects.select_related("apartment"), pk=pk)
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        returned_on = form.cleaned_data["returned_on"]
        if attempt(form, actions.return_loan, loan, returned_on=returned_on, by=request.user, on=calendar.today()):
            messages.success(request, _("It is on record as returned."))
            return redirect(loan.apartment)
    return render(request, "tenancies/loan_return.html", {"home": loan.apartment, "loan": loan, "form": form})
