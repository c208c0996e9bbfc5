"""Moving in and out: inspections, the end of a stay, and how it went afterwards."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import Refused, attempt

from .. import actions
from ..forms.moving import EndForm, FollowUpForm, InspectionForm
from . import home
from .lease_words import missing_follow_ups
from .leases import answer


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def inspection(request, pk):
    """The protocol of an inspection at moving in or out."""
    tenancy, today = home.find(request, pk, "inspection-add"), calendar.today()

    def change(data):
        return actions.inspect_at_move(tenancy, **data, by=request.user, on=today)

    asked = {"kind": "move_out" if tenancy.ends_on else "move_in", "held_on": today}
    form = InspectionForm(request.POST or None, initial=asked)
    title, said = _("An inspection"), _("The inspection is written down.")
    lede = _("At moving in or out. Visits by the housing navigators are offers and are not written down here.")
    return answer(request, tenancy, form, change, title=title, said=said, lede=lede)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def end(request, pk):
    """The end of the stay on one page: last day, why, where to, and the keys that are still out."""
    tenancy, today = home.find(request, pk, "tenancy-end"), calendar.today()
    notice = tenancy.notices.filter(withdrawn_on=None).first()
    form = EndForm(request.POST or None, initial={"ends_on": notice and notice.ends_on})
    who = {"by": request.user, "on": today}
    if form.is_valid() and attempt(form, actions.end_tenancy, tenancy, **form.cleaned_data, **who):
        messages.success(request, _("The end of the stay is written down. Next comes the inspection."))
        return redirect("tenancies:tenancy-lease", pk)
    loans = tenancy.loans.filter(returned_on=None).order_by("issued_on")
    can_take_back = tenancy.ends_on is not None and not tenancy.is_over(today)
    context = {"form": form, "loans": loans, "can_take_back": can_take_back}
    return home.show(request, tenancy, "tenancy_end", context, status=422 if form.is_bound else 200)


@require_POST
@require(Permission.EDIT_REGISTER)
def take_back(request, pk):
    """The stay goes on after all."""
    tenancy = home.find(request, pk, "tenancy-end")
    try:
        actions.take_back_end(tenancy, by=request.user, on=calendar.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The stay goes on. Its end is taken back."))
    return redirect("tenancies:tenancy-lease", pk)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def follow_up(request, pk):
    """How the person lives 6 or 12 months after the stay."""
    tenancy, today = home.find(request, pk, "follow-up"), calendar.today()

    def change(data):
        return actions.follow_up(tenancy, **data, by=request.user, on=today)

    missing = missing_follow_ups(tenancy, list(tenancy.follow_ups.standing()))
    form = FollowUpForm(request.POST or None, months=missing)
    title, said = _("Follow-up after the stay"), _("The follow-up is written down.")
    lede = "" if tenancy.ends_on else _("The stay is running. It is followed up when it has ended.")
    return answer(request, tenancy, form, change, title=title, said=said, lede=lede)
