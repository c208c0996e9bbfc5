"""Bevakningar: a person's own dates, by day; done, put off, handed over."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bolots import access_log, calendar
from bolots.access import Permission, require
from bolots.refusals import Refused, attempt

from .. import actions, reminder_lists
from ..forms.reminders import HandOverForm, SnoozeForm
from ..models import Reminder
from .onward import onward

PAGE_SIZE = 60


@require_GET
@require(Permission.KEEP_DATES)
def reminder_list(request):
    """What comes back to me: from earlier days, today, this week, later."""
    user, on = request.user, calendar.today()
    found, place = onward(request, reminder_lists.mine(user, on), PAGE_SIZE)
    access_log.record(request, reminder_lists.people(found), "reminder-list")
    rows = [reminder_lists.row(reminder, user, on) for reminder in found]
    groups = reminder_lists.by_day(rows, on)
    due = sum(reminder.day <= on for reminder in found)
    return render(request, "tenancies/reminder_list.html", {"groups": groups, "due": due, **place})


def _find(request, pk, what: str) -> Reminder:
    """A reminder of a home that the user may know of; 404 otherwise. Its owner may be away: others see to it too."""
    seen = reminder_lists.with_homes(Reminder.objects.visible_to(request.user), request.user)
    reminder = get_object_or_404(seen.with_day().select_related("owner", "done_by", "apartment"), pk=pk)
    access_log.record(request, reminder_lists.people([reminder]), what)
    return reminder


def _show(request, reminder, *, status=200, **forms):
    user, on = request.user, calendar.today()
    context = {
        **reminder_lists.row(reminder, user, on),
        "snooze": forms.get("snooze", SnoozeForm()),
        "hand_over": forms.get("hand_over") or HandOverForm(reminder=reminder, on=on),
    }
    return render(request, "tenancies/reminder.html", context, status=status)


@require_GET
@require(Permission.KEEP_DATES)
def reminder_detail(request, pk):
    """One reminder: what it is about, and what one can do with it."""
    return _show(request, _find(request, pk, "reminder"))


@require_POST
@require(Permission.KEEP_DATES)
def reminder_done(request, pk):
    """It is done."""
    reminder = _find(request, pk, "reminder-done")
    try:
        actions.finish_reminder(reminder, by=request.user, on=calendar.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. The reminder is off your list."))
    return redirect("tenancies:reminder-list")


@require_POST
@require(Permission.KEEP_DATES)
def reminder_snooze(request, pk):
    """Put it off, with a reason."""
    reminder, form = _find(request, pk, "reminder-snooze"), SnoozeForm(request.POST)
    return _answer(request, reminder, "snooze", form, actions.snooze_reminder, _("The reminder comes back then."))


@require_POST
@require(Permission.KEEP_DATES)
def reminder_hand_over(request, pk):
    """Somebody else sees to it, with a reason."""
    reminder, on = _find(request, pk, "reminder-hand-over"), calendar.today()
    form = HandOverForm(request.POST, reminder=reminder, on=on)
    return _answer(request, reminder, "hand_over", form, actions.hand_over_reminder, _("The reminder is handed over."))


def _answer(request, reminder, name: str, form, change, said: str):
    """Change the reminder and go back to the list; or the reminder as it was, with what is wrong in its form."""
    if form.is_valid():
        attempt(form, change, reminder, **form.cleaned_data, by=request.user, on=calendar.today())
    if form.errors:
        return _show(request, reminder, status=422, **{name: form})
    messages.success(request, said)
    return redirect("tenancies:reminder-list")
