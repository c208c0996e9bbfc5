"""Drawing up a payment plan together with the tenant: the budget, what it leaves room for, the instalments."""

from copy import copy
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.letters import PdfUnavailable
from bolots.refusals import attempt
from tenancies.models import Tenancy

from .. import actions, plans
from ..claims import too_late
from ..forms.plans import BudgetForm, InstalmentForms
from ..models import Charge, PaymentPlan
from ..rules.plans import Proposal, propose
from .people import holder
from .plans import find
from .screen import claims_screen


@require_http_methods(["GET", "POST"])
@require(Permission.MAKE_PLANS)
def new(request, pk):
    """A plan for a home's unpaid rents: propose, change, agree."""
    home = get_object_or_404(Tenancy.objects.visible_to(request.user).with_rent(calendar.today()), pk=pk)
    tenancy = holder(request, home.pk, "plan-new")
    desk = _desk(request, home, _open_rents(request.user, home))
    made = desk.agreed(actions.make_plan, home)
    if made:
        return _to(request, made)
    runs = PaymentPlan.objects.running().filter(tenancy=home).first()
    return claims_screen(request, "plan_new", {**desk.context(), "tenancy": tenancy, "runs": runs})


@require_http_methods(["GET", "POST"])
@require(Permission.MAKE_PLANS)
def soften(request, pk):
    """A softer plan for what is left, once."""
    row = find(request, pk, related=("tenancy",))
    if not row.is_running or row.softens_id:
        raise Http404
    tenancy = holder(request, row.tenancy_id, "plan-soften")
    home = Tenancy.objects.with_rent(calendar.today()).get(pk=row.tenancy_id)
    rents = [rent for rent in plans.rents_of(row) if rent.open_ore]
    desk = _desk(request, home, rents, softens=row)
    made = desk.agreed(actions.soften_plan, copy(row))
    if made:
        return _to(request, made)
    return claims_screen(request, "plan_new", {**desk.context(), "tenancy": tenancy, "softens": row})


def _open_rents(user, home) -> list[Charge]:
    """What the tenant owes and can still be asked for, also for a former home; what no running plan is about."""
    mine = Charge.objects.visible_to(user).unpaid().filter(tenancy__holder=home.holder_id, kind__in=Charge.DEBT_KINDS)
    planned = PaymentPlan.objects.running().values("charges__charge")
    rents = list(mine.exclude(pk__in=planned).order_by("safe_due_on", "pk"))
    old = too_late(rents, calendar.today())
    return [rent for rent in rents if rent.pk not in old]


def _to(request, made):
    if made.letter.pdf is None:
        messages.warning(request, PdfUnavailable.__doc__)
    messages.success(request, _("The plan is made. Print it, and sign it together."))
    return redirect(made)


def _desk(request, home, rents, softens=None) -> "Desk":
    """The forms as they were sent, or as they begin."""
    today = calendar.today()
    initial = {"rent": home.rent_ore or 0}
    initial["charges"] = [rent.pk for rent in rents if rent.printed_due_on < today]
    if softens:
        initial |= {"income_day": softens.income_day, "tolerance": softens.tolerance_ore}
    form = BudgetForm(request.POST or None, rents=rents, home=home.pk, fixed=bool(softens), initial=initial)
    parts = InstalmentForms(request.POST, prefix="part") if "agree" in request.POST else None
    return Desk(request, form, parts, rents)


@dataclass
class Desk:
    """What lies on the table: the budget's form, the instalments' forms, and what was proposed."""

    request: object
    form: BudgetForm
    parts: object
    rents: list
    proposal: Proposal | None = field(default=None)

    def agreed(self, act, about) -> PaymentPlan | None:
        """The plan, when all was filled in and the tenant agreed. Otherwise what the budget leaves room for."""
        if not self.form.is_valid():
            return None
        today, data = calendar.today(), self.form.cleaned_data
        facts = {"income_day": data["income_day"], "left_ore": self.form.left_ore}
        self.proposal = propose(self.form.owed_ore, after=today, **facts)
        if self.parts is None:
            rows = [{"due_on": part.due_on, "amount": part.ore} for part in self.proposal.parts]
            self.parts = InstalmentForms(initial=rows, prefix="part")
            return None
        if not self.parts.is_valid():
            return None
        facts |= {"charges": self.form.chosen, "parts": self.parts.parts(), "tolerance_ore": data["tolerance"]}
        return attempt(self.form, act, about, **facts, by=self.request.user, on=today, at=calendar.now())

    def context(self) -> dict:
        is_typed = self.parts is not None and self.parts.is_bound and self.parts.is_valid()
        total_ore = sum(part.ore for part in self.parts.parts()) if is_typed else None
        shown = {"form": self.form, "parts": self.parts, "proposal": self.proposal, "rents": self.rents}
        return shown | {"total_ore": total_ore}
