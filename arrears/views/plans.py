"""Payment plans: which run, which are missing, how long they last; one plan day by day; its paper."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar, guidelines
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions, plans
from ..forms.payments import WhyForm
from ..models import Instalment, PaymentPlan
from ..privacy import with_homes
from .paging import by_key
from .people import holder
from .screen import claims_screen

SHOWN = 200
DAYS = 60


@require_GET
@require(Permission.SEE_LEDGER)
def plan_list(request):
    """The plans in which an instalment is missing, those that run, those that have ended; and how many last."""
    today, user = calendar.today(), request.user
    visible = PaymentPlan.objects.visible_to(user)
    later = Instalment.objects.filter(plan=OuterRef("pk"), due_on__gte=today).order_by("due_on")
    coming = {"next_on": Subquery(later.values("due_on")[:1]), "next_ore": Subquery(later.values("amount_ore")[:1])}
    running = with_homes(visible.running().annotate(**coming), user).order_by("missed_on", "next_on", "pk")[:SHOWN]
    ended = with_homes(visible.exclude(status__in=PaymentPlan.RUNNING), user)
    context = {
        "missing": [plan for plan in running if plan.status == PaymentPlan.Status.MISSED],
        "running": [plan for plan in running if plan.status == PaymentPlan.Status.ACTIVE],
        "survival": plans.survival(visible, today),
        **by_key(request, ended),
    }
    return claims_screen(request, "plan_list", context)


@require_GET
@require(Permission.SEE_LEDGER)
def plan(request, pk):
    """A plan: what should have come, what has, which rents it is about, what can be done."""
    today, row = calendar.today(), find(request, pk, related=("by", "letter", "softens"))
    tenancy = holder(request, row.tenancy_id, "plan")
    book = plans.book(row, today, guidelines.on(today).plan_grace_bank_days)
    may = row.is_running and request.user.may(Permission.MAKE_PLANS)
    context = {"plan": row, "tenancy": tenancy, "book": book, "days": book.days[-DAYS:][::-1]}
    softer = getattr(row, "softened_by", None) if row.status == PaymentPlan.Status.REPLACED else None
    context |= {"may_change": may, "may_soften": may and row.softens_id is None, "softer": softer}
    return claims_screen(request, "plan", context)


@require_GET
@require(Permission.SEE_LEDGER)
def paper(request, pk):
    """The agreement as it was issued: the stored PDF, or the stored text where no PDF could be made."""
    row = find(request, pk, related=("letter",))
    if row.letter is None or not holder(request, row.tenancy_id, "plan-paper").shown_name:
        raise Http404  # it names the person and the home
    if row.letter.pdf is None:
        return HttpResponse(row.letter.html)
    response = HttpResponse(bytes(row.letter.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="avbetalningsplan-{pk}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@require(Permission.MAKE_PLANS)
def call_off(request, pk):
    """The plan holds no longer: why."""
    row = find(request, pk)
    tenancy = holder(request, row.tenancy_id, "plan-call-off")
    form = WhyForm(request.POST or None)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if attempt(form, actions.call_off_plan, row, **facts):
            messages.success(request, _("The plan is called off."))
            return redirect("arrears:plan", pk)
    return claims_screen(request, "plan_end", {"form": form, "plan": row, "tenancy": tenancy})


def find(request, pk, related=()) -> PaymentPlan:
    """The plan, of a home that the user may know of."""
    return get_object_or_404(PaymentPlan.objects.visible_to(request.user).select_related(*related), pk=pk)
