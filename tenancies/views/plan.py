"""Planen: until when the stay is planned, when it is looked at again, what the tenant wants, what is still missing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import calendar, guidelines
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions, moving_on
from ..forms.plan import GoalEndForm, GoalForm, OwnReminderForm, PlanForm, ReviewForm
from . import home, undo

NEWEST = 6  # reviews shown; the older ones are folded


@require_GET
@require(Permission.SEE_SOCIAL)
def tenancy_plan(request, pk):
    """The plan of one stay."""
    return _show(request, home.find_known(request, pk, "plan"))


def _show(request, tenancy, *, status=200, **forms):
    """The page, with the forms as they were filled in."""
    on = calendar.today()
    reviews = list(tenancy.reviews.newest_first().select_related("by"))
    context = {
        "criteria": moving_on.of([tenancy.pk], on)[tenancy.pk],
        "reviews": reviews[:NEWEST],
        "older_reviews": reviews[NEWEST:],
        "goals": sorted(tenancy.goals.order_by("-pk"), key=lambda goal: not goal.is_open),
        "reminders": tenancy.reminders.open().with_day().select_related("owner").order_by("day", "pk"),
        "is_over": tenancy.is_over(on),
        "undo": undo.offer(request, "tenancy", tenancy),
        "goal_form": forms.get("goal", GoalForm()),
        "reminder_form": forms.get("reminder", OwnReminderForm(on=on)),
    }
    return home.show(request, tenancy, "plan", context, status=status)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def tenancy_review(request, pk):
    """Hold a review: what is decided, why, until when, and when the next one is."""
    tenancy, on = home.find_known(request, pk, "review"), calendar.today()
    if tenancy.is_over(on):
        raise Http404
    months = guidelines.on(on).review_every_months
    form = ReviewForm(request.POST or None, tenancy=tenancy, on=on, every_months=months)
    if form.is_valid() and attempt(form, actions.hold_review, tenancy, **form.cleaned_data, by=request.user, on=on):
        messages.success(request, _("The review is saved."))
        return redirect("tenancies:tenancy-plan", pk)
    context = {"form": form, "newest": form.newest, "criteria": moving_on.of([tenancy.pk], on)[tenancy.pk]}
    return home.show(request, tenancy, "review", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def tenancy_plan_edit(request, pk):
    """Since when in the housing queue, and when the course was done."""
    tenancy, on = home.find_known(request, pk, "plan-edit"), calendar.today()
    form = PlanForm(request.POST or None, row=tenancy)
    if form.is_valid() and attempt(form, actions.edit_plan, tenancy, **form.values, by=request.user, on=on) is not None:
        return redirect("tenancies:tenancy-plan", pk)
    return home.show(request, tenancy, "plan_edit", {"form": form}, status=422 if form.errors else 200)


@require_POST
@require(Permission.EDIT_REGISTER)
def goal_add(request, pk):
    """A new goal in the tenant's words."""
    tenancy, form = home.find_known(request, pk, "goal-add"), GoalForm(request.POST)
    if not form.is_valid():
        return _show(request, tenancy, status=422, goal=form)
    actions.add_goal(tenancy, **form.cleaned_data, by=request.user, on=calendar.today())
    messages.success(request, _("The goal is saved."))
    return redirect("tenancies:tenancy-plan", pk)


@require_POST
@require(Permission.EDIT_REGISTER)
def goal_end(request, pk, goal):
    """A goal is reached, or is no longer one."""
    tenancy, form = home.find_known(request, pk, "goal-end"), GoalEndForm(request.POST)
    row = get_object_or_404(tenancy.goals, pk=goal)
    if not form.is_valid():
        return _show(request, tenancy, status=422)
    end = actions.reach_goal if form.cleaned_data["how"] == GoalEndForm.REACHED else actions.drop_goal
    attempt(form, end, row, by=request.user, on=calendar.today())
    for text in form.non_field_errors():
        messages.error(request, text)
    return redirect("tenancies:tenancy-plan", pk)


@require_POST
@require(Permission.EDIT_REGISTER)
def reminder_add(request, pk):
    """One's own reminder about the home."""
    tenancy, on = home.find_known(request, pk, "reminder-add"), calendar.today()
    form = OwnReminderForm(request.POST, on=on)
    if form.is_valid() and attempt(form, actions.remind_self, tenancy, **form.cleaned_data, by=request.user, on=on):
        messages.success(request, _("You will be reminded."))
        return redirect("tenancies:tenancy-plan", pk)
    return _show(request, tenancy, status=422, reminder=form)
